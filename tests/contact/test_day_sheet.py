"""The sheet of a day: whom to call, on paper, and who asked for it."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from contact import callbacks
from contact.admin import day as sheet
from contact.models import AccessEntry, Booking, CallbackRequest
from staff.models import User

from .make import (
    MONDAY,
    TUESDAY_TEN,
    a_day,
    make_adviser,
    make_booking,
    make_callback,
    make_practice,
)

pytestmark = pytest.mark.django_db
DAY = reverse("admin:contact_booking_day")
TUESDAY = {"day": "2026-11-24"}


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()


def make_user(role, **fields):
    user = User.objects.create_user(role, is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def desk(client):
    client.force_login(make_user("balie", first_name="Kees"))
    return client


def text_of(answer) -> str:
    html = answer.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def sheets(answer):
    return [(who.name, [call.at for call in calls]) for who, calls in answer.context["sheets"]]


def test_the_calls_of_a_day_stand_per_adviser_in_the_order_of_the_clock(desk):
    sem = make_adviser("Sem")
    make_booking(TUESDAY_TEN + timedelta(minutes=30))
    make_booking(TUESDAY_TEN)
    make_booking(TUESDAY_TEN + timedelta(days=1))
    make_adviser("Noor")
    make_booking(TUESDAY_TEN)
    assert sheets(desk.get(DAY, TUESDAY)) == [("Noor", ["10:00"]), ("Sem", ["10:00", "10:30"])]
    assert sheets(desk.get(DAY, TUESDAY | {"adviser": sem.pk})) == [("Sem", ["10:00", "10:30"])]


def test_a_row_has_what_is_needed_to_call(desk):
    make_adviser(video_room="https://kamer.example.org/noor")
    make_booking(phone="+4915112345678")
    make_booking(TUESDAY_TEN + timedelta(minutes=30), first_name="Kim", kind="video")
    words = text_of(desk.get(DAY, TUESDAY))
    assert "10:00 Robin +49 1511 2345678 telefoon" in words
    assert "10:30 Kim 06 12345678 video kamer.example.org/noor" in words


def test_a_room_of_its_own_comes_before_that_of_the_adviser(desk):
    make_adviser(video_room="https://kamer.example.org/noor")
    make_booking(kind="video")
    Booking.objects.update(room="https://kamer.example.org/groot")
    words = text_of(desk.get(DAY, TUESDAY))
    assert ("kamer.example.org/groot" in words, "/noor" in words) == (True, False)


@pytest.mark.parametrize("status", ["cancelled", "displaced", "done", "no_show"])
def test_only_calls_that_are_still_to_be_held_are_on_it(desk, status):
    make_adviser()
    make_booking()
    Booking.objects.update(status=status)
    assert "Geen gesprekken te houden op dinsdag 24 november" in text_of(desk.get(DAY, TUESDAY))


def test_without_a_day_that_exists_it_is_today(desk):
    for query in ({}, {"day": "31-31-2026"}, {"day": "2026-02-31"}, {"day": "9999-12-31"}):
        assert desk.get(DAY, query).context["day"] == a_day("2026-11-23")


def test_it_says_who_made_it_when_and_what_to_do_with_it(desk):
    make_adviser()
    make_booking()
    words = text_of(desk.get(DAY, TUESDAY))
    assert (
        "Gemaakt op 23-11-2026 om 9:00 door Kees. Vernietig dit blad aan het eind van de dag."
        in words
    )


# --- Whom to call back ---------------------------------------------------------------------------


def waiting(answer):
    return [row.first_name for row in answer.context["callbacks"]]


def test_today_has_whoever_waits_too_long_and_another_day_only_its_own(desk):
    make_callback(first_name="Ali")
    make_callback(first_name="Bo", phone="+31612345679", day=a_day("2026-11-24"))
    CallbackRequest.objects.filter(first_name="Ali").update(promised_at=MONDAY - timedelta(days=4))
    assert waiting(desk.get(DAY)) == ["Ali"]
    assert waiting(desk.get(DAY, TUESDAY)) == ["Bo"]
    assert waiting(desk.get(DAY, {"day": "2026-11-19"})) == ["Ali"]


def test_who_is_to_be_tried_again_stands_on_the_day_of_that_try(desk):
    asked = make_callback()
    callbacks.mark_no_answer(callback=asked, by=None)
    CallbackRequest.objects.update(attempts=1, next_attempt_at=TUESDAY_TEN)
    words = text_of(desk.get(DAY, TUESDAY))
    assert "weer om 24-11 10:00 Robin 06 12345678 ✗ geen voicemail 1×" in words


def test_who_was_tried_in_time_is_not_late_and_waits_for_the_day_of_the_next_try(desk):
    callbacks.mark_no_answer(callback=make_callback(), by=None)
    late = MONDAY - timedelta(hours=1)
    CallbackRequest.objects.update(promised_at=late, next_attempt_at=TUESDAY_TEN)
    assert waiting(desk.get(DAY)) == []
    assert "te laat" not in text_of(desk.get(DAY, TUESDAY))


def test_a_promise_that_is_late_says_so_in_words(desk):
    make_callback(voicemail_ok=True)
    CallbackRequest.objects.update(promised_at=MONDAY - timedelta(hours=1))
    assert "! te laat: 23-11 8:00 Robin 06 12345678 mag 0×" in text_of(desk.get(DAY))


def test_one_refusal_of_voicemail_is_enough_in_whichever_form(desk):
    make_callback(voicemail_ok=True, form_key="first")
    make_callback(voicemail_ok=False, form_key="second")
    assert "✗ geen voicemail" in text_of(desk.get(DAY))


def test_who_was_called_is_not_on_it(desk):
    callbacks.mark_called(callback=make_callback(), by=None)
    assert "Niemand om terug te bellen" in text_of(desk.get(DAY))


def test_more_people_than_fit_are_pointed_to_the_queue(desk, monkeypatch):
    monkeypatch.setattr(sheet, "MOST", 1)
    make_callback(first_name="Ali", phone="+31612345671")
    make_callback(first_name="Bo", phone="+31612345672", now=MONDAY + timedelta(minutes=1))
    answer = desk.get(DAY)
    assert (waiting(answer), "De hele rij staat bij" in text_of(answer)) == (["Ali"], True)


# --- Who sees it ---------------------------------------------------------------------------------


def test_a_psychologist_sees_own_calls_and_nobody_to_call_back(client):
    user = make_user("psycholoog")
    make_adviser("Noor", user=user)
    make_booking()
    make_adviser("Sem")
    make_booking(first_name="Kim")
    make_callback(first_name="Ali", phone="+31612345679", day=a_day("2026-11-24"))
    client.force_login(user)
    answer = client.get(DAY, TUESDAY)
    assert sheets(answer) == [("Noor", ["10:00"])]
    words = text_of(answer)
    assert ("Kim" in words, "Ali" in words, "Terugbellen" in words) == (False, False, False)


def test_who_may_not_see_calls_has_no_sheet(client):
    for role in ("redactie", "beheer"):
        client.force_login(make_user(role))
        assert client.get(DAY).status_code == 403


def test_each_look_is_written_down(desk):
    make_adviser()
    call = make_booking()
    asked = make_callback(day=a_day("2026-11-24"))
    desk.get(DAY, {"day": "2026-12-08"})
    desk.get(DAY, TUESDAY)
    found = AccessEntry.objects.order_by("pk").values_list("action", "model", "ids")
    assert list(found) == [
        ("print", "booking", f" {call.pk} "),
        ("print", "callbackrequest", f" {asked.pk} "),
    ]


def test_the_sheet_is_kept_nowhere(desk):
    assert "no-store" in desk.get(DAY)["Cache-Control"]
    assert desk.post(DAY).status_code == 405


@pytest.mark.parametrize("rows", [1, 3])
def test_the_sheet_asks_as_often_for_three_rows_as_for_one(desk, django_assert_num_queries, rows):
    for n in range(rows):
        make_adviser(f"Noor {n}")
        make_booking(first_name=f"Kim {n}")
        make_callback(phone=f"+3161234567{n}", day=a_day("2026-11-24"))
    desk.get(DAY, TUESDAY)
    with django_assert_num_queries(10):
        desk.get(DAY, TUESDAY)
