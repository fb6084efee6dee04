"""By when we call back: a rule of phone hours, without a database, a clock or a web in it."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .availability import Closed, Hours, local_instant, opening

# A request is answered within this much phone time, counted from when it came in.
PHONE_TIME = timedelta(hours=4)
# How far ahead to look for phone hours before giving up.
DAYS_AHEAD = 60
# The parts of the day that a visitor may ask for, wall time.
PARTS = {
    "ochtend": (time(0), time(12)),
    "middag": (time(12), time(17)),
    "avond": (time(17), time(23, 59)),
}


def windows(
    day: date, hours: Iterable[Hours], closed: Iterable[Closed], part: str, tz: ZoneInfo
) -> list[tuple[datetime, datetime]]:
    """The stretches of `day`, as UTC instants, in which we call and the visitor wants it."""
    low, high = PARTS.get(part, (time(0), time(23, 59)))
    found = []
    for opened in opening(day, hours, closed):
        start, end = max(opened.start, low), min(opened.end, high)
        if start < end:
            first, last = local_instant(day, start, tz), local_instant(day, end, tz)
            if first and last:
                found.append((first, last))
    return found


def quarter_up(instant: datetime) -> datetime:
    """The next whole quarter of an hour: what people can remember."""
    past = timedelta(
        minutes=instant.minute % 15, seconds=instant.second, microseconds=instant.microsecond
    )
    return instant - past + timedelta(minutes=15) if past else instant


def offered_days(
    *,
    now: datetime,
    hours: Iterable[Hours],
    closed: Iterable[Closed],
    tz: ZoneInfo,
    count: int = 10,
) -> list[date]:
    """The next `count` days on which there is still somebody to call."""
    hours, closed = list(hours), list(closed)
    today = now.astimezone(tz).date()
    days = (today + timedelta(days=n) for n in range(DAYS_AHEAD))
    open_days = [d for d in days if any(end > now for _, end in windows(d, hours, closed, "", tz))]
    return open_days[:count]


def deadline(
    *,
    now: datetime,
    hours: Iterable[Hours],
    closed: Iterable[Closed],
    tz: ZoneInfo,
    day: date | None = None,
    part: str = "",
) -> datetime | None:
    """The instant (UTC) by which we have called.

    With a day asked for: the end of what is open on it in the part asked for. Otherwise the
    quarter of an hour in which PHONE_TIME of open phone hours, within that part of the day, has
    passed. A wish that phone hours cannot meet falls back on the first ones that come; None where
    the practice has no phone hours at all.
    """
    hours, closed = list(hours), list(closed)
    if day is not None:
        wanted = windows(day, hours, closed, part, tz) or windows(day, hours, closed, "", tz)
        if ends := [end for _, end in wanted if end > now]:
            return max(ends)
    left = PHONE_TIME
    today = now.astimezone(tz).date()
    for offset in range(DAYS_AHEAD):
        for start, end in windows(today + timedelta(days=offset), hours, closed, part, tz):
            start = max(start, now)
            if start < end:
                if end - start >= left:
                    return min(quarter_up(start + left), end)
                left -= end - start
    if part:
        return deadline(now=now, hours=hours, closed=closed, tz=tz, day=day)
    return None
