"""Clear away a flood of fake requests: in batches, and as often as it is asked.

Which rows, somebody at the desk has seen and said; each batch is one transaction, and a row that
was handled in the meantime stays as it is. A person who happens to stand among them is not lost:
whoever asked again outside the flood keeps waiting, at the head of the queue if need be.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, Min, Q
from django.utils import timezone

from . import access_log, callbacks, calling, outbox
from .mailbox import mailbox_of
from .models import AccessEntry, BookedCell, Booking, CallbackRequest, OutboxMail

BATCH = 200
MANY = 10  # requests of one source in a day that make the desk look
CHANGE = AccessEntry.Action.CHANGE


def may_clear(user) -> bool:
    return user.has_perms(["contact.change_booking", "contact.see_all_booking"])


def bookings_to_come(now: datetime):
    """The calls that a flood may be among: they hold a time that others want."""
    return Booking.objects.confirmed().filter(starts_at__gt=now)


def callbacks_waiting():
    """Whoever asked to be called; not whom the site itself put in the queue."""
    return CallbackRequest.objects.waiting().filter(reason=CallbackRequest.Reason.ASKED)


def sources(since: datetime, until: datetime) -> dict[str, tuple[str, int]]:
    """Each source that sent more than one request in that time: its letter, and how many.

    The letters follow from who came first, so that they stay while more comes in. A source is
    known for a day (contact.retention).
    """
    counts, first = {}, {}
    period = Q(source__gt="", created_at__gte=since, created_at__lt=until)
    for model in (Booking, CallbackRequest):
        rows = model.objects.filter(period).values_list("source")
        for source, count, at in rows.annotate(Count("pk"), Min("created_at")):
            counts[source] = counts.get(source, 0) + count
            first[source] = min(at, first.get(source, at))
    several = [source for source in sorted(first, key=first.get) if counts[source] > 1]
    return {source: (letter(n), counts[source]) for n, source in enumerate(several)}


def letter(number: int) -> str:
    """A, B, … Z, AA, AB, … as the columns of a sheet."""
    name = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def largest_source(now: datetime, period) -> int:
    """How many requests the busiest source sent in the `period` before `now`."""
    found = sources(now - period, now + period).values()
    return max((count for _, count in found), default=0)


def cancel_bookings(pks: Iterable[int], *, by, with_mail: bool) -> int:
    """Cancel these calls and free their times; give how many. Doing it twice changes nothing.

    With mail, each mailbox hears of its first call and of no other. The practice hears nothing:
    it does this itself.
    """
    now, done, told = timezone.now(), 0, set()
    for batch in _batches(pks):
        with transaction.atomic():
            rows = list(
                bookings_to_come(now).select_for_update().filter(pk__in=batch).order_by("pk")
            )
            mine = [row.pk for row in rows]
            BookedCell.objects.filter(booking__in=mine).delete()
            Booking.objects.filter(pk__in=mine).update(
                status=Booking.Status.CANCELLED,
                changed_at=now,
                sequence=F("sequence") + 1,
                revision=F("revision") + 1,  # a confirmation that still waits goes out no more
            )
            for row in rows if with_mail else []:
                mailbox = mailbox_of(row.email)
                if row.email and mailbox not in told:
                    row.revision += 1
                    outbox.post(OutboxMail.Kind.BOOKING_CANCELLED, booking=row)
                    told.add(mailbox)
            access_log.note(by, CHANGE, rows)
        done += len(rows)
    return done


def withdraw_callbacks(pks: Iterable[int], *, by) -> int:
    """Take these out of the queue, without mail; give how many. Twice changes nothing."""
    now, done = timezone.now(), 0
    for batch in _batches(pks):
        with transaction.atomic():
            rows = list(callbacks_waiting().select_for_update().filter(pk__in=batch).order_by("pk"))
            CallbackRequest.objects.filter(pk__in=[row.pk for row in rows]).update(
                status=CallbackRequest.Status.WITHDRAWN,
                handled_at=now,
                handled_by=by,
                next_attempt_at=None,
                **calling.NOBODY,
            )
            for row in rows:
                callbacks.promote_repeat(row)
            access_log.note(by, CHANGE, rows)
        done += len(rows)
    return done


def _batches(pks: Iterable[int]):
    pks = sorted(set(pks))
    for first in range(0, len(pks), BATCH):
        yield pks[first : first + BATCH]
