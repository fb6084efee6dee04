"""Absence at the desk, and what a visitor sees whose call cannot be."""

import re
from datetime import time, timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from contact import absence, access, bookings
from contact.models import AccessEntry, Booking, BusyTime, CallbackRequest, Closure
from contact.views.shared import moment_text
from staff.models import User

from .make import (
    MONDAY,
    TUESDAY_TEN,
    make_adviser,
    make_away,
    make_booking,
    make_practice,
)

pytestmark = pytest.mark.django_db
AWAY = reverse("admin:contact_closure_away")
APPOINTMENT, MOVE = reverse("contact:appointment"), reverse("contact:move")
MAIL = "robin@example.org"


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()


@pytest.fixture
def noor():
    return make_adviser("Noor")


def sign_in(client, role):
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    return user


@pytest.fixture
def desk(client):
    sign_in(client, "balie")
    return client


def page_of(row):
    return reverse(f"admin:contact_{row._meta.model_name}_affected", args=[row.pk])


def words(answer):
    text = re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2])
    return " ".join(text.split())


# --- At the desk --------------------------------------------------------------------------------


def test_somebody_is_away_in_three_steps_and_nothing_happens_before_the_last(desk, noor):
    make_booking(email=MAIL)
    make_booking(TUESDAY_TEN + timedelta(minutes=30), first_name="Kim")
    make_adviser("Sem", end=time(10, 30))
    assert AWAY in desk.get("/admin/").content.decode()
    days = {"first_on": "2026-11-24", "last_on": "2026-11-24"}
    answer = desk.post(AWAY, {"adviser": noor.pk} | days)
    away = Closure.objects.get()
    assert answer["Location"] == page_of(away)
    shown = words(desk.get(page_of(away)))
    assert "2 gesprekken kunnen niet doorgaan" in shown
    assert "Zelfde tijd, met Sem" in shown
    assert "Komt op de bellijst: geen e-mailadres" in shown
    assert "komt er vanzelf niets terug" in shown
    assert set(Booking.objects.values_list("adviser", "status")) == {(noor.pk, "confirmed")}
    answer = desk.post(page_of(away))
    assert (answer.status_code, answer["Location"]) == (302, page_of(away))
    shown = words(desk.get(page_of(away)))
    assert "Sem neemt het over" in shown
    assert "1 bezoeker staat op de bellijst" in shown
    assert "Regel dit" not in shown
    assert absence.affected(away).count() == 0


def test_pressed_twice_it_says_that_nothing_was_left_to_do(desk, noor):
    make_booking(email=MAIL)
    away = make_away(noor)
    desk.post(page_of(away))
    desk.post(page_of(away))
    assert "een collega was je voor" in words(desk.get(page_of(away)))
    assert Booking.objects.get().sequence == 1


def test_the_same_absence_entered_twice_is_one(desk, noor):
    fields = {"adviser": noor.pk, "first_on": "2026-11-24", "last_on": "2026-11-24"}
    part = fields | {"start": "10:00", "end": "11:00"}
    for data in (fields, fields, part, part):
        assert desk.post(AWAY, data).status_code == 302
    assert (Closure.objects.count(), BusyTime.objects.count()) == (1, 1)


def test_a_part_of_a_day_is_a_busy_time_with_its_own_consequences(desk, noor):
    make_booking(email=MAIL)
    fields = {"adviser": noor.pk, "first_on": "2026-11-24", "last_on": "2026-11-24"}
    answer = desk.post(AWAY, fields | {"start": "09:45", "end": "10:15"})
    row = BusyTime.objects.get()
    quarter = timedelta(minutes=15)
    assert (row.starts_at, row.ends_at) == (TUESDAY_TEN - quarter, TUESDAY_TEN + quarter)
    assert answer["Location"] == page_of(row)
    assert "Krijgt een mail met andere tijden" in words(desk.get(page_of(row)))


@pytest.mark.parametrize(
    ("day", "start", "end", "hours"),
    [("2027-03-28", "01:00", "04:00", 2), ("2027-10-31", "01:00", "04:00", 4)],
)
def test_a_part_of_a_day_lasts_as_long_as_the_clock_says(desk, noor, day, start, end, hours):
    fields = {"adviser": noor.pk, "first_on": day, "last_on": day, "start": start, "end": end}
    desk.post(AWAY, fields)
    row = BusyTime.objects.get()
    assert row.ends_at - row.starts_at == timedelta(hours=hours)


def test_the_hour_that_comes_twice_is_away_twice(desk, noor):
    day = "2027-10-31"
    fields = {"adviser": noor.pk, "first_on": day, "last_on": day, "start": "02:00", "end": "02:30"}
    desk.post(AWAY, fields)
    row = BusyTime.objects.get()
    assert row.ends_at - row.starts_at == timedelta(minutes=90)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"adviser": ""}, "adviser"),
        ({"last_on": "2026-11-23"}, "last_on"),
        ({"first_on": "2026-11-01", "last_on": "2026-11-02"}, "last_on"),
        ({"start": "09:00"}, "end"),
        ({"start": "11:00", "end": "10:00"}, "end"),
        ({"start": "09:00", "end": "10:00", "last_on": "2026-11-25"}, "start"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(desk, noor, change, field):
    fields = {"adviser": noor.pk, "first_on": "2026-11-24", "last_on": "2026-11-24"}
    answer = desk.post(AWAY, fields | change)
    assert list(answer.context["form"].errors) == [field]
    assert not Closure.objects.exists()


def test_saving_an_absence_that_hits_calls_leads_to_its_consequences(desk, noor):
    make_booking()
    add = reverse("admin:contact_closure_add")
    days = {"adviser": noor.pk, "first_on": "24-11-2026", "last_on": "24-11-2026", "reason": ""}
    assert desk.post(add, days)["Location"] == page_of(Closure.objects.get())
    row = make_away(noor, "2026-12-01")
    change = reverse("admin:contact_closure_change", args=[row.pk])
    assert desk.post(change, days | {"last_on": "25-11-2026"})["Location"] == page_of(row)
    quiet = days | {"first_on": "01-12-2026", "last_on": "01-12-2026"}
    assert desk.post(add, quiet)["Location"] == reverse("admin:contact_closure_changelist")
    busy = {"adviser": noor.pk, "starts_at_0": "24-11-2026", "starts_at_1": "10:00"}
    busy |= {"ends_at_0": "24-11-2026", "ends_at_1": "11:00"}
    answer = desk.post(reverse("admin:contact_busytime_add"), busy)
    assert answer["Location"] == page_of(BusyTime.objects.get())


def test_a_closure_of_the_practice_says_whose_calls_it_hits(desk, noor):
    make_adviser("Sem")
    make_booking(email=MAIL)
    make_booking(first_name="Kim")
    shown = words(desk.get(page_of(make_away(reason="Studiedag"))))
    assert "De hele praktijk : dinsdag 24 november 2026" in shown
    assert re.search(r"Robin, telefonisch Noor .* Kim, telefonisch Sem", shown)


def test_a_psychologist_is_away_alone_and_sees_no_other_absence(client, noor):
    user = sign_in(client, "psycholoog")
    noor.user = user
    noor.save()
    make_booking()
    sem = make_adviser("Sem")
    other, whole = make_away(sem), make_away()
    for row in (other, whole):
        assert client.get(page_of(row)).status_code == 404
        assert client.post(page_of(row)).status_code == 404
    fields = {"first_on": "2026-11-24", "last_on": "2026-11-24"}
    answer = client.post(AWAY, fields | {"adviser": sem.pk})
    assert list(answer.context["form"].errors) == ["adviser"]
    client.post(AWAY, fields | {"adviser": noor.pk})
    mine = Closure.objects.get(adviser=noor)
    assert "Komt op de bellijst" in words(client.get(page_of(mine)))
    client.post(page_of(mine))
    assert Booking.objects.get().status == "displaced"


def test_who_sees_no_calls_reads_how_many_there_are_and_settles_none(client, noor):
    make_booking()
    away = make_away(noor)
    sign_in(client, "beheer")
    shown = words(client.get(page_of(away)))
    assert ("1 gesprek valt in deze tijd" in shown, "Robin" in shown) == (True, False)
    assert client.post(page_of(away)).status_code == 403
    sign_in(client, "redactie")
    assert client.get(page_of(away)).status_code in (403, 404)
    assert client.get(AWAY).status_code == 403


def test_whose_calls_were_seen_and_settled_is_logged(desk, noor):
    booking = make_booking()
    away = make_away(noor)
    desk.get(page_of(away))
    desk.post(page_of(away))
    logged = AccessEntry.objects.order_by("pk").values_list("action", "model", "ids")
    assert list(logged) == [
        ("list", "booking", f" {booking.pk} "), ("change", "booking", f" {booking.pk} "),
    ]  # fmt: skip


def test_calls_that_nobody_settled_stand_on_the_first_page_until_somebody_does(desk, noor):
    make_booking()
    away = make_away(noor)
    page = desk.get("/admin/").content.decode()
    assert "gesprekken van iemand die afwezig is" in page
    assert page_of(away) in page
    desk.post(page_of(away))
    assert "gesprekken van iemand die afwezig is" not in desk.get("/admin/").content.decode()


@pytest.mark.parametrize("calls", [1, 3])
def test_the_consequences_ask_as_often_for_three_calls_as_for_one(
    desk, noor, django_assert_num_queries, calls
):
    for n in range(calls):
        start = TUESDAY_TEN.replace(hour=8 + n)
        make_booking(start, first_name=f"Kim {n}", email=MAIL if n else "")
    away = make_away(noor)
    with django_assert_num_queries(20):
        desk.get(page_of(away))


def test_nothing_of_a_person_stays_in_the_session(desk, noor):
    make_booking(email=MAIL)
    away = make_away(noor)
    desk.post(page_of(away))
    assert set(desk.session["absence-done"]) == {"of", "fates"}
    assert not re.search("Robin|612345678|example", str(dict(desk.session)))


# --- The visitor --------------------------------------------------------------------------------


@pytest.fixture
def visitor(client, noor):
    """Opens the link in the mail about a call that cannot be."""
    booking = make_booking(email=MAIL)
    absence.settle(make_away(noor))
    client.get(f"/afspraak/{access.token_for(booking.uid)}/")
    return client


def test_the_page_of_a_displaced_call_says_what_happened_and_what_can_be_done(visitor):
    shown = words(visitor.get(APPOINTMENT))
    assert "Je afspraak van dinsdag 24" in shown
    assert "kan niet doorgaan. Dat ligt aan ons" in shown
    for way in ("Kies een andere tijd", "Bel mij liever", "Laat mijn afspraak vervallen"):
        assert way in shown
    everything = visitor.get(APPOINTMENT).content.decode() + visitor.get(MOVE).content.decode()
    assert not re.search("bevestigd|gereserveerd|ingepland", everything, re.IGNORECASE)


def test_the_mail_leads_to_the_times_and_only_the_nearest_say_so_and_none_is_chosen(visitor):
    token = access.token_for(Booking.objects.get().uid)
    assert visitor.get(f"/afspraak/{token}/?kies")["Location"] == MOVE
    page = visitor.get(MOVE).content.decode()
    assert page.count("<small>dichtbij</small>") == 5
    assert "checked" not in page
    assert Booking.objects.get().status == "displaced"


def test_a_call_that_stands_shows_its_page_also_from_such_a_link(client, noor):
    token = access.token_for(make_booking().uid)
    assert client.get(f"/afspraak/{token}/?kies")["Location"] == APPOINTMENT


def test_choosing_another_time_confirms_it(visitor):
    answer = visitor.post(
        MOVE, {"slot": "2026-11-25T09:00:00Z", "shown": access.mark_form()}, follow=True
    )
    shown = words(answer)
    assert "Je afspraak is bevestigd" in shown
    assert "woensdag 25 november" in shown
    assert "oude tijd" not in shown


def test_being_called_and_letting_go_are_a_press_away(visitor, noor):
    answer = visitor.post(reverse("contact:call_me"), follow=True)
    assert "We bellen je terug" in words(answer)
    assert CallbackRequest.objects.to_call().count() == 1
    other = make_booking(TUESDAY_TEN.replace(day=25), first_name="Kim")
    bookings.displace(booking=other, now=MONDAY)
    visitor.get(f"/afspraak/{access.token_for(other.uid)}/")
    assert "We bellen" not in words(visitor.post(reverse("contact:cancel"), follow=True))
    other.refresh_from_db()
    assert other.status == "cancelled"


def test_who_is_on_the_call_list_reads_by_when_we_call(client, noor):
    booking = make_booking()
    absence.settle(make_away(noor))
    client.get(f"/afspraak/{access.token_for(booking.uid)}/")
    promised = moment_text(CallbackRequest.objects.get().promised_at).replace("\xa0", " ")
    assert f"bellen we je uiterlijk {promised} op" in words(client.get(APPOINTMENT))


def test_the_form_for_a_new_call_reminds_of_the_one_that_looks_for_a_time(visitor):
    shown = words(visitor.get("/adviesgesprek/"))
    assert "Kies daarvoor een andere tijd" in shown
    assert "Je hebt al een afspraak" not in shown
