"""Whether somebody is there at this minute, in words: without a database, a clock or a web.

The words hold for all readers until `changes_at`, so that a page that says them can be kept whole.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .availability import Closed, Hours
from .promise import DAYS_AHEAD, windows

DAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]
MONTHS = [
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
]  # fmt: skip
# From here on the name of a weekday alone would be taken for a nearer one.
A_WEEK = timedelta(days=7)
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Presence:
    """What is true from `since` up to, and not at, `changes_at` (UTC). Empty: not so.

    until   the phone is answered until then: `17:00`
    opens   it is not, and is again then: `morgen om 9:00`
    advice  the day of the next free advice call: `dinsdag`
    """

    until: str
    opens: str
    advice: str
    since: datetime
    changes_at: datetime

    @property
    def words(self) -> tuple[str, str, str]:
        return self.until, self.opens, self.advice


def presence_at(
    now: datetime,
    *,
    hours: Iterable[Hours],
    closed: Iterable[Closed],
    starts: Iterable[datetime],
    notice: timedelta,
    tz: ZoneInfo,
) -> Presence:
    """How it stands at `now`, which is aware.

    `starts` are the free starts of advice calls at `now`, in order; one that is less than `notice`
    away is free no longer.
    """
    today = now.astimezone(tz).date()
    midnight = datetime.combine(today + timedelta(days=1), time(), tzinfo=tz).astimezone(UTC)
    until, opens = phone_at(now, hours=hours, closed=closed, tz=tz)
    first_day = _first_day(starts, tz)
    changes = [midnight, until, opens]
    if first_day:
        changes.append(first_day[-1] - notice + INSTANT)
    return Presence(
        until=clock(until.astimezone(tz)) if until else "",
        opens=moment(opens.astimezone(tz), today) if opens else "",
        advice=day_words(first_day[0].astimezone(tz).date(), today) if first_day else "",
        since=now,
        changes_at=min(change for change in changes if change),
    )


def phone_at(
    now: datetime, *, hours: Iterable[Hours], closed: Iterable[Closed], tz: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """Until when the phone is answered, or else from when (UTC); neither without phone hours.

    Hours that touch or overlap are one stretch.
    """
    hours, closed = list(hours), list(closed)
    today = now.astimezone(tz).date()
    for offset in range(DAYS_AHEAD):
        until = None
        for start, end in windows(today + timedelta(days=offset), hours, closed, "", tz):
            if end <= now:
                continue
            if until is None and start > now:
                return None, start
            if until is None or start <= until:
                until = max(until or end, end)
        if until:
            return until, None
    return None, None


def day_words(day: date, today: date) -> str:
    """`vandaag`, `morgen`, `dinsdag`, `dinsdag 8 december`"""
    if day - today < timedelta(days=2):
        return ("vandaag", "morgen")[(day - today).days]
    name = DAYS[day.weekday()]
    return name if day - today < A_WEEK else f"{name} {day.day}\xa0{MONTHS[day.month - 1]}"


def moment(local: datetime, today: date) -> str:
    """`morgen om 9:00`, `op maandag 28 december om 9:00`; does not break before the hour."""
    far = "op " if local.date() - today >= A_WEEK else ""
    return f"{far}{day_words(local.date(), today)} om\xa0{clock(local)}"


def clock(local: datetime | time) -> str:
    """`9:00`: as hours are written on every page and in every mail."""
    return f"{local.hour}:{local:%M}"


def _first_day(starts: Iterable[datetime], tz: ZoneInfo) -> list[datetime]:
    """The starts on the day of the first one."""
    starts = list(starts)
    return [s for s in starts if s.astimezone(tz).date() == starts[0].astimezone(tz).date()]
