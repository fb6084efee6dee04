"""The pages on which the desk plans and moves a call, with somebody on the phone."""

import re
from datetime import date, time, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse

from contact.models import AccessEntry, Booking, BusyTime, Closure, OutboxMail, WeeklyHours

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_practice
from .test_admin import make_user

pytestmark = pytest.mark.django_db
ADD = reverse("admin:contact_booking_add")
ROBIN = {"first_name": "Robin", "phone": "06 12345678", "kind": "phone", "form_key": "k"}
TEN = "2026-11-24T09:00:00Z"


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()


@pytest.fixture
def desk(client):
    client.force_login(make_user("balie"))
    return client


def errors(answer):
    return {name: " ".join(said) for name, said in answer.context["form"].errors.items()}


def at(wall, day="2026-11-24"):
    return {"slot": "anders", "day": day, "time": wall}


def confirmed(client, url, data):
    """Sent, warned, and sent again as the page then has it."""
    warned = client.post(url, data)
    assert warned.status_code == 422
    return client.post(url, data | {"confirm": warned.context["mark"]}), warned.context["breaks"]


def test_a_call_is_planned_from_the_list_with_whoever_is_free(desk):
    noor = make_adviser()
    answer = desk.post(ADD, ROBIN | {"slot": TEN, "email": "robin@example.org"})
    booking = Booking.objects.get()
    assert (booking.adviser, booking.starts_at, booking.phone) == (
        noor,
        TUESDAY_TEN,
        "+31612345678",
    )
    assert answer.url == reverse("admin:contact_booking_change", args=[booking.pk])
    assert OutboxMail.objects.filter(kind="booking_confirmed").count() == 1
    assert AccessEntry.objects.get().ids == f" {booking.pk} "


def test_nothing_personal_stands_in_the_message_or_the_log(desk):
    make_adviser()
    answer = desk.post(ADD, ROBIN | {"slot": TEN})
    told = " ".join(str(message) for message in get_messages(answer.wsgi_request))
    entry = LogEntry.objects.get()
    assert "dinsdag 24" in told
    for words in (told, entry.object_repr, entry.change_message, answer.url):
        assert not re.search("Robin|612345678", words)


def test_the_list_says_who_is_free_and_a_colleague_can_be_chosen(desk):
    make_adviser("Noor")
    sem = make_adviser("Sem")
    assert "Noor, Sem" in desk.get(ADD).content.decode()
    desk.post(ADD, ROBIN | {"slot": TEN, "adviser": sem.pk})
    assert Booking.objects.get().adviser == sem


def test_a_colleague_who_is_not_free_then_is_refused_by_name(desk):
    make_adviser("Noor")
    sem = make_adviser("Sem", start=time(14), end=time(16))
    answer = desk.post(ADD, ROBIN | {"slot": TEN, "adviser": sem.pk})
    assert errors(answer) == {"adviser": "Sem is dan niet vrij. Wel vrij: Noor."}


def test_pressed_twice_is_one_call_though_two_colleagues_are_free(desk):
    make_adviser("Noor")
    make_adviser("Sem")
    for _ in range(2):
        desk.post(ADD, ROBIN | {"slot": TEN})
    assert Booking.objects.count() == 1


def test_a_time_that_was_just_taken_is_said_at_the_list_and_nothing_is_lost(desk):
    make_adviser()
    make_booking(first_name="Kim")
    answer = desk.post(ADD, ROBIN | {"slot": TEN})
    assert list(errors(answer)) == ["slot"]
    assert 'value="Robin"' in answer.content.decode()


def test_a_moment_that_is_free_needs_no_list_and_no_second_press(desk):
    make_adviser()
    desk.post(ADD, ROBIN | at("10:00"))
    assert Booking.objects.get().starts_at == TUESDAY_TEN


def test_a_minute_off_the_steps_within_the_hours_breaks_nothing(desk):
    noor = make_adviser()
    desk.post(ADD, ROBIN | at("10:10") | {"adviser": noor.pk})
    assert Booking.objects.get().starts_at == TUESDAY_TEN + timedelta(minutes=10)


def late(adviser):
    return at("09:30", "2026-11-23"), "Het is korter van tevoren dan 4 uur."


def far(adviser):
    return at("10:00", "2027-02-02"), "Het is verder vooruit dan 21 dagen."


def evening(adviser):
    return at("19:00"), "Het valt buiten het spreekuur van Noor."


def holiday(adviser):
    make_practice(horizon_days=60)
    return at("10:00", "2027-01-01"), "De praktijk is die dag gesloten: Nieuwjaarsdag."


def away(adviser):
    day = date(2026, 11, 24)
    Closure.objects.create(adviser=adviser, first_on=day, last_on=day, reason="Tandarts")
    return at("10:00"), "Noor is die dag afwezig."


def busy(adviser):
    BusyTime.objects.create(
        adviser=adviser, starts_at=TUESDAY_TEN, ends_at=TUESDAY_TEN + timedelta(minutes=5)
    )
    return at("10:00"), "Noor is dan bezet."


def full(adviser):
    adviser.max_per_day = 1
    adviser.save()
    make_booking(TUESDAY_TEN + timedelta(hours=1), first_name="Kim")
    return at("10:00"), "Noor heeft die dag al het hoogste aantal gesprekken: 1."


@pytest.mark.parametrize("broken", [late, far, evening, holiday, away, busy, full])
def test_a_rule_is_overruled_after_a_warning_that_names_it(desk, broken):
    noor = make_adviser()
    moment, warning = broken(noor)
    before = Booking.objects.count()
    answer, breaks = confirmed(desk, ADD, ROBIN | moment | {"adviser": noor.pk})
    assert breaks == [warning]
    assert (answer.status_code, Booking.objects.count()) == (302, before + 1)


def test_who_confirms_one_moment_has_not_confirmed_another(desk):
    noor = make_adviser()
    first = ROBIN | at("19:00") | {"adviser": noor.pk}
    mark = desk.post(ADD, first).context["mark"]
    answer = desk.post(ADD, first | {"time": "20:00", "confirm": mark})
    assert (answer.status_code, Booking.objects.count()) == (422, 0)


@pytest.mark.parametrize("wall", ["10:00", "10:15", "09:45"])
def test_another_call_is_never_overruled(desk, wall):
    noor = make_adviser()
    make_booking(first_name="Kim")
    answer = desk.post(ADD, ROBIN | at(wall) | {"adviser": noor.pk, "confirm": "x"})
    assert errors(answer) == {"time": "Noor heeft dan al een gesprek. Kies een andere tijd."}
    assert Booking.objects.count() == 1


def test_outside_the_rules_somebody_is_named(desk):
    make_adviser()
    assert list(errors(desk.post(ADD, ROBIN | at("19:00")))) == ["adviser"]


@pytest.mark.parametrize(
    ("day", "wall", "field"),
    [
        ("2026-11-22", "10:00", "day"),
        ("2027-03-28", "02:30", "time"),
        ("2027-10-31", "02:30", "time"),
        ("2026-11-24", "", "time"),
        ("", "10:00", "day"),
        ("morgen", "10:00", "day"),
    ],
)
def test_a_moment_that_is_none_is_said_at_its_field(desk, day, wall, field):
    noor = make_adviser()
    answer = desk.post(ADD, ROBIN | at(wall, day) | {"adviser": noor.pk})
    assert list(errors(answer)) == [field]


def test_a_list_and_another_moment_at_once_is_asked_again(desk):
    make_adviser()
    assert list(errors(desk.post(ADD, ROBIN | at("10:30") | {"slot": TEN}))) == ["day"]


@pytest.mark.parametrize("slot", ["", "onzin", "2026-11-24T09:00:00", "2026-11-24T09:01:00Z"])
def test_no_time_or_one_that_is_not_offered_is_said_at_the_list(desk, slot):
    make_adviser()
    assert list(errors(desk.post(ADD, ROBIN | {"slot": slot}))) == ["slot"]


def test_a_video_call_needs_somebody_with_a_room(desk):
    noor = make_adviser()
    answer = desk.post(ADD, ROBIN | at("19:00") | {"adviser": noor.pk, "kind": "video"})
    assert errors(answer) == {"kind": "Noor heeft geen kamer voor videobellen."}


def test_only_who_may_add_calls_opens_the_page(client):
    make_adviser(user=(user := make_user("psycholoog")))
    client.force_login(user)
    assert client.get(ADD).status_code == 403


@pytest.mark.parametrize("advisers", [1, 3])
def test_the_page_asks_as_often_for_three_colleagues_as_for_one(
    desk, django_assert_num_queries, advisers
):
    for n in range(advisers):
        make_adviser(f"Noor {n}")
        make_booking(TUESDAY_TEN, first_name=f"Kim {n}")
    with django_assert_num_queries(14):
        desk.get(ADD)


def move_of(booking):
    return reverse("admin:contact_booking_move", args=[booking.pk])


def test_a_call_is_moved_at_the_desk_as_often_as_it_takes(desk):
    make_adviser()
    booking = make_booking(email="robin@example.org")
    Booking.objects.update(revision=9)
    answer = desk.post(move_of(booking), {"slot": "2026-11-24T09:30:00Z", "form_key": "k"})
    booking.refresh_from_db()
    assert (answer.status_code, booking.sequence) == (302, 1)
    assert booking.starts_at == TUESDAY_TEN + timedelta(minutes=30)
    assert OutboxMail.objects.filter(kind="booking_moved", revision=10).count() == 1


def test_a_move_outside_the_rules_warns_first(desk):
    noor, sem = make_adviser("Noor"), make_adviser("Sem")
    booking = make_booking(adviser=noor)
    data = at("19:00") | {"adviser": sem.pk, "form_key": "k"}
    _, breaks = confirmed(desk, move_of(booking), data)
    booking.refresh_from_db()
    assert breaks == ["Het valt buiten het spreekuur van Sem."]
    assert (booking.adviser, booking.starts_at.hour, booking.cells.count()) == (sem, 18, 4)


def test_the_same_time_with_a_colleague_is_a_move(desk):
    noor, sem = make_adviser("Noor"), make_adviser("Sem")
    booking = make_booking(adviser=noor)
    desk.post(move_of(booking), {"slot": TEN, "adviser": sem.pk, "form_key": "k"})
    booking.refresh_from_db()
    assert (booking.adviser, booking.sequence) == (sem, 1)


def test_a_call_that_was_cancelled_is_moved_no_more(desk):
    make_adviser()
    booking = make_booking()
    Booking.objects.update(status="cancelled")
    assert desk.get(move_of(booking)).status_code == 302


def test_a_psychologist_moves_own_calls_within_own_hours(client):
    user = make_user("psycholoog")
    noor = make_adviser("Noor", user=user)
    sem = make_adviser("Sem", end=time(17))
    mine, other = make_booking(adviser=noor), make_booking(adviser=sem)
    client.force_login(user)
    assert client.get(move_of(other)).status_code == 404
    page = client.get(move_of(mine)).content.decode()
    assert ("Noor" in page, "Sem" in page) == (True, False)
    assert "2026-11-24T15:00:00Z" not in page
    data = {"slot": "2026-11-24T09:30:00Z", "adviser": noor.pk, "form_key": "k"}
    assert client.post(move_of(mine), data).status_code == 302
    refused = client.post(move_of(mine), data | {"adviser": sem.pk})
    assert list(errors(refused)) == ["adviser"]


CHANGED = {"first_name": "Robin", "phone": "+31612345678", "email": "", "room": ""}


def change(client, booking, **answers):
    url = reverse("admin:contact_booking_change", args=[booking.pk])
    return client.post(url, CHANGED | answers)


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ({"first_name": "Robyn"}, 0),
        ({"phone": "+31687654321"}, 1),
        ({"email": "nieuw@example.org"}, 1),
        ({"room": "https://beeldbellen.example.org/anders"}, 0),  # they are telephoned
        ({}, 0),
    ],
)
def test_the_visitor_hears_of_what_they_must_know(desk, answers, told):
    make_adviser()
    booking = make_booking(email="robin@example.org")
    OutboxMail.objects.all().delete()
    change(desk, booking, **({"email": "robin@example.org"} | answers))
    booking.refresh_from_db()
    assert all(getattr(booking, name) == value for name, value in answers.items())
    assert (booking.revision, booking.sequence) == (told, told)
    assert OutboxMail.objects.filter(kind="booking_confirmed", revision=1).count() == told


def test_a_mail_that_still_waits_is_not_lost_when_a_name_is_spelt_anew(desk):
    make_adviser()
    booking = make_booking(email="robin@example.org")
    change(desk, booking, first_name="Robyn", email="robin@example.org")
    mail = OutboxMail.objects.get(kind="booking_confirmed")
    assert mail.revision == Booking.objects.get().revision


def test_a_cancelled_call_is_not_changed(desk):
    make_adviser()
    booking = make_booking()
    Booking.objects.update(status="cancelled")
    change(desk, booking, first_name="Kim")
    assert Booking.objects.get().first_name == "Robin"


def test_the_hours_of_nobody_show_an_empty_list_and_another_moment(desk):
    WeeklyHours.objects.all().delete()
    page = desk.get(ADD).content.decode()
    assert "nu niets vrij" in page
    assert 'id="id_slot_anders"' in page
