"""When nobody is there: the closures that staff entered, and the holidays that they keep."""

from collections.abc import Iterable
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
