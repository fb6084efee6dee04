"""The week at the desk: who sees what, in which words, and at what cost."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from contact import slots
from contact.admin.bookings import BookingAdmin
from contact.models import AccessEntry, Adviser, Booking, BusyTime, Closure, SpecialHours
from staff.models import User

from .make import MONDAY, TUESDAY_TEN, a_day, make_adviser, make_booking, make_practice

pytestmark = pytest.mark.django_db
WEEK = reverse("admin:contact_booking_week")
THIS = {"week": "2026-W48"}


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
    client.force_login(make_user("balie"))
    return client


def text_of(answer) -> str:
    """The words of the page, without its markup."""
    html = answer.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(re.sub(r"<[^>]+>", "", main).split())


def cells(answer, day: str):
    """Per adviser what that day tells."""
    found = next(d for d in answer.context["days"] if d.date == a_day(day))
    return {
        cell.who.name: [(line.kind, line.from_, line.until) for line in cell.lines]
        for cell in found.cells
    }


# --- What it tells -------------------------------------------------------------------------------


def test_a_call_stands_on_its_day_with_name_state_and_kind(desk):
    make_adviser(video_room="https://kamer.example.org/noor")
    make_booking(kind="video")
    answer = desk.get(WEEK, THIS)
    assert "10:00 Robin ● bevestigd, ▷ video" in text_of(answer)
    assert cells(answer, "2026-11-24") == {
        "Noor": [("free", "9:00", "10:00"), ("call", "10:00", "10:20"), ("free", "10:30", "12:00")]
    }
    url = reverse("admin:contact_booking_change", args=[Booking.objects.get().pk])
    assert f'href="{url}"' in answer.content.decode()


def test_a_call_that_runs_late_says_so(desk):
    make_adviser()
    make_booking()
    Booking.objects.update(delay_minutes=15)
    assert "loopt 15 minuten uit" in text_of(desk.get(WEEK, THIS))


def test_special_hours_busy_times_and_absence_are_told_in_words(desk):
    noor = make_adviser()
    SpecialHours.objects.create(adviser=noor, day=a_day("2026-11-25"), start=time(13), end=time(15))
    BusyTime.objects.create(
        adviser=noor, starts_at=TUESDAY_TEN, ends_at=TUESDAY_TEN + timedelta(hours=1)
    )
    thursday = a_day("2026-11-26")
    Closure.objects.create(adviser=noor, first_on=thursday, last_on=thursday, reason="Cursus")
    words = text_of(desk.get(WEEK, THIS))
    for told in ("bezet 10:00–11:00", "13:00–15:00 alleen deze dag", "afwezig: Cursus"):
        assert told in words


def test_what_is_free_is_what_visitors_are_offered(desk, time_machine):
    time_machine.move_to(MONDAY - timedelta(days=2), tick=False)
    practice = make_practice(minutes_before=5, minutes_after=10, step_minutes=15, notice_hours=0)
    noor = make_adviser(max_per_day=2)
    make_adviser("Sem", start=time(10), end=time(15))
    for n in (0, 1, 2, 4):
        make_booking(TUESDAY_TEN + n * timedelta(minutes=45), now=MONDAY - timedelta(days=2))
    busy_from = TUESDAY_TEN + timedelta(days=1, minutes=7)
    BusyTime.objects.create(
        adviser=noor, starts_at=busy_from, ends_at=busy_from + timedelta(minutes=21)
    )
    thursday, friday = a_day("2026-11-26"), a_day("2026-11-27")
    Closure.objects.create(adviser=noor, first_on=thursday, last_on=thursday)
    SpecialHours.objects.create(adviser=noor, day=friday, start=time(9, 5), end=time(10, 30))
    offered = slots.offered(MONDAY - timedelta(days=2), practice)
    wanted = {
        (adviser.name, start)
        for start, advisers in offered.items()
        for adviser in advisers
        if start < MONDAY + timedelta(days=5)
    }
    length = timedelta(minutes=practice.call_minutes)
    free = [
        (cell.who.name, line)
        for day in desk.get(WEEK, THIS).context["days"]
        for cell in day.cells
        for line in cell.lines
        if line.kind == "free"
    ]
    assert {(name, line.start) for name, line in free} <= wanted
    outside = [
        (name, start)
        for name, start in wanted
        if not any(
            name == who and line.start <= start and start + length <= line.end for who, line in free
        )
    ]
    assert (outside, len(wanted) > 50) == ([], True)


def test_a_holiday_stands_with_its_name_over_the_day(desk):
    make_adviser()
    answer = desk.get(WEEK, {"week": "2026-W53"})
    assert "gesloten: Nieuwjaarsdag" in text_of(answer)
    assert cells(answer, "2027-01-01") == {"Noor": []}


def test_a_displaced_call_is_listed_apart_and_holds_no_time(desk):
    make_adviser()
    make_booking()
    Booking.objects.update(status="displaced", displaced_at=MONDAY)
    answer = desk.get(WEEK, THIS)
    assert "Robin was dinsdag 24 november om 10:00 bij Noor" in text_of(answer)
    assert cells(answer, "2026-11-24") == {"Noor": [("free", "9:00", "12:00")]}


def test_a_cancelled_call_is_gone(desk):
    make_adviser()
    make_booking()
    Booking.objects.update(status="cancelled")
    assert "Robin" not in text_of(desk.get(WEEK, THIS))


def test_who_stopped_is_shown_only_where_a_call_still_stands(desk):
    make_adviser()
    make_booking()
    make_adviser("Sem")
    Adviser.objects.update(is_active=False)
    assert list(cells(desk.get(WEEK, THIS), "2026-11-24")) == ["Noor"]
    assert desk.get(WEEK, {"week": "2026-W50"}).context["days"][0].cells == []


@pytest.mark.parametrize(
    ("week", "day", "at", "words"),
    [
        ("2027-W12", "2027-03-28", datetime(2027, 3, 28, 8, tzinfo=UTC), "een uur vooruit"),
        ("2027-W43", "2027-10-31", datetime(2027, 10, 31, 9, tzinfo=UTC), "een uur terug"),
    ],
)
def test_a_call_keeps_its_wall_time_on_the_day_the_clock_changes(desk, week, day, at, words):
    make_adviser(weekdays=range(7))
    make_booking()
    Booking.objects.update(starts_at=at, ends_at=at + timedelta(minutes=20))
    answer = desk.get(WEEK, {"week": week})
    # Easter Sunday is the one, so that only the call itself stands there.
    assert ("call", "10:00", "10:20") in cells(answer, day)["Noor"]
    assert f"De klok gaat {words}." in text_of(answer)


# --- From week to week ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", [{}, THIS, {"week": "onzin"}, {"week": "2026-W54"}, {"week": "9999-W52"}]
)
def test_without_a_week_that_exists_it_is_this_one(desk, query):
    assert desk.get(WEEK, query).context["monday"] == MONDAY.date()


def test_it_leads_to_the_weeks_around_it_also_over_new_year(desk):
    context = desk.get(WEEK, {"week": "2026-W53"}).context
    assert (context["earlier"], context["later"], context["this_week"]) == (
        f"{WEEK}?week=2026-W52",
        f"{WEEK}?week=2027-W01",
        f"{WEEK}?week=2026-W48",
    )


def test_a_day_leads_to_its_week_and_keeps_the_adviser(desk):
    noor = make_adviser()
    answer = desk.get(WEEK, {"day": "2027-03-29", "adviser": noor.pk})
    assert answer["Location"] == f"{WEEK}?week=2027-W13&adviser={noor.pk}"


def test_one_adviser_is_shown_alone(desk):
    make_adviser()
    sem = make_adviser("Sem")
    answer = desk.get(WEEK, THIS | {"adviser": sem.pk})
    assert list(cells(answer, "2026-11-24")) == ["Sem"]
    for nobody in ("9999999", "x", "1" * 40):
        assert desk.get(WEEK, THIS | {"adviser": nobody}).status_code == 404


# --- Who sees what -------------------------------------------------------------------------------


def test_who_may_not_see_calls_sees_no_week(client):
    for role in ("redactie", "beheer"):
        client.force_login(make_user(role))
        assert client.get(WEEK).status_code == 403


def test_a_psychologist_sees_own_calls_and_no_colleague(client):
    user = make_user("psycholoog")
    make_adviser("Noor", user=user)
    make_booking()
    sem = make_adviser("Sem")
    make_booking(first_name="Kim")
    client.force_login(user)
    answer = client.get(WEEK, THIS)
    words = text_of(answer)
    assert ("Robin" in words, "Kim" in words, "Sem" in words) == (True, False, False)
    assert client.get(WEEK, THIS | {"adviser": sem.pk}).status_code == 404


def test_a_call_that_one_may_not_see_holds_its_time_without_a_name(client):
    user = make_user("psycholoog")
    user.user_permissions.add(Permission.objects.get(codename="see_all_adviser"))
    make_adviser("Noor", user=user)
    make_booking()
    make_adviser("Sem")
    make_booking(first_name="Kim")
    client.force_login(user)
    answer = client.get(WEEK, THIS)
    words = text_of(answer)
    assert ("10:00 gesprek" in words, "Kim" in words) == (True, False)
    assert [kind for kind, *_ in cells(answer, "2026-11-24")["Sem"]] == ["free", "call", "free"]
    mine = Booking.objects.get(first_name="Robin").pk
    assert AccessEntry.objects.get().ids == f" {mine} "


def test_free_time_leads_to_a_new_call_only_for_who_may_add_one(desk, monkeypatch):
    noor = make_adviser()
    link = f"/add/?slot=2026-11-24T08:00:00Z&amp;adviser={noor.pk}"
    monkeypatch.setattr(BookingAdmin, "has_add_permission", lambda self, request: False)
    assert link not in desk.get(WEEK, THIS).content.decode()
    monkeypatch.setattr(BookingAdmin, "has_add_permission", lambda self, request: True)
    assert link in desk.get(WEEK, THIS).content.decode()


def test_each_look_is_written_down_with_ids_and_an_empty_week_is_not(desk):
    make_adviser()
    call = make_booking()
    desk.get(WEEK, {"week": "2026-W50"})
    desk.get(WEEK, THIS)
    entry = AccessEntry.objects.get()
    assert (entry.action, entry.model, entry.ids, entry.user.username) == (
        "list",
        "booking",
        f" {call.pk} ",
        "balie",
    )


def test_the_week_is_only_looked_at(desk):
    assert desk.post(WEEK).status_code == 405


# --- What it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_week_asks_as_often_for_three_advisers_as_for_one(
    desk, django_assert_num_queries, rows
):
    for n in range(rows):
        make_adviser(f"Noor {n}")
        make_booking(TUESDAY_TEN, first_name=f"Kim {n}")
    desk.get(WEEK, THIS)  # what a process asks once and keeps
    with django_assert_num_queries(13):
        desk.get(WEEK, THIS)


def test_the_list_of_calls_leads_to_week_and_day(desk):
    page = desk.get(reverse("admin:contact_booking_changelist")).content.decode()
    for name in ("week", "day"):
        assert f'href="{reverse(f"admin:contact_booking_{name}")}"' in page
