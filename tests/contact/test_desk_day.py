"""What a day at the desk leans on: one step leads to the next, and pages say what is so."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from contact import callbacks, outbox
from contact.models import AccessEntry, Booking, CallAttempt, OutboxMail, Practice

from .make import MONDAY, make_adviser, make_away, make_booking, make_callback, make_practice
from .test_admin import make_user

pytestmark = pytest.mark.django_db
PLAN = reverse("admin:contact_booking_add")
TEN = "2026-11-24T09:00:00Z"


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()


@pytest.fixture
def balie():
    return make_user("balie")


@pytest.fixture
def desk(client, balie):
    client.force_login(balie)
    return client


def page(client, name, *args):
    return client.get(reverse(f"admin:contact_{name}", args=args)).content.decode()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# --- From calling back to a call that is planned --------------------------------------------


def test_who_is_called_back_is_planned_without_typing_them_again(desk, balie):
    make_adviser()
    asked = make_callback(email="robin@example.org")
    callbacks.claim(callback=asked, by=balie)
    plan = f"{PLAN}?terugbelverzoek={asked.pk}"
    assert f'href="{plan}"' in page(desk, "callbackrequest_call", asked.pk)
    before = AccessEntry.objects.latest("pk").pk
    initial = desk.get(plan).context["form"].initial
    assert initial == {
        "first_name": "Robin",
        "phone": "06 12345678",
        "email": "robin@example.org",
    }
    assert AccessEntry.objects.get(pk__gt=before).ids == f" {asked.pk} "
    answer = desk.post(plan, initial | {"kind": "phone", "form_key": "k", "slot": TEN})
    assert Booking.objects.get().email == "robin@example.org"
    assert answer.url == reverse("admin:contact_callbackrequest_call", args=[asked.pk])
    assert "Noteer nog hoe het bellen ging." in desk.get(answer.url).content.decode()


@pytest.mark.parametrize("number", ["", "x", "999999", "9" * 30, "-1"])
def test_a_number_of_nobody_gives_the_empty_form(desk, number):
    answer = desk.get(f"{PLAN}?terugbelverzoek={number}")
    assert (answer.status_code, answer.context["form"].initial) == (200, {})


def test_who_may_not_call_back_sees_nobody_filled_in(client):
    asked = make_callback()
    user = make_user("psycholoog")
    user.user_permissions.add(Permission.objects.get(codename="add_booking"))
    client.force_login(user)
    answer = client.get(f"{PLAN}?terugbelverzoek={asked.pk}")
    assert answer.status_code == 200
    assert "Robin" not in answer.content.decode()


# --- Pages say what is so -------------------------------------------------------------------


def test_whoever_tried_last_has_not_handled_it(desk, balie):
    asked = make_callback()
    callbacks.log_call(callback=asked, by=balie, outcome=CallAttempt.Outcome.NO_ANSWER)
    assert "Afgehandeld door: nog niemand" in words(page(desk, "callbackrequest_change", asked.pk))
    asked.refresh_from_db()
    later = MONDAY.replace(hour=12)
    callbacks.log_call(callback=asked, by=balie, outcome=CallAttempt.Outcome.SPOKE, now=later)
    shown = words(page(desk, "callbackrequest_change", asked.pk))
    assert f"Afgehandeld door: {balie.name}" in shown


@pytest.mark.parametrize(
    ("is_suspect", "says"), [(True, "⚠ ja: bel bij twijfel gewoon"), (False, "robot: nee")]
)
def test_a_robot_is_told_in_words_and_not_by_a_picture(desk, is_suspect, says):
    make_adviser()
    asked = make_callback(is_suspect=is_suspect)
    call = make_booking(first_name="Kim", is_suspect=is_suspect)
    for shown in (
        page(desk, "callbackrequest_change", asked.pk),
        page(desk, "booking_change", call.pk),
    ):
        assert says in words(shown)
        assert not re.search(r'alt="(?:True|False)"', shown)


def test_the_front_desk_reads_closed_days_by_their_names(desk):
    practice = make_practice(holidays=["koningsdag", "eerste-kerstdag"], phone_is_down=True)
    shown = words(page(desk, "practice_change", practice.pk))
    assert "Dicht op: Koningsdag, Eerste kerstdag" in shown
    assert "De telefoon: ! doet het nu niet" in shown
    assert "eerste-kerstdag" not in shown


def test_whoever_manages_the_practice_still_ticks_the_closed_days(client):
    client.force_login(make_user("beheer"))
    shown = page(client, "practice_change", make_practice().pk)
    assert shown.count('type="checkbox" name="holidays"') > 5
    assert 'name="phone_is_down"' in shown


def test_a_mail_that_went_out_names_no_next_try(desk):
    make_callback(email="robin@example.org")
    mail = OutboxMail.objects.first()
    assert "Volgende poging" in page(desk, "outboxmail_change", mail.pk)
    outbox.send_due()
    assert "Volgende poging" not in page(desk, "outboxmail_change", mail.pk)


def test_the_list_of_closures_holds_what_is_still_to_come(desk):
    make_away(first="2026-11-02", last="2026-11-22", reason="Herfst")
    make_away(first="2026-11-20", last="2026-11-23", reason="Nu")
    address = reverse("admin:contact_closure_changelist")
    shown = desk.get(address).content.decode()
    assert "Nu" in words(shown)
    assert "Herfst" not in words(shown)
    assert "Herfst" in words(desk.get(f"{address}?wanneer=alle").content.decode())
    assert reverse("admin:contact_closure_away") in shown


@pytest.mark.parametrize(
    ("name", "title", "button"),
    [
        ("callbackrequest", "Terugbelverzoeken", "Terugbelverzoek invoeren"),
        ("booking", "Adviesgesprekken", "Gesprek inplannen"),
    ],
)
def test_a_list_is_called_by_what_is_in_it_and_its_button_by_where_it_leads(
    desk, name, title, button
):
    shown = page(desk, f"{name}_changelist")
    assert re.search(rf"<h1>\s*{title}\s*</h1>", shown)
    assert f'class="addlink">{button}</a>' in shown
    assert re.search(rf"<h1>\s*{button}\s*</h1>", page(desk, f"{name}_add"))


def test_the_first_page_leads_to_absence_and_to_one_persons_data(desk):
    nav = re.search(
        r'<nav class="ways-on".*?</nav>', desk.get(reverse("admin:index")).content.decode(), re.S
    )[0]
    assert reverse("admin:contact_closure_away") in nav
    assert reverse("person") in nav


def test_a_call_in_the_list_has_its_weekday(desk):
    make_adviser()
    make_booking()
    assert "di 24-11-2026 10:00–10:20" in page(desk, "booking_changelist")


def test_who_must_be_called_after_an_absence_is_one_press_away(desk):
    away = make_away(make_adviser())
    queue = reverse("admin:contact_callbackrequest_changelist")
    assert f'<a href="{queue}">Naar de bellijst</a>' in page(desk, "closure_affected", away.pk)


def test_the_desk_is_light_or_dark_as_the_device_is(desk):
    shown = desk.get(reverse("admin:index")).content.decode()
    assert "admin/css/dark_mode" in shown
    assert "theme-toggle" not in shown
    assert "js/theme" not in shown


@pytest.mark.parametrize(
    ("phone", "shown"), [("+31612345678", "06 12345678"), ("+32470123456", "+32 470 12 34 56")]
)
def test_a_number_stands_in_its_field_as_it_stands_in_the_lists(desk, phone, shown):
    make_adviser()
    for name, row in [
        ("callbackrequest", make_callback(phone=phone)),
        ("booking", make_booking(phone=phone)),
    ]:
        form = page(desk, f"{name}_change", row.pk)
        assert f'name="phone" value="{shown}"' in form
        answer = desk.post(
            reverse(f"admin:contact_{name}_change", args=[row.pk]),
            {"first_name": "Robin", "phone": shown},
        )
        assert answer.status_code == 302
        row.refresh_from_db()
        assert row.phone == phone


def test_the_front_desk_sets_a_busy_period_and_promises_become_wider(desk):
    promised = make_callback().promised_at
    days = {"first_on": "23-11-2026", "last_on": "27-11-2026", "factor": "3"}
    answer = desk.post(reverse("admin:contact_busyperiod_add"), days)
    assert answer.status_code == 302
    assert make_callback(first_name="Kim", phone="+31612345679").promised_at > promised
    assert "Drukke periodes" in words(desk.get(reverse("admin:index")).content.decode())


def test_a_busy_period_waits_for_the_practice_to_be_filled_in(desk):
    Practice.objects.all().delete()
    days = {"first_on": "23-11-2026", "last_on": "27-11-2026", "factor": "3"}
    answer = desk.post(reverse("admin:contact_busyperiod_add"), days)
    assert answer.status_code == 200
    assert "Beheer vult eerst de gegevens van de praktijk in." in answer.content.decode()
