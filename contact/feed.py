"""The private calendar of an adviser: their calls, for the calendar that they keep themselves.

Whoever has the address reads it, and calendars are often shared at home or at work. So it says
when there is a call and which number that has at the desk, and nothing of the person.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from . import access, access_log, ical, sender
from .models import AccessEntry, Adviser, Booking
from .slots import TZ, midnight

KEEPS = timedelta(days=30)
REFRESH = timedelta(minutes=15)
NAME = "Belafspraken"


def renew(*, adviser: Adviser) -> None:
    """Give the feed an address, and end the one of before. Pressed twice it is one more address,
    and the page shows the last."""
    with transaction.atomic():
        current = Adviser.objects.select_for_update().get(pk=adviser.pk)
        number = current.feed_number + 1
        token = access.feed_token(current.pk, number)
        Adviser.objects.filter(pk=current.pk).update(
            feed_number=number, feed_hash=access.hash_token(token)
        )


def end(*, adviser: Adviser) -> None:
    """End the address; the number stays, so that it never comes back."""
    Adviser.objects.filter(pk=adviser.pk).update(feed_hash=None)


def address_of(adviser: Adviser) -> str:
    """The address of the feed, absolute; "" where there is none."""
    token = access.feed_token(adviser.pk, adviser.feed_number)
    if adviser.feed_hash != access.hash_token(token):  # none, or made under another SECRET_KEY
        return ""
    return settings.SITE_URL + reverse("contact:feed", args=[token])


def adviser_of(token: str) -> Adviser | None:
    """Whose feed a token opens. Of a colleague who can no longer log in, it opens none."""
    found = Adviser.objects.select_related("user").filter(feed_hash=access.hash_token(token))
    adviser = found.first()
    return None if adviser and adviser.user and not adviser.user.is_active else adviser


def calls_of(adviser: Adviser, now: datetime) -> list[Booking]:
    """The calls that are still to come and those of the last days, as they stand."""
    calls = Booking.objects.holding().filter(adviser=adviser, starts_at__gte=now - KEEPS)
    return list(calls.order_by("starts_at", "pk"))


def calendar_of(calls: list[Booking]) -> bytes:
    entries = [
        ical.Entry(
            uid=f"{call.uid}@{sender.domain()}",
            sequence=call.sequence,
            starts_at=call.starts_at,
            ends_at=call.ends_at,
            changed_at=call.changed_at,
            description=f"Ref {call.pk}",
        )
        for call in calls
    ]
    return ical.subscription(entries, name=NAME, refresh=REFRESH, tz=TZ)


def note_reading(adviser: Adviser, calls: list[Booking], now: datetime) -> None:
    """Note the first reading of a day: a calendar reads the whole day long."""
    if not calls:
        return
    noted = AccessEntry.objects.filter(
        at__gte=midnight(timezone.localdate(now)),
        action=AccessEntry.Action.FEED,
        user=adviser.user,
        ids__contains=f" {calls[0].pk} ",  # tells apart those who have no account
    )
    if not noted.exists():
        access_log.note(adviser.user, AccessEntry.Action.FEED, calls)
