"""The page of an adviser's calendars at the desk."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from contact import feed, own_calendar
from contact.calendars.troubles import Trouble
from contact.models import AdviserCalendar, BusyTime
from staff.models import User

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_practice

pytestmark = pytest.mark.django_db
ADDRESS = "https://agenda.voorbeeld.nl/geheim-1234/bezet.ics"


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()


def make_user(role):
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def noor(client):
    user = make_user("psycholoog")
    client.force_login(user)
    return make_adviser("Noor", user=user)


def page_of(adviser):
    return reverse("admin:contact_adviser_calendars", args=[adviser.pk])


def act(client, adviser, name, **fields):
    return client.post(page_of(adviser), {"act": name, **fields}, follow=True)


def words(answer):
    return " ".join(answer.content.decode().split())


def test_a_psychologist_fills_in_an_address_that_is_never_shown_again(client, noor):
    answer = act(client, noor, "address", address=f"  {ADDRESS} ")
    row = AdviserCalendar.objects.get()
    assert (row.address, row.next_read_at) == (ADDRESS, MONDAY)
    page = words(answer)
    assert "agenda.voorbeeld.nl/…" in page
    assert "geheim-1234" not in page
    assert "Nog niet gelezen" in page
    assert "geheim-1234" not in str(list(LogEntry.objects.values()))


@pytest.mark.parametrize("scheme", ["webcal", "WEBCAL", "webcals"])
def test_the_address_that_apple_gives_is_read_securely(client, noor, scheme):
    act(client, noor, "address", address=ADDRESS.replace("https", scheme))
    assert AdviserCalendar.objects.get().address == ADDRESS


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "Vul het adres van de agenda in"),
        ("agenda", "geen adres van een agenda"),
        ("ftp://agenda.voorbeeld.nl/a.ics", "geen adres van een agenda"),
        ("https://naam:geheim@agenda.voorbeeld.nl/a.ics", "zonder naam of wachtwoord"),
        ("http://agenda.voorbeeld.nl/a.ics", "begint met https://"),
        ("https://agenda.voorbeeld.nl:8443/a.ics", "geen poortnummer"),
        ("https://localhost/a.ics", "openbare site"),
        ("https://127.0.0.1/a.ics", "openbare site"),
        ("https://[::1]/a.ics", "openbare site"),
        ("https://2130706433/a.ics", "openbare site"),
        ("https://agenda.voorbeeld.nl/" + "a" * 500, "te lang"),
    ],
)
def test_what_is_no_address_is_refused_at_the_field_and_kept(client, noor, address, said):
    answer = act(client, noor, "address", address=address)
    assert answer.status_code == 422
    assert said in words(answer)
    assert answer.context["form"]["address"].value() == address
    assert not AdviserCalendar.objects.exists()


def test_another_address_takes_the_place_of_the_first(client, noor):
    own_calendar.set_address(adviser=noor, address=ADDRESS)
    act(client, noor, "address", address="https://elders.voorbeeld.nl/x.ics")
    assert AdviserCalendar.objects.get().address == "https://elders.voorbeeld.nl/x.ics"


def test_read_now_makes_it_due(client, noor):
    own_calendar.set_address(adviser=noor, address=ADDRESS)
    AdviserCalendar.objects.update(next_read_at=MONDAY + timedelta(minutes=9))
    assert "zo meteen" in words(act(client, noor, "read"))
    assert AdviserCalendar.objects.get().next_read_at == MONDAY


def test_taking_the_calendar_away_frees_its_times(client, noor):
    own_calendar.set_address(adviser=noor, address=ADDRESS)
    BusyTime.objects.create(
        adviser=noor, starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=1), source="calendar"
    )
    act(client, noor, "remove")
    assert (AdviserCalendar.objects.count(), BusyTime.objects.count()) == (0, 0)


def test_looking_changes_nothing(client, noor):
    own_calendar.set_address(adviser=noor, address=ADDRESS)
    AdviserCalendar.objects.update(next_read_at=MONDAY + timedelta(minutes=9))
    client.get(page_of(noor), {"act": "read"})
    noor.refresh_from_db()
    assert AdviserCalendar.objects.get().next_read_at > MONDAY
    assert noor.feed_number == 0


def test_how_it_goes_stands_there_in_words(client, noor):
    own_calendar.set_address(adviser=noor, address=ADDRESS)
    AdviserCalendar.objects.update(read_at=MONDAY)
    assert "✓</span> We lezen deze agenda" in words(client.get(page_of(noor)))
    AdviserCalendar.objects.update(error=Trouble.GONE.value)
    page = words(client.get(page_of(noor)))
    assert "De laatste keer lezen mislukte" in page
    assert Trouble.GONE.value in page
    AdviserCalendar.objects.update(read_at=MONDAY - timedelta(hours=4))
    assert "al een tijd niet lezen" in words(client.get(page_of(noor)))


def test_calls_in_busy_time_are_shown_with_their_pages(client, noor):
    own_calendar.set_address(adviser=noor, address=ADDRESS)
    bookings = [
        make_booking(TUESDAY_TEN + timedelta(minutes=30 * n), first_name="Robin") for n in range(2)
    ]
    BusyTime.objects.create(
        adviser=noor,
        starts_at=TUESDAY_TEN,
        ends_at=TUESDAY_TEN + timedelta(hours=1),
        source="calendar",
    )
    page = words(client.get(page_of(noor)))
    assert "2 gesprekken vallen in bezette tijd." in page
    assert "<dt>Bezette tijden</dt> <dd> 1 </dd>" in page
    for booking in bookings:
        assert reverse("admin:contact_booking_change", args=[booking.pk]) in page
    assert "Robin" not in page
    first_page = words(client.get("/admin/"))
    assert "gesprekken vallen in bezette tijd" in first_page
    assert page_of(noor) in first_page


def test_a_stale_calendar_stands_on_the_first_page(client, noor):
    own_calendar.set_address(adviser=noor, address=ADDRESS)
    assert "niet kunnen lezen" not in words(client.get("/admin/"))
    AdviserCalendar.objects.update(read_at=MONDAY - timedelta(hours=4))
    assert "eigen agenda’s die we niet kunnen lezen" in words(client.get("/admin/"))


# --- Who may ------------------------------------------------------------------------------------
def test_a_psychologist_sees_own_calendars_only(client, noor):
    other = make_adviser("Sem")
    assert client.get(page_of(noor)).status_code == 200
    assert client.get(page_of(other)).status_code == 404
    for name in ("address", "read", "remove", "renew-feed", "end-feed"):
        assert act(client, other, name, address=ADDRESS).status_code == 404
    other.refresh_from_db()
    assert (AdviserCalendar.objects.count(), other.feed_number) == (0, 0)


@pytest.mark.parametrize(
    ("role", "reads", "changes", "feeds"),
    [
        ("balie", True, False, False),
        ("beheer", True, True, True),
        ("redactie", False, False, False),
    ],
)
def test_each_role_does_what_it_may(client, role, reads, changes, feeds):
    adviser = make_adviser()
    feed.renew(adviser=adviser)
    adviser.refresh_from_db()
    client.force_login(make_user(role))
    answer = client.get(page_of(adviser))
    assert (answer.status_code == 200) is reads
    assert (feed.address_of(adviser) in answer.content.decode()) is feeds
    assert (act(client, adviser, "address", address=ADDRESS).status_code == 200) is changes
    assert AdviserCalendar.objects.exists() is changes
    act(client, adviser, "renew-feed")
    adviser.refresh_from_db()
    assert (adviser.feed_number == 2) is feeds


def test_who_fills_in_calendars_does_not_make_the_address_of_the_calls(client):
    adviser = make_adviser()
    user = User.objects.create_user("hulp", is_staff=True)
    names = ["view_adviser", "see_all_adviser", "view_advisercalendar", "change_advisercalendar"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    assert act(client, adviser, "address", address=ADDRESS).status_code == 200
    assert act(client, adviser, "renew-feed").status_code == 403


def test_who_sees_no_calls_sees_how_many_fall_in_busy_time_and_not_which(client):
    adviser = make_adviser()
    booking = make_booking()
    BusyTime.objects.create(
        adviser=adviser, starts_at=booking.starts_at, ends_at=booking.ends_at, source="calendar"
    )
    client.force_login(make_user("beheer"))
    page = words(client.get(page_of(adviser)))
    assert "1 gesprek valt in bezette tijd." in page
    assert f"/booking/{booking.pk}/" not in page


def test_an_adviser_makes_renews_and_ends_the_address_of_the_calls(client, noor):
    assert "Maak een adres" in words(client.get(page_of(noor)))
    act(client, noor, "renew-feed")
    noor.refresh_from_db()
    first = feed.address_of(noor)
    answer = act(client, noor, "renew-feed")
    noor.refresh_from_db()
    assert first != feed.address_of(noor)
    assert feed.address_of(noor) in answer.content.decode()
    act(client, noor, "end-feed")
    noor.refresh_from_db()
    assert feed.address_of(noor) == ""
    assert "/agenda/" not in str(list(LogEntry.objects.values()))


def test_what_no_button_says_is_not_done(client, noor):
    assert act(client, noor, "anders").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_asks_as_often_for_three_clashes_as_for_one(
    client, noor, django_assert_num_queries, rows
):
    own_calendar.set_address(adviser=noor, address=ADDRESS)
    for n in range(rows):
        make_booking(TUESDAY_TEN + timedelta(minutes=30 * n), first_name=f"Kim {n}")
    BusyTime.objects.create(
        adviser=noor,
        starts_at=TUESDAY_TEN,
        ends_at=TUESDAY_TEN + timedelta(hours=2),
        source="calendar",
    )
    with django_assert_num_queries(10):
        client.get(page_of(noor))


def test_the_page_of_the_adviser_leads_there(client, noor):
    page = client.get(reverse("admin:contact_adviser_change", args=[noor.pk]))
    assert page_of(noor) in page.content.decode()
