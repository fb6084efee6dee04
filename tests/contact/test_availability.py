from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contact.availability import (
    Closed,
    Diary,
    Hours,
    Rules,
    Special,
    cells,
    days_offered,
    fits,
    free_minutes,
    free_starts,
    local_instant,
    minute_of,
    minute_up,
)

TZ = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TUESDAY = date(2026, 11, 24)
CALL = timedelta(minutes=20)
RULES = Rules(step=timedelta(minutes=30), notice=timedelta(hours=4), horizon_days=1, tz=TZ)
MORNINGS = Diary(hours=[Hours(day, time(9), time(10)) for day in range(7)])


def stretch(first, last):
    """As a diary has it: in minutes, rounded outwards."""
    return minute_of(first), minute_up(last)


def free(*, length=CALL, rules=RULES, now=MONDAY, **known):
    return free_starts(replace(MORNINGS, **known), length=length, rules=rules, now=now)


def rules(**changes):
    return replace(RULES, **changes)


def minutes(n):
    return timedelta(minutes=n)


def utc(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def tuesday(wall):
    return utc(f"2026-11-24T{wall}+01:00")


def test_calls_start_each_step_and_end_within_the_hours():
    assert free() == [tuesday("09:00"), tuesday("09:30")]


def test_a_call_that_would_run_past_the_hours_is_not_offered():
    assert free(length=minutes(31)) == [tuesday("09:00")]


def test_nothing_is_offered_within_the_notice():
    assert free(rules=rules(notice=timedelta(hours=24, minutes=10))) == [tuesday("09:30")]


def test_a_closed_day_offers_nothing():
    assert free(closed=[Closed(TUESDAY, TUESDAY)]) == []


def test_a_stretch_that_is_taken_takes_each_start_that_touches_it():
    assert free(taken=[stretch(tuesday("09:15"), tuesday("09:25"))]) == [tuesday("09:30")]
    assert free(taken=[stretch(tuesday("09:20"), tuesday("09:30"))]) == free()


def test_a_taken_second_takes_its_minute():
    taken = stretch(tuesday("09:19:59"), tuesday("09:20:01"))
    assert taken[1] - taken[0] == 2
    assert free(taken=[taken]) == [tuesday("09:30")]


def test_the_free_minutes_around_a_call_stay_clear_of_what_is_taken():
    taken = [stretch(tuesday("09:25"), tuesday("09:30"))]
    assert free(taken=taken, rules=rules(before=minutes(5))) == [tuesday("09:00")]
    assert free(taken=taken, rules=rules(after=minutes(10))) == [tuesday("09:30")]


def test_the_free_minutes_around_a_call_may_fall_outside_the_hours():
    assert free(rules=rules(before=minutes(60), after=minutes(60))) == free()


def test_a_day_with_hours_of_its_own_has_none_of_the_weekly_ones():
    special = [Special(TUESDAY, time(14), time(14, 30))]
    assert free(special=special) == [tuesday("14:00")]


def test_a_closed_day_stays_closed_whatever_its_own_hours():
    special = [Special(TUESDAY, time(14), time(15))]
    assert free(special=special, closed=[Closed(TUESDAY, TUESDAY)]) == []


def test_a_day_with_its_most_calls_takes_no_more():
    assert free(calls={TUESDAY: 2}, most_calls=2) == []
    assert free(calls={TUESDAY: 1}, most_calls=2) == free()


def test_calls_that_touch_do_not_overlap():
    first = cells(tuesday("09:00"), minutes(30))
    second = cells(tuesday("09:30"), minutes(30))
    assert set(first).isdisjoint(second)


def test_overlapping_hours_offer_each_start_once():
    assert free(hours=[*MORNINGS.hours, *MORNINGS.hours]) == free()


@pytest.mark.parametrize(
    ("saturday", "before", "after"),
    [
        ("2027-03-27T08:00+01:00", "2027-03-27T09:00+01:00", "2027-03-28T09:00+02:00"),
        ("2027-10-30T08:00+02:00", "2027-10-30T09:00+02:00", "2027-10-31T09:00+01:00"),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_over_a_clock_change(saturday, before, after):
    starts = free(now=utc(saturday), rules=rules(notice=minutes(0), step=timedelta(hours=1)))
    assert starts == [utc(before), utc(after)]


def test_a_call_over_a_clock_change_ends_within_the_hours_as_the_clock_shows_them():
    night = [Hours(6, time(1), time(3, 30))]
    one_day = rules(notice=minutes(0), horizon_days=0)
    spring = free(hours=night, now=utc("2027-03-28T00:00+01:00"), length=minutes(60), rules=one_day)
    assert spring == [utc("2027-03-28T01:00+01:00"), utc("2027-03-28T01:30+01:00")]
    autumn = free(hours=night, now=utc("2027-10-31T00:00+02:00"), length=minutes(90), rules=one_day)
    assert [f"{start:%H:%M}" for start in autumn] == ["23:00", "23:30", "00:00", "00:30"]


def test_a_wall_time_that_the_clock_skips_is_no_instant():
    assert local_instant(date(2027, 3, 28), time(2, 30), TZ) is None


def test_a_wall_time_that_comes_twice_is_the_first():
    assert local_instant(date(2027, 10, 31), time(2, 30), TZ) == utc("2027-10-31T02:30+02:00")


def test_twenty_advisers_and_sixty_days_take_less_than_fifty_milliseconds():
    ruled = rules(horizon_days=60, step=minutes(15), before=minutes(5))
    today = minute_of(MONDAY)
    taken = [(today + 210 * n, today + 210 * n + 30) for n in range(60 * 6)]
    closed = [
        Closed(TUESDAY + timedelta(days=9 * n), TUESDAY + timedelta(days=9 * n)) for n in range(20)
    ]
    took = []
    for _ in range(7):
        begin = process_time()
        days = days_offered(MONDAY, ruled)
        for _ in range(20):
            week = [Hours(day, time(9), time(17)) for day in range(5)]
            diary = Diary(hours=week, closed=closed, taken=taken)
            found = free_minutes(diary, length=CALL, rules=ruled, days=days, earliest=today)
            assert len(set().union(*found)) > 500
        took.append(process_time() - begin)
    assert min(took) < 0.05


# --- The oracle: each minute by itself, as somebody would who has a clock and no calculator ------


def open_at(minute, hours, special):
    """The windows within which the clock shows this minute."""
    local = minute.astimezone(TZ)
    day = local.date()
    today = [one for one in special if one.day == day]
    week = [one for one in hours if one.weekday == day.weekday()]
    return [
        (day, one.start, one.end) for one in (today or week) if one.start <= local.time() < one.end
    ]


def could_start(minute, case):
    step, known = case["step"] // minutes(1), (case["hours"], case["special"])
    local = minute.astimezone(TZ)
    at = local.hour * 60 + local.minute
    windows = [
        window
        for window in open_at(minute, *known)
        if (at - window[1].hour * 60 - window[1].minute) % step == 0
    ]
    if not windows or local.fold or minute < case["now"] + case["notice"]:
        return False
    today = case["now"].astimezone(TZ).date()
    if not today <= local.date() <= today + timedelta(days=case["horizon"]):
        return False
    if any(one.first <= local.date() <= one.last for one in case["closed"]):
        return False
    if case["most"] is not None and case["calls"].get(local.date(), 0) >= case["most"]:
        return False
    around = each_minute(minute - case["before"], minute + case["length"] + case["after"])
    if any(a < one + minutes(1) and one < b for one in around for a, b in case["taken"]):
        return False
    # From an open minute on it stays open until the clock shows the end, also where it goes back.
    during = [one.astimezone(TZ) for one in each_minute(minute, minute + case["length"])]
    return any(all(one.date() == d and one.time() < end for one in during) for d, _, end in windows)


def each_minute(first, last):
    while first < last:
        yield first
        first += minutes(1)


def by_hand(case):
    first = case["now"].replace(second=0, microsecond=0)
    last = first + timedelta(days=case["horizon"] + 1, hours=1)
    return [minute for minute in each_minute(first, last) if could_start(minute, case)]


quarter = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
spans = st.tuples(quarter, quarter).filter(lambda pair: pair[0] < pair[1])
whole = st.integers(0, 5).map(lambda n: minutes(5 * n))


@st.composite
def cases(draw):
    """A few days of one adviser; half of them over a clock change."""
    change = draw(st.sampled_from([datetime(2027, 3, 27), datetime(2027, 10, 30), None]))  # noqa: DTZ001
    day = change or draw(st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31)))  # noqa: DTZ001
    now = day.replace(tzinfo=UTC) + timedelta(seconds=draw(st.integers(0, 2 * 24 * 3600)))
    today = now.astimezone(TZ).date()
    near = st.integers(0, 3).map(lambda n: today + timedelta(days=n))
    night = st.tuples(
        st.sampled_from([time(0), time(1), time(1, 45), time(2), time(2, 30)]),
        st.sampled_from([time(2, 45), time(3), time(3, 30), time(5)]),
    )
    windows = st.one_of(spans, night)
    return {
        "now": now,
        "hours": draw(
            st.lists(st.builds(lambda d, w: Hours(d, *w), st.integers(0, 6), windows), max_size=8)
        ),
        "special": draw(
            st.lists(st.builds(lambda d, w: Special(d, *w), near, windows), max_size=2)
        ),
        "closed": draw(st.lists(st.builds(lambda d: Closed(d, d), near), max_size=1)),
        "taken": [
            (now + timedelta(seconds=first), now + timedelta(seconds=first + length))
            for first, length in draw(
                st.lists(st.tuples(st.integers(0, 200_000), st.integers(1, 9_000)), max_size=4)
            )
        ],
        "calls": draw(st.dictionaries(near, st.integers(0, 3), max_size=2)),
        "most": draw(st.sampled_from([None, None, 1, 2])),
        "length": draw(st.integers(1, 24).map(lambda n: minutes(5 * n))),
        "step": draw(st.integers(1, 12).map(lambda n: minutes(5 * n))),
        "notice": draw(st.sampled_from([minutes(0), timedelta(hours=1), timedelta(hours=20)])),
        "horizon": draw(st.integers(0, 2)),
        "before": draw(whole),
        "after": draw(whole),
    }


def diary_of(case):
    return Diary(
        hours=case["hours"],
        special=case["special"],
        closed=case["closed"],
        taken=[stretch(*one) for one in case["taken"]],
        calls=case["calls"],
        most_calls=case["most"],
    )


def rules_of(case):
    return Rules(
        step=case["step"],
        notice=case["notice"],
        horizon_days=case["horizon"],
        tz=TZ,
        before=case["before"],
        after=case["after"],
    )


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_free_starts_are_those_that_somebody_finds_minute_by_minute(case):
    found = free_starts(
        diary_of(case), length=case["length"], rules=rules_of(case), now=case["now"]
    )
    assert found == by_hand(case)


@settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(case=cases())
def test_whatever_is_offered_fits_in_the_hours(case):
    diary, length = diary_of(case), case["length"]
    for start in free_starts(diary, length=length, rules=rules_of(case), now=case["now"]):
        assert fits(diary, start=start, length=length, tz=TZ)


@pytest.mark.parametrize(
    ("start", "length", "does_fit"),
    [("09:07", 20, True), ("08:55", 20, False), ("09:45", 20, False)],
)
def test_a_call_fits_at_any_minute_of_the_hours(start, length, does_fit):
    assert fits(MORNINGS, start=tuesday(start), length=minutes(length), tz=TZ) is does_fit
