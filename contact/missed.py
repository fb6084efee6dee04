"""Somebody who waited for our call in vain, and says so on the page of the appointment."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from . import bookings, callbacks
from .models import Booking, CallbackRequest

# A call that begins a few minutes late is not missed; after two hours there is the phone.
PATIENCE = timedelta(minutes=5)
UNTIL = timedelta(hours=2)
# At the desk they may hold that it was the visitor who was not there.
MAY_SAY_SO = (Booking.Status.CONFIRMED, Booking.Status.NO_SHOW)


class NotNow(Exception):
    """The call has hardly begun, was long ago, or was held."""


def can_say_so(booking: Booking, now: datetime) -> bool:
    since = now - booking.expected_at
    return booking.status in MAY_SAY_SO and PATIENCE <= since < UNTIL


def call_asked_for(booking: Booking) -> CallbackRequest | None:
    """The request that they made by saying so."""
    return booking.callbacks.filter(reason=CallbackRequest.Reason.NOT_CALLED).first()


def not_called(*, booking: Booking, now: datetime | None = None) -> CallbackRequest:
    """Put whoever was not called in the queue: once per call, however often they press.

    Raises NotNow.
    """
    now = now or timezone.now()
    with transaction.atomic():
        current = bookings.locked(booking)
        if before := call_asked_for(current):
            return before
        if not can_say_so(current, now):
            raise NotNow
        return callbacks.ask(
            first_name=current.first_name,
            phone=current.phone,
            email=current.email,
            form_key=f"missed-{current.uid.hex}",  # unique: the database sees to the once
            source=current.source,
            is_suspect=current.is_suspect,
            reason=CallbackRequest.Reason.NOT_CALLED,
            booking=current,
            now=now,
        )
