"""What an appointment repeats to (RRULE), within bounds of time and number."""

import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo

from dateutil.rrule import rrulestr

from .troubles import CalendarTrouble, Trouble
from .zones import until

MOST_REPEATS = 100_000  # counted in all of one calendar
LONGEST_RULE = 500
NUMBER = re.compile(r"0*[1-9]\d{0,5}")
# Who repeats more often than by the hour, has no appointments.
STEPS = {
    "HOURLY": timedelta(hours=1),
    "DAILY": timedelta(days=1),
    "WEEKLY": timedelta(weeks=1),
    "MONTHLY": None,
    "YEARLY": None,
}
PARTS = {
    "FREQ", "INTERVAL", "COUNT", "BYSECOND", "BYMINUTE", "BYHOUR", "BYDAY", "BYMONTHDAY",
    "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS", "WKST",
}  # fmt: skip
# How dateutil says the same; and what it has no word for, but means anyway (RFC 7529).
GREGORIAN = {"RSCALE": "GREGORIAN", "SKIP": "OMIT"}


class Budget:
    """How much counting one calendar is worth."""

    def __init__(self) -> None:
        self._left = MOST_REPEATS

    def spend(self, count: int = 1) -> None:
        """Raises CalendarTrouble when it is used up."""
        self._left -= count
        if self._left < 0:
            raise CalendarTrouble(Trouble.TOO_MUCH)


def repeats(
    text: str,
    start: datetime,
    zone: tzinfo,
    earliest: datetime,
    latest: datetime,
    budget: Budget,
) -> Iterator[datetime]:
    """The wall times from `earliest` to `latest` to which a rule repeats `start`.

    Raises CalendarTrouble. A rule that never comes true may take dateutil all the years that
    there are: whoever reads a calendar bounds the time that it takes.
    """
    rule, ends = until(
        text.strip().upper(),
        lambda wall: wall.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None),
    )
    rule, start = _checked(rule, start, earliest)
    if ends < earliest:
        return
    try:
        for wall in rrulestr(rule, dtstart=start):
            budget.spend()
            if wall > latest or wall > ends:
                return
            if wall >= earliest:
                yield wall
    except (ValueError, TypeError, LookupError):  # so does dateutil refuse the 54th Monday
        raise CalendarTrouble(Trouble.UNREADABLE) from None


def _checked(rule: str, start: datetime, earliest: datetime) -> tuple[str, datetime]:
    """A rule that dateutil ends with, and from when it need be counted."""
    pairs = [part.partition("=")[::2] for part in rule.split(";")]
    parts = {name: value for name, value in pairs if GREGORIAN.get(name) != value}
    interval = parts.get("INTERVAL", "1")
    if len(rule) > LONGEST_RULE or not set(parts) <= PARTS or not NUMBER.fullmatch(interval):
        raise CalendarTrouble(Trouble.UNREADABLE)
    freq = parts.get("FREQ", "")
    if freq in ("SECONDLY", "MINUTELY"):
        raise CalendarTrouble(Trouble.TOO_MUCH)
    if freq not in STEPS:
        raise CalendarTrouble(Trouble.UNREADABLE)
    if "COUNT" not in parts and start < earliest:
        start = _later(start, earliest, freq, int(interval))
    return ";".join(f"{name}={value}" for name, value in parts.items()), start


def _later(start: datetime, earliest: datetime, freq: str, interval: int) -> datetime:
    """A start before `earliest` from which the rule goes on as it did: what repeats since years
    need not be counted since then."""
    if step := STEPS[freq]:
        times = (earliest - start) // (step * interval) - 1
        return start + max(times, 0) * step * interval
    # In whole years, for months have no length; and in fours, for the 29th of February.
    years = math.lcm(interval * (12 if freq == "YEARLY" else 1), 48) // 12
    times = (earliest.year - 1 - start.year) // years
    return start.replace(year=start.year + max(times, 0) * years)
