"""When to try again whom we did not reach: a rule of phone hours and of what was tried. Pure."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from .availability import Closed, Hours
from .promise import DAYS_AHEAD, PARTS, windows

# Who did not pick up is left alone for this long.
PAUSE = timedelta(hours=1)
# How long we wait for a part of the day that was not tried, before we try an old one again.
NEARBY = timedelta(days=7)


def part_of(instant: datetime, tz: ZoneInfo) -> str:
    """The part of the day: `ochtend`, `middag`, `avond`."""
    wall = instant.astimezone(tz).time()
    return next((name for name, (_, end) in PARTS.items() if wall < end), "avond")


def next_attempt(
    *,
    now: datetime,
    failed: Iterable[datetime],
    hours: Iterable[Hours],
    closed: Iterable[Closed],
    tz: ZoneInfo,
    day: date | None = None,
    part: str = "",
) -> datetime | None:
    """From when (UTC) to try again, after the `failed` attempts: in phone hours, at least PAUSE
    after `now`.

    Within a week: in the part of the day that was tried least, preferably not in one that was
    tried that very day; of those the first. The day asked for goes before all, as long as it has
    phone hours to come; so does the part of the day, as long as phone hours ever have it. None
    where the practice has no phone hours.
    """
    hours, closed, failed = list(hours), list(closed), list(failed)
    earliest = now + PAUSE
    today = earliest.astimezone(tz).date()
    days = [day] if day else [today + timedelta(days=n) for n in range(DAYS_AHEAD)]
    options = [
        (max(start, earliest), name)
        for each in days
        for name in ([part] if part else PARTS)
        for start, end in windows(each, hours, closed, name, tz)
        if end > earliest
    ]
    if not options and (day or part):
        # First the day is let go, then the part.
        return next_attempt(
            now=now, failed=failed, hours=hours, closed=closed, tz=tz, part=part if day else ""
        )
    if not options:
        return None
    parts_tried = [part_of(at, tz) for at in failed]
    tried = {(at.astimezone(tz).date(), part_of(at, tz)) for at in failed}

    def order(option: tuple[datetime, str]) -> tuple[int, bool, datetime]:
        start, name = option
        return parts_tried.count(name), (start.astimezone(tz).date(), name) in tried, start

    until = min(options)[0] + NEARBY
    return min((option for option in options if option[0] <= until), key=order)[0]
