from datetime import UTC, datetime, timedelta

import pytest

from contact import bookings, emails, outbox, reminders
from contact.models import Booking, OutboxMail
from contact.reminder_times import a_day_before, an_hour_before
from contact.slots import TZ

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_practice

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
WEDNESDAY_TEN = TUESDAY_TEN + DAY


@pytest.fixture(autouse=True)
def practice(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_adviser()
    return make_practice(notice_hours=0)


def make_reachable(starts_at=WEDNESDAY_TEN, **fields):
    """A call of somebody with an e-mail address."""
    booking = make_booking(starts_at, email="robin@example.org", **fields)
    OutboxMail.objects.all().delete()
    return booking


def posted():
    return list(OutboxMail.objects.order_by("pk").values_list("kind", flat=True))


def written(time_machine, at):
    """What the one reminder in the outbox is at that moment: a mail, or None."""
    time_machine.move_to(at, tick=False)
    row = OutboxMail.objects.select_related("booking__adviser").get(kind__startswith="reminder")
    return emails.write(row)


def test_a_day_before_somebody_is_reminded_and_not_a_minute_sooner():
    make_reachable()
    assert reminders.post_due(WEDNESDAY_TEN - DAY - timedelta(minutes=1)) == 0
    assert reminders.post_due(WEDNESDAY_TEN - DAY) == 1
    assert posted() == ["reminder_day"]


def test_a_worker_that_runs_again_and_again_reminds_once():
    booking = make_reachable()
    Booking.objects.update(wants_hour_reminder=True)
    for minutes in range(0, 24 * 60, 10):
        reminders.post_due(WEDNESDAY_TEN - DAY + timedelta(minutes=minutes))
    assert posted() == ["reminder_day", "reminder_hour"]
    # Nor does one that was killed between asking what is due and writing it down.
    start = booking.starts_at.isoformat()
    assert outbox.post("reminder_day", booking=booking, key=start) is False


def test_an_hour_before_only_who_asked_is_reminded():
    make_reachable()
    asked = make_reachable(WEDNESDAY_TEN + timedelta(minutes=30), first_name="Kim")
    assert reminders.ask_for_hour(booking=asked, wanted=True) is True
    assert reminders.post_due(WEDNESDAY_TEN - HOUR / 2) == 1
    rows = OutboxMail.objects.filter(kind="reminder_hour")
    assert [row.booking for row in rows] == [asked]


def test_without_an_e_mail_address_there_is_no_reminder():
    make_booking(WEDNESDAY_TEN)
    assert reminders.post_due(WEDNESDAY_TEN - HOUR * 20) == 0


def test_who_booked_later_than_a_day_before_gets_no_reminder_of_the_day(time_machine):
    time_machine.move_to(WEDNESDAY_TEN - 5 * HOUR, tick=False)
    make_reachable(now=WEDNESDAY_TEN - 5 * HOUR)
    assert reminders.post_due() == 0


def test_a_moved_call_is_brought_to_mind_at_its_new_time(time_machine):
    booking = make_reachable()
    reminders.post_due(WEDNESDAY_TEN - DAY)
    later = WEDNESDAY_TEN + 2 * DAY
    time_machine.move_to(WEDNESDAY_TEN - 20 * HOUR, tick=False)
    bookings.move(booking=booking, starts_at=later)
    assert reminders.post_due(later - DAY) == 1
    assert OutboxMail.objects.filter(kind="reminder_day").count() == 2


@pytest.mark.parametrize("what", ["moved", "cancelled"])
def test_a_reminder_of_a_call_that_was_changed_since_is_not_sent(time_machine, what):
    booking = make_reachable()
    reminders.post_due(WEDNESDAY_TEN - DAY)
    at = WEDNESDAY_TEN - 20 * HOUR
    if what == "moved":
        bookings.move(booking=booking, starts_at=WEDNESDAY_TEN + HOUR, now=at)
    else:
        bookings.cancel(booking=booking, now=at)
    assert written(time_machine, at) is None


@pytest.mark.parametrize(
    ("kind", "useful", "late"),
    [
        ("reminder_day", timedelta(hours=2, minutes=1), timedelta(hours=2)),
        ("reminder_hour", timedelta(minutes=11), timedelta(minutes=10)),
    ],
)
def test_a_reminder_that_comes_too_late_to_be_of_use_is_not_sent(time_machine, kind, useful, late):
    booking = make_reachable()
    Booking.objects.update(wants_hour_reminder=True)
    outbox.post(kind, booking=booking, key="x")
    assert written(time_machine, WEDNESDAY_TEN - useful) is not None
    assert written(time_machine, WEDNESDAY_TEN - late) is None
    OutboxMail.objects.all().delete()
    assert reminders.post_due(WEDNESDAY_TEN - late) == 0


def test_who_takes_the_wish_back_gets_no_mail_an_hour_before(time_machine):
    booking = make_reachable()
    reminders.ask_for_hour(booking=booking, wanted=True)
    outbox.post("reminder_hour", booking=booking, key="x")
    reminders.ask_for_hour(booking=booking, wanted=False)
    assert written(time_machine, WEDNESDAY_TEN - HOUR) is None


def test_within_the_hour_it_is_too_late_to_ask():
    booking = make_reachable()
    at = WEDNESDAY_TEN - HOUR
    assert reminders.can_ask_for_hour(booking, at) is False
    assert reminders.ask_for_hour(booking=booking, wanted=True, now=at) is False
    assert reminders.ask_for_hour(booking=booking, wanted=True, now=at - HOUR) is True


def test_the_reminder_says_when_who_which_number_and_how_to_change(time_machine):
    booking = make_reachable()
    reminders.post_due(WEDNESDAY_TEN - DAY)
    mail = written(time_machine, WEDNESDAY_TEN - DAY)
    for fact in ("woensdag 25 november om 10:00", "Noor", "06 12345678", emails.link_to(booking)):
        assert fact in mail.body
    assert mail.attachments == []  # their calendar has it already


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=TZ)


@pytest.mark.parametrize(
    ("starts", "reminded", "hours"),
    [
        ("2027-03-28T10:00", "2027-03-27T10:00", 23),  # the night has 23 hours
        ("2027-03-29T10:00", "2027-03-28T10:00", 24),
        ("2027-10-31T10:00", "2027-10-30T10:00", 25),
        ("2027-11-01T10:00", "2027-10-31T10:00", 24),
    ],
)
def test_a_day_before_is_the_same_time_on_the_clock_the_day_before(starts, reminded, hours):
    start = at(starts).astimezone(UTC)
    span = a_day_before(start, TZ)
    assert span.begin == at(reminded).astimezone(UTC)
    assert start - span.begin == timedelta(hours=hours)
    assert start - an_hour_before(start).begin == HOUR


@pytest.mark.parametrize(
    ("starts", "reminded"),
    [("2027-03-28T10:00", "2027-03-27T10:00"), ("2027-10-31T10:00", "2027-10-30T10:00")],
)
def test_on_both_weekends_of_a_clock_change_the_reminder_comes_on_time(
    time_machine, starts, reminded
):
    make_practice(holidays=[])
    make_adviser("Sem", weekdays=[6])
    begin = at(reminded)
    time_machine.move_to(begin - timedelta(days=5), tick=False)
    make_reachable(at(starts), now=begin - timedelta(days=5))
    assert reminders.post_due(begin.astimezone(UTC) - timedelta(seconds=1)) == 0
    assert reminders.post_due(begin.astimezone(UTC)) == 1
    mail = written(time_machine, begin)
    assert "om 10:00 (Nederlandse tijd)" in mail.body


@pytest.mark.parametrize("calls", [1, 3])
def test_the_worker_asks_as_often_for_three_calls_as_for_one(django_assert_num_queries, calls):
    for number in range(calls):
        make_reachable(WEDNESDAY_TEN + number * HOUR / 2, first_name=f"Kim {number}")
    now = WEDNESDAY_TEN - 20 * HOUR
    assert reminders.post_due(now) == calls
    with django_assert_num_queries(2):
        assert reminders.post_due(now) == 0
