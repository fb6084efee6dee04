"""A calendar file taken apart into components and the lines of them that tell of time (RFC 5545).

What an appointment is called, where it is and with whom is skipped as it stands.
"""

import re
from dataclasses import dataclass, field

from .troubles import CalendarTrouble, Trouble

DEEPEST = 10
MOST_COMPONENTS = 30_000
LONGEST_LINE = 100_000
KEPT = {"VCALENDAR", "VEVENT", "VFREEBUSY", "VTIMEZONE", "STANDARD", "DAYLIGHT"}
WANTED = {
    "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "TRANSP", "STATUS",
    "UID", "X-MICROSOFT-CDO-BUSYSTATUS", "FREEBUSY", "TZID", "TZOFFSETFROM", "TZOFFSETTO",
}  # fmt: skip
LINE = re.compile(r'([A-Za-z0-9-]+)((?:[^":]|"[^"]*")*):(.*)', re.DOTALL)
PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;":]*)')


@dataclass(frozen=True)
class Line:
    parameters: dict[str, str]
    value: str


@dataclass
class Component:
    name: str
    lines: dict[str, list[Line]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def first(self, name: str) -> Line | None:
        return next(iter(self.lines.get(name, ())), None)

    def text(self, name: str) -> str:
        """The value of the first line of that name, in capitals; "" where there is none."""
        line = self.first(name)
        return line.value.strip().upper() if line else ""


def components(data: bytes) -> list[Component]:
    """What stands in the calendars of a file: events, free-busy times and zones.

    Raises CalendarTrouble for what is no calendar, was cut off, or holds more than anybody's does.
    """
    text = data.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\n ", "").replace("\n\t", "")  # folded lines
    root = Component("")
    open_now = [root]
    count = 0
    for line in text.split("\n"):
        name = re.split("[:;]", line[:40], maxsplit=1)[0].strip().upper()
        if name == "BEGIN":
            count += 1
            if count > MOST_COMPONENTS:
                raise CalendarTrouble(Trouble.TOO_MUCH)
            begun = Component(line.partition(":")[2].strip().upper())
            if begun.name in KEPT:
                open_now[-1].parts.append(begun)
            open_now.append(begun)
            if len(open_now) > DEEPEST:
                raise CalendarTrouble(Trouble.UNREADABLE)
        elif name == "END":
            if len(open_now) == 1 or open_now.pop().name != line.partition(":")[2].strip().upper():
                raise CalendarTrouble(Trouble.UNREADABLE)
        elif name in WANTED and open_now[-1].name in KEPT:
            open_now[-1].lines.setdefault(name, []).append(_line(line))
    calendars = [part for part in root.parts if part.name == "VCALENDAR"]
    if len(open_now) > 1 or not calendars:
        raise CalendarTrouble(Trouble.UNREADABLE)
    return [part for calendar in calendars for part in calendar.parts]


def _line(text: str) -> Line:
    match = LINE.fullmatch(text) if len(text) <= LONGEST_LINE else None
    if match is None:
        raise CalendarTrouble(Trouble.UNREADABLE)
    parameters = {
        name.upper(): value.strip('"') for name, value in PARAMETER.findall(match.group(2))
    }
    return Line(parameters, match.group(3))
