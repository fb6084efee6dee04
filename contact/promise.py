"""By when we call back: a rule of phone hours, without a database, a clock or a web in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil
from zoneinfo import ZoneInfo

from .availability import Closed, Hours, opening

# How far ahead to look for phone hours that are shown, and for those that a promise takes.
DAYS_AHEAD = 60
DAYS_OF_PROMISE = 366
# The parts of the day that a visitor may ask for, wall time.
PARTS = {
    "ochtend": (time(0), time(12)),
    "middag": (time(12), time(17)),
    "avond": (time(17), time(23, 59)),
}
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Busy:
    """From the first day to the last, both included, phone time passes `factor` times slower."""

    first: date
    last: date
    factor: Decimal


def windows(
    day: date, hours: Iterable[Hours], closed: Iterable[Closed], part: str, tz: ZoneInfo
) -> list[tuple[datetime, datetime]]:
    """The stretches of `day`, as UTC instants, in which we call and the visitor wants it.

    In order and apart: hours that touch or overlap are one stretch.
    """
    low, high = PARTS.get(part, (time(0), time(23, 59)))
    found: list[tuple[datetime, datetime]] = []
    for opened in opening(day, hours, closed):
        start, end = max(opened.start, low), min(opened.end, high)
        if start >= end:
            continue
        first, last = _first_at(day, start, tz), _first_at(day, end, tz)
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        elif first < last:
            found.append((first, last))
    return found


def _first_at(day: date, wall: time, tz: ZoneInfo) -> datetime:
    """The first instant (UTC) of `day` at which the clock shows `wall` or, where a clock change
    skips that, a later time."""
    instant = datetime.combine(day, wall, tzinfo=tz).astimezone(UTC)
    if instant.astimezone(tz).time() != wall:
        instant = datetime.combine(day, wall, tzinfo=tz).replace(fold=1).astimezone(UTC)
        while instant.astimezone(tz).time() < wall:
            instant += timedelta(minutes=1)
    return instant


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


def is_kept_by(
    instant: datetime, *, hours: Iterable[Hours], closed: Iterable[Closed], tz: ZoneInfo
) -> bool:
    """Whether `instant` lies in phone hours, or at their end: only then can we call by it."""
    day = instant.astimezone(tz).date()
    return any(start < instant <= end for start, end in windows(day, hours, closed, "", tz))


def is_open(
    instant: datetime, *, hours: Iterable[Hours], closed: Iterable[Closed], tz: ZoneInfo
) -> bool:
    """Whether `instant` lies in phone hours: only then can a call begin."""
    day = instant.astimezone(tz).date()
    return any(start <= instant < end for start, end in windows(day, hours, closed, "", tz))


def deadline(
    *,
    now: datetime,
    hours: Iterable[Hours],
    closed: Iterable[Closed],
    tz: ZoneInfo,
    phone_time: timedelta,
    busy: Iterable[Busy] = (),
    day: date | None = None,
    part: str = "",
) -> datetime | None:
    """The instant (UTC) by which we have called.

    With a day asked for: the end of what is open on it in the part asked for. Otherwise the
    quarter of an hour in which `phone_time` of open phone hours, within that part of the day, has
    passed; in a `busy` period it passes slower (of two that overlap the slower counts). On a day
    that turns out closed the time counts from there on. A part of the day that phone hours do not
    have falls back on the first ones that come; None where those of a year do not suffice.
    """
    hours, closed, busy = list(hours), list(closed), list(busy)
    since = now
    if day is not None:
        wanted = windows(day, hours, closed, part, tz) or windows(day, hours, closed, "", tz)
        if ends := [end for _, end in wanted if end > now]:
            return max(ends)
        since = max(now, _first_at(day, time(0), tz))
    left = Fraction(phone_time // INSTANT)
    for start, end, slow in _phone_time(since, hours, closed, busy, part, tz):
        length = Fraction((end - start) // INSTANT) / slow
        if length >= left:
            return min(quarter_up(start + ceil(left * slow) * INSTANT), end)
        left -= length
    if part:
        return deadline(
            now=now, hours=hours, closed=closed, tz=tz, phone_time=phone_time, busy=busy, day=day
        )
    return None


def _phone_time(
    since: datetime,
    hours: list[Hours],
    closed: list[Closed],
    busy: list[Busy],
    part: str,
    tz: ZoneInfo,
) -> Iterator[tuple[datetime, datetime, Fraction]]:
    """The stretches from `since` on, in order, each with how much slower time passes in it."""
    today = since.astimezone(tz).date()
    for offset in range(DAYS_OF_PROMISE):
        day = today + timedelta(days=offset)
        slow = max((Fraction(b.factor) for b in busy if b.first <= day <= b.last), default=1)
        for start, end in windows(day, hours, closed, part, tz):
            if end > since:
                yield max(start, since), end, Fraction(slow)
