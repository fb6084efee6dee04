"""When a call is brought to mind: rules of time, without a database or a web."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

# An hour before is an hour; it must leave somebody the time to find a quiet place.
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Span:
    """A reminder goes out from `begin` up to, and not at, `end` (UTC): later it is of no use."""

    begin: datetime
    end: datetime

    def has(self, now: datetime) -> bool:
        return self.begin <= now < self.end


def a_day_before(starts_at: datetime, tz: ZoneInfo) -> Span:
    """From the same time on the clock the day before, which is 23 or 25 hours around a clock
    change, until two hours before the call.

    A wall time that a clock change skips counts as it would have been without the change.
    """
    local = starts_at.astimezone(tz)
    begin = (local - timedelta(days=1)).astimezone(UTC)  # of wall time, within one zone
    return Span(begin, starts_at.astimezone(UTC) - 2 * HOUR)


def an_hour_before(starts_at: datetime) -> Span:
    """From an hour before the call until ten minutes before it."""
    start = starts_at.astimezone(UTC)
    return Span(start - HOUR, start - timedelta(minutes=10))


def span_of(kind: str, starts_at: datetime, tz: ZoneInfo) -> Span:
    """Of a kind of mail: `reminder_day` or `reminder_hour`."""
    return an_hour_before(starts_at) if kind == "reminder_hour" else a_day_before(starts_at, tz)
