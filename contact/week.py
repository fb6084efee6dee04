"""A week as the desk shows it: per day and adviser, in the order of the clock.

Knows no database, clock or web. Hours are wall time in `tz`; everything else is an instant. A local
day runs from midnight to midnight there, be it of 23, 24 or 25 hours.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from .availability import Closed, Hours, Rules, Special, first_at, starts_in
from .presence import clock

A_DAY = timedelta(days=1)
SATURDAY = 5


@dataclass(frozen=True)
class Span:
    """From an instant up to, and not at, another."""

    start: datetime
    end: datetime


@dataclass(frozen=True)
class Call(Span):
    """A call that holds its time; `what` it is, is for who shows it."""

    what: object = None


@dataclass(frozen=True)
class Room:
    """What a free stretch must have room for: a call of `length` that starts a whole number of
    `step`s into the hours, with its free minutes `before` and `after` it. They belong to the call:
    between two calls lie both. They may fall outside the hours."""

    length: timedelta
    step: timedelta
    before: timedelta = timedelta()
    after: timedelta = timedelta()

    def around(self, busy: Iterable[Span], calls: Iterable[Span]) -> list[Span]:
        """Where no call itself can be, so that its free minutes touch nothing either."""
        own = [Span(call.start - self.before, call.end + self.after) for call in calls]
        return [Span(one.start - self.after, one.end + self.before) for one in [*busy, *own]]


@dataclass(frozen=True)
class Facts:
    """What is known of one adviser; `most` calls on a day, no limit where it is None."""

    who: object
    weekly: list[Hours] = field(default_factory=list)
    special: list[Special] = field(default_factory=list)
    away: list[Closed] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    busy: list[Span] = field(default_factory=list)
    most: int | None = None


@dataclass(frozen=True)
class Line:
    """One line of a cell: a `call`, `busy` or `free` stretch, or `now`. In UTC, and in words."""

    kind: str
    start: datetime
    end: datetime
    from_: str
    until: str
    what: object = None
    is_whole_day: bool = False

    @property
    def slot(self) -> str:
        """The start as an address carries it: ISO 8601, UTC."""
        return self.start.strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True)
class Cell:
    """One adviser on one day. `away` is why there are no hours; None where it is not so."""

    who: object
    hours: list[str]
    is_special: bool
    away: str | None
    lines: list[Line]

    @property
    def calls(self) -> int:
        return sum(line.kind == "call" for line in self.lines)

    @property
    def is_empty(self) -> bool:
        return not self.hours and self.away is None and not self.lines


@dataclass(frozen=True)
class Day:
    """`closed` is why the whole practice is; None where it is open. `length` is in hours."""

    date: date
    length: int
    closed: str | None
    is_today: bool
    cells: list[Cell]

    @property
    def is_shown(self) -> bool:
        """A working day; one of the weekend only where somebody works."""
        works = any(cell.hours or cell.calls for cell in self.cells)
        return self.date.weekday() < SATURDAY or works

    @property
    def calls(self) -> int:
        return sum(cell.calls for cell in self.cells)


def week(
    monday: date,
    facts: Iterable[Facts],
    *,
    closed: Iterable[Closed],
    room: Room,
    now: datetime,
    tz: ZoneInfo,
) -> list[Day]:
    """The seven days from `monday` on. `now` is aware.

    A call stands once, on the local day on which it starts. Busy times that overlap are one, and
    each day shows its own part of it. Free is only what is still to come.
    """
    facts, closed = list(facts), list(closed)
    return [
        _day(monday + n * A_DAY, facts, closed=closed, room=room, now=now, tz=tz) for n in range(7)
    ]


def midnight(day: date, tz: ZoneInfo) -> datetime:
    """The instant (UTC) at which a local day begins."""
    return datetime.combine(day, time(), tzinfo=tz).astimezone(UTC)


def wall(instant: datetime, tz: ZoneInfo) -> str:
    """`9:00`; says which of the two where the clock strikes it twice: `2:30 (wintertijd)`."""
    local = instant.astimezone(tz)
    if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
        return clock(local)
    return f"{clock(local)} ({'wintertijd' if local.fold else 'zomertijd'})"


def merged(spans: Iterable[Span]) -> list[Span]:
    """In order, those that touch or overlap as one."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end)):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(Span(span.start, span.end))
    return found


def without(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of `spans` where `taken` is not."""
    taken = merged(taken)
    left = []
    for span in merged(spans):
        edges = [span.start]
        for other in taken:
            if other.start < span.end and other.end > span.start:
                edges += [other.start, other.end]
        edges.append(span.end)
        left += [Span(a, b) for a, b in list(pairwise(edges))[::2] if a < b]
    return left


def _day(
    day: date,
    facts: list[Facts],
    *,
    closed: list[Closed],
    room: Room,
    now: datetime,
    tz: ZoneInfo,
) -> Day:
    whole = Span(midnight(day, tz), midnight(day + A_DAY, tz))
    reason = _reason(day, closed)
    return Day(
        date=day,
        length=(whole.end - whole.start) // timedelta(hours=1),
        closed=reason,
        is_today=whole.start <= now < whole.end,
        cells=[_cell(day, whole, one, reason is not None, room, now, tz) for one in facts],
    )


def _cell(
    day: date,
    whole: Span,
    facts: Facts,
    is_closed: bool,
    room: Room,
    now: datetime,
    tz: ZoneInfo,
) -> Cell:
    own = [(hours.start, hours.end) for hours in facts.special if hours.day == day]
    weekly = [(h.start, h.end) for h in facts.weekly if h.weekday == day.weekday()]
    away = _reason(day, facts.away)
    hours = sorted(own or weekly) if away is None and not is_closed else []
    calls = [call for call in facts.calls if whole.start <= call.start < whole.end]
    busy = [
        Span(max(span.start, whole.start), min(span.end, whole.end))
        for span in merged(facts.busy)
        if span.start < whole.end and span.end > whole.start
    ]
    free = []
    if facts.most is None or len(calls) < facts.most:
        free = _free(day, hours, room.around(facts.busy, facts.calls), room, now, tz)
    lines = [_line("call", call, tz, call.what) for call in calls]
    lines += [_line("busy", span, tz, is_whole_day=span == whole) for span in busy]
    lines += [_line("free", span, tz) for span in free]
    works = [Span(first_at(day, a, tz), first_at(day, b, tz)) for a, b in hours] + calls
    if works and min(w.start for w in works) <= now < max(w.end for w in works):
        lines.append(_line("now", Span(now, now), tz))
    return Cell(
        who=facts.who,
        hours=[f"{clock(start)}–{clock(end)}" for start, end in hours],
        is_special=bool(own),
        away=away,
        # What begins together: what is going on before the moment itself.
        lines=sorted(lines, key=lambda line: (line.start, line.kind == "now")),
    )


def _free(
    day: date,
    hours: list[tuple[time, time]],
    taken: list[Span],
    room: Room,
    now: datetime,
    tz: ZoneInfo,
) -> list[Span]:
    """The stretches from a start at which a call can still begin, to where the room ends."""
    rules = Rules(step=room.step, notice=timedelta(), horizon_days=0, tz=tz)
    windows = [Span(first_at(day, opens, tz), first_at(day, closes, tz)) for opens, closes in hours]
    starts = {
        start
        for opens, closes in hours
        for start in starts_in(day, Special(day, opens, closes), room.length, rules)
    }
    found = []
    for gap in without(windows, taken):
        fits = [s for s in starts if max(gap.start, now) <= s and s + room.length <= gap.end]
        if fits:
            found.append(Span(min(fits), gap.end))
    return found


def _reason(day: date, closed: Iterable[Closed]) -> str | None:
    """Why it is closed on that day, empty where nobody said; None where it is not."""
    reasons = [one.reason for one in closed if one.first <= day <= one.last]
    return ", ".join(dict.fromkeys(filter(None, reasons))) if reasons else None


def _line(
    kind: str, span: Span, tz: ZoneInfo, what: object = None, is_whole_day: bool = False
) -> Line:
    return Line(
        kind,
        span.start.astimezone(UTC),
        span.end.astimezone(UTC),
        wall(span.start, tz),
        wall(span.end, tz),
        what,
        is_whole_day,
    )
