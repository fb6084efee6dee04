"""The free starts as the page shows them: times under day headings, the nearest in view."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from .forms import dutch_day, slot_value
from .presence import clock

IN_VIEW = 3


@dataclass(frozen=True)
class Slot:
    value: str
    time: str
    is_checked: bool
    is_near: bool = False  # the nearest to a time that was asked for and is taken


@dataclass
class Day:
    date: date
    label: str
    slots: list[Slot] = field(default_factory=list)


def nearest(starts, wanted: datetime) -> datetime | None:
    """The start nearest to `wanted`, the earlier of two that are as near."""
    return min(starts, key=lambda start: (abs(start - wanted), start), default=None)


def days_of(starts, tz: ZoneInfo, chosen: str = "", near: datetime | None = None) -> list[Day]:
    """`starts` (UTC, in order) grouped by local day; `chosen` is the value that was picked and
    `near` the start to mark."""
    days: list[Day] = []
    for start in starts:
        local = start.astimezone(tz)
        if not days or days[-1].date != local.date():
            days.append(Day(local.date(), dutch_day(local.date())))
        value = slot_value(start)
        days[-1].slots.append(Slot(value, clock(local), value == chosen, start == near))
    return days


def nearest_first(days: list[Day], wanted: datetime | None, tz: ZoneInfo):
    """The days in view (the first ones, or those nearest to `wanted`) and the rest, in order."""
    near = days
    if wanted:
        target = wanted.astimezone(tz).date()
        near = sorted(days, key=lambda day: (abs((day.date - target).days), day.date))
    in_view = {day.date for day in near[:IN_VIEW]}
    return (
        [day for day in days if day.date in in_view],
        [day for day in days if day.date not in in_view],
    )
