from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contact.availability import Closed, Hours
from contact.promise import PARTS, Busy, deadline, is_kept_by, offered_days

TZ = ZoneInfo("Europe/Amsterdam")
WEEK = [Hours(day, time(9), time(17)) for day in range(5)]
LATE = time(10), time(17)


def by(now, **changes):
    given_ = {"hours": WEEK, "closed": [], "tz": TZ, "phone_time": timedelta(hours=4)}
    found = deadline(now=datetime.fromisoformat(now), **(given_ | changes))
    return found and found.astimezone(TZ).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("asked", "promised"),
    [
        ("2026-11-23T09:00+01:00", "2026-11-23T13:00+01:00"),
        ("2026-11-23T06:00+01:00", "2026-11-23T13:00+01:00"),
        ("2026-11-23T16:00+01:00", "2026-11-24T12:00+01:00"),
        ("2026-11-27T16:59+01:00", "2026-11-30T13:00+01:00"),  # over a weekend
        ("2027-03-26T16:00+01:00", "2027-03-29T12:00+02:00"),  # and a clock change
    ],
)
def test_we_call_within_four_hours_of_phone_time(asked, promised):
    assert by(asked) == promised


def test_a_promise_falls_on_a_quarter_but_never_after_hours():
    assert by("2026-11-23T09:01+01:00") == "2026-11-23T13:15+01:00"
    odd = [Hours(day, time(9), time(13, 5)) for day in range(5)]
    assert by("2026-11-23T09:03+01:00", hours=odd) == "2026-11-23T13:05+01:00"


def test_a_closed_day_moves_the_promise():
    closed = [Closed(date(2026, 11, 24), date(2026, 11, 25))]
    assert by("2026-11-23T16:00+01:00", closed=closed) == "2026-11-26T12:00+01:00"


def test_a_day_asked_for_is_kept_until_its_part_is_over():
    day = date(2026, 11, 25)
    assert by("2026-11-23T09:00+01:00", day=day) == "2026-11-25T17:00+01:00"
    assert by("2026-11-23T09:00+01:00", day=day, part="ochtend") == "2026-11-25T12:00+01:00"


def test_mornings_only_count_morning_phone_time():
    assert by("2026-11-23T10:00+01:00", part="ochtend") == "2026-11-24T11:00+01:00"


def test_a_part_without_phone_hours_falls_back_on_the_hours_there_are():
    assert by("2026-11-23T09:00+01:00", part="avond") == "2026-11-23T13:00+01:00"


def test_a_part_of_today_that_is_over_falls_on_the_next_one():
    asked = {"day": date(2026, 11, 23), "part": "ochtend"}
    assert by("2026-11-23T13:00+01:00", **asked) == "2026-11-25T10:00+01:00"


def test_without_phone_hours_nothing_is_promised():
    assert by("2026-11-23T09:00+01:00", hours=[]) is None


def test_days_are_offered_only_while_somebody_can_still_call():
    evening = datetime(2026, 11, 27, 18, tzinfo=UTC)  # Friday, after hours
    days = offered_days(now=evening, hours=WEEK, closed=[], tz=TZ, count=2)
    assert days == [date(2026, 11, 30), date(2026, 12, 1)]


def test_hours_that_overlap_count_once():
    both = [Hours(day, *times) for day in range(5) for times in ((time(9), time(12)), LATE)]
    assert by("2026-11-23T09:00+01:00", hours=both) == "2026-11-23T13:00+01:00"


def test_phone_time_passes_slower_on_busy_days_alone():
    busy = [Busy(date(2026, 11, 23), date(2026, 11, 23), Decimal("2.0"))]
    # Monday gives four of its eight hours: the promise is kept at its very end.
    assert by("2026-11-23T09:00+01:00", busy=busy) == "2026-11-23T17:00+01:00"
    assert by("2026-11-23T13:00+01:00", busy=busy) == "2026-11-24T11:00+01:00"
    assert by("2026-11-24T09:00+01:00", busy=busy) == "2026-11-24T13:00+01:00"


def test_of_two_busy_periods_the_busier_counts():
    busy = [
        Busy(date(2026, 11, 1), date(2026, 11, 30), Decimal("1.5")),
        Busy(date(2026, 11, 23), date(2026, 11, 23), Decimal("2.0")),
    ]
    assert by("2026-11-23T09:00+01:00", busy=busy) == "2026-11-23T17:00+01:00"
    assert by("2026-11-24T09:00+01:00", busy=busy) == "2026-11-24T15:00+01:00"


def test_the_practice_sets_how_much_phone_time_it_takes():
    assert by("2026-11-23T09:00+01:00", phone_time=timedelta(hours=10)) == "2026-11-24T11:00+01:00"


def test_who_asked_for_a_day_that_closes_is_called_in_the_time_after_it_and_not_before():
    closed = [Closed(date(2026, 11, 25), date(2026, 11, 25))]
    asked = {"day": date(2026, 11, 25), "closed": closed}
    assert by("2026-11-23T09:00+01:00", **asked) == "2026-11-26T13:00+01:00"


@pytest.mark.parametrize(
    ("asked", "promised"),
    [
        ("2027-03-27T23:00+01:00", "2027-03-28T05:00+02:00"),  # an hour is skipped
        ("2027-10-30T23:00+02:00", "2027-10-31T03:00+01:00"),  # an hour comes twice
    ],
)
def test_a_night_on_which_the_clock_changes_has_as_much_phone_time_as_it_lasts(asked, promised):
    nights = [Hours(day, time(0), time(8)) for day in range(7)]
    assert by(asked, hours=nights) == promised


def test_phone_hours_that_begin_in_the_skipped_hour_begin_after_it():
    nights = [Hours(6, time(2, 30), time(10))]
    assert by("2027-03-27T12:00+01:00", hours=nights) == "2027-03-28T07:00+02:00"


# --- Whatever the hours ---------------------------------------------------------------------
# No edge lies within the hour that comes twice: nobody could say which of the two is meant.
WALLS = [time(h, m) for h in (0, 2, 3, 7, 9, 12, 13, 17, 18, 21) for m in (0, 10)]
WALLS.remove(time(2, 10))
A_DAY_OF_HOURS = st.tuples(st.integers(0, 6), st.sampled_from(WALLS), st.sampled_from(WALLS))
PHONE_HOURS = st.lists(A_DAY_OF_HOURS, min_size=1, max_size=9).map(
    lambda rows: [Hours(d, *sorted(walls)) for d, *walls in rows if walls[0] != walls[1]]
)
# Around both clock changes, and a plain week.
MOMENTS = st.one_of(
    *(
        st.integers(0, 4 * 24 * 60).map(lambda m, start=start: start + timedelta(minutes=m))
        for start in (
            datetime(2027, 3, 26, 0, tzinfo=UTC),
            datetime(2027, 10, 29, 0, tzinfo=UTC),
            datetime(2026, 11, 22, 0, tzinfo=UTC),
        )
    )
)
DAYS = st.integers(0, 12).map(lambda n: timedelta(days=n))
FACTORS = st.sampled_from([Decimal(f) for f in ("1.0", "1.3", "2.0", "3.5")])
ASKED = st.fixed_dictionaries(
    {
        "hours": PHONE_HOURS,
        "phone_time": st.sampled_from([timedelta(hours=h) for h in (1, 4, 11)]),
        "part": st.sampled_from(["", "", "ochtend", "middag", "avond"]),
    }
)
AROUND = st.tuples(DAYS, DAYS)
NEVER = datetime.max.replace(tzinfo=UTC)
quick = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))


def days_after(now, around):
    first = now.astimezone(TZ).date() + around[0] - timedelta(days=3)
    return first, first + around[1] / 4


def day_after(now, wish):
    return None if wish is None else now.astimezone(TZ).date() + wish


def in_a_year(hours):
    """At most: hours may overlap."""
    day = date(2026, 11, 23)
    spans = (datetime.combine(day, h.end) - datetime.combine(day, h.start) for h in hours)
    return 52 * sum(spans, timedelta())


def counted(now, hours, closed, busy, phone_time, part):
    """The oracle: go through the minutes one by one and ask of each whether it is phone time."""
    low, high = PARTS.get(part, (time(0), time(23, 59)))
    left = Fraction(phone_time // timedelta(minutes=1))
    minute = now.replace(second=0, microsecond=0)

    def is_phone_time(instant):
        local = instant.astimezone(TZ)
        wall, day = local.time(), local.date()
        return (
            low <= wall < high
            and not any(c.first <= day <= c.last for c in closed)
            and any(h.weekday == day.weekday() and h.start <= wall < h.end for h in hours)
        )

    for _ in range(28 * 24 * 60):
        if is_phone_time(minute):
            day = minute.astimezone(TZ).date()
            factors = (Fraction(b.factor) for b in busy if b.first <= day <= b.last)
            left -= 1 / max(factors, default=Fraction(1))
        minute += timedelta(minutes=1)
        if left <= 0:
            while minute.minute % 15 and is_phone_time(minute):
                minute += timedelta(minutes=1)
            return minute
    return None


@quick
@given(ASKED, MOMENTS, AROUND, AROUND, FACTORS)
def test_the_deadline_is_what_a_count_of_the_minutes_gives(asked, now, off, rush, factor):
    given_ = asked | {
        "closed": [Closed(*days_after(now, off))],
        "busy": [Busy(*days_after(now, rush), factor)],
    }
    expected = counted(now, **given_)
    if expected is not None:
        found = deadline(now=now, tz=TZ, **given_)
        # The oracle ends a minute as a whole, the rule within it.
        assert timedelta() <= expected - found < timedelta(minutes=1)


@quick
@given(ASKED, MOMENTS, AROUND, st.none() | DAYS)
def test_a_deadline_lies_ahead_in_phone_hours_and_never_on_a_closed_day(asked, now, off, wish):
    closed = [Closed(*days_after(now, off))]
    found = deadline(now=now, tz=TZ, closed=closed, day=day_after(now, wish), **asked)
    if found is None:
        assert in_a_year(asked["hours"]) < 2 * asked["phone_time"]
        return
    assert found > now
    assert is_kept_by(found, hours=asked["hours"], closed=closed, tz=TZ)
    assert not closed[0].first <= found.astimezone(TZ).date() <= closed[0].last


@quick
@given(ASKED, MOMENTS, AROUND, st.integers(1, 3000), st.none() | DAYS)
def test_who_asks_later_is_promised_nothing_earlier(asked, now, off, minutes, wish):
    given_ = asked | {"closed": [Closed(*days_after(now, off))], "tz": TZ}
    given_["day"] = day_after(now, wish)
    later = now + timedelta(minutes=minutes)
    assert (deadline(now=now, **given_) or NEVER) <= (deadline(now=later, **given_) or NEVER)


@quick
@given(ASKED, MOMENTS, AROUND, FACTORS, FACTORS)
def test_a_busier_period_never_makes_a_promise_tighter(asked, now, rush, one, other):
    less, more = (
        deadline(now=now, tz=TZ, closed=[], busy=[Busy(*days_after(now, rush), factor)], **asked)
        for factor in sorted((one, other))
    )
    assert (less or NEVER) <= (more or NEVER)
