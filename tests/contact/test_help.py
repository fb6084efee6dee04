"""The help on the answer pages: the same for everybody, in an order that leaves no trace."""

import re

import pytest
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.forms import model_to_dict

from contact import access
from contact.models import CallbackRequest
from staff.models import User

from .make import MONDAY, make_adviser, make_booking, make_practice

pytestmark = pytest.mark.django_db
CALL = "/terugbellen/"
CARDS = {
    "Heb je vandaag nog hulp nodig?": "doctor",
    "Denk je aan zelfdoding?": "suicide",
    "Ben je niet veilig?": "danger",
    "Nu in paniek?": "panic",
}
OF_EVERYBODY = ["doctor", "suicide", "danger", "panic"]


@pytest.fixture(autouse=True)
def practice(time_machine):
    time_machine.move_to(MONDAY)
    make_practice()


def ask(client, **fields):
    form = {"first_name": "Robin", "phone": "06 12345678", "shown": access.mark_form()}
    return client.post(CALL, form | fields, follow=True)


def help_on(answer):
    found = re.findall(r"<h3>([^<]+)</h3>", answer.content.decode())
    return [CARDS[heading] for heading in found if heading in CARDS]


@pytest.mark.parametrize(
    ("message", "order"),
    [
        ("", OF_EVERYBODY),
        ("Graag na vieren", OF_EVERYBODY),
        ("Mijn broer is overleden door zelfdoding", OF_EVERYBODY),
        ("ik wil dood", ["suicide", "doctor", "danger", "panic"]),
        ("Hij slaat me", ["danger", "doctor", "suicide", "panic"]),
        ("Ik ben bang dat ik doodga", ["panic", "doctor", "suicide", "danger"]),
    ],
)
def test_words_change_the_order_of_help_on_the_answer_page_and_nothing_else(client, message, order):
    assert help_on(ask(client, message=message)) == order


def test_the_words_of_the_subject_count_too(client):
    assert help_on(ask(client, subject="paniekaanvallen"))[0] == "panic"


def test_but_for_the_order_the_page_is_the_same_for_everybody(client):
    """Nothing on it marks what was found."""
    pages = []
    for message in ("Graag na vieren", "ik wil dood"):
        page = ask(client, message=message).content.decode()
        cards = re.findall(r'<div class="crisis">.*?</div>', page, re.DOTALL)
        rest = page
        for card in cards:
            rest = rest.replace(card, "")
        pages.append((sorted(cards), re.sub(r'value="[^"]{40,}"', "", rest)))
    assert pages[0] == pages[1]


def test_the_page_of_a_call_has_the_same_help(client):
    make_adviser()
    booking = make_booking()
    answer = client.get(f"/afspraak/{access.token_for(booking.uid)}/", follow=True)
    assert help_on(answer) == OF_EVERYBODY


def keys_of(cache) -> list[str]:
    """Of a cache in memory or in Redis."""
    inside = getattr(cache, "_cache", {})
    keys = inside.get_client().keys() if hasattr(inside, "get_client") else inside
    return [str(key) for key in keys]


def test_what_the_words_called_for_is_kept_nowhere(client, caplog):
    """Two requests that differ in their words alone differ in nothing else that is stored."""
    rows = []
    for message in ("Graag na vieren", "ik wil dood"):
        answer = ask(client, message=message)
        row = model_to_dict(CallbackRequest.objects.latest("pk"))
        rows.append({name: row[name] for name in row if name not in ("id", "message", "same_as")})
        for word in ("dood", "suicide", "danger", "panic"):
            assert word not in repr(answer.headers) + repr(client.cookies) + caplog.text
    assert rows[0] == rows[1]
    kept = [key for cache in caches.all() for key in keys_of(cache)]
    assert not [key for key in kept if "help" in key or "care" in key]


def test_no_colleague_sees_what_the_words_called_for(client):
    user = User.objects.create_user("balie", is_staff=True)
    user.groups.add(Group.objects.get(name="balie"))
    pages = []
    for message in ("Graag na vieren", "ik wil dood"):
        ask(client, message=message)
        row = CallbackRequest.objects.latest("pk")
        client.force_login(user)
        page = client.get(f"/admin/contact/callbackrequest/{row.pk}/change/").content.decode()
        page = page.replace(message, "").replace(f"Terugbelverzoek {row.pk}", "")
        pages.append(re.findall(r'class="[^"]*"|<h\d>[^<]*', page))
        row.delete()
        client.logout()
    assert pages[0] == pages[1]


@pytest.mark.parametrize("path", [CALL, "/adviesgesprek/"])
def test_help_stands_before_the_first_field_for_everybody(client, path):
    make_adviser()
    page = client.get(path).content.decode()
    form = page[page.index('<form class="form"') :]
    field = re.search(r'<input[^>]*(?:name="first_name"|type="radio")', form).start()
    for line in ('href="tel:112"', 'href="tel:113"', 'href="tel:0800-0113"'):
        assert 0 < form.index(line) < field


@pytest.mark.parametrize("path", [CALL, "/adviesgesprek/"])
def test_the_forms_ask_for_little_and_say_how_to_fill_it(client, path):
    make_adviser()
    page = client.get(path).content.decode()
    asked = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page))
    assert asked - {"csrfmiddlewaretoken", "shown", "website"} <= {
        "first_name", "phone", "email", "day", "day_part", "voicemail_ok", "subject", "message",
        "slot", "kind",
    }  # fmt: skip
    fills = dict(re.findall(r'name="(\w+)"[^>]*autocomplete="([\w-]+)"', page))
    assert (fills["first_name"], fills["phone"], fills["email"]) == ("given-name", "tel", "email")
    assert not re.search(r"geboortedatum|BSN|burgerservicenummer|diagnose", page, re.IGNORECASE)
