"""What is counted of requests, promises and calls, without anybody in it.

A day is counted once, when it is over, from the rows that then stand; those may go afterwards, the
numbers stay. Who is erased on the very day is in no count.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import DatabaseError, transaction
from django.db.models import F, Max, Min, OuterRef, Subquery
from django.utils import timezone

from blog.models import Topic

from .models import Booking, CallAttempt, CallbackRequest, Measure, TopicCount
from .slots import midnight

log = logging.getLogger("spreekkamer.insight")
Name = Measure.Name
DAY = timedelta(days=1)
# Longer ago nothing was kept that could still be counted.
DAYS_BACK = 60


def count_topic(kind: str, topic: str, request, since: datetime) -> None:
    """Count a request that was made since `since` for its topic in this quarter.

    Nothing that goes wrong here may keep anybody from an answer.
    """
    if not topic or request.is_suspect or request.revision or request.created_at < since:
        return
    key = {"quarter": quarter_of(timezone.localdate()), "topic": topic, "kind": kind}
    try:
        with transaction.atomic():
            TopicCount.objects.get_or_create(**key)
            TopicCount.objects.filter(**key).update(count=F("count") + 1)
    except DatabaseError:
        log.warning("A request could not be counted")


def quarter_of(day: date) -> str:
    """`2026-Q4`"""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def take_stock(now: datetime | None = None) -> int:
    """Count each day that is over and was not counted yet; give how many days."""
    today = timezone.localdate(now)
    counted = Measure.objects.aggregate(day=Max("day"))["day"]
    if counted is None:
        oldest = min(
            filter(
                None,
                (
                    model.objects.aggregate(at=Min("created_at"))["at"]
                    for model in (Booking, CallbackRequest)
                ),
            ),
            default=None,
        )
        if oldest is None:
            return 0
        counted = timezone.localdate(oldest) - DAY
    day = max(counted + DAY, today - DAYS_BACK * DAY)
    days = 0
    while day < today:
        rows = [Measure(day=day, name=name, value=value) for name, value in of_day(day).items()]
        Measure.objects.bulk_create(rows, ignore_conflicts=True)
        day, days = day + DAY, days + 1
    return days


def of_day(day: date) -> dict[str, int]:
    """All numbers of a local day, as the rows stand now."""
    start, end = midnight(day), midnight(day + DAY)
    during = {"__gte": start, "__lt": end}

    def within(field):
        return {f"{field}{lookup}": at for lookup, at in during.items()}

    people = CallbackRequest.objects.filter(same_as=None)
    asked = people.filter(reason=CallbackRequest.Reason.ASKED, is_suspect=False)
    tries = CallAttempt.objects.filter(callback=OuterRef("pk")).order_by("at")
    tried = people.annotate(first_try=Subquery(tries.values("at")[:1]))
    first_calls = list(tried.filter(**within("first_try")).values_list("created_at", "first_try"))
    promised = tried.filter(**within("promised_at"))
    kept = promised.filter(first_try__lte=F("promised_at")).count()
    # Who took the request back before we were due was owed no call.
    owed = promised.exclude(
        first_try=None, status=CallbackRequest.Status.WITHDRAWN, handled_at__lte=F("promised_at")
    ).count()
    changed = Booking.objects.filter(**within("changed_at"))
    return {
        Name.CALLBACKS: asked.filter(**within("created_at")).count(),
        Name.BOOKINGS: Booking.objects.filter(is_suspect=False, **within("created_at")).count(),
        Name.CANCELLED: changed.filter(status=Booking.Status.CANCELLED).count(),
        Name.DONE: changed.filter(status=Booking.Status.DONE).count(),
        Name.NO_SHOW: changed.filter(status=Booking.Status.NO_SHOW).count(),
        Name.KEPT: kept,
        Name.BROKEN: owed - kept,
        Name.FIRST_CALLS: len(first_calls),
        Name.MINUTES_TO_CALL: sum(
            (tried_at - asked_at) // timedelta(minutes=1) for asked_at, tried_at in first_calls
        ),
        Name.UNREACHED: people.filter(
            status=CallbackRequest.Status.UNREACHED, **within("handled_at")
        ).count(),
    }


# --- As the desk reads it ----------------------------------------------------------------------
MONTHS = 12
WEEKS = 26
QUARTERS = 4


@dataclass(frozen=True)
class Month:
    """The numbers of one month; a share or a time is None where there is nothing to divide."""

    first_day: date
    numbers: dict[str, int]

    def __getattr__(self, name):
        try:
            return self.numbers[name]
        except KeyError:
            raise AttributeError(name) from None

    @property
    def promises_kept(self) -> int | None:
        return _percent(self.kept, self.kept + self.broken)

    @property
    def no_shows(self) -> int | None:
        return _percent(self.no_show, self.no_show + self.done)

    @property
    def hours_to_call(self) -> float | None:
        """How long the first try took after the asking, nights and weekends included."""
        return round(self.minutes_to_call / self.first_calls / 60, 1) if self.first_calls else None


def months(today: date) -> list[Month]:
    """The last MONTHS that have a number, the newest first."""
    first = (today.replace(day=1) - timedelta(days=31 * (MONTHS - 1))).replace(day=1)
    found: dict[date, dict[str, int]] = {}
    for day, name, value in Measure.objects.filter(day__gte=first).values_list(
        "day", "name", "value"
    ):
        numbers = found.setdefault(day.replace(day=1), dict.fromkeys(Name.values, 0))
        numbers[name] += value
    return [Month(month, found[month]) for month in sorted(found, reverse=True)]


def weeks(today: date) -> list[tuple[date, int, int]]:
    """(Monday, callbacks, bookings) of the last WEEKS, the oldest first, empty ones too."""
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=n) for n in reversed(range(WEEKS))]
    found = {monday: [0, 0] for monday in mondays}
    rows = Measure.objects.filter(day__gte=mondays[0], name__in=[Name.CALLBACKS, Name.BOOKINGS])
    for day, name, value in rows.values_list("day", "name", "value"):
        found[day - timedelta(days=day.weekday())][name == Name.BOOKINGS] += value
    return [(monday, *numbers) for monday, numbers in found.items()]


@dataclass(frozen=True)
class TopicLine:
    topic: str
    counts: list[tuple[int, int]]  # (callbacks, bookings) per quarter, as `quarters` has them


def topics(today: date) -> tuple[list[str], list[TopicLine]]:
    """The last QUARTERS, and what was asked after reading about each topic, the most first."""
    year, number = today.year, (today.month + 2) // 3
    quarters = []
    for _ in range(QUARTERS):
        quarters.append(f"{year}-Q{number}")
        year, number = (year, number - 1) if number > 1 else (year - 1, 4)
    names = dict(Topic.objects.values_list("slug", "name"))
    found: dict[str, dict[tuple[str, str], int]] = {}
    for row in TopicCount.objects.filter(quarter__in=quarters):
        found.setdefault(row.topic, {})[row.quarter, row.kind] = row.count
    lines = [
        TopicLine(
            names.get(slug, slug),
            [(counts.get((q, "callback"), 0), counts.get((q, "booking"), 0)) for q in quarters],
        )
        for slug, counts in sorted(found.items(), key=lambda pair: -sum(pair[1].values()))
    ]
    return quarters, lines


def _percent(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None
