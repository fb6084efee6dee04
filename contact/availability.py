"""When an advice call can be had: interval rules without a database, a clock or a web in them.

Weekly hours are wall time in the practice's zone; everything that comes out is UTC. Local days
are built with `datetime.combine`, and hours are never added across them, so that both clock
changes come out right.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CELL = timedelta(minutes=5)


@dataclass(frozen=True)
class Hours:
    """Open every `weekday` (Monday is 0) from `start` to `end`, wall time."""

    weekday: int
    start: time
    end: time


@dataclass(frozen=True)
class Closed:
    """Closed from the first day to the last, both included."""

    first: date
    last: date
    reason: str = ""


@dataclass(frozen=True)
class Rules:
    """How calls are offered. `step` apart they start, `length` they last, `notice` ahead of now,
    on today and the `horizon_days` days after it."""

    length: timedelta
    step: timedelta
    notice: timedelta
    horizon_days: int
    tz: ZoneInfo


def local_instant(day: date, wall: time, tz: ZoneInfo) -> datetime | None:
    """The UTC instant of a wall time, or None for one that a clock change skips.

    Of a wall time that comes twice it is the first.
    """
    instant = datetime.combine(day, wall, tzinfo=tz).astimezone(UTC)
    return instant if instant.astimezone(tz).time() == wall else None


def opening(day: date, hours: Iterable[Hours], closed: Iterable[Closed]) -> list[Hours]:
    """The hours that hold on `day`, earliest first; none on a closed one."""
    if any(c.first <= day <= c.last for c in closed):
        return []
    return sorted((h for h in hours if h.weekday == day.weekday()), key=lambda h: h.start)


def starts(hours: Hours, rules: Rules) -> Iterator[time]:
    """The wall times at which a call that fits in `hours` may start."""
    minute = hours.start.hour * 60 + hours.start.minute
    last = hours.end.hour * 60 + hours.end.minute - rules.length // timedelta(minutes=1)
    while minute <= last:
        yield time(minute // 60, minute % 60)
        minute += rules.step // timedelta(minutes=1)


def cells(start: datetime, length: timedelta) -> list[datetime]:
    """The five-minute cells that a call covers, rounded outwards. Two calls overlap exactly when
    they share one."""
    first = start - (start - datetime.min.replace(tzinfo=UTC)) % CELL
    count = -((first - start - length) // CELL)
    return [first + n * CELL for n in range(count)]


def free_starts(
    *,
    hours: Iterable[Hours],
    closed: Iterable[Closed],
    taken: set[datetime],
    rules: Rules,
    now: datetime,
) -> list[datetime]:
    """All starts, in UTC and in order, at which one adviser is free.

    `taken` holds the adviser's occupied cells (see `cells`); `now` is aware.
    """
    hours, closed = list(hours), list(closed)
    today = now.astimezone(rules.tz).date()
    earliest = now + rules.notice
    found: set[datetime] = set()
    for offset in range(rules.horizon_days + 1):
        day = today + timedelta(days=offset)
        for opened in opening(day, hours, closed):
            for wall in starts(opened, rules):
                start = local_instant(day, wall, rules.tz)
                if start is None or start < earliest:
                    continue
                if taken.isdisjoint(cells(start, rules.length)):
                    found.add(start)
    return sorted(found)
