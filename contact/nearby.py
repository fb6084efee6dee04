"""The free times nearest to one that fell away."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from . import slots
from .models import Booking

MOST = 5


def starts(booking: Booking, now: datetime | None = None) -> list[datetime]:
    """Up to MOST free starts for this kind of call, nearest to the time that it had; in order."""
    offered = slots.offered(now or timezone.now(), without=booking)
    free = slots.for_kind(offered, booking.kind)
    return among(free, booking)


def among(free: Iterable[datetime], booking: Booking) -> list[datetime]:
    """Of these starts the nearest, up to MOST; in order."""
    return sorted(sorted(free, key=lambda start: abs(start - booking.starts_at))[:MOST])
