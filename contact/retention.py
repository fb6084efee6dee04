"""Forgetting, by itself: what the privacy page promises, done by the worker.

A message goes 30 days after the request was handled, a person's row half a year after it was
handled or the call was due. Mail rows go with the request they are about. The mark of the
address that it came from goes after a day: then no limit counts it any more. So do passwords
tried in vain, and sessions that are over.
"""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone

from . import limits
from .models import Booking, CallbackRequest

MESSAGE = timedelta(days=30)
PERSON = timedelta(days=183)


def forget(now: datetime | None = None) -> int:
    """Erase what is past its time; give how many rows were emptied or deleted."""
    now = now or timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    AccessAttempt.objects.filter(attempt_time__lt=now - limits.PERIOD).delete()
    for model in (CallbackRequest, Booking):
        model.objects.filter(created_at__lt=now - limits.PERIOD).exclude(source="").update(
            source=""
        )
    emptied = (
        CallbackRequest.objects.filter(handled_at__lt=now - MESSAGE)
        .exclude(message="", subject="")
        .update(message="", subject="")
    )
    old_callbacks = CallbackRequest.objects.filter(handled_at__lt=now - PERSON)
    old_bookings = Booking.objects.filter(ends_at__lt=now - PERSON)
    count = emptied + old_callbacks.count() + old_bookings.count()
    old_callbacks.delete()
    old_bookings.delete()
    return count
