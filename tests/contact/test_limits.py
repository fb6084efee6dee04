"""A flood is bounded; a person is not lost in it."""

import re
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory

from contact import access, bookings, callbacks, limits
from contact.forms import slot_value
from contact.models import Booking, CallbackRequest

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_callback, make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_ahead(monkeypatch):
    monkeypatch.setattr(limits, "MOST_AHEAD", 3)


BOOK, CALL = "/adviesgesprek/", "/terugbellen/"
MOVE = "/adviesgesprek/afspraak/verzetten/"
TYPED = {"first_name": "Robin", "email": "robin@example.org"}


@pytest.fixture(autouse=True)
def practice(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()
    make_adviser()


def number(n):
    return f"06 120000{n:02}"


def ask(client, n=0, **fields):
    typed = TYPED | {"email": "", "phone": number(n), "subject": "", "message": "", "shown": ""}
    return client.post(CALL, typed | fields)


def free(client):
    return list(client.get(BOOK).context["form"].offered)


def book(client, n=0, start=None, **fields):
    start = start or free(client)[-1]
    typed = TYPED | {"phone": number(n), "email": "", "slot": slot_value(start), "shown": ""}
    return client.post(BOOK, typed | fields)


def other_address():
    return Client(REMOTE_ADDR="198.51.100.7")


def words(answer):
    return re.sub(r"\s+", " ", answer.content.decode())


def keeps(answer, *typed):
    """Status, and whether all that was typed still stands on the page, with our number."""
    page = answer.content.decode()
    return answer.status_code, all(text in page for text in (*typed, "010 012 34 56"))


# --- From one address ----------------------------------------------------------------------------


def test_twenty_calls_from_one_address_are_booked_the_nearest_first(client):
    codes = [book(client, n, free(client)[0]).status_code for n in range(20)]
    assert codes == [302] * 20


def test_over_the_limit_of_an_address_both_forms_keep_all_that_was_typed(client, settings):
    settings.REQUESTS_PER_ADDRESS = 1
    ask(client)
    answer = ask(client, 1, message="Graag na vieren", email="robin@example.org")
    assert keeps(answer, number(1), "Robin", "robin@example.org", "Graag na vieren") == (429, True)
    start = free(client)[5]
    answer = book(client, 2, start, email="robin@example.org")
    assert keeps(answer, number(2), "Robin", "robin@example.org") == (429, True)
    assert re.search(rf'value="{slot_value(start)}"[^>]*checked', answer.content.decode())
    assert (CallbackRequest.objects.count(), Booking.objects.count()) == (1, 0)


def test_the_form_that_made_the_last_request_may_be_sent_again(client, settings):
    settings.REQUESTS_PER_ADDRESS = 1
    form = {"shown": access.mark_form()}
    assert [ask(client, **form).status_code for _ in range(3)] == [302] * 3
    other = other_address()
    form |= {"start": free(other)[0], "n": 1}
    assert [book(other, **form).status_code for _ in range(3)] == [302] * 3


def test_a_form_whose_request_was_handled_counts_as_any_other(client, settings):
    settings.REQUESTS_PER_ADDRESS = 1
    form = {"shown": access.mark_form()}
    ask(client, **form)
    callbacks.mark_called(callback=CallbackRequest.objects.get(), by=None)
    assert ask(client, **form).status_code == 429


def test_yesterday_does_not_count(client, settings, time_machine):
    settings.REQUESTS_PER_ADDRESS = 1
    ask(client)
    time_machine.shift(limits.PERIOD)
    assert ask(client, 1).status_code == 302


def test_a_flood_from_elsewhere_keeps_nobody_out(client, settings):
    settings.REQUESTS_PER_ADDRESS = 1
    ask(client)
    assert ask(client, 1).status_code == 429
    assert ask(other_address(), 1).status_code == 302


def test_what_colleagues_enter_counts_for_no_address_and_no_number(client, settings):
    settings.REQUESTS_PER_PHONE = settings.REQUESTS_PER_ADDRESS = 2
    for n in range(5):
        make_callback(phone="+31612000000", first_name=f"Kim {n}")
    assert ask(client).status_code == 302


def test_one_network_of_ipv6_is_one_address(client, settings):
    settings.REQUESTS_PER_ADDRESS = 1
    near = [
        Client(REMOTE_ADDR=f"2001:db8:1:{net}::{host}") for net, host in [(1, 1), (1, 2), (2, 1)]
    ]
    assert [ask(client, n).status_code for n, client in enumerate(near)] == [302, 429, 302]


# --- For one number ------------------------------------------------------------------------------


def test_over_the_limit_of_a_number_what_stands_keeps_standing_and_the_page_says_so(
    client, settings
):
    settings.REQUESTS_PER_PHONE = 2
    ask(client), ask(client)
    answer = ask(client, message="Graag na vieren")
    assert keeps(answer, number(0), "Graag na vieren") == (429, True)
    assert "Het laatste staat bij ons, dus we bellen je." in words(answer)
    assert CallbackRequest.objects.waiting().count() == 2
    assert book(client).status_code == 429


def test_whose_number_others_misused_gets_through_once_those_are_handled(client, settings):
    settings.REQUESTS_PER_PHONE = 2
    for n in range(2):
        ask(other_address(), first_name=f"Nep {n}")
    for row in CallbackRequest.objects.all():
        callbacks.mark_withdrawn(callback=row, by=None)
    assert ask(client).status_code == 302
    assert CallbackRequest.objects.waiting().count() == 1


def test_a_number_holds_three_calls_ahead_and_a_fourth_is_explained(client):
    codes = [book(client, first_name=name).status_code for name in ("Robin", "Kim", "Bo")]
    answer = book(client, first_name="Ali", email="ali@example.org")
    assert codes == [302] * 3
    assert keeps(answer, number(0), "Ali", "ali@example.org") == (429, True)
    assert "staan al veel gesprekken." in words(answer)


def test_a_call_that_was_cancelled_or_has_been_holds_no_place(client, time_machine):
    for _ in range(3):
        book(client, start=free(client)[0])
    bookings.cancel(booking=Booking.objects.first())
    assert book(client).status_code == 302
    time_machine.shift(timedelta(days=7))
    assert book(client).status_code == 302


def test_a_mailbox_gets_no_endless_calls_and_the_field_says_how_to_go_on(client):
    for n in range(3):
        book(client, n, email="Robin@example.org")
    answer = book(client, 3, email="robin@example.org")
    assert (answer.status_code, list(answer.context["form"].errors)) == (429, ["email"])
    assert "Laat het leeg" in words(answer)
    assert book(client, 3).status_code == 302


@pytest.mark.parametrize("spelt", ["robin+{}@example.org", "Robin+{}@EXAMPLE.org"])
def test_another_spelling_is_the_same_mailbox(client, spelt):
    for n in range(3):
        book(client, n, email=spelt.format(n))
    assert book(client, 3, email=spelt.format(3)).status_code == 429
    assert book(client, 3, email="robina@example.org").status_code == 302


def test_a_mailbox_that_was_taken_off_a_call_was_mailed_all_the_same(client, settings):
    settings.REQUESTS_PER_PHONE = 2
    for n in range(2):
        book(client, n, email="robin@example.org")
    Booking.objects.update(email="other@example.org")
    assert book(client, 2, email="robin@example.org").status_code == 429


def test_correcting_the_number_is_no_way_round_the_limit_of_a_number(client, settings):
    settings.REQUESTS_PER_PHONE = 2
    ask(client)
    ask(client, first_name="Kim")
    shown = access.mark_form()
    ask(client, 1, shown=shown)
    corrected = client.post("/terugbellen/bedankt/", {"phone": number(0)})
    assert (corrected.status_code, "al veel verzoeken" in words(corrected)) == (422, True)
    assert ask(client, 0, shown=shown).status_code == 429
    assert ask(client, 1, shown=shown, message="Na vieren").status_code == 302
    assert CallbackRequest.objects.filter(phone="+31612000000").count() == 2


def test_nor_is_it_for_calls(client):
    for _ in range(3):
        book(client, 0)
    start, shown = free(client)[-1], access.mark_form()
    book(client, 1, start, shown=shown)
    assert book(client, 0, start, shown=shown).status_code == 429
    assert book(client, 1, start, shown=shown, first_name="Kim").status_code == 302
    assert Booking.objects.filter(phone="+31612000000").count() == 3


def test_ipv4_written_as_ipv6_is_no_household_of_its_own(settings):
    def source(address):
        return access.source_of(RequestFactory().get("/", REMOTE_ADDR=address))

    assert source("::ffff:192.0.2.1") == source("192.0.2.1") != source("::ffff:198.51.100.7")
    assert source("2001:db8:1:2::3") == source("2001:db8:1:2:ffff::4") != source("2001:db8:1:3::3")


# --- The share of one address --------------------------------------------------------------------


def test_who_holds_most_of_the_nearest_starts_leaves_the_others_free(client):
    for n in range(24):
        book(client, n, free(client)[0])
    near, *_, far = free(client)
    answer = book(client, 24, near, email="robin@example.org")
    assert keeps(answer, number(24), "Robin", "robin@example.org") == (429, True)
    assert "kies een tijd verderop" in words(answer)
    assert book(client, 24, far).status_code == 302
    assert book(other_address(), 25, near).status_code == 302


def test_moving_is_no_way_round_it(client):
    for n in range(24):
        book(client, n, free(client)[0])
    near, *_, far = free(client)
    book(client, 24, far)
    answer = client.post(MOVE, {"slot": slot_value(near)})
    assert answer.status_code == 429
    assert Booking.objects.confirmed().filter(starts_at=far).exists()


def test_a_setting_without_end_counts_nothing_by_address_or_number(client, settings):
    settings.REQUESTS_PER_ADDRESS = settings.REQUESTS_PER_PHONE = limits.NO_LIMIT
    codes = [
        book(client, start=free(client)[0], email="a@example.org").status_code for _ in "x" * 31
    ]
    assert codes == [302] * 31


# --- Suspects ------------------------------------------------------------------------------------


def test_a_suspect_call_holds_its_time_as_any_other(client):
    book(client, start=TUESDAY_TEN, website="https://spam.example")
    booking = Booking.objects.get()
    assert (booking.is_suspect, booking.cells.count()) == (True, 4)
    assert book(client, 1, TUESDAY_TEN).status_code == 409


def test_a_suspect_shows_at_the_desk(admin_client):
    make_booking(is_suspect=True)
    make_callback(is_suspect=True)
    for model in ("booking", "callbackrequest"):
        page = admin_client.get(f"/admin/contact/{model}/").content.decode()
        assert page.count("⚠ robot?") == 1


def test_a_form_sent_more_than_a_second_after_it_was_shown_is_no_suspect(client, time_machine):
    shown = access.mark_form()
    time_machine.shift(access.QUICKEST + timedelta(milliseconds=1))
    ask(client, shown=shown)
    assert CallbackRequest.objects.get().is_suspect is False


# --- Nothing typed is lost -----------------------------------------------------------------------

ALL = {
    "first_name": "Robin",
    "phone": "06 12000000",
    "email": "robin@example.org",
    "day": "2026-11-25",
    "day_part": "middag",
    "voicemail_ok": "on",
    "subject": "slapen",
    "message": "Graag na vieren",
}


@pytest.mark.parametrize("why", ["address", "number", "changes"])
def test_whatever_refuses_a_callback_keeps_every_field(client, settings, why):
    shown = access.mark_form()
    if why == "changes":
        codes = [ask(client, shown=shown, subject=f"{n}").status_code for n in range(7)]
        assert codes[-1] == 429
    else:
        setattr(settings, f"REQUESTS_PER_{'ADDRESS' if why == 'address' else 'PHONE'}", 1)
        ask(client)
        shown = ""
    answer = client.post(CALL, ALL | {"shown": shown})
    form = answer.context["form"]
    assert (answer.status_code, {name: form[name].value() for name in ALL}) == (
        429, ALL | {"voicemail_ok": True},
    )  # fmt: skip
    assert "010 012 34 56" in words(answer)
    for field in ("phone", "email", "subject"):
        assert f'value="{ALL[field]}"' in words(answer)
    assert re.search(r'value="2026-11-25" selected', words(answer))
    assert re.search(r'value="middag"[^>]*checked', words(answer))


@pytest.mark.parametrize("why", ["address", "number", "ahead", "mailbox", "nearest"])
def test_whatever_refuses_a_call_keeps_every_field(client, settings, why):
    if why in ("address", "number"):
        setattr(settings, f"REQUESTS_PER_{'ADDRESS' if why == 'address' else 'PHONE'}", 1)
    count = {"address": 1, "number": 1, "ahead": 3, "mailbox": 3, "nearest": 24}[why]
    for n in range(count):
        email = ALL["email"] if why == "mailbox" else ""
        book(client, n if why in ("mailbox", "nearest") else 0, free(client)[0], email=email)
    start = free(client)[0]
    answer = book(client, 0 if why in ("number", "ahead") else 30, start, email=ALL["email"])
    form = answer.context["form"]
    assert answer.status_code == 429
    assert (form["first_name"].value(), form["email"].value()) == ("Robin", ALL["email"])
    assert re.search(rf'value="{slot_value(start)}"[^>]*checked', words(answer))
    assert not re.search("bevestigd|gereserveerd|ingepland", words(answer))
