"""When an advice call can be had: interval rules without a database, a clock or a web in them.

Weekly hours are wall time in the practice's zone; everything that comes out is UTC. A window is
open from the first instant at which the clock shows its start up to the first at which it shows
its end, so that both clock changes come out right: a start that the clock skips is not offered,
and one that comes twice is the first.

Inside, an instant is a whole number of minutes since 1970 (UTC). A window's starts are then a
`range`, from which what is taken is cut with two bisections: no start is looked at by itself.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

CELL = timedelta(minutes=5)
MINUTE = timedelta(minutes=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 24 * 60  # minutes


@dataclass(frozen=True)
class Hours:
    """Open every `weekday` (Monday is 0) from `start` to `end`, wall time."""

    weekday: int
    start: time
    end: time


@dataclass(frozen=True)
class Special:
    """Open on one day from `start` to `end`, wall time; that day has no weekly hours then."""

    day: date
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
    """How calls are offered: `step` apart they start, `notice` ahead of now, on today and the
    `horizon_days` days after it.

    `before` and `after` are the free minutes around each call. They belong to the call: between
    two calls lies `after` and `before` together. They may fall outside the hours.
    """

    step: timedelta
    notice: timedelta
    horizon_days: int
    tz: ZoneInfo
    before: timedelta = timedelta(0)
    after: timedelta = timedelta(0)


@dataclass(frozen=True)
class Diary:
    """What is known of one adviser.

    taken  stretches (from, to; in minutes) that no call and no free minutes around one may touch:
           the calls with the free minutes around them, and whatever else the adviser does
    calls  how many calls a local day has; from `most_calls` on it takes no more (None: any number)
    """

    hours: Sequence[Hours] = ()
    special: Sequence[Special] = ()
    closed: Sequence[Closed] = ()
    taken: Sequence[tuple[int, int]] = ()
    calls: Mapping[date, int] = field(default_factory=dict)
    most_calls: int | None = None

    def windows(self, day: date) -> Sequence[Hours | Special]:
        """The hours of a day, closed or not."""
        special: Sequence[Hours | Special] = self._special.get(day, ())
        return special or self._weekly.get(day.weekday(), ())

    def is_closed(self, day: date) -> bool:
        return any(closed.first <= day <= closed.last for closed in self.closed)

    def is_full(self, day: date) -> bool:
        return self.most_calls is not None and self.calls.get(day, 0) >= self.most_calls

    @cached_property
    def _weekly(self) -> dict[int, list[Hours]]:
        week = defaultdict(list)
        for hours in self.hours:
            week[hours.weekday].append(hours)
        return week

    @cached_property
    def _special(self) -> dict[date, list[Special]]:
        days = defaultdict(list)
        for hours in self.special:
            days[hours.day].append(hours)
        return days

    @cached_property
    def blocked(self) -> list[tuple[int, int]]:
        """What is taken, in order, and no stretch within another."""
        merged: list[tuple[int, int]] = []
        for first, last in sorted(self.taken):
            if merged and first <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], last))
            else:
                merged.append((first, last))
        return merged


@dataclass(frozen=True)
class LocalDay:
    """A day at the practice, and the minute at which it begins."""

    date: date
    midnight: int
    has_clock_change: bool


def minute_of(instant: datetime) -> int:
    """The minute in which an instant falls, counted from 1970."""
    return (instant - EPOCH) // MINUTE


def minute_up(instant: datetime) -> int:
    """The first minute that begins at or after an instant."""
    return -((EPOCH - instant) // MINUTE)


def instant_of(minute: int) -> datetime:
    return EPOCH + minute * MINUTE


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


def cells(start: datetime, length: timedelta) -> list[datetime]:
    """The five-minute cells that a stretch covers, rounded outwards. Two calls overlap exactly
    when they share one."""
    first = start - (start - datetime.min.replace(tzinfo=UTC)) % CELL
    count = -((first - start - length) // CELL)
    return [first + n * CELL for n in range(count)]


def days_offered(now: datetime, rules: Rules) -> list[LocalDay]:
    """The days on which calls are offered at `now`, which is aware."""
    today = now.astimezone(rules.tz).date()
    midnights = [
        minute_of(datetime.combine(today + timedelta(days=n), time(), tzinfo=rules.tz))
        for n in range(rules.horizon_days + 2)
    ]
    return [
        LocalDay(today + timedelta(days=n), midnight, midnights[n + 1] - midnight != DAY)
        for n, midnight in enumerate(midnights[:-1])
    ]


def free_minutes(
    diary: Diary, *, length: timedelta, rules: Rules, days: Iterable[LocalDay], earliest: int
) -> list[Sequence[int]]:
    """The starts at which one adviser is free on these days, as stretches of minutes.

    A stretch is in order; two of them overlap where hours do. None begins before `earliest`.
    """
    minutes, before, after = (n // MINUTE for n in (length, rules.before, rules.after))
    # A call may not start within these: it, or the free minutes around it, would touch.
    barred = [(first - minutes - after, last + before) for first, last in diary.blocked]
    ends = [end for _, end in barred]
    found: list[Sequence[int]] = []
    for day in days:
        windows = diary.windows(day.date)
        if not windows or diary.is_full(day.date) or diary.is_closed(day.date):
            continue
        for window in windows:
            starts = _starts(day, window, minutes, rules)
            starts = starts[bisect_left(starts, earliest) :]
            at = bisect_right(ends, starts[0]) if starts else len(ends)
            while starts and at < len(barred) and barred[at][0] < starts[-1]:
                if free := starts[: bisect_right(starts, barred[at][0])]:
                    found.append(free)
                starts = starts[bisect_left(starts, ends[at]) :]
                at += 1
            if starts:
                found.append(starts)
    return found


def free_starts(diary: Diary, *, length: timedelta, rules: Rules, now: datetime) -> list[datetime]:
    """All starts, in UTC and in order, at which one adviser is free at `now`, which is aware."""
    earliest = minute_up(now + rules.notice)
    days = days_offered(now, rules)
    stretches = free_minutes(diary, length=length, rules=rules, days=days, earliest=earliest)
    return [instant_of(minute) for minute in sorted(set().union(*stretches))]


def fits(diary: Diary, *, start: datetime, length: timedelta, tz: ZoneInfo) -> bool:
    """Whether a call falls within the hours of its day, closed or not, at whatever minute."""
    day = start.astimezone(tz).date()
    return any(
        _minute_at(day, _wall(window.start), tz) <= minute_of(start)
        and minute_up(start + length) <= _minute_at(day, _wall(window.end), tz)
        for window in diary.windows(day)
    )


def first_at(day: date, wall: time, tz: ZoneInfo) -> datetime:
    """The first instant (UTC) at which the clock shows `wall` or, where it skips that, more."""
    return instant_of(_minute_at(day, _wall(wall), tz))


def starts_in(day: date, hours: Hours | Special, length: timedelta, rules: Rules) -> list[datetime]:
    """The instants (UTC) of `day` at which a call of `length` that fits in `hours` may start."""
    midnights = [
        minute_of(datetime.combine(day + timedelta(days=n), time(), tzinfo=rules.tz))
        for n in (0, 1)
    ]
    local = LocalDay(day, midnights[0], midnights[1] - midnights[0] != DAY)
    return [instant_of(minute) for minute in _starts(local, hours, length // MINUTE, rules)]


def _starts(day: LocalDay, window: Hours | Special, minutes: int, rules: Rules) -> Sequence[int]:
    """The minutes at which a call that fits in the window may start."""
    first, last, step = _wall(window.start), _wall(window.end), rules.step // MINUTE
    if not day.has_clock_change:
        return range(day.midnight + first, day.midnight + last - minutes + 1, step)
    closes = _minute_at(day.date, last, rules.tz)
    shown = (local_instant(day.date, _time(wall), rules.tz) for wall in range(first, last, step))
    starts = [minute_of(instant) for instant in shown if instant]
    return [start for start in starts if start + minutes <= closes]


def _wall(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _time(wall: int) -> time:
    return time(wall // 60, wall % 60)


def _minute_at(day: date, wall: int, tz: ZoneInfo) -> int:
    """The first minute at which the clock shows `wall`, or, where it skips that, more."""
    while (instant := local_instant(day, _time(wall), tz)) is None:
        wall += 1
    return minute_of(instant)
