"""A number that may be a BSN: pointed out once the request is safe, gone in one click."""

import re

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.test import Client

from contact import access, callbacks, cleaning
from contact.models import AccessEntry, CallbackRequest, OutboxMail
from staff.models import User

from .make import MONDAY, make_callback, make_practice

pytestmark = pytest.mark.django_db
CALL, DONE, AWAY = "/terugbellen/", "/terugbellen/bedankt/", "/terugbellen/bedankt/getal-weg/"
BSN = "123456782"
TEXT = f"Mijn bsn is {BSN}. Graag na vieren."
HINT = "Er staat een getal in je bericht dat op een burgerservicenummer lijkt."


@pytest.fixture(autouse=True)
def practice(time_machine):
    time_machine.move_to(MONDAY)
    make_practice()


@pytest.fixture
def desk(client):
    user = User.objects.create_user("balie", is_staff=True)
    user.groups.add(Group.objects.get(name="balie"))
    client.force_login(user)
    return client


def ask(client, **fields):
    form = {"first_name": "Robin", "phone": "06 12345678", "shown": access.mark_form()}
    answer = client.post(CALL, form | fields, follow=True)
    assert answer.redirect_chain[0][1] == 302
    return answer


def page(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def test_the_request_is_saved_as_it_was_written_and_the_number_pointed_out_after(client):
    assert HINT in page(ask(client, message=TEXT))
    assert CallbackRequest.objects.get().message == TEXT


def test_one_click_takes_it_out_of_the_message_and_leaves_the_rest(client):
    ask(client, message=TEXT, subject=f"intake {BSN}")
    answer = client.post(AWAY, follow=True)
    asked = CallbackRequest.objects.get()
    assert asked.message == "Mijn bsn is [weggehaald]. Graag na vieren."
    assert asked.subject == "intake [weggehaald]"
    assert "Dat is weggehaald." in page(answer)
    assert HINT not in page(answer)


def test_the_click_counts_as_no_change_and_sends_no_mail(client):
    ask(client, message=TEXT, email="robin@example.org")
    before = OutboxMail.objects.count()
    client.post(AWAY)
    assert (CallbackRequest.objects.get().revision, OutboxMail.objects.count()) == (0, before)


@pytest.mark.parametrize("again", [1, 2])
def test_clicking_again_or_without_a_number_changes_nothing(client, again):
    ask(client, message="Graag na vieren.")
    for _ in range(again):
        assert client.post(AWAY).status_code == 302
    assert CallbackRequest.objects.get().message == "Graag na vieren."


def test_it_goes_also_once_somebody_was_called(client):
    ask(client, message=TEXT)
    asked = CallbackRequest.objects.get()
    callbacks.mark_called(callback=asked, by=None)
    assert HINT in page(client.get(DONE))
    client.post(AWAY)
    asked.refresh_from_db()
    assert asked.message == "Mijn bsn is [weggehaald]. Graag na vieren."


def test_without_the_cookie_the_click_touches_nobody(client):
    make_callback(message=TEXT)
    answer = client.post(AWAY, follow=True)
    assert (answer.status_code, CallbackRequest.objects.get().message) == (410, TEXT)


def test_a_failed_token_takes_nothing_out_and_says_so():
    client = Client(enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', page(client.get(CALL)))[1]
    ask(client, message=TEXT, csrfmiddlewaretoken=token)
    assert "nog niet gelukt" in page(client.post(AWAY, follow=True))
    assert CallbackRequest.objects.get().message == TEXT


def test_getting_the_address_of_the_click_changes_nothing(client):
    ask(client, message=TEXT)
    assert client.get(AWAY).status_code == 405


def test_after_the_click_the_number_stands_nowhere(client, caplog):
    ask(client, message=TEXT)
    client.post(AWAY, follow=True)
    rows = [list(model.objects.values()) for model in apps.get_app_config("contact").get_models()]
    assert BSN not in repr(rows)
    assert BSN not in caplog.text
    assert BSN not in repr(dict(client.session)) + repr(client.cookies)
    assert BSN not in repr([getattr(cache, "_cache", "") for cache in caches.all()])


@pytest.mark.parametrize("subject", [f"{BSN} " * 12, "x " * 55 + BSN])
def test_a_subject_stays_as_short_as_its_field(client, subject):
    subject = subject[:120].strip()
    asked = make_callback(subject=subject)
    assert cleaning.take_out_numbers(asked) > 0
    asked.refresh_from_db()
    assert len(asked.subject) <= 120
    assert BSN not in asked.subject


def test_the_number_to_call_is_none(client):
    assert HINT not in page(ask(client, phone="06 12345678", message="bel op 612345678"))


def test_the_desk_sees_the_hint_and_takes_it_out_with_the_same_click(desk):
    asked = make_callback(message=TEXT)
    url = f"/admin/contact/callbackrequest/{asked.pk}/"
    assert "op een burgerservicenummer lijkt" in page(desk.get(f"{url}change/"))
    answer = desk.post(f"{url}getal-weg/", follow=True)
    asked.refresh_from_db()
    assert asked.message == "Mijn bsn is [weggehaald]. Graag na vieren."
    assert "Het getal is weggehaald." in page(answer)
    assert "op een burgerservicenummer lijkt" not in page(answer)
    assert AccessEntry.objects.get(action="change").ids == f" {asked.pk} "


def test_the_desk_takes_it_out_of_what_the_same_person_wrote_since_too(desk):
    leading, again = make_callback(), make_callback(message=TEXT)
    url = f"/admin/contact/callbackrequest/{leading.pk}/"
    assert "op een burgerservicenummer lijkt" in page(desk.get(f"{url}change/"))
    desk.post(f"{url}getal-weg/")
    again.refresh_from_db()
    assert (again.same_as, again.message) == (
        leading, "Mijn bsn is [weggehaald]. Graag na vieren.",
    )  # fmt: skip


def test_who_may_not_change_requests_cannot_click(client):
    user = User.objects.create_user("redactie", is_staff=True)
    user.groups.add(Group.objects.get(name="redactie"))
    client.force_login(user)
    asked = make_callback(message=TEXT)
    url = f"/admin/contact/callbackrequest/{asked.pk}/getal-weg/"
    assert client.post(url).status_code == 403
    asked.refresh_from_db()
    assert asked.message == TEXT
