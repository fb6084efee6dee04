"""The week as pure rows: what stands where, at which wall time, and what is still free."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contact.availability import Closed, Hours
from contact.week import Call, Facts, Room, Span, Special, merged, midnight, wall, week, without

TZ = ZoneInfo("Europe/Amsterdam")
ROOM = Room(length=timedelta(minutes=20), step=timedelta(minutes=30))
MONDAY = date(2027, 5, 31)  # an ordinary week
SPRING, AUTUMN = date(2027, 3, 22), date(2027, 10, 25)  # the weeks that end with a clock change
LONG_AGO = datetime(2027, 1, 1, tzinfo=UTC)
MORNINGS = [Hours(day, time(9), time(12)) for day in range(5)]


def at(day: date, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute, fold=fold), tzinfo=TZ).astimezone(UTC)


def a_call(start: datetime, what: object = "call") -> Call:
    return Call(start, start + timedelta(minutes=20), what)


def shown(*, monday=MONDAY, now=LONG_AGO, closed=(), room=ROOM, **facts):
    """The seven cells of one adviser, each with its day."""
    one = Facts(who="Noor", **facts)
    days = week(monday, [one], closed=closed, room=room, now=now, tz=TZ)
    return [(day, day.cells[0]) for day in days]


def lines(cell, *kinds):
    return [(line.kind, line.from_, line.until) for line in cell.lines if line.kind in kinds]


def free(cell):
    return [(line.from_, line.until) for line in cell.lines if line.kind == "free"]


# --- What stands where ---------------------------------------------------------------------------


def test_a_cell_tells_its_lines_in_the_order_of_the_clock():
    _, cell = shown(
        now=at(MONDAY, 9, 50),
        weekly=MORNINGS,
        calls=[a_call(at(MONDAY, 10, 30)), a_call(at(MONDAY, 9, 30))],
        busy=[Span(at(MONDAY, 11), at(MONDAY, 11, 30))],
    )[0]
    assert [(line.kind, line.from_) for line in cell.lines] == [
        ("call", "9:30"),
        ("now", "9:50"),
        ("free", "10:00"),
        ("call", "10:30"),
        ("busy", "11:00"),
        ("free", "11:30"),
    ]


def test_now_stands_where_somebody_works_at_that_moment_and_nowhere_else():
    found = shown(now=at(MONDAY, 11), weekly=MORNINGS)
    assert [n for n, (_, cell) in enumerate(found) if lines(cell, "now")] == [0]
    for now in (at(MONDAY, 8), at(MONDAY, 12)):
        assert not any(lines(cell, "now") for _, cell in shown(now=now, weekly=MORNINGS))
    late = shown(now=at(MONDAY, 12, 10), weekly=MORNINGS, calls=[a_call(at(MONDAY, 12))])
    assert lines(late[0][1], "call", "now") == [
        ("call", "12:00", "12:20"),
        ("now", "12:10", "12:10"),
    ]


def test_hours_of_one_day_stand_in_place_of_the_weekly_ones():
    found = shown(weekly=MORNINGS, special=[Special(MONDAY, time(13), time(15))])
    assert [(cell.hours, cell.is_special) for _, cell in found[:2]] == [
        (["13:00–15:00"], True),
        (["9:00–12:00"], False),
    ]


def test_who_is_away_has_no_hours_and_keeps_the_calls_that_still_stand():
    away = [Closed(MONDAY, MONDAY, "Ziek")]
    _, cell = shown(weekly=MORNINGS, away=away, calls=[a_call(at(MONDAY, 9))])[0]
    assert (cell.away, cell.hours, lines(cell, "call", "free")) == (
        "Ziek",
        [],
        [("call", "9:00", "9:20")],
    )


def test_a_closure_of_the_practice_says_why_over_the_day():
    closed = [Closed(MONDAY, MONDAY, "Vakantie"), Closed(MONDAY, MONDAY, "Tweede pinksterdag")]
    found = shown(weekly=MORNINGS, closed=closed)
    assert [(day.closed, cell.hours) for day, cell in found[:2]] == [
        ("Vakantie, Tweede pinksterdag", []),
        (None, ["9:00–12:00"]),
    ]


def test_a_closure_without_a_reason_is_a_closure_all_the_same():
    (day, cell), *_ = shown(weekly=MORNINGS, closed=[Closed(MONDAY, MONDAY)])
    assert (day.closed, free(cell)) == ("", [])


def test_busy_times_that_overlap_are_one_and_each_day_shows_its_own_part():
    tuesday = MONDAY + timedelta(days=1)
    busy = [
        Span(at(MONDAY, 15), at(MONDAY, 23)),
        Span(at(MONDAY, 22), at(tuesday + timedelta(days=1), 10)),
    ]
    found = shown(weekly=MORNINGS, busy=busy)
    told = [
        [(line.from_, line.until, line.is_whole_day) for line in cell.lines if line.kind == "busy"]
        for _, cell in found[:3]
    ]
    assert told == [
        [("15:00", "0:00", False)],
        [("0:00", "0:00", True)],
        [("0:00", "10:00", False)],
    ]


def test_a_weekend_is_shown_only_where_somebody_works():
    saturday, sunday = MONDAY + timedelta(days=5), MONDAY + timedelta(days=6)
    busy = [Span(at(saturday, 9), at(sunday, 12))]
    assert [day.is_shown for day, _ in shown(weekly=MORNINGS, busy=busy)] == [True] * 5 + [
        False
    ] * 2
    found = shown(special=[Special(saturday, time(9), time(10))], calls=[a_call(at(sunday, 9))])
    assert [day.is_shown for day, _ in found] == [True] * 7


# --- What is free --------------------------------------------------------------------------------


def test_free_begins_at_a_start_that_can_be_had_and_ends_where_the_room_ends():
    calls = [a_call(at(MONDAY, 9, 30))]
    _, cell = shown(weekly=MORNINGS, calls=calls)[0]
    assert free(cell) == [("9:00", "9:30"), ("10:00", "12:00")]


def test_time_too_short_for_a_call_is_not_free():
    busy = [Span(at(MONDAY, 9, 15), at(MONDAY, 11, 45))]
    _, cell = shown(weekly=MORNINGS, busy=busy)[0]
    assert free(cell) == []


def test_the_free_minutes_around_a_call_are_kept_from_calls_and_from_what_is_busy():
    before, after = timedelta(minutes=5), timedelta(minutes=10)
    room = Room(ROOM.length, timedelta(minutes=5), before, after)
    calls = [a_call(at(MONDAY, 9, 40))]
    busy = [Span(at(MONDAY, 11), at(MONDAY, 11, 10))]
    _, cell = shown(weekly=MORNINGS, calls=calls, busy=busy, room=room)[0]
    assert free(cell) == [("9:00", "9:25"), ("10:15", "10:50"), ("11:15", "12:00")]


def test_what_is_past_is_not_free():
    found = shown(now=at(MONDAY, 10, 10), weekly=MORNINGS)
    assert free(found[0][1]) == [("10:30", "12:00")]
    later = shown(now=at(MONDAY + timedelta(days=1), 8), weekly=MORNINGS)
    assert free(later[0][1]) == []


def test_nothing_is_free_on_a_day_that_has_as_many_calls_as_it_may():
    calls = [a_call(at(MONDAY, 9)), a_call(at(MONDAY, 10))]
    found = shown(weekly=MORNINGS, calls=calls, most=2)
    assert (free(found[0][1]), free(found[1][1])) == ([], [("9:00", "12:00")])


def test_the_address_carries_the_start_in_utc():
    _, cell = shown(weekly=MORNINGS)[0]
    assert [line.slot for line in cell.lines] == ["2027-05-31T07:00:00Z"]


SPANS = st.lists(
    st.tuples(st.integers(0, 200), st.integers(1, 40)).map(
        lambda pair: Span(
            LONG_AGO + timedelta(minutes=pair[0]), LONG_AGO + timedelta(minutes=sum(pair))
        )
    ),
    max_size=8,
)


def minutes(spans):
    """The same by brute force: every minute that is in one of them."""
    return {
        n
        for span in spans
        for n in range(
            (span.start - LONG_AGO) // timedelta(minutes=1),
            (span.end - LONG_AGO) // timedelta(minutes=1),
        )
    }


@given(SPANS, SPANS)
def test_what_is_left_is_what_a_minute_grid_leaves(spans, taken):
    left = without(spans, taken)
    assert minutes(left) == minutes(spans) - minutes(taken)
    assert left == merged(left)


# --- The nights on which the clock changes -------------------------------------------------------


@pytest.mark.parametrize(("monday", "length"), [(SPRING, 23), (AUTUMN, 25), (MONDAY, 24)])
def test_a_day_is_as_long_as_the_clock_makes_it(monday, length):
    assert [day.length for day, _ in shown(monday=monday)] == [24] * 6 + [length]


@pytest.mark.parametrize("monday", [SPRING, AUTUMN])
def test_hours_and_calls_keep_their_wall_time_around_the_change(monday):
    days = [monday + timedelta(days=n) for n in range(8)]
    hours = [Hours(day, time(9), time(12)) for day in range(7)]
    calls = [a_call(at(day, 9, 30)) for day in days]
    for _, cell in shown(monday=monday, weekly=hours, calls=calls):
        assert lines(cell, "call", "free") == [
            ("free", "9:00", "9:30"),
            ("call", "9:30", "9:50"),
            ("free", "10:00", "12:00"),
        ]


def test_the_hour_that_comes_twice_is_told_apart():
    sunday = date(2027, 10, 31)
    calls = [a_call(at(sunday, 2, 30, fold)) for fold in (0, 1)] + [a_call(at(sunday, 3))]
    _, cell = shown(monday=AUTUMN, calls=calls)[6]
    assert [(line.from_, line.until) for line in cell.lines] == [
        ("2:30 (zomertijd)", "2:50 (zomertijd)"),
        ("2:30 (wintertijd)", "2:50 (wintertijd)"),
        ("3:00", "3:20"),
    ]


def test_after_the_hour_that_is_skipped_the_clock_says_three():
    sunday = date(2027, 3, 28)
    assert wall(at(sunday, 1, 55) + timedelta(minutes=5), TZ) == "3:00"
    calls = [a_call(at(sunday, 1, 40)), a_call(at(sunday, 3))]
    _, cell = shown(monday=SPRING, calls=calls)[6]
    assert [(line.from_, line.until) for line in cell.lines] == [("1:40", "3:00"), ("3:00", "3:20")]


@given(
    st.sampled_from([SPRING, AUTUMN, MONDAY]),
    st.sets(st.integers(0, 8 * 24 * 12), max_size=40),
)
def test_every_call_of_the_week_stands_once_on_its_own_day(monday, offsets):
    first = midnight(monday, TZ)
    starts = [first + n * timedelta(minutes=5) for n in sorted(offsets)]
    calls = [a_call(start, start) for start in starts]
    found = [
        (day.date, line.what)
        for day, cell in shown(monday=monday, calls=calls)
        for line in cell.lines
    ]
    end = midnight(monday + timedelta(days=7), TZ)
    assert found == [(s.astimezone(TZ).date(), s) for s in starts if s < end]
