from datetime import datetime, time, timedelta

import pytest

from contact import callbacks, emails, overdue
from contact.models import (
    AccessEntry,
    BusyPeriod,
    CallAttempt,
    CallbackRequest,
    Closure,
    OpeningHours,
    OutboxMail,
)
from contact.slots import TZ
from staff.models import User

from .make import MONDAY, a_day, make_adviser, make_callback, make_practice

pytestmark = pytest.mark.django_db
Reason = CallbackRequest.Reason
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def practice():
    return make_practice()


@pytest.fixture
def sanne():
    return User.objects.create_user("sanne")


def promised(asked):
    asked.refresh_from_db()
    return asked.promised_at and asked.promised_at.astimezone(TZ).strftime("%d-%m %H:%M")


def close(first, last=None, **fields):
    return Closure.objects.create(first_on=a_day(first), last_on=a_day(last or first), **fields)


def again(closure=None, by=None, now=MONDAY):
    return callbacks.promise_again(closure, by=by, now=now)


def mails(kind="callback_moved"):
    return OutboxMail.objects.filter(kind=kind).count()


# --- By when --------------------------------------------------------------------------------


def test_the_practice_sets_the_phone_time_of_a_promise():
    make_practice(promise_hours=2)
    assert promised(make_callback()) == "23-11 11:00"


def test_in_a_busy_period_a_promise_is_wider():
    BusyPeriod.objects.create(first_on=a_day("2026-11-20"), last_on=a_day("2026-11-23"), factor=1.5)
    assert promised(make_callback()) == "23-11 15:00"


@pytest.mark.parametrize("reason", [Reason.DISPLACED, Reason.NOT_CALLED, Reason.BOUNCED])
def test_whom_we_let_down_is_called_within_an_hour_of_phone_time_however_busy_we_are(reason):
    BusyPeriod.objects.create(first_on=a_day("2026-11-20"), last_on=a_day("2026-11-27"), factor=3)
    assert promised(make_callback(reason=reason)) == "23-11 10:00"
    evening = MONDAY + 7.5 * HOUR
    assert promised(make_callback(first_name="Kim", reason=reason, now=evening)) == "24-11 09:30"


@pytest.mark.parametrize(("reason", "count"), [("not_called", 1), ("displaced", 0), ("bounced", 0)])
def test_who_did_not_ask_gets_no_mail_that_thanks_for_asking(reason, count):
    make_callback(reason=reason, email="robin@example.org")
    assert (mails("callback_received"), mails("practice_callback")) == (count, 1)


@pytest.mark.parametrize(
    ("now", "by"),
    [
        ("2027-03-26T16:00+01:00", "29-03 12:00"),  # the Friday before the clock goes forward
        ("2027-10-29T16:00+02:00", "01-11 12:00"),  # and before it goes back
    ],
)
def test_over_a_clock_change_a_promise_stays_in_phone_hours(now, by):
    make_practice(holidays=[])  # Easter Monday is the 29th of March
    assert promised(make_callback(now=datetime.fromisoformat(now))) == by


# --- A closure over promises ----------------------------------------------------------------


def test_a_closure_shows_whose_promise_falls_in_it():
    today, tuesday = make_callback(), make_callback(first_name="Kim", day=a_day("2026-11-24"))
    closure = close("2026-11-24", "2026-11-25")
    assert callbacks.affected_by(closure, now=MONDAY) == [tuesday]
    assert callbacks.affected_by(close("2026-11-23"), now=MONDAY) == [today]


def test_the_closure_of_one_adviser_touches_no_promise():
    make_callback()
    closure = close("2026-11-23", adviser=make_adviser())
    assert callbacks.affected_by(closure, now=MONDAY) == []


def test_what_was_promised_for_a_moment_that_has_passed_is_late_and_stays_so():
    asked = make_callback()
    closure = close("2026-11-23")
    assert callbacks.affected_by(closure, now=MONDAY + 5 * HOUR) == []
    assert again(closure, now=MONDAY + 5 * HOUR) == 0
    assert promised(asked) == "23-11 13:00"


def test_new_promises_are_what_they_would_have_been_and_mailed(sanne):
    afternoon = MONDAY + 7 * HOUR
    asked = make_callback(now=afternoon, email="robin@example.org")  # Tuesday at noon
    wish = make_callback(first_name="Kim", day=a_day("2026-11-24"), email="kim@example.org")
    closure = close("2026-11-24", "2026-11-25")
    assert again(closure, by=sanne, now=afternoon) == 2
    assert (promised(asked), promised(wish)) == ("26-11 12:00", "26-11 13:00")
    assert (asked.revision, mails()) == (1, 2)
    entry = AccessEntry.objects.get(action="change")
    assert (entry.user, set(entry.ids.split())) == (sanne, {str(asked.pk), str(wish.pk)})


def test_making_new_promises_twice_changes_nothing(sanne):
    asked = make_callback(email="robin@example.org")
    closure = close("2026-11-23")
    assert (again(closure), again(closure), again()) == (1, 0, 0)
    asked.refresh_from_db()
    assert (promised(asked), asked.revision, mails()) == ("24-11 13:00", 1, 1)


def test_who_was_called_in_the_meantime_gets_no_new_promise(sanne):
    asked = make_callback(email="robin@example.org")
    closure = close("2026-11-23")
    callbacks.mark_called(callback=asked, by=sanne)
    assert (again(closure), mails()) == (0, 0)


def test_a_mail_about_a_new_promise_is_not_sent_any_more_after_the_call(sanne):
    asked = make_callback(email="robin@example.org")
    again(close("2026-11-23"))
    row = OutboxMail.objects.get(kind="callback_moved")
    assert "dinsdag 24 november om 13:00" in emails.write(row).body
    callbacks.mark_called(callback=asked, by=sanne)
    row = OutboxMail.objects.get(pk=row.pk)
    assert emails.write(row) is None


def test_whoever_leads_a_persons_requests_keeps_the_nearest_of_their_new_promises():
    first = make_callback(day=a_day("2026-11-24"))
    repeat = make_callback(now=MONDAY + 7 * HOUR)  # Tuesday at noon; so is the first one's now
    assert promised(first) == "24-11 12:00"
    again(close("2026-11-24"))
    assert (promised(first), promised(repeat)) == ("25-11 12:00", "25-11 12:00")


def test_promises_outside_phone_hours_that_have_changed_are_found_without_a_closure():
    asked = make_callback(day=a_day("2026-11-24"))  # Tuesday at five
    assert callbacks.affected_by(None, now=MONDAY) == []
    OpeningHours.objects.filter(weekday=1).update(end=time(12))
    assert callbacks.affected_by(None, now=MONDAY) == [asked]
    assert again() == 1
    assert promised(asked) == "24-11 12:00"


def test_without_phone_hours_left_we_promise_no_time():
    asked = make_callback(email="robin@example.org")
    OpeningHours.objects.all().delete()
    assert (again(), again()) == (1, 0)
    assert promised(asked) is None
    mail = emails.write(OutboxMail.objects.get(kind="callback_moved"))
    assert "zo snel we kunnen" in mail.body


def test_an_attempt_proposed_for_a_closed_day_is_proposed_anew(sanne):
    asked = make_callback()
    callbacks.log_call(
        callback=asked, by=sanne, outcome=CallAttempt.Outcome.NO_ANSWER, now=MONDAY + 7 * HOUR
    )
    again(close("2026-11-24"), now=MONDAY + 7 * HOUR)
    asked.refresh_from_db()
    assert asked.next_attempt_at.astimezone(TZ).isoformat() == "2026-11-25T09:00:00+01:00"
    assert mails() == 0


# --- Overdue --------------------------------------------------------------------------------


def test_the_practice_hears_once_an_hour_that_somebody_waits_too_long():
    make_callback()
    late = MONDAY + 4 * HOUR
    assert overdue.warn(late) is False  # the promise is for this very moment
    minute = timedelta(minutes=1)
    assert [overdue.warn(late + n * minute) for n in (1, 2, 59)] == [True, False, False]
    assert overdue.warn(late + HOUR) is True
    assert mails("practice_overdue") == 2


def test_outside_phone_hours_nobody_hears_of_it():
    make_callback()
    assert overdue.warn(MONDAY + 10 * HOUR) is False
    assert overdue.warn(MONDAY + 24 * HOUR) is True


def test_the_mail_says_how_many_and_nothing_about_them(time_machine):
    for name in ("Ali", "Bo"):
        make_callback(first_name=name, message="geheim")
    time_machine.move_to(MONDAY + 5 * HOUR, tick=False)
    overdue.warn()
    mail = emails.write(OutboxMail.objects.get(kind="practice_overdue"))
    assert (mail.subject, mail.to) == (
        "Te laat met terugbellen", ["praktijk@tweestoelen.example.org"],
    )  # fmt: skip
    assert "2 mensen wachten langer dan we beloofden" in mail.body
    assert "/admin/contact/callbackrequest/" in mail.body
    for personal in ("Ali", "Bo", "geheim", "12345678"):
        assert personal not in mail.body


def test_no_mail_goes_out_where_all_were_called_in_the_meantime(sanne, time_machine):
    asked = make_callback()
    time_machine.move_to(MONDAY + 5 * HOUR, tick=False)
    overdue.warn()
    callbacks.mark_called(callback=asked, by=sanne)
    assert emails.write(OutboxMail.objects.get(kind="practice_overdue")) is None


def test_who_was_tried_in_time_is_late_only_a_day_after_the_next_attempt(sanne):
    asked = make_callback()
    callbacks.log_call(callback=asked, by=sanne, outcome="no_answer", now=MONDAY)  # again at noon
    late = CallbackRequest.objects.late
    noon = MONDAY + 3 * HOUR
    assert list(late(noon + 24 * HOUR)) == []
    assert list(late(noon + 25 * HOUR)) == [asked]
    asked.refresh_from_db()
    assert [asked.is_late(noon + n * HOUR) for n in (24, 25)] == [False, True]


def test_the_mails_of_a_callback_say_when_who_and_from_which_number(sanne):
    asked = make_callback(email="robin@example.org", voicemail_ok=True)
    text = emails.write(OutboxMail.objects.get(kind="callback_received")).body
    for fact in (
        "Een collega van de praktijk belt je uiterlijk maandag 23 november om 13:00",
        "op 06 12345678",
        "Je ziet dan 010 012 34 56 of een anoniem nummer",
        "Dan laten we een korte voicemail achter",
        "heeft niemand je dan gebeld? Bel ons op 010 012 34 56",
    ):
        assert fact in text
    callbacks.log_call(callback=asked, by=sanne, outcome="wrong")
    mail = emails.write(OutboxMail.objects.get(kind="callback_unreached"))
    assert mail.subject == "We konden je niet bereiken"
    assert "http://127.0.0.1:8000/terugbellen/" in mail.body
