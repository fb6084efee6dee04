from datetime import timedelta

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


def test_a_form_changed_into_a_request_that_stands_already_joins_that_one():
    right = make_callback()
    make_callback(form_key="k", phone="+31612345600")
    assert make_callback(form_key="k").same_as == right
    assert list(CallbackRequest.objects.to_call()) == [right]


def test_a_corrected_address_gets_a_mail_of_its_own():
    make_callback(form_key="k", email="rbin@example.org")
    OutboxMail.objects.update(status="sent")
    make_callback(form_key="k", email="robin@example.org")
    assert OutboxMail.objects.filter(kind="callback_received", status="waiting").count() == 1


def test_somebody_who_waits_and_asks_again_stands_in_the_queue_once_and_loses_no_word():
    first = make_callback(message="Liever na vieren.", day=a_day("2026-11-26"))
    again = make_callback(first_name="robin", message="Of morgen.", voicemail_ok=True)
    assert list(CallbackRequest.objects.to_call()) == [first]
    assert (again.same_as, again.message) == (first, "Of morgen.")
    first.refresh_from_db()
    assert (first.message, first.voicemail_ok) == ("Liever na vieren.", False)


def test_one_call_keeps_both_promises_so_it_is_due_at_the_earlier():
    first = make_callback(day=a_day("2026-11-26"))
    make_callback()
    first.refresh_from_db()
    assert first.promised_at.isoformat() == "2026-11-23T12:00:00+00:00"


def test_a_promise_given_anew_lies_ahead_while_the_missed_one_stays_in_the_queue():
    first = make_callback()
    later = MONDAY + timedelta(days=1, hours=1)
    assert make_callback(now=later).promised_at > later
    first.refresh_from_db()
    assert first.promised_at < later


def test_one_call_answers_whatever_the_person_asked():
    first, again = make_callback(), make_callback()
    callbacks.mark_called(callback=first, by=None)
    again.refresh_from_db()
    assert again.status == "called"
    assert make_callback().same_as is None


def test_who_corrects_the_number_of_a_repeat_touches_no_other_request():
    """Somebody else may know a name and a number: that must not redirect a call."""
    first = make_callback(message="geheim")
    strangers = make_callback(first_name="ROBIN")
    changed = callbacks.change(callback=strangers, phone="+31699999999")
    first.refresh_from_db()
    assert (first.phone, first.message) == (PERSON["phone"], "geheim")
    assert changed.same_as is None
    assert CallbackRequest.objects.to_call().count() == 2


def test_the_eldest_repeat_that_leads_is_due_at_the_nearest_of_their_promises():
    first, second, third = make_callback(), make_callback(), make_callback()
    for row, hours in ((first, 1), (second, 3), (third, 2)):
        CallbackRequest.objects.filter(pk=row.pk).update(
            promised_at=MONDAY + timedelta(hours=hours)
        )
    callbacks.change(callback=first, phone="+31612345670", now=MONDAY)
    leads = CallbackRequest.objects.to_call().get(repeats=third)
    assert (leads.pk, leads.due_at) == (second.pk, MONDAY + timedelta(hours=2))


def test_who_goes_on_under_another_number_leaves_the_eldest_repeat_in_the_queue():
    first, second, third = make_callback(), make_callback(), make_callback()
    callbacks.change(callback=first, phone="+31612345600")
    for row in (first, second, third):
        row.refresh_from_db()
    assert (first.same_as, second.same_as, third.same_as) == (None, None, second)
    assert set(CallbackRequest.objects.to_call()) == {first, second}


@pytest.mark.parametrize(
    ("one", "other"), [("İbrahim", "i̇brahim"), ("Éva", "éva"), ("Σας", "ΣΑΣ"), ("ﬁona", "FIONA")]
)
def test_a_name_is_the_same_however_it_is_spelt(one, other):
    make_callback(first_name=one)
    make_callback(first_name=other)
    assert CallbackRequest.objects.to_call().count() == 1


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
    asked = callbacks.change(callback=make_callback(), phone="+31612345699")
    assert asked.phone == "+31612345699"
    callbacks.mark_called(callback=asked, by=None)
    with pytest.raises(callbacks.NotWaiting):
        callbacks.change(callback=asked, phone=PERSON["phone"])


def test_another_wish_gives_another_promise():
    asked = callbacks.change(callback=make_callback(), day=a_day("2026-11-26"), now=MONDAY)
    assert asked.promised_at.isoformat() == "2026-11-26T16:00:00+00:00"
