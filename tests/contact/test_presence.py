"""The rule of time behind the live call to action, with hours and moments as they come."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contact.availability import Closed, Diary, Hours, Rules, free_starts
from contact.presence import day_words, presence_at

TZ = ZoneInfo("Europe/Amsterdam")
NOTICE = timedelta(hours=4)
WEEK = [Hours(day, time(9), time(17)) for day in range(5)]


def at(text) -> datetime:
    return datetime.fromisoformat(text)


def presence(now, *, hours=WEEK, closed=(), starts=(), notice=NOTICE):
    now = at(now) if isinstance(now, str) else now
    return presence_at(now, hours=hours, closed=closed, starts=starts, notice=notice, tz=TZ)


def local(instant):
    return instant.astimezone(TZ).isoformat(timespec="minutes")


@pytest.mark.parametrize(
    ("now", "until", "opens", "changes"),
    [
        # A working day: before, at, during and after the hours.
        ("2026-11-23T08:59:59+01:00", "", "vandaag om 9:00", "2026-11-23T09:00+01:00"),
        ("2026-11-23T09:00+01:00", "17:00", "", "2026-11-23T17:00+01:00"),
        ("2026-11-23T16:59:59.999999+01:00", "17:00", "", "2026-11-23T17:00+01:00"),
        ("2026-11-23T17:00+01:00", "", "morgen om 9:00", "2026-11-24T00:00+01:00"),
        # Midnight makes tomorrow today.
        ("2026-11-23T23:59:59+01:00", "", "morgen om 9:00", "2026-11-24T00:00+01:00"),
        ("2026-11-24T00:00+01:00", "", "vandaag om 9:00", "2026-11-24T09:00+01:00"),
        # Friday evening, the weekend, and Sunday.
        ("2026-11-27T17:00+01:00", "", "maandag om 9:00", "2026-11-28T00:00+01:00"),
        ("2026-11-28T12:00+01:00", "", "maandag om 9:00", "2026-11-29T00:00+01:00"),
        ("2026-11-29T12:00+01:00", "", "morgen om 9:00", "2026-11-30T00:00+01:00"),
        # Both clock changes: nine o'clock stays nine o'clock, and the night is an hour off.
        ("2027-03-27T23:00+01:00", "", "maandag om 9:00", "2027-03-28T00:00+01:00"),
        ("2027-03-28T01:59+01:00", "", "morgen om 9:00", "2027-03-29T00:00+02:00"),
        ("2027-03-28T03:00+02:00", "", "morgen om 9:00", "2027-03-29T00:00+02:00"),
        ("2027-03-29T08:59+02:00", "", "vandaag om 9:00", "2027-03-29T09:00+02:00"),
        ("2027-10-31T02:30+02:00", "", "morgen om 9:00", "2027-11-01T00:00+01:00"),
        ("2027-10-31T02:30+01:00", "", "morgen om 9:00", "2027-11-01T00:00+01:00"),
        ("2027-11-01T09:00+01:00", "17:00", "", "2027-11-01T17:00+01:00"),
    ],
)
def test_the_words_follow_the_hours(now, until, opens, changes):
    found = presence(now)
    assert (found.until, found.opens.replace("\xa0", " ")) == (until, opens)
    assert local(found.changes_at) == changes


def test_open_on_the_sunday_of_a_clock_change_ends_at_its_wall_time():
    sundays = [Hours(6, time(1), time(5))]
    found = presence("2027-03-28T01:30+01:00", hours=sundays)
    assert (found.until, local(found.changes_at)) == ("5:00", "2027-03-28T05:00+02:00")
    found = presence("2027-10-31T02:30+01:00", hours=sundays)
    assert (found.until, local(found.changes_at)) == ("5:00", "2027-10-31T05:00+01:00")


def test_a_closure_moves_the_opening_and_beyond_six_days_the_date_is_told():
    closed = [Closed(date(2026, 12, 24), date(2026, 12, 27))]
    found = presence("2026-12-21T18:00+01:00", closed=closed)
    assert found.opens == "morgen om\xa09:00"
    found = presence("2026-12-23T17:00+01:00", closed=closed)
    assert found.opens == "maandag om\xa09:00"
    closed = [Closed(date(2026, 12, 19), date(2026, 12, 27))]
    found = presence("2026-12-18T17:00+01:00", closed=closed)
    assert found.opens == "op maandag 28\xa0december om\xa09:00"


def test_a_closed_day_is_not_open_at_noon():
    closed = [Closed(date(2026, 12, 25), date(2026, 12, 25))]
    found = presence("2026-12-25T12:00+01:00", closed=closed)
    assert (found.until, found.opens) == ("", "maandag om\xa09:00")


def test_hours_that_touch_or_overlap_are_one_stretch_and_a_break_is_none():
    touching = [Hours(0, time(9), time(12)), Hours(0, time(12), time(14))]
    overlapping = [*touching, Hours(0, time(13), time(17))]
    pause = [Hours(0, time(9), time(12)), Hours(0, time(12, 30), time(17))]
    assert presence("2026-11-23T10:00+01:00", hours=touching).until == "14:00"
    assert presence("2026-11-23T10:00+01:00", hours=overlapping).until == "17:00"
    assert presence("2026-11-23T10:00+01:00", hours=pause).until == "12:00"
    assert presence("2026-11-23T12:00+01:00", hours=pause).opens == "vandaag om\xa012:30"


def test_without_hours_nothing_is_said_and_midnight_is_the_next_change():
    found = presence("2026-11-23T10:00+01:00", hours=[])
    assert (found.words, local(found.changes_at)) == (("", "", ""), "2026-11-24T00:00+01:00")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-24", "vandaag"),
        ("2026-11-25", "morgen"),
        ("2026-11-26", "donderdag"),
        ("2026-11-30", "maandag"),
        ("2026-12-01", "dinsdag 1\xa0december"),  # a week from this Tuesday
    ],
)
def test_a_day_is_named_so_that_nobody_takes_it_for_a_nearer_one(day, words):
    assert day_words(date.fromisoformat(day), date(2026, 11, 24)) == words


def test_the_advice_day_changes_once_the_last_start_of_that_day_is_asked_too_late():
    starts = [
        at("2026-11-23T13:00+01:00"),
        at("2026-11-23T15:00+01:00"),
        at("2026-11-24T09:00+01:00"),
    ]
    found = presence("2026-11-23T09:00+01:00", starts=starts)
    assert found.advice == "vandaag"
    assert found.changes_at == at("2026-11-23T11:00:00.000001+01:00")


# --- Whatever the hours: the words hold until the change, and no longer than they are true ------

quarter = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))
some_hours = st.lists(
    st.builds(
        lambda day, a, b: Hours(day, min(a, b), max(a, b)), st.integers(0, 6), quarter, quarter
    ),
    max_size=6,
)
some_closed = st.lists(
    st.builds(
        lambda first, days: Closed(first, first + timedelta(days=days)),
        st.dates(date(2027, 1, 1), date(2027, 12, 31)),
        st.integers(0, 20),
    ),
    max_size=4,
)
# Half of them in the weeks around a clock change.
moments = st.one_of(
    st.datetimes(datetime(2027, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
    st.datetimes(datetime(2027, 3, 25), datetime(2027, 3, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    st.datetimes(datetime(2027, 10, 28), datetime(2027, 11, 2), timezones=st.just(UTC)),  # noqa: DTZ001
)
notices = st.integers(0, 72).map(lambda n: timedelta(hours=n))


def whole(now, hours, closed, notice):
    rules = Rules(step=timedelta(minutes=30), notice=notice, horizon_days=14, tz=TZ)
    diary = Diary(hours=hours, closed=closed)
    starts = free_starts(diary, length=timedelta(minutes=20), rules=rules, now=now)
    return presence(now, hours=hours, closed=closed, starts=starts, notice=notice)


@settings(deadline=None, max_examples=200)
@given(now=moments, hours=some_hours, closed=some_closed, notice=notices, part=st.floats(0, 1))
def test_the_words_are_the_same_at_every_moment_before_the_change(now, hours, closed, notice, part):
    first = whole(now, hours, closed, notice)
    assert first.changes_at > now
    last = first.changes_at - timedelta(microseconds=1)
    between = now + (last - now) * part
    for moment in (between, max(now, first.changes_at - timedelta(seconds=1)), last):
        assert whole(moment, hours, closed, notice).words == first.words


@settings(deadline=None, max_examples=100)
@given(now=moments, hours=some_hours, closed=some_closed)
def test_open_is_said_exactly_while_the_hours_hold(now, hours, closed):
    wall = now.astimezone(TZ)
    is_open = not any(c.first <= wall.date() <= c.last for c in closed) and any(
        h.weekday == wall.weekday() and h.start <= wall.time() < h.end for h in hours
    )
    # In the hour that a clock change skips or doubles a wall time says too little.
    if wall.date() not in (date(2027, 3, 28), date(2027, 10, 31)):
        assert bool(presence(now, hours=hours, closed=closed).until) == is_open
