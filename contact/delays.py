"""A call runs late: it is told to whoever comes next, with the calls that wait along."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from . import outbox, slots
from .bookings import NotChangeable, locked
from .models import Booking, OutboxMail

Mail = OutboxMail.Kind


def can_be_late(booking: Booking, now: datetime) -> bool:
    """A call of today that is not over, counting from when it is likely to begin."""
    today = now.astimezone(slots.TZ).date()
    is_of_today = booking.starts_at.astimezone(slots.TZ).date() == today
    return booking.is_confirmed and is_of_today and now < booking.expected_end


def delay(*, booking: Booking, minutes: int, now: datetime | None = None) -> bool:
    """Note that a call begins about so many minutes late (0: on time after all), and tell it.

    False where that was said before, so that nobody is told twice. Raises NotChangeable for a
    call of another day, or one that is cancelled or over.
    """
    now = now or timezone.now()
    with transaction.atomic():
        current = locked(booking)
        if not can_be_late(current, now):
            raise NotChangeable
        standing = Booking.objects.confirmed().filter(pk=booking.pk)
        if not standing.exclude(delay_minutes=minutes).update(delay_minutes=minutes):
            return False
        current.delay_minutes = minutes
        outbox.post(Mail.BOOKING_DELAYED, booking=current, key=secrets.token_hex(8))
    return True


def following(booking: Booking):
    """The later calls of the same adviser on the same day, in order."""
    later = Booking.objects.confirmed().filter(
        adviser=booking.adviser_id, starts_at__gte=booking.ends_at
    )
    day = booking.starts_at.astimezone(slots.TZ).date()
    return later.on(day, slots.TZ).select_related("adviser").order_by("starts_at")


def delayed_too(booking: Booking, minutes: int) -> list[tuple[Booking, int]]:
    """Of `following` those whose start changes along, with the minutes.

    A pause between two calls takes its length off the delay.
    """
    found, end, was = [], booking.ends_at, booking.delay_minutes
    for call in following(booking):
        pause = (call.starts_at - end) // timedelta(minutes=1)
        minutes, was, end = max(0, minutes - pause), max(0, was - pause), call.ends_at
        if not minutes and not was:
            break
        if minutes != call.delay_minutes:
            found.append((call, minutes))
    return found
