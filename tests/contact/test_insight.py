"""What a day comes to, and what the desk reads of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from blog.models import Topic
from contact import bookings, insight, retention, slots
from contact.models import Booking, CallAttempt, CallbackRequest, Measure, TopicCount
from tests.staff.test_roles import make_user

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_callback, make_practice

pytestmark = pytest.mark.django_db
Name = Measure.Name
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
THE_DAY = date(2026, 11, 23)
PAGE = reverse("admin:contact_measure_changelist")


@pytest.fixture(autouse=True)
def practice():
    make_practice()


def numbers(day=THE_DAY):
    return {name: value for name, value in insight.of_day(day).items() if value}


def tried(callback, at):
    CallAttempt.objects.create(callback=callback, at=at, outcome="no_answer")


def test_a_promise_is_kept_by_the_first_try_before_its_moment():
    kept, late = make_callback(phone="+31612345671"), make_callback(phone="+31612345672")
    never, back = make_callback(phone="+31612345673"), make_callback(phone="+31612345674")
    assert kept.promised_at == MONDAY + 4 * HOUR
    tried(kept, MONDAY + HOUR)
    tried(kept, MONDAY + 6 * HOUR)
    tried(late, MONDAY + 5 * HOUR)
    CallbackRequest.objects.filter(pk=back.pk).update(status="withdrawn", handled_at=MONDAY + HOUR)
    assert never.promised_at
    assert numbers() == {
        Name.CALLBACKS: 4,
        Name.KEPT: 1,
        Name.BROKEN: 2,
        Name.FIRST_CALLS: 2,
        Name.MINUTES_TO_CALL: 6 * 60,
    }


def test_robots_repeats_and_calls_that_nobody_asked_for_are_no_requests():
    make_callback(is_suspect=True)
    make_callback(phone="+31612345672")
    make_callback(phone="+31612345672")
    make_callback(phone="+31612345673", reason=CallbackRequest.Reason.NOT_CALLED)
    assert numbers()[Name.CALLBACKS] == 1


def test_a_call_counts_on_the_day_it_is_made_and_on_the_day_it_ends():
    make_adviser()
    held, missed = make_booking(), make_booking(TUESDAY_TEN + HOUR, phone="+31612345679")
    gone = make_booking(TUESDAY_TEN - HOUR, phone="+31612345670")
    bookings.cancel(booking=gone, now=MONDAY + HOUR)
    bookings.close(booking=held, status="done", now=TUESDAY_TEN + HOUR)
    bookings.close(booking=missed, status="no_show", now=TUESDAY_TEN + 2 * HOUR)
    Booking.objects.update(created_at=MONDAY)
    assert numbers() == {Name.BOOKINGS: 3, Name.CANCELLED: 1}
    assert numbers(date(2026, 11, 24)) == {Name.DONE: 1, Name.NO_SHOW: 1}


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2027, 3, 28), 23), (date(2027, 10, 31), 25), (THE_DAY, 24)]
)
def test_a_day_is_a_local_day_however_long(day, hours):
    start = datetime(day.year, day.month, day.day, tzinfo=slots.TZ).astimezone(UTC)
    end, minute = start + hours * HOUR, HOUR / 60
    for number, at in enumerate((start - minute, start, end - minute, end)):
        make_callback(phone=f"+3161234567{number}", now=at)
    assert numbers(day)[Name.CALLBACKS] == 2


def test_each_day_is_counted_once_when_it_is_over(django_assert_num_queries):
    make_callback()
    assert insight.take_stock(MONDAY + 8 * HOUR) == 0
    assert insight.take_stock(MONDAY + 3 * DAY) == 3
    with django_assert_num_queries(1):
        assert insight.take_stock(MONDAY + 3 * DAY) == 0
    assert Measure.objects.get(day=THE_DAY, name=Name.CALLBACKS).value == 1


def test_the_numbers_stay_when_the_people_go():
    make_callback()
    insight.take_stock(MONDAY + DAY)
    CallbackRequest.objects.update(status="called", handled_at=MONDAY)
    retention.forget(MONDAY + 400 * DAY)
    assert CallbackRequest.objects.count() == 0
    insight.take_stock(MONDAY + 401 * DAY)
    assert Measure.objects.get(day=THE_DAY, name=Name.CALLBACKS).value == 1


def test_two_workers_count_a_day_once():
    make_callback()
    for _ in range(2):
        rows = [Measure(day=THE_DAY, name=n, value=v) for n, v in insight.of_day(THE_DAY).items()]
        Measure.objects.bulk_create(rows, ignore_conflicts=True)
    assert Measure.objects.filter(day=THE_DAY, name=Name.CALLBACKS).count() == 1


# --- At the desk -------------------------------------------------------------------------------
@pytest.fixture
def figures():
    for day in range(60):
        Measure.objects.create(day=THE_DAY - day * DAY, name=Name.CALLBACKS, value=3)
        Measure.objects.create(day=THE_DAY - day * DAY, name=Name.KEPT, value=2)
        Measure.objects.create(day=THE_DAY - day * DAY, name=Name.BROKEN, value=1)
    Topic.objects.create(name="Rouw & verlies", slug="rouw")
    TopicCount.objects.create(quarter="2026-Q4", topic="rouw", kind="callback", count=4)


def test_months_come_newest_first_and_divide_by_nothing(figures):
    months = insight.months(THE_DAY)
    assert [month.first_day for month in months] == [
        date(2026, 11, 1), date(2026, 10, 1), date(2026, 9, 1),
    ]  # fmt: skip
    assert (months[0].callbacks, months[0].promises_kept) == (69, 67)
    assert (months[0].hours_to_call, months[0].no_shows) == (None, None)


def test_weeks_begin_on_monday_and_empty_ones_are_there(figures):
    weeks = insight.weeks(date(2026, 11, 25))
    assert len(weeks) == insight.WEEKS
    assert weeks[-1] == (THE_DAY, 3, 0)
    assert weeks[-2] == (THE_DAY - 7 * DAY, 21, 0)
    assert weeks[0][1] == 0


@pytest.mark.parametrize("role", ["redactie", "balie", "psycholoog", "beheer"])
def test_everybody_at_the_practice_may_see_the_numbers(
    figures, client, role, django_assert_max_num_queries, time_machine
):
    time_machine.move_to("2026-11-25T10:00:00Z", tick=False)
    client.force_login(make_user(role))
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        page = client.get(PAGE)
    text = page.content.decode()
    assert "4 × bellen, 0 × gesprek" in text
    assert "Rouw &amp; verlies" in text
    assert "2026, kwartaal 4" in text
    assert "67%" in text


def test_the_page_says_so_where_nothing_was_counted_yet(client):
    client.force_login(make_user("balie"))
    assert "Er is nog niets geteld" in client.get(PAGE).content.decode()


def test_nobody_else_sees_them(client):
    assert client.get(PAGE).status_code == 302
