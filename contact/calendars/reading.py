"""When somebody is busy, from their calendar (RFC 5545): pure, a file in, stretches of time out.

Repetition is counted on the clock on the wall, so that ten o'clock stays ten o'clock across a
clock change. Of an appointment only its times are looked at.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from .lines import Component, Line, components
from .repeating import Budget, repeats
from .troubles import CalendarTrouble, Trouble
from .values import Length, length_of
from .zones import Zones, instant_of, wall_of

MOST_TIMES = 3_000  # that anybody is busy within four months
# Outlook says of these that somebody can be met.
FREE_THERE = {"FREE", "WORKINGELSEWHERE"}
BUSY_TYPES = {"BUSY", "BUSY-UNAVAILABLE", "BUSY-TENTATIVE"}

Times = list[tuple[datetime, datetime]]


@dataclass(frozen=True)
class Moment:
    """A start as the file has it: a wall time in a zone, or a whole day."""

    wall: datetime
    zone: tzinfo
    is_day: bool

    def instant(self) -> datetime:
        return instant_of(self.wall, self.zone)


def busy(
    data: bytes,
    *,
    first: datetime,
    last: datetime,
    tz: ZoneInfo,
    ours: Collection[str] = (),
) -> Times:
    """When the owner of a calendar is busy from `first` to `last` (UTC): stretches in order, that
    do not touch, cut off at both ends.

    Whole days, and times without a zone, are those of `tz`. What has one of `ours` as its UID (up
    to any "@") is a call of our own that found its way back, and does not count. Raises
    CalendarTrouble, and nothing else, for a file that cannot be read with certainty.
    """
    try:
        return _Reading(components(data), first, last, tz, ours).times()
    except (OverflowError, RecursionError):
        raise CalendarTrouble(Trouble.UNREADABLE) from None


class _Reading:
    def __init__(
        self,
        parts: list[Component],
        first: datetime,
        last: datetime,
        tz: ZoneInfo,
        ours: Collection[str],
    ):
        self.first, self.last, self.tz, self.ours = first, last, tz, ours
        self.zones = Zones(parts, tz, last.year + 1)
        self.parts = parts
        self.budget = Budget()
        # By UID: the occurrences that stand elsewhere in the file, changed.
        self.replaced: dict[str, set[datetime | date]] = {}

    def times(self) -> Times:
        found: Times = []
        events = [part for part in self.parts if part.name == "VEVENT" and not self._is_ours(part)]
        for event in events:
            if line := event.first("RECURRENCE-ID"):
                keys = self.replaced.setdefault(event.text("UID"), set())
                keys.add(_key(self._moment(line)))
        for event in events:
            found += self._of_event(event) if _blocks(event) else []
        for part in self.parts:
            found += self._of_free_busy(part) if part.name == "VFREEBUSY" else []
        return self._merged(found)

    def _is_ours(self, event: Component) -> bool:
        line = event.first("UID")
        return bool(line and line.value.strip().lower().partition("@")[0] in self.ours)

    def _of_event(self, event: Component) -> Iterator[tuple[datetime, datetime]]:
        line = event.first("DTSTART")
        if line is None:
            return
        start = self._moment(line)
        length = self._length(event, start)
        if length.is_nothing:
            return
        walls = {start.wall}
        if "RECURRENCE-ID" not in event.lines:
            walls |= self._repeated(event, start, length)
            replaced = self.replaced.get(event.text("UID"), set()) | self._left_out(event)
            if replaced:
                walls = {wall for wall in walls if not self._is_one_of(wall, start.zone, replaced)}
        for wall in walls:
            yield instant_of(wall, start.zone), length.end(wall, start.zone)
        for line in event.lines.get("RDATE", ()):
            if line.parameters.get("VALUE", "").upper() == "PERIOD":
                yield from self._periods(line)

    def _repeated(self, event: Component, start: Moment, length: Length) -> set[datetime]:
        """The wall times of what the event repeats to, as far as they matter to the window."""
        margin = timedelta(days=2)  # more than any two zones differ
        earliest = _less(self.first.replace(tzinfo=None), length.about + margin)
        latest = self.last.replace(tzinfo=None) + margin
        walls = set()
        for line in event.lines.get("RRULE", ()):
            walls |= set(repeats(line.value, start.wall, start.zone, earliest, latest, self.budget))
        for line in event.lines.get("RDATE", ()):
            if line.parameters.get("VALUE", "").upper() != "PERIOD":
                moments = self._moments(line)
                walls |= {self._wall_in(moment, start.zone) for moment in moments}
        return walls

    def _left_out(self, event: Component) -> set[datetime | date]:
        lines = event.lines.get("EXDATE", ())
        return {_key(moment) for line in lines for moment in self._moments(line)}

    def _is_one_of(self, wall: datetime, zone: tzinfo, keys: set[datetime | date]) -> bool:
        return wall.date() in keys or instant_of(wall, zone) in keys

    def _length(self, event: Component, start: Moment) -> Length:
        if line := event.first("DTEND"):
            end = self._moment(line)
            if start.is_day:
                days = (end.wall.date() - start.wall.date()).days
                return Length(days=max(days, 1))  # some write a day that ends when it begins
            return Length(exact=end.instant() - start.instant())
        if line := event.first("DURATION"):
            return length_of(line.value)
        return Length(days=1 if start.is_day else 0)

    def _of_free_busy(self, part: Component) -> Iterator[tuple[datetime, datetime]]:
        for line in part.lines.get("FREEBUSY", ()):
            if line.parameters.get("FBTYPE", "BUSY").upper() in BUSY_TYPES:
                yield from self._periods(line)

    def _periods(self, line: Line) -> Iterator[tuple[datetime, datetime]]:
        for text in filter(None, line.value.split(",")):
            self.budget.spend()
            begins, _, rest = text.partition("/")
            start = self._moment_in(begins, line)
            if rest.strip()[:1] in ("P", "+", "-"):
                yield start.instant(), length_of(rest).end(start.wall, start.zone)
            else:
                yield start.instant(), self._moment_in(rest, line).instant()

    def _moment(self, line: Line) -> Moment:
        return self._moment_in(line.value, line)

    def _moments(self, line: Line) -> list[Moment]:
        texts = [text for text in line.value.split(",") if text.strip()]
        self.budget.spend(len(texts))
        return [self._moment_in(text, line) for text in texts]

    def _moment_in(self, text: str, line: Line) -> Moment:
        text = text.strip().upper()
        if len(text) == 8:
            return Moment(wall_of(text + "T000000"), self.tz, is_day=True)
        zone = UTC if text.endswith("Z") else self.zones.named(line.parameters.get("TZID", ""))
        return Moment(wall_of(text), zone, is_day=False)

    def _wall_in(self, moment: Moment, zone: tzinfo) -> datetime:
        return moment.instant().astimezone(zone).replace(tzinfo=None)

    def _merged(self, times: Times) -> Times:
        """In order and within the window; what overlaps or touches is one."""
        merged: Times = []
        for start, end in sorted(times):
            start, end = max(start, self.first), min(end, self.last)
            if start >= end:
                continue
            if merged and start <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            else:
                merged.append((start, end))
        if len(merged) > MOST_TIMES:
            raise CalendarTrouble(Trouble.TOO_MUCH)
        return merged


def _blocks(event: Component) -> bool:
    return (
        event.text("TRANSP") != "TRANSPARENT"
        and event.text("STATUS") != "CANCELLED"
        and event.text("X-MICROSOFT-CDO-BUSYSTATUS") not in FREE_THERE
    )


def _key(moment: Moment) -> datetime | date:
    """How one occurrence is told from the others: by its instant, or by its day."""
    return moment.wall.date() if moment.is_day else moment.instant()


def _less(wall: datetime, length: timedelta) -> datetime:
    try:
        return wall - length
    except OverflowError:
        return datetime.combine(date.min, time())
