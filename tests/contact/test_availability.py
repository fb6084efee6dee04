from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contact.availability import Closed, Hours, Rules, cells, free_starts, local_instant

TZ = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
RULES = Rules(
    length=timedelta(minutes=20),
    step=timedelta(minutes=30),
    notice=timedelta(hours=4),
    horizon_days=1,
    tz=TZ,
)
MORNINGS = [Hours(day, time(9), time(10)) for day in range(7)]


def free(**changes):
    given_ = {"hours": MORNINGS, "closed": [], "taken": set(), "rules": RULES, "now": MONDAY}
    return free_starts(**(given_ | changes))


def rules(**changes):
    return Rules(**(RULES.__dict__ | changes))


def utc(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def test_calls_start_each_step_and_end_within_the_hours():
    assert free() == [utc("2026-11-24T09:00+01:00"), utc("2026-11-24T09:30+01:00")]


def test_a_call_that_would_run_past_the_hours_is_not_offered():
    assert free(rules=rules(length=timedelta(minutes=31))) == [utc("2026-11-24T09:00+01:00")]


def test_nothing_is_offered_within_the_notice():
    assert free(rules=rules(notice=timedelta(hours=24, minutes=10))) == [
        utc("2026-11-24T09:30+01:00")
    ]


def test_a_closed_day_offers_nothing():
    assert free(closed=[Closed(date(2026, 11, 24), date(2026, 11, 24))]) == []


def test_a_taken_cell_takes_each_start_that_touches_it():
    taken = set(cells(utc("2026-11-24T09:15+01:00"), timedelta(minutes=10)))
    assert free(taken=taken) == [utc("2026-11-24T09:30+01:00")]


def test_calls_that_touch_do_not_overlap():
    first = cells(utc("2026-11-24T09:00+01:00"), timedelta(minutes=30))
    second = cells(utc("2026-11-24T09:30+01:00"), timedelta(minutes=30))
    assert set(first).isdisjoint(second)


def test_overlapping_hours_offer_each_start_once():
    assert free(hours=MORNINGS + MORNINGS) == free()


@pytest.mark.parametrize(
    ("saturday", "before", "after"),
    [
        ("2027-03-27T08:00+01:00", "2027-03-27T09:00+01:00", "2027-03-28T09:00+02:00"),
        ("2027-10-30T08:00+02:00", "2027-10-30T09:00+02:00", "2027-10-31T09:00+01:00"),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_over_a_clock_change(saturday, before, after):
    starts = free(now=utc(saturday), rules=rules(notice=timedelta(0), step=timedelta(hours=1)))
    assert starts == [utc(before), utc(after)]


def test_a_wall_time_that_the_clock_skips_is_no_instant():
    assert local_instant(date(2027, 3, 28), time(2, 30), TZ) is None


def test_a_wall_time_that_comes_twice_is_the_first():
    assert local_instant(date(2027, 10, 31), time(2, 30), TZ) == utc("2027-10-31T02:30+02:00")


quarter = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
some_hours = st.lists(
    st.builds(
        lambda day, a, b: Hours(day, min(a, b), max(a, b)), st.integers(0, 6), quarter, quarter
    ),
    max_size=5,
)
moments = st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    hours=some_hours,
    now=moments,
    length=st.integers(1, 24).map(lambda n: timedelta(minutes=5 * n)),
    step=st.integers(1, 12).map(lambda n: timedelta(minutes=5 * n)),
    taken_offsets=st.lists(st.integers(0, 600), max_size=5),
)
def test_free_starts_equal_those_of_a_brute_force_over_each_minute(
    hours, now, length, step, taken_offsets
):
    first = now.replace(minute=0, second=0, microsecond=0)
    taken = {first + n * timedelta(minutes=5) for n in taken_offsets}
    ruled = rules(length=length, step=step, notice=timedelta(hours=1))
    expected = set()
    minute = now.replace(second=0, microsecond=0)
    for _ in range(3 * 24 * 60):
        local = minute.astimezone(TZ)
        wall_start = local.hour * 60 + local.minute
        for opened in hours:
            opens = opened.start.hour * 60 + opened.start.minute
            closes = opened.end.hour * 60 + opened.end.minute
            fits = opens <= wall_start and wall_start + length.seconds // 60 <= closes
            if (
                local.weekday() == opened.weekday
                and fits
                and (wall_start - opens) % (step.seconds // 60) == 0
                and minute >= now + ruled.notice
                and (local.date() - now.astimezone(TZ).date()).days <= 1
                and local.fold == 0
                and not any(
                    start < minute + length and minute < start + timedelta(minutes=5)
                    for start in taken
                )
            ):
                expected.add(minute)
        minute += timedelta(minutes=1)
    assert set(free(hours=hours, now=now, taken=taken, rules=ruled)) == expected
