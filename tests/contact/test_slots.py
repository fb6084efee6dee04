from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact import bookings, slots
from contact.models import BookedCell, Booking, BusyTime, Closure, SpecialHours

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_practice

pytestmark = pytest.mark.django_db
HALF_HOUR = timedelta(minutes=30)
TUESDAY = date(2026, 11, 24)
ROOM = "https://beeldbellen.example.org/noor"


@pytest.fixture(autouse=True)
def practice():
    return make_practice(horizon_days=1)


def walls(kind="phone", now=MONDAY, **asked):
    """What is offered, as the clock on the wall has it."""
    found = slots.for_kind(slots.offered(now, **asked), kind)
    return [f"{start.astimezone(slots.TZ):%H:%M}" for start in found]


def at(text):
    return datetime.fromisoformat(f"2026-11-24T{text}+01:00")


def test_a_booked_time_is_offered_no_more_but_to_whoever_moves_it():
    make_adviser(end=time(11))
    booking = make_booking()
    assert walls() == ["09:00", "09:30", "10:30"]
    assert walls(without=booking) == ["09:00", "09:30", "10:00", "10:30"]


def test_hours_of_one_day_stand_in_for_the_weekly_ones():
    adviser = make_adviser()
    SpecialHours.objects.create(adviser=adviser, day=TUESDAY, start=time(14), end=time(15))
    assert walls() == ["14:00", "14:30"]
    Closure.objects.create(adviser=adviser, first_on=TUESDAY, last_on=TUESDAY)
    assert walls() == []


@pytest.mark.parametrize("source", BusyTime.Source.values)
def test_busy_times_block_whether_from_the_desk_or_a_calendar(source):
    adviser = make_adviser(end=time(11))
    BusyTime.objects.create(
        adviser=adviser, starts_at=at("09:49:30"), ends_at=at("10:00:01"), source=source
    )
    assert walls() == ["09:00", "10:30"]


def test_two_calls_have_the_free_minutes_of_both_between_them():
    make_practice(minutes_before=5, minutes_after=10, step_minutes=5)
    make_adviser(end=time(11, 30))
    make_booking()
    assert [wall for wall in walls() if "09:20" < wall < "10:40"] == ["09:25", "10:35"]


def test_a_call_whose_free_minutes_meet_those_of_another_is_refused_by_the_database():
    make_practice(minutes_before=10)
    adviser = make_adviser()
    make_booking()
    with pytest.raises(bookings.SlotTaken):
        make_booking(TUESDAY_TEN - timedelta(minutes=25), adviser=adviser, overrule=True)
    assert BookedCell.objects.count() == 6
    make_booking(TUESDAY_TEN - HALF_HOUR, adviser=adviser, overrule=True)


def test_what_a_call_holds_stays_when_the_practice_changes_its_mind():
    make_practice(minutes_after=30)
    make_adviser(end=time(11, 30))
    make_booking()
    make_practice(minutes_after=0)
    assert walls() == ["09:00", "09:30", "11:00"]


def test_a_day_with_its_most_calls_is_full_but_for_the_call_that_is_moved():
    make_adviser(end=time(11), max_per_day=2)
    first = make_booking()
    second = make_booking(TUESDAY_TEN + HALF_HOUR)
    assert walls() == []
    assert walls(without=second) == ["09:00", "09:30", "10:30"]
    bookings.cancel(booking=first, now=MONDAY)
    assert walls() == ["09:00", "09:30", "10:00"]


def test_a_longer_call_by_video_is_offered_where_it_fits():
    make_practice(video_minutes=60)
    make_adviser(end=time(11), video_room=ROOM)
    assert walls() == ["09:00", "09:30", "10:00", "10:30"]
    assert walls("video") == ["09:00", "09:30", "10:00"]
    assert make_booking(kind="video").ends_at == TUESDAY_TEN + timedelta(hours=1)


def test_each_start_says_who_is_free_for_which_kind_of_call():
    make_practice(video_minutes=60)
    noor = make_adviser("Noor", end=time(11), video_room=ROOM)
    sem = make_adviser("Sem", end=time(11))
    found = slots.offered(MONDAY)
    last = found[at("10:30")]
    assert (list(last), last.of("phone"), last.of("video")) == ([noor, sem], [noor, sem], [])
    assert found[at("10:00")].of("video") == [noor]


def test_sixty_calls_are_spread_evenly_over_three_equal_advisers():
    make_practice(horizon_days=14)
    for name in ("Noor", "Sem", "Ali"):
        make_adviser(name, end=time(13))
    starts = list(slots.offered(MONDAY))
    for n in range(60):
        make_booking(starts[n % 20 + n % 7], first_name=f"Kim {n}")
    counts = Counter(Booking.objects.values_list("adviser", flat=True))
    assert len(counts) == 3
    assert max(counts.values()) - min(counts.values()) <= 1


def test_within_a_week_who_has_the_fewest_calls_comes_first_whatever_other_weeks_hold():
    make_practice(horizon_days=14)
    noor, sem = make_adviser("Noor"), make_adviser("Sem")
    for n in range(3):
        make_booking(TUESDAY_TEN + n * HALF_HOUR, adviser=noor)
    next_week = TUESDAY_TEN + timedelta(days=7)
    make_booking(next_week, adviser=sem)
    free = {"kind": "phone", "now": MONDAY, "practice": make_practice()}
    assert slots.free_advisers(next_week + HALF_HOUR, **free) == [noor, sem]
    assert slots.free_advisers(TUESDAY_TEN + timedelta(days=1), **free) == [sem, noor]


def test_of_two_with_as_many_calls_who_was_booked_longest_ago_comes_first():
    noor, sem = make_adviser("Noor"), make_adviser("Sem")
    older = make_booking(adviser=sem)
    make_booking(adviser=noor)
    Booking.objects.filter(pk=older.pk).update(created_at=timezone.now() - timedelta(days=1))
    order = slots.in_turn([noor, sem], TUESDAY, MONDAY)
    assert order == [sem, noor]


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31)])
def test_busy_times_and_calls_hold_at_their_wall_time_on_the_day_of_a_clock_change(day):
    make_practice(holidays=[], notice_hours=0)
    adviser = make_adviser(weekdays=[6], end=time(11))
    now = slots.midnight(day) - timedelta(hours=2)
    nine = datetime.combine(day, time(9), slots.TZ)
    BusyTime.objects.create(adviser=adviser, starts_at=nine, ends_at=nine + HALF_HOUR)
    make_booking(nine.replace(hour=10), now=now)
    assert walls(now=now) == ["09:30", "10:30"]


def test_twenty_advisers_cost_as_many_questions_as_one():
    make_practice(horizon_days=60, video_minutes=30)
    asked = []
    for count in (1, 20):
        for n in range(count):
            adviser = make_adviser(f"Noor {n}", video_room=ROOM, max_per_day=5)
            make_booking(TUESDAY_TEN + n % 3 * HALF_HOUR, adviser=adviser)
            BusyTime.objects.create(adviser=adviser, starts_at=at("11:00"), ends_at=at("11:30"))
            SpecialHours.objects.create(adviser=adviser, day=TUESDAY, start=time(9), end=time(13))
        with CaptureQueriesContext(connection) as captured:
            slots.offered(MONDAY)
        asked.append(len(captured))
    assert asked == [8, 8]
