"""Who saw what of whom: written at each look, never changed.

The database refuses to change an entry, and to delete one younger than five years (migration
0005); the worker deletes those that are older (contact.retention).
"""

from collections.abc import Iterable
from datetime import timedelta

from .models import AccessEntry

KEPT_FOR = timedelta(days=5 * 366)  # a few days more than the five years that the database asks
MOST_IDS = 1000  # in one entry


def note(user, action: str, rows: Iterable) -> None:
    """Write down that `user` looked at these requests (of one kind) or did something with them."""
    rows = list(rows)
    if rows:
        note_ids(user, action, type(rows[0]), [row.pk for row in rows])


def note_ids(user, action: str, model, ids: list) -> None:
    """The same, by the numbers of the rows: one INSERT, or one for each MOST_IDS of them."""
    for first in range(0, len(ids), MOST_IDS):
        numbers = "".join(f" {pk}" for pk in ids[first : first + MOST_IDS]) + " "
        AccessEntry.objects.create(
            user=user, action=action, model=model._meta.model_name, ids=numbers
        )


def about(model, ids: Iterable):
    """The entries that name any of these rows. It reads the whole log, so it is for one person."""
    entries = AccessEntry.objects.none()
    for pk in ids:
        entries |= AccessEntry.objects.filter(model=model._meta.model_name, ids__contains=f" {pk} ")
    return entries
