"""The first page of the desk: what to do now, and first of all what hurts."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group

from contact.models import Booking, CallbackRequest, OutboxMail
from contact.templatetags.desk import due_today
from staff.models import User

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_callback, make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tuesday(time_machine):
    """Ten minutes before the first call of the day."""
    time_machine.move_to(TUESDAY_TEN - timedelta(minutes=10), tick=False)
    make_practice()


def make_user(role, **fields):
    user = User.objects.create_user(role, is_staff=True, **fields)
    user.groups.add(Group.objects.get(name=role))
    return user


def told(user):
    return {line.text: (line.count, line.says) for line in due_today(user)}


def test_what_hurts_comes_first():
    make_adviser()
    make_booking()
    make_callback()
    CallbackRequest.objects.update(promised_at=MONDAY)
    Booking.objects.update(status="displaced")
    OutboxMail.objects.update(status="failed")
    lines = due_today(make_user("balie"))
    assert [line.text for line in lines if line.is_late] == [
        "beloftes te laat",
        "afspraken die een andere tijd zoeken",
        "mails niet aangekomen",
    ]
    assert [line.is_late for line in lines] == sorted((x.is_late for x in lines), reverse=True)


def test_each_line_leads_to_rows_that_it_counts(client):
    make_adviser()
    make_booking()
    make_booking(TUESDAY_TEN + timedelta(minutes=30), first_name="Kim")
    Booking.objects.filter(first_name="Kim").update(status="displaced")
    make_callback()
    CallbackRequest.objects.update(promised_at=MONDAY)
    OutboxMail.objects.update(status="failed")
    user = make_user("balie")
    client.force_login(user)
    found = {line.text: client.get(line.url) for line in due_today(user)}
    assert {text: answer.status_code for text, answer in found.items()} == dict.fromkeys(found, 200)
    rows = found["afspraken die een andere tijd zoeken"].context["cl"].result_list
    assert [row.first_name for row in rows] == ["Kim"]


def test_the_next_call_is_told_with_its_place_in_the_day(time_machine):
    make_adviser()
    for n in range(3):
        make_booking(TUESDAY_TEN + n * timedelta(minutes=30))
    make_booking(TUESDAY_TEN + timedelta(days=1))
    user = make_user("balie")
    line = "adviesgesprekken vandaag"
    assert told(user)[line] == (3, "het volgende om 10:00, 1 van 3")
    time_machine.shift(15 * 60)
    assert told(user)[line] == (3, "het volgende om 10:30, 2 van 3")
    Booking.objects.filter(starts_at=TUESDAY_TEN).update(status="done")
    assert told(user)[line] == (3, "het volgende om 10:30, 2 van 3")
    time_machine.shift(2 * 3600)
    assert told(user)[line] == (3, "allemaal begonnen of geweest")


def test_a_call_that_was_cancelled_or_lost_its_time_is_none_of_today():
    make_adviser()
    make_booking()
    user = make_user("balie")
    for status in ("cancelled", "displaced"):
        Booking.objects.update(status=status)
        assert told(user)["adviesgesprekken vandaag"] == (0, "")


def test_the_queue_says_by_when_the_next_one_is_to_be_called():
    make_callback()
    user = make_user("balie")
    CallbackRequest.objects.update(promised_at=TUESDAY_TEN + timedelta(hours=2))
    assert told(user)["mensen om terug te bellen"] == (1, "de volgende vóór 12:00")
    CallbackRequest.objects.update(promised_at=TUESDAY_TEN + timedelta(hours=24))
    assert told(user)["mensen om terug te bellen"] == (1, "de volgende vóór morgen 10:00")


def test_a_psychologist_is_told_of_own_calls_alone():
    user = make_user("psycholoog")
    make_adviser("Noor", user=user)
    make_booking()
    make_adviser("Sem")
    make_booking(first_name="Kim")
    make_callback()
    assert told(user) == {
        "adviesgesprekken vandaag": (1, "het volgende om 10:00, 1 van 1"),
        "adviesgesprekken gepland": (1, ""),
    }


WAYS = {
    "balie": [
        "Week",
        "Dagblad van vandaag",
        "Terugbelverzoek invoeren",
        "Uitgaande mail",
        "Iemand is afwezig",
        "Iemands gegevens",
    ],
    "psycholoog": ["Week", "Dagblad van vandaag", "Iemand is afwezig"],
    "beheer": ["Uitgaande mail", "Iemand is afwezig"],
    "redactie": [],
}


@pytest.mark.parametrize("role", WAYS)
def test_each_role_is_led_to_what_it_may_do(client, role):
    client.force_login(make_user(role))
    page = client.get("/admin/").content.decode()
    shown = re.search(r'<nav class="ways-on".*?</nav>', page, re.DOTALL)
    words = re.findall(r"<a [^>]*>([^<]+)</a>", shown.group()) if shown else []
    assert [word for word in words if word != "Gesprek inplannen"] == WAYS[role]


def test_the_page_names_nobody(client):
    make_adviser()
    make_booking()
    make_callback()
    client.force_login(make_user("balie"))
    page = client.get("/admin/").content.decode()
    assert ("Robin" in page, "12345678" in page) == (False, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lines_ask_as_often_for_three_rows_as_for_one(django_assert_num_queries, rows):
    for n in range(rows):
        make_adviser(f"Noor {n}")
        make_booking(first_name=f"Kim {n}")
        make_callback(phone=f"+3161234567{n}")
    user = make_user("balie")
    user.has_perm("contact.view_booking")  # asked once per request
    with django_assert_num_queries(13):
        due_today(user)
