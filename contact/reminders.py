"""Bringing a call to mind: a day before, and an hour before for who asks. Done by the worker.

Once each, whatever happens to the worker: the key of the mail names the start that it is about,
so that a killed worker posts none twice and a call that was moved gets one for its new start. Who
made or moved the appointment after that moment knows it well enough and gets none; nor does
anybody once it is too late to be of use (`reminder_times.Span`).
"""

from datetime import datetime, timedelta

from django.utils import timezone

from . import outbox, slots
from .models import Booking, OutboxMail
from .reminder_times import HOUR, span_of

Mail = OutboxMail.Kind
# A day of 25 hours, and one to spare.
AHEAD = timedelta(hours=26)


def post_due(now: datetime | None = None) -> int:
    """Put the reminders whose moment has come in the outbox; give how many. Constant queries
    where there are none."""
    now = now or timezone.now()
    coming = (
        Booking.objects.confirmed()
        .filter(starts_at__gt=now, starts_at__lt=now + AHEAD)
        .exclude(email="")
    )
    due = {}
    for booking in coming:
        start = booking.starts_at.isoformat()
        for kind in _kinds_for(booking):
            if span_of(kind, booking.starts_at, slots.TZ).has(now) and is_promised(kind, booking):
                due[outbox.key_of(kind, booking, start)] = (kind, booking, start)
    done = OutboxMail.objects.filter(key__in=due).values_list("key", flat=True)
    for key in done:
        del due[key]
    return sum(
        outbox.post(kind, booking=booking, key=start) for kind, booking, start in due.values()
    )


def _kinds_for(booking: Booking) -> list[str]:
    return [Mail.REMINDER_DAY, *([Mail.REMINDER_HOUR] if booking.wants_hour_reminder else [])]


def is_promised(kind: str, booking: Booking) -> bool:
    """Whether the call was made or moved early enough for this reminder."""
    return booking.changed_at <= span_of(kind, booking.starts_at, slots.TZ).begin


def can_ask_for_hour(booking: Booking, now: datetime) -> bool:
    """Whether a mail an hour before is still to be had for this call."""
    return bool(booking.email) and booking.is_confirmed and booking.starts_at - HOUR > now


def ask_for_hour(*, booking: Booking, wanted: bool, now: datetime | None = None) -> bool:
    """Note whether the visitor wants a mail an hour before too. False where it is too late."""
    now = now or timezone.now()
    standing = Booking.objects.confirmed().exclude(email="")
    return bool(
        standing.filter(pk=booking.pk, starts_at__gt=now + HOUR).update(wants_hour_reminder=wanted)
    )
