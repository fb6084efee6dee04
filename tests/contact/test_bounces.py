"""Mail that did not arrive becomes somebody to call."""

from datetime import timedelta

import pytest

from contact import bookings, bounces, outbox
from contact.models import CallbackRequest, OutboxMail

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_callback, make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def practice(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_adviser()
    return make_practice(notice_hours=0)


def make_failed(**fields):
    booking = make_booking(email="robin@example.org", **fields)
    OutboxMail.objects.update(status="failed", error="SMTPRecipientsRefused 550")
    return booking


def to_call():
    return list(CallbackRequest.objects.values_list("reason", "booking", "email"))


def test_a_confirmation_that_did_not_arrive_is_somebody_to_call_once():
    booking = make_failed()
    assert [bounces.follow_up(), bounces.follow_up()] == [1, 0]
    assert to_call() == [("bounced", booking.pk, "")]  # and no mail to that address any more
    row = OutboxMail.objects.get(kind="booking_confirmed")
    assert row.followed_up_at == MONDAY


def test_several_mails_of_one_call_make_one_call():
    booking = make_failed()
    bookings.move(booking=booking, starts_at=TUESDAY_TEN + timedelta(hours=1))
    OutboxMail.objects.update(status="failed")
    bounces.follow_up()
    assert to_call() == [("bounced", booking.pk, "")]


def test_a_worker_killed_in_between_neither_loses_nor_doubles_the_call(monkeypatch):
    booking = make_failed()

    def killed(**fields):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(bounces.callbacks, "ask", killed)
        with pytest.raises(KeyboardInterrupt):
            bounces.follow_up()
    assert bounces.follow_up() == 1
    assert to_call() == [("bounced", booking.pk, "")]


def test_of_two_workers_that_saw_the_same_mail_one_sees_to_it():
    make_failed()
    row = OutboxMail.objects.get(kind="booking_confirmed")
    assert [bounces._follow_up(row, MONDAY), bounces._follow_up(row, MONDAY)] == [True, False]


def test_a_mail_about_a_call_that_has_begun_makes_no_call(time_machine):
    make_failed()
    time_machine.move_to(TUESDAY_TEN, tick=False)
    assert bounces.follow_up() == 0
    assert to_call() == []
    assert OutboxMail.objects.get(kind="booking_confirmed").followed_up_at is not None


def test_a_cancellation_that_did_not_arrive_is_told_by_telephone():
    booking = make_failed()
    bookings.cancel(booking=booking)
    OutboxMail.objects.update(status="void")
    OutboxMail.objects.filter(kind="booking_cancelled").update(status="failed")
    assert bounces.follow_up() == 1


@pytest.mark.parametrize(("hours", "calls"), [(3, 1), (1, 0)])
def test_a_reminder_past_its_time_makes_no_call(time_machine, hours, calls):
    booking = make_booking(email="robin@example.org")
    OutboxMail.objects.all().delete()
    outbox.post("reminder_day", booking=booking, key="x")
    OutboxMail.objects.update(status="failed")
    time_machine.move_to(TUESDAY_TEN - timedelta(hours=hours), tick=False)
    assert bounces.follow_up() == calls


def test_who_waits_for_a_call_anyway_is_not_put_in_the_queue_again():
    make_callback(email="robin@example.org")
    OutboxMail.objects.update(status="failed")
    assert bounces.follow_up() == 0
    assert CallbackRequest.objects.count() == 1
    assert OutboxMail.objects.get(kind="callback_received").followed_up_at == MONDAY


def test_mail_to_the_practice_stays_for_the_desk_to_see():
    make_failed()
    bounces.follow_up()
    assert OutboxMail.objects.get(kind="practice_booking").followed_up_at is None
