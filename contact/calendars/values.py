"""How long an appointment lasts."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from .troubles import CalendarTrouble, Trouble
from .zones import END, instant_of

DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,6})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?"
)


@dataclass(frozen=True)
class Length:
    """Days on the calendar, and exact time after those (RFC 5545, 3.3.6)."""

    days: int = 0
    exact: timedelta = timedelta()

    @property
    def about(self) -> timedelta:
        return timedelta(days=self.days) + self.exact

    @property
    def is_nothing(self) -> bool:
        return self.about <= timedelta()

    def end(self, wall: datetime, zone: tzinfo) -> datetime:
        """When it ends (UTC) that begins at a wall time."""
        try:
            return instant_of(wall + timedelta(days=self.days), zone) + self.exact
        except OverflowError:
            return END


def length_of(text: str) -> Length:
    """`P1DT2H`. Raises CalendarTrouble."""
    match = DURATION.fullmatch(text.strip().upper())
    if match is None:
        raise CalendarTrouble(Trouble.UNREADABLE)
    sign = -1 if match.group(1) == "-" else 1
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    return Length(
        days=sign * (7 * weeks + days),
        exact=sign * timedelta(hours=hours, minutes=minutes, seconds=seconds),
    )
