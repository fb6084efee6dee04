from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contact.attempts import PAUSE, next_attempt, part_of
from contact.availability import Closed, Hours
from contact.promise import PARTS, windows

TZ = ZoneInfo("Europe/Amsterdam")
WEEK = [Hours(day, time(9), time(17)) for day in range(5)]
LATE_THURSDAY = [*WEEK, Hours(3, time(17), time(20))]


def at(text):
    return datetime.fromisoformat(f"2026-11-{text}:00+01:00").astimezone(UTC)


def after(*failed, **changes):
    """When to try again after attempts at these moments of November 2026, the last one just now."""
    given_ = {"hours": WEEK, "closed": [], "tz": TZ}
    moments = [at(text) for text in failed]
    found = next_attempt(now=moments[-1], failed=moments, **(given_ | changes))
    return found and found.astimezone(TZ).strftime("%d %H:%M")


@pytest.mark.parametrize(
    ("failed", "again"),
    [
        (["23T10:00"], "23 12:00"),  # Monday morning, then the afternoon
        (["23T11:40"], "23 12:40"),  # an hour later at least
        (["23T14:00"], "24 09:00"),
        (["27T14:00"], "30 09:00"),  # over a weekend
        (["23T10:00", "23T12:30"], "24 09:00"),  # both tried: not that day again
        (["23T14:00", "24T09:10"], "24 12:00"),
    ],
)
def test_the_next_attempt_falls_in_another_part_of_the_day(failed, again):
    assert after(*failed) == again


def test_an_evening_in_the_week_goes_before_parts_that_were_tried():
    assert after("23T10:00", "23T12:30", hours=LATE_THURSDAY) == "26 17:00"


def test_who_wants_mornings_is_tried_on_another_morning():
    assert after("23T09:30", part="ochtend") == "24 09:00"


def test_a_day_asked_for_is_tried_again_that_day_and_else_on_the_next():
    wish = {"day": date(2026, 11, 26)}
    assert after("26T13:00", **wish) == "26 14:00"
    assert after("26T10:00", **wish) == "26 12:00"
    assert after("26T16:30", **wish) == "27 09:00"


def test_who_was_called_before_the_day_they_asked_for_is_tried_on_that_day():
    assert after("23T10:00", day=date(2026, 11, 26)) == "26 12:00"


def test_a_part_that_phone_hours_do_not_have_is_let_go():
    assert after("23T10:00", part="avond") == "23 12:00"


def test_a_closed_day_is_skipped():
    closed = [Closed(date(2026, 11, 24), date(2026, 11, 24))]
    assert after("23T14:00", closed=closed) == "25 09:00"


def test_without_phone_hours_no_attempt_is_proposed():
    assert after("23T14:00", hours=[]) is None


@pytest.mark.parametrize(
    ("failed", "again"),
    [
        # Saturday evening before the clock goes forward, and before it goes back.
        ("2027-03-27T18:00+01:00", "2027-03-28T09:00+02:00"),
        ("2027-10-30T18:00+02:00", "2027-10-31T09:00+01:00"),
    ],
)
def test_the_morning_after_a_clock_change_is_wall_time(failed, again):
    moment = datetime.fromisoformat(failed)
    hours = [Hours(day, time(9), time(17)) for day in range(7)]
    found = next_attempt(now=moment, failed=[moment], hours=hours, closed=[], tz=TZ)
    assert found == datetime.fromisoformat(again)


WALLS = st.integers(0, 23).map(time)
HOURS = st.lists(st.tuples(st.integers(0, 6), WALLS, WALLS), min_size=1, max_size=8).map(
    lambda rows: [Hours(day, *sorted(walls)) for day, *walls in rows if walls[0] != walls[1]]
)
MOMENTS = st.integers(0, 400 * 24 * 60).map(
    lambda minutes: datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(
    hours=HOURS,
    now=MOMENTS,
    ago=st.lists(st.integers(0, 3 * 24 * 60), max_size=3),
    part=st.sampled_from(["", *PARTS]),
)
def test_whatever_the_hours_an_attempt_is_in_them_later_and_elsewhere_in_the_day(
    hours, now, ago, part
):
    failed = [now - timedelta(minutes=minutes) for minutes in ago]
    found = next_attempt(now=now, failed=failed, hours=hours, closed=[], tz=TZ, part=part)
    if found is None:
        assert not hours
        return
    assert found >= now + PAUSE
    day = found.astimezone(TZ).date()
    assert any(start <= found < end for start, end in windows(day, hours, [], "", TZ))
    days = [now.astimezone(TZ).date() + timedelta(days=n) for n in range(9)]
    soon = {
        name
        for each in days[:-2]
        for name in PARTS
        for _, end in windows(each, hours, [], name, TZ)
        if end > now + PAUSE
    }
    if part in soon:
        assert part_of(found, TZ) == part
    elif not part and (untried := soon - {part_of(moment, TZ) for moment in failed}):
        assert part_of(found, TZ) in untried
