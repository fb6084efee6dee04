"""Who saw what of whom: written at each look, never changed."""

from collections.abc import Iterable

from .models import AccessEntry


def note(user, action: str, rows: Iterable) -> None:
    """Write down that `user` looked at these requests (of one kind) or did something with them."""
    rows = list(rows)
    if rows:
        ids = "".join(f" {row.pk}" for row in rows) + " "
        AccessEntry.objects.create(
            user=user, action=action, model=rows[0]._meta.model_name, ids=ids
        )
