import os
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contact import callbacks, retention
from contact.models import (
    AccessEntry,
    Booking,
    BusyTime,
    CallAttempt,
    CallbackRequest,
    OutboxMail,
)
from contact.retention import forget

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_callback, make_practice

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MESSAGE, PERSON = 30 * DAY, 183 * DAY  # until the practice says otherwise


@pytest.fixture
def handled():
    make_practice()
    asked = make_callback(message="Liever na vieren.", subject="vraag")
    callbacks.mark_called(callback=asked, by=None)
    CallbackRequest.objects.update(handled_at=MONDAY)
    return asked


def test_a_message_goes_thirty_days_after_the_request_was_handled(handled):
    assert forget(MONDAY + MESSAGE - DAY) == 0
    assert forget(MONDAY + MESSAGE + DAY) == 1
    handled.refresh_from_db()
    assert (handled.message, handled.subject, handled.first_name) == ("", "", "Robin")


def test_a_person_goes_half_a_year_after_the_request_was_handled(handled):
    forget(MONDAY + PERSON + DAY)
    assert (CallbackRequest.objects.count(), OutboxMail.objects.count()) == (0, 0)


def test_a_request_that_still_waits_is_kept():
    make_practice()
    make_callback(message="Liever na vieren.")
    assert forget(MONDAY + PERSON * 2) == 0


def test_a_call_goes_half_a_year_after_it_was_due():
    make_practice()
    make_adviser()
    make_booking()
    forget(TUESDAY_TEN + PERSON)
    assert Booking.objects.count() == 1
    forget(TUESDAY_TEN + PERSON + DAY)
    assert Booking.objects.count() == 0


def test_the_mark_of_an_address_goes_after_a_day():
    make_practice()
    make_callback(source="abc")
    forget(MONDAY + DAY + timedelta(minutes=1))
    assert CallbackRequest.objects.get().source == ""


def test_the_practice_says_how_long_a_message_and_a_person_are_kept(handled):
    make_practice(keep_message_days=5, keep_person_days=10)
    forget(MONDAY + 4 * DAY)
    handled.refresh_from_db()
    assert handled.message
    forget(MONDAY + 6 * DAY)
    handled.refresh_from_db()
    assert (handled.message, handled.first_name) == ("", "Robin")
    forget(MONDAY + 11 * DAY)
    assert not CallbackRequest.objects.exists()


@pytest.mark.parametrize("status", ["called", "withdrawn", "unreached"])
@pytest.mark.parametrize("handled_at", [MONDAY, None])
def test_whatever_nobody_waits_for_goes(handled, status, handled_at):
    CallAttempt.objects.create(callback=handled, outcome="no_answer")
    CallbackRequest.objects.update(status=status, handled_at=handled_at)
    forget(MONDAY + PERSON + DAY)
    assert not CallbackRequest.objects.exists()
    assert not CallAttempt.objects.exists()


@pytest.mark.parametrize("status", Booking.Status.values)
def test_a_call_goes_whatever_became_of_it(status):
    make_practice()
    make_adviser()
    make_booking()
    Booking.objects.update(status=status)
    forget(TUESDAY_TEN + PERSON + DAY)
    assert not Booking.objects.exists()
    assert not OutboxMail.objects.exists()


def test_a_repeat_of_a_request_goes_with_it():
    make_practice()
    first, _ = make_callback(), make_callback()
    callbacks.mark_called(callback=first, by=None)
    CallbackRequest.objects.update(handled_at=MONDAY)
    assert forget(MONDAY + PERSON + DAY) == 2
    assert not CallbackRequest.objects.exists()


def test_batch_after_batch_goes_until_nothing_is_left(handled, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    old = {"first_name": "Kim", "phone": "+31687654321", "status": "called", "handled_at": MONDAY}
    CallbackRequest.objects.bulk_create(
        CallbackRequest(**old, message="Hallo", person_key=str(n)) for n in range(4)
    )
    assert forget(MONDAY + MESSAGE + DAY) == 5
    assert set(CallbackRequest.objects.values_list("message", flat=True)) == {""}
    assert forget(MONDAY + PERSON + DAY) == 5
    assert not CallbackRequest.objects.exists()


def test_a_week_after_it_a_busy_time_goes():
    adviser = make_adviser()
    for days in (6, 8):
        ends_at = MONDAY - days * DAY
        BusyTime.objects.create(adviser=adviser, starts_at=ends_at - DAY, ends_at=ends_at)
    forget(MONDAY)
    assert BusyTime.objects.get().ends_at == MONDAY - 6 * DAY


def test_mail_to_the_practice_that_was_sent_goes_and_what_still_waits_stays():
    make_practice()
    for status in ("sent", "failed", "waiting"):
        OutboxMail.objects.create(
            kind="practice_overdue", key=status, status=status, created_at=MONDAY
        )
    forget(MONDAY + MESSAGE + DAY)
    assert OutboxMail.objects.get().status == "waiting"


def test_the_access_log_goes_after_five_years():
    # The database looks at its own clock, so these are old by that.
    for age in (1800, 1840):
        AccessEntry.objects.create(
            at=timezone.now() - age * DAY, action="view", model="booking", ids=" 1 "
        )
    forget()
    assert AccessEntry.objects.count() == 1


def test_a_mail_that_was_written_to_a_file_goes_as_the_person_does(settings, tmp_path):
    settings.EMAIL_FILE_PATH = tmp_path
    for name in ("oud.eml", ".oud.part", "nieuw.eml"):
        (tmp_path / name).touch()
        moment = MONDAY.timestamp() + ("nieuw" in name) * 86_400
        os.utime(tmp_path / name, (moment, moment))
    forget(MONDAY + PERSON + DAY / 2)
    assert [file.name for file in tmp_path.iterdir()] == ["nieuw.eml"]


def test_a_round_with_nothing_to_forget_writes_to_no_table():
    make_practice()
    make_adviser()
    make_booking()
    with CaptureQueriesContext(connection) as queries:
        forget(MONDAY)
    assert [q["sql"] for q in queries if q["sql"].startswith(("DELETE", "UPDATE", "INSERT"))] == []
