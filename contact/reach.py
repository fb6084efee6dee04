"""Whether the practice can be reached now, and when that changes: its rows, put to `presence`."""

from datetime import datetime

from django.core.cache import caches

from config import clock

from . import slots
from .closed import closed_days
from .models import OpeningHours, Practice
from .presence import Presence, presence_at

KEY = "contact.reach"


def reach_at(now: datetime | None = None) -> Presence:
    """How it stands at `now`. It is asked of the database once per change and then remembered:
    whoever changes hours, closures or bookings makes the site forget it."""
    now = now or clock.now()
    known = caches["site"]
    reach = known.get_or_set(KEY, lambda: _ask(now), timeout=None)
    if not reach.since <= now < reach.changes_at:
        known.delete(KEY)
        reach = known.get_or_set(KEY, lambda: _ask(now), timeout=None)
    return reach


def next_change(now: datetime) -> datetime | None:
    """The first moment after `now` at which a page would say something else; None for never."""
    return reach_at(now).changes_at


def _ask(now: datetime) -> Presence:
    practice = Practice.load()
    return presence_at(
        now,
        # Nobody answers a phone that is down, whatever the hours.
        hours=[] if practice.phone_is_down else slots.hours_of(OpeningHours.objects.all()),
        closed=closed_days(now.astimezone(slots.TZ).date(), practice),
        starts=slots.offered(now, practice),
        notice=slots.rules_of(practice).notice,
        tz=slots.TZ,
    )
