"""What did not arrive becomes somebody to call. Done by the worker, once per mail."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from . import bookings, callbacks, emails
from .models import Booking, CallbackRequest, OutboxMail
from .reminder_times import span_of
from .slots import TZ

Mail = OutboxMail.Kind
REMINDERS = {Mail.REMINDER_DAY, Mail.REMINDER_HOUR}


def follow_up(now: datetime | None = None) -> int:
    """See to the mails to visitors that were given up; give how many people are to be called.

    A mail about a callback request asks for nothing: its person is called anyway, and the desk
    sees at the request that the mail did not arrive. One about a call that has begun has nothing
    to tell any more.
    """
    now = now or timezone.now()
    rows = OutboxMail.objects.unheard().filter(kind__in=emails.TO_VISITOR)
    return sum(_follow_up(row, now) for row in rows)


def _follow_up(row: OutboxMail, now: datetime) -> bool:
    with transaction.atomic():
        booking = bookings.locked(row.booking) if row.booking_id else None
        untouched = OutboxMail.objects.unheard().filter(pk=row.pk)
        if not untouched.update(followed_up_at=now) or not _must_be_told(row.kind, booking, now):
            return False
        key = f"bounced-{booking.uid.hex}"  # however many of their mails come back
        if CallbackRequest.objects.waiting().filter(form_key=key).exists():
            return False  # with what the desk corrected in it since
        callbacks.ask(
            first_name=booking.first_name,
            phone=booking.phone,
            form_key=key,
            source=booking.source,
            is_suspect=booking.is_suspect,
            reason=CallbackRequest.Reason.BOUNCED,
            booking=booking,
            now=now,
        )
    return True


def _must_be_told(kind: str, booking: Booking | None, now: datetime) -> bool:
    if booking is None or booking.starts_at <= now:
        return booking is not None and booking.is_displaced
    return kind not in REMINDERS or span_of(kind, booking.starts_at, TZ).has(now)
