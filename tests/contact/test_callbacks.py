import pytest

from contact import callbacks
from contact.models import CallbackRequest, OutboxMail
from staff.models import User

from .make import MONDAY, PERSON, a_day, make_callback, make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def practice():
    return make_practice()


def test_a_request_carries_its_promise_and_its_mails():
    asked = make_callback(email="robin@example.org")
    assert asked.promised_at.isoformat() == "2026-11-23T12:00:00+00:00"
    assert sorted(OutboxMail.objects.values_list("kind", flat=True)) == [
        "callback_received",
        "practice_callback",
    ]


def test_the_same_form_sent_twice_is_one_request():
    assert make_callback(form_key="k").pk == make_callback(form_key="k").pk
    assert CallbackRequest.objects.count() == 1


def test_a_form_gone_back_to_and_sent_with_another_number_is_the_same_request_renewed():
    first = make_callback(form_key="k", phone="+31612345600")
    again = make_callback(form_key="k", email="robin@example.org")
    assert (again.pk, again.phone) == (first.pk, PERSON["phone"])
    assert OutboxMail.objects.filter(kind="callback_received").count() == 1


def test_a_form_gone_back_to_after_the_call_asks_anew():
    first = make_callback(form_key="k")
    callbacks.mark_called(callback=first, by=None)
    assert make_callback(form_key="k").pk != first.pk


def test_a_form_changed_into_a_request_that_stands_already_leaves_that_one():
    right = make_callback()
    make_callback(form_key="k", phone="+31612345600")
    assert make_callback(form_key="k").pk == right.pk
    assert list(CallbackRequest.objects.to_call()) == [right]


def test_somebody_who_is_waiting_and_asks_again_has_one_request_renewed():
    first = make_callback(message="Liever na vieren.", day=a_day("2026-11-26"))
    again = make_callback(first_name="robin", message="Of morgen.", voicemail_ok=True)
    assert again.pk == first.pk
    again.refresh_from_db()
    assert (again.day, again.voicemail_ok) == (None, True)
    assert again.message == "Liever na vieren.\n\nOf morgen."
    assert again.promised_at.isoformat() == "2026-11-23T12:00:00+00:00"


def test_two_people_behind_one_number_have_each_their_own_request():
    assert make_callback().pk != make_callback(first_name="Kim").pk


def test_after_a_call_a_new_request_is_a_new_one():
    first = make_callback()
    assert callbacks.mark_called(callback=first, by=None) is True
    assert make_callback().pk != first.pk


def test_no_answer_keeps_a_request_in_the_queue_and_counts():
    asked = make_callback()
    user = User.objects.create(username="b")
    assert callbacks.mark_no_answer(callback=asked, by=user) is True
    asked.refresh_from_db()
    assert (asked.status, asked.attempts) == ("no_answer", 1)
    assert list(CallbackRequest.objects.to_call()) == [asked]


def test_a_request_is_finished_once():
    asked = make_callback()
    assert callbacks.mark_called(callback=asked, by=None) is True
    assert callbacks.mark_called(callback=asked, by=None) is False
    assert callbacks.mark_withdrawn(callback=asked, by=None) is False
    assert callbacks.mark_no_answer(callback=asked, by=None) is False


def test_a_number_can_be_corrected_while_waiting():
    asked = callbacks.correct_number(callback=make_callback(), phone="+31612345699")
    assert asked.phone == "+31612345699"
    callbacks.mark_called(callback=asked, by=None)
    with pytest.raises(callbacks.NotCorrectable):
        callbacks.correct_number(callback=asked, phone=PERSON["phone"])


def test_correcting_to_the_number_of_ones_other_request_leaves_that_one():
    right = make_callback()
    wrong = make_callback(phone="+31612345600", now=MONDAY)
    assert callbacks.correct_number(callback=wrong, phone=PERSON["phone"]).pk == right.pk
    assert list(CallbackRequest.objects.to_call()) == [right]
