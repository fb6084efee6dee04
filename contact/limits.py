"""How many requests one address may leave in a day. Counts what was stored, never a refusal."""

from datetime import datetime, timedelta

from django.conf import settings

from .models import Booking, CallbackRequest

PERIOD = timedelta(days=1)


def is_flooding(source: str, now: datetime) -> bool:
    recent = {"source": source, "created_at__gt": now - PERIOD}
    stored = (
        CallbackRequest.objects.filter(**recent).count() + Booking.objects.filter(**recent).count()
    )
    return stored >= settings.REQUESTS_PER_ADDRESS
