from datetime import timedelta

import pytest

from contact import callbacks
from contact.models import Booking, CallbackRequest, OutboxMail
from contact.retention import MESSAGE, PERSON, forget

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_callback, make_practice

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


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
