"""Which starts the practice offers now: the rows of the database, put to `availability`."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Count, Max, Min, Q

from .availability import (
    CELL,
    MINUTE,
    Diary,
    Hours,
    LocalDay,
    Rules,
    Special,
    cells,
    days_offered,
    free_minutes,
    instant_of,
    minute_of,
    minute_up,
)
from .closed import closed_days
from .minutes import Minute, MinuteUp
from .models import (
    Adviser,
    BookedCell,
    Booking,
    BusyTime,
    Closure,
    Practice,
    SpecialHours,
    WeeklyHours,
)
from .querysets import LONGEST_CALL

TZ = ZoneInfo(settings.TIME_ZONE)
KINDS = list(Booking.Kind)
A_DAY = timedelta(days=1)
CELL_MINUTES = CELL // MINUTE
# How far back it counts when somebody last got a call.
LATELY = timedelta(days=28)


class Free(list):
    """The advisers who are free at a start, whatever the kind of call; `of` says for which."""

    def __init__(self, advisers: list[Adviser], by_kind: dict[str, list[Adviser]]):
        super().__init__(advisers)
        self._by_kind = by_kind

    def of(self, kind: str) -> list[Adviser]:
        return self._by_kind.get(kind, [])


def rules_of(practice: Practice) -> Rules:
    return Rules(
        step=timedelta(minutes=practice.step_minutes),
        notice=timedelta(hours=practice.notice_hours),
        horizon_days=practice.horizon_days,
        tz=TZ,
        before=timedelta(minutes=practice.minutes_before),
        after=timedelta(minutes=practice.minutes_after),
    )


def length_of(practice: Practice, kind: str) -> timedelta:
    return timedelta(minutes=practice.minutes_of(kind))


def hours_of(rows) -> list[Hours]:
    """OpeningHours or WeeklyHours rows as the pure rule knows them."""
    return [Hours(row.weekday, row.start, row.end) for row in rows]


def offered(
    now: datetime, practice: Practice | None = None, without: Booking | None = None
) -> dict[datetime, Free]:
    """Every start (UTC, in order) with the advisers who are free for it. Constant queries.

    The time that `without` holds counts as free: it is to be moved.
    """
    practice = practice or Practice.load()
    return _offered(now, practice, without, days_offered(now, rules_of(practice)))


def for_kind(found: dict[datetime, Free], kind: str) -> dict[datetime, list[Adviser]]:
    """Of what is offered the starts at which this kind of call is possible."""
    return {start: free.of(kind) for start, free in found.items() if free.of(kind)}


def only(found: dict[datetime, Free], advisers: Iterable[Adviser]) -> dict[datetime, Free]:
    """Of what is offered what these advisers offer."""
    pks = {adviser.pk for adviser in advisers}

    def of_them(free: Iterable[Adviser]) -> list[Adviser]:
        return [adviser for adviser in free if adviser.pk in pks]

    return {
        start: Free(of_them(free), {kind: of_them(free.of(kind)) for kind in KINDS})
        for start, free in found.items()
        if of_them(free)
    }


def free_advisers(
    start: datetime,
    *,
    kind: str,
    now: datetime,
    practice: Practice,
    without: Booking | None = None,
) -> list[Adviser]:
    """The advisers free at `start` for this kind of call, in the order in which it is theirs: who
    has the fewest calls in that week, of those who was booked longest ago, then the first row."""
    day = start.astimezone(TZ).date()
    days = [d for d in days_offered(now, rules_of(practice)) if d.date == day]
    found = _offered(now, practice, without, days).get(start.astimezone(UTC))
    return in_turn(found.of(kind), day, now, without) if found else []


def in_turn(
    advisers: Iterable[Adviser], day: date, now: datetime, without: Booking | None = None
) -> list[Adviser]:
    """In the order in which a call on `day` is theirs (see `free_advisers`)."""
    advisers = list(advisers)
    if len(advisers) < 2:
        return advisers
    monday = day - timedelta(days=day.weekday())
    first, last = midnight(monday), midnight(monday + timedelta(days=7))
    in_week = Q(starts_at__gte=first, starts_at__lt=last)
    calls = (
        Booking.objects.holding()
        .filter(adviser__in=advisers, starts_at__gte=min(first, now - LATELY))
        .exclude(pk=without.pk if without else None)
        .order_by()
    )
    rows = calls.values_list("adviser").annotate(n=Count("pk", in_week), at=Max("created_at"))
    turn = {adviser: (count, latest) for adviser, count, latest in rows}
    never = (0, datetime.min.replace(tzinfo=UTC))
    return sorted(advisers, key=lambda adviser: (*turn.get(adviser.pk, never), adviser.pk))


def diaries(
    advisers: list[Adviser],
    practice: Practice,
    first: date,
    last: date,
    *,
    without: Booking | None = None,
) -> dict[int, Diary]:
    """What is known of each adviser (by pk) on these days, both included. Constant queries."""
    of_advisers = {"adviser__in": advisers}
    rows: dict[str, defaultdict[int, list]] = {
        name: defaultdict(list) for name in ("hours", "special", "closed", "taken", "calls")
    }
    weekly = WeeklyHours.objects.filter(**of_advisers)
    for pk, *hours in weekly.values_list("adviser", "weekday", "start", "end"):
        rows["hours"][pk].append(Hours(*hours))
    special = SpecialHours.objects.filter(**of_advisers, day__range=(first, last))
    for pk, *hours in special.values_list("adviser", "day", "start", "end"):
        rows["special"][pk].append(Special(*hours))
    everybodys = []
    for closure in Closure.objects.not_over(first):
        if closure.adviser_id is None:
            everybodys.append(closure)
        else:
            rows["closed"][closure.adviser_id].append(closure)
    # No call and nothing around one reaches further than LONGEST_CALL.
    since, until = midnight(first) - LONGEST_CALL, midnight(last + A_DAY) + LONGEST_CALL
    busy = BusyTime.objects.filter(**of_advisers, ends_at__gt=since, starts_at__lt=until)
    for pk, *stretch in busy.values_list("adviser", Minute("starts_at"), MinuteUp("ends_at")):
        rows["taken"][pk].append(tuple(stretch))
    held = BookedCell.objects.filter(**of_advisers, starts_at__gte=since, starts_at__lt=until)
    calls = Booking.objects.holding().filter(
        adviser__in=[adviser for adviser in advisers if adviser.max_per_day],
        starts_at__gte=midnight(first),
        starts_at__lt=midnight(last + A_DAY),
    )
    if without:
        held, calls = held.exclude(booking=without), calls.exclude(pk=without.pk)
    # The cells of a call lie side by side: the first and their number say it all.
    spans = held.values_list("adviser", "booking").annotate(
        begin=Min(Minute("starts_at")), n=Count("pk")
    )
    for pk, _, begin, n in spans:
        rows["taken"][pk].append((begin, begin + n * CELL_MINUTES))
    days = [first + n * A_DAY for n in range((last - first).days + 1)]
    midnights = [minute_of(midnight(day)) for day in days]
    for pk, minute in calls.values_list("adviser", Minute("starts_at")):
        rows["calls"][pk].append(days[bisect_right(midnights, minute) - 1])
    return {
        adviser.pk: Diary(
            hours=rows["hours"][adviser.pk],
            special=rows["special"][adviser.pk],
            closed=closed_days(first, practice, everybodys + rows["closed"][adviser.pk]),
            taken=rows["taken"][adviser.pk],
            calls=Counter(rows["calls"][adviser.pk]),
            most_calls=adviser.max_per_day,
        )
        for adviser in advisers
    }


def midnight(day: date) -> datetime:
    """The instant at which a day begins here."""
    return datetime.combine(day, time(), tzinfo=TZ)


def cells_of(start: datetime, end: datetime) -> list[datetime]:
    return cells(start.astimezone(UTC), end - start)


def cells_held(start: datetime, end: datetime, practice: Practice) -> list[datetime]:
    """What a call holds: its own time, and the free minutes that go before and come after it."""
    rules = rules_of(practice)
    return cells_of(start - rules.before, end + rules.after)


def _offered(now, practice, without, days: list[LocalDay]) -> dict[datetime, Free]:
    if not days:
        return {}
    advisers = list(Adviser.objects.filter(is_active=True))
    rules, earliest = rules_of(practice), minute_up(now + timedelta(hours=practice.notice_hours))
    known = diaries(advisers, practice, days[0].date, days[-1].date, without=without)
    anybody: defaultdict[int, list[Adviser]] = defaultdict(list)
    by_kind: defaultdict[int, defaultdict[str, list[Adviser]]] = defaultdict(_lists)
    for adviser in advisers:
        starts: dict[timedelta, set[int]] = {}
        for kind in kinds_of(adviser, without):
            length = length_of(practice, kind)
            if length not in starts:
                stretches = free_minutes(
                    known[adviser.pk], length=length, rules=rules, days=days, earliest=earliest
                )
                starts[length] = set().union(*stretches)
            for minute in starts[length]:
                by_kind[minute][kind].append(adviser)
        for minute in set().union(*starts.values()):
            anybody[minute].append(adviser)
    return {
        instant_of(minute): Free(anybody[minute], by_kind[minute]) for minute in sorted(anybody)
    }


def _lists() -> defaultdict[str, list[Adviser]]:
    return defaultdict(list)


def kinds_of(adviser: Adviser, call: Booking | None = None) -> list[str]:
    """The kinds of call that an adviser can hold; `call` may bring a room of its own."""
    has_room = adviser.video_room or (call and call.room)
    return KINDS if has_room else [Booking.Kind.PHONE]
