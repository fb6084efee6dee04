"""Which starts the practice offers now: the rows of the database, put to `availability`."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Q

from .availability import Hours, Rules, cells, free_starts
from .closed import closed_days
from .models import Adviser, BookedCell, Booking, Closure, Practice
from .querysets import LONGEST_CALL

TZ = ZoneInfo(settings.TIME_ZONE)


def rules_of(practice: Practice) -> Rules:
    return Rules(
        length=timedelta(minutes=practice.call_minutes),
        step=timedelta(minutes=practice.step_minutes),
        notice=timedelta(hours=practice.notice_hours),
        horizon_days=practice.horizon_days,
        tz=TZ,
    )


def hours_of(rows) -> list[Hours]:
    """OpeningHours or WeeklyHours rows as the pure rule knows them."""
    return [Hours(row.weekday, row.start, row.end) for row in rows]


def offered(
    now: datetime, practice: Practice | None = None, without: Booking | None = None
) -> dict[datetime, list[Adviser]]:
    """Every start (UTC, in order) with the advisers who are free for it. Constant queries.

    The time that `without` holds counts as free: it is to be moved.
    """
    practice = practice or Practice.load()
    rules = rules_of(practice)
    today = now.astimezone(TZ).date()
    advisers = list(Adviser.objects.filter(is_active=True).prefetch_related("weekly_hours"))
    closures = list(Closure.objects.not_over(today))
    until = now + timedelta(days=rules.horizon_days + 2)
    taken = defaultdict(set)
    held = BookedCell.objects.filter(starts_at__range=(now - LONGEST_CALL, until))
    if without:
        held = held.exclude(booking=without)
    for adviser_id, start in held.values_list("adviser_id", "starts_at"):
        taken[adviser_id].add(start)
    found = defaultdict(list)
    for adviser in advisers:
        starts = free_starts(
            hours=hours_of(adviser.weekly_hours.all()),
            closed=closed_days(
                today, practice, [c for c in closures if c.adviser_id in (None, adviser.pk)]
            ),
            taken=taken[adviser.pk],
            rules=rules,
            now=now,
        )
        for start in starts:
            found[start].append(adviser)
    return dict(sorted(found.items()))


def free_advisers(
    start: datetime,
    *,
    kind: str,
    now: datetime,
    practice: Practice,
    without: Booking | None = None,
) -> list[Adviser]:
    """The advisers free at `start` for this kind of call, the fewest calls ahead first."""
    free = [
        adviser
        for adviser in offered(now, practice, without).get(start.astimezone(UTC), [])
        if adviser.video_room or kind != "video"
    ]
    if len(free) < 2:
        return free
    busy = dict(
        Adviser.objects.filter(pk__in=[a.pk for a in free])
        .annotate(n=Count("bookings", Q(bookings__status="confirmed", bookings__ends_at__gt=now)))
        .values_list("pk", "n")
    )
    return sorted(free, key=lambda adviser: (busy[adviser.pk], adviser.pk))


def cells_of(start: datetime, end: datetime) -> list[datetime]:
    return cells(start.astimezone(UTC), end - start)
