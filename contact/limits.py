"""How much one visitor may ask. Counts what was stored, never a refusal."""

from datetime import datetime, timedelta

from django.conf import settings

from .models import Booking, CallbackRequest

PERIOD = timedelta(days=1)
# How often a visitor may change one request; each change sends mail.
MOST_CHANGES = 5


class TooManyChanges(Exception):
    """A visitor changed one request so often that it takes a call."""


def count_change(request, *, by_visitor: bool) -> None:
    """Note one more change on a request that is about to be saved. Raises TooManyChanges."""
    if by_visitor and request.revision >= MOST_CHANGES:
        raise TooManyChanges
    request.revision += 1


def is_flooding(source: str, now: datetime) -> bool:
    recent = {"source": source, "created_at__gt": now - PERIOD}
    stored = (
        CallbackRequest.objects.filter(**recent).count() + Booking.objects.filter(**recent).count()
    )
    return stored >= settings.REQUESTS_PER_ADDRESS
