"""The free starts as the page shows them: times under day headings, the nearest in view."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from .availability import Closed
from .forms import dutch_day, slot_value
from .presence import clock

IN_VIEW = 3


@dataclass(frozen=True)
class Slot:
    value: str
    time: str
    is_checked: bool
    is_near: bool = False  # the nearest to a time that was asked for and is taken
    is_close: bool = False  # one of the nearest to a time that fell away
    who: str = ""  # at the desk: the colleagues who are free


@dataclass
class Day:
    date: date
    label: str
    slots: list[Slot] = field(default_factory=list)
    # Why there was no day just before this one: `dinsdag 27 april: gesloten, Koningsdag`
    closed_before: list[str] = field(default_factory=list)


def nearest(starts, wanted: datetime) -> datetime | None:
    """The start nearest to `wanted`, the earlier of two that are as near."""
    return min(starts, key=lambda start: (abs(start - wanted), start), default=None)


def days_of(
    starts,
    tz: ZoneInfo,
    chosen: str = "",
    near: datetime | None = None,
    close: Collection[datetime] = (),
    who: Callable[[datetime], str] = lambda start: "",
) -> list[Day]:
    """`starts` (UTC, in order) grouped by local day; `chosen` is the value that was picked, `near`
    the start to mark, `close` those to call so, and `who` names the colleagues."""
    days: list[Day] = []
    for start in starts:
        local = start.astimezone(tz)
        if not days or days[-1].date != local.date():
            days.append(Day(local.date(), dutch_day(local.date())))
        value = slot_value(start)
        slot = Slot(value, clock(local), value == chosen, start == near, start in close, who(start))
        days[-1].slots.append(slot)
    return days


def tell_closed(days: list[Day], closed: Iterable[Closed]) -> None:
    """Say before each day which closed days lie between it and the one that is shown before it.

    What is closed after the last day is not missed.
    """
    for one in closed:
        for day in days:
            if one.first < day.date:
                day.closed_before.append(f"{_span(one)}: gesloten, {one.reason}")
                break


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


def _span(closed: Closed) -> str:
    """`dinsdag 27 april`, `maandag 21 tot en met vrijdag 25 december`"""
    first, last = dutch_day(closed.first), dutch_day(closed.last)
    if first == last:
        return first
    if (closed.first.year, closed.first.month) == (closed.last.year, closed.last.month):
        first = first.rpartition(" ")[0]
    return f"{first} tot en met {last}"
