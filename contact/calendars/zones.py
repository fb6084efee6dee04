"""The zone that a time in a calendar is told in: by its IANA name, by the name that Windows has
for it, or as the file itself defines it (VTIMEZONE).

What is none of these is read as the practice's own time, as are times without a zone.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from .lines import Component, Line
from .troubles import CalendarTrouble, Trouble

WALL = re.compile(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?Z?")
OFFSET = re.compile(r"([+-])(\d\d)(\d\d)(\d\d)?")
# A rule of summer time, and no other: `BYDAY=-1SU;BYMONTH=10`.
YEARLY = re.compile(
    r"(?:;?(?:FREQ=YEARLY|INTERVAL=1|WKST=\w\w|BY(?:MONTH|DAY|MONTHDAY)=[-+\w,]+))+"
)
END = datetime.max.replace(tzinfo=UTC)
LONGEST_RULE = 500
MOST_RULES = 50
MOST_CHANGES = 2_000


class Zones:
    """The zones of one file, each made when it is first asked for; those that the file defines
    are right up to the year `last`."""

    def __init__(self, components: Iterable[Component], own: ZoneInfo, last: int):
        self._defined = {part.text("TZID"): part for part in components if part.name == "VTIMEZONE"}
        self._known: dict[str, tzinfo] = {"": own}
        self._last = last

    def named(self, name: str) -> tzinfo:
        if name not in self._known:
            self._known[name] = self._make(name) or self._known[""]
        return self._known[name]

    def _make(self, name: str) -> tzinfo | None:
        # Also "/mozilla.org/20050126_1/Europe/Amsterdam".
        tail = "/".join(name.split("/")[-2:]) if name.startswith("/") else name
        if zone := _iana(WINDOWS_TO_OLSON.get(tail, tail)):
            return zone
        defined = self._defined.get(name.strip().upper())
        return DefinedZone(defined, self._last) if defined else None


def _iana(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None


class DefinedZone(tzinfo):
    """A zone as a VTIMEZONE defines it, up to the year `last`.

    A wall time that is skipped counts by the offset before (RFC 5545, 3.3.5); of one that comes
    twice it is the first.
    """

    def __init__(self, defined: Component, last: int):
        if not 0 < len(defined.parts) <= MOST_RULES:
            raise CalendarTrouble(Trouble.UNREADABLE)
        changes = sorted(change for rule in defined.parts for change in _changes(rule, last))
        self._before = changes[0][1]
        self._offsets = [after for _, _, after in changes]
        self._instants = [wall - before for wall, before, _ in changes]
        self._walls = [wall + max(after - before, timedelta()) for wall, before, after in changes]

    def _at(self, moments: list[datetime], moment: datetime) -> timedelta:
        number = bisect_right(moments, moment.replace(tzinfo=None))
        return self._offsets[number - 1] if number else self._before

    def utcoffset(self, wall: datetime | None) -> timedelta:
        return self._at(self._walls, wall) if wall else self._before

    def dst(self, wall: datetime | None) -> timedelta:
        return timedelta()

    def tzname(self, wall: datetime | None) -> str:
        return ""

    def fromutc(self, instant: datetime) -> datetime:
        return instant + self._at(self._instants, instant)


def _changes(rule: Component, last: int) -> Iterator[tuple[datetime, timedelta, timedelta]]:
    """When the clock changes to what the rule says: wall time of before, offset before, after."""
    before, after = _offset(rule, "TZOFFSETFROM"), _offset(rule, "TZOFFSETTO")
    begins = wall_of(getattr(rule.first("DTSTART"), "value", ""))
    walls = {begins}
    for line in rule.lines.get("RDATE", ()):
        walls.update(wall_of(value) for value in line.value.split(","))
    for line in rule.lines.get("RRULE", ()):
        walls.update(_yearly(line, begins, last))
    if len(walls) > MOST_CHANGES:
        raise CalendarTrouble(Trouble.TOO_MUCH)
    yield from ((wall, before, after) for wall in walls)


def _yearly(line: Line, begins: datetime, last: int) -> Iterator[datetime]:
    rule, ends = until(line.value.strip().upper(), lambda instant: instant)
    if len(rule) > LONGEST_RULE or not YEARLY.fullmatch(rule):
        raise CalendarTrouble(Trouble.UNREADABLE)
    try:
        for number, wall in enumerate(rrulestr(rule, dtstart=begins)):
            if wall.date() > ends.date() or wall.year > last or number > MOST_CHANGES:
                return
            yield wall
    except (ValueError, LookupError):
        raise CalendarTrouble(Trouble.UNREADABLE) from None


def until(rule: str, wall_at: Callable[[datetime], datetime]) -> tuple[str, datetime]:
    """A rule of repetition without its UNTIL, and that as wall time: the last that counts."""
    parts = [part for part in rule.split(";") if part]
    kept = ";".join(part for part in parts if not part.startswith("UNTIL="))
    ends = [part.removeprefix("UNTIL=") for part in parts if part.startswith("UNTIL=")]
    if not ends:
        return kept, END.replace(tzinfo=None)
    if len(ends[0]) == 8:
        return kept, wall_of(ends[0] + "T235959")
    wall = wall_of(ends[0])
    return kept, wall_at(wall) if ends[0].endswith("Z") else wall


def wall_of(text: str) -> datetime:
    """`20270328T093000` as it stands, without a zone. Raises CalendarTrouble."""
    match = WALL.fullmatch(text.strip())
    if match is None:
        raise CalendarTrouble(Trouble.UNREADABLE)
    year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
    try:
        return datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001
    except ValueError:
        raise CalendarTrouble(Trouble.UNREADABLE) from None


def _offset(rule: Component, name: str) -> timedelta:
    match = OFFSET.fullmatch(getattr(rule.first(name), "value", "").strip())
    if match is None:
        raise CalendarTrouble(Trouble.UNREADABLE)
    sign, hours, minutes, seconds = match.groups()
    size = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds or 0))
    if size >= timedelta(days=1):
        raise CalendarTrouble(Trouble.UNREADABLE)
    return size if sign == "+" else -size


def instant_of(wall: datetime, zone: tzinfo) -> datetime:
    """The instant (UTC) of a wall time; at the ends of the calendar, the last that there is."""
    try:
        return wall.replace(tzinfo=zone).astimezone(UTC)
    except OverflowError:
        return END if wall.year > 5000 else datetime.min.replace(tzinfo=UTC)
