from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from contact.availability import Closed, Hours
from contact.promise import deadline, offered_days

TZ = ZoneInfo("Europe/Amsterdam")
WEEK = [Hours(day, time(9), time(17)) for day in range(5)]


def by(now, **changes):
    given = {"hours": WEEK, "closed": [], "tz": TZ}
    found = deadline(now=datetime.fromisoformat(now), **(given | changes))
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
