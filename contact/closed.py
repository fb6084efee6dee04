"""When nobody is there: the closures that staff entered, and the holidays that they keep."""

from collections.abc import Container, Iterable
from datetime import date

from .availability import Closed
from .holidays import NAMES, holidays
from .models import Closure, Practice


def closed_days(
    today: date, practice: Practice, rows: Iterable[Closure] | None = None
) -> list[Closed]:
    """All that is closed from `today` on, for at least a year ahead: the first first, and of
    those that begin together the longest.

    `rows` are the closures to count; without them those of the whole practice. The one way to
    ask: promise, bookings, pages and reach all do, so that none of them forgets the holidays.
    """
    if rows is None:
        rows = Closure.objects.of_practice().not_over(today)
    found = [Closed(row.first_on, row.last_on, row.reason) for row in rows]
    for year in (today.year, today.year + 1):
        found += [
            Closed(day, day, NAMES[name])
            for name, day in holidays(year).items()
            if name in practice.holidays and day >= today
        ]
    return sorted(found, key=lambda closed: (closed.first, closed.first - closed.last))


def noticed(closed: Iterable[Closed], weekdays: Container[int]) -> list[Closed]:
    """Without what no visitor would notice: days that have no hours anyway, for `weekdays` are
    those that do, and what falls within another, as Christmas Day does in a week that is closed
    altogether."""
    told: list[Closed] = []
    for one in closed:
        length = min((one.last - one.first).days + 1, 7)
        if not any((one.first.weekday() + n) % 7 in weekdays for n in range(length)):
            continue
        if not any(other.first <= one.first and one.last <= other.last for other in told):
            told.append(one)
    return told
