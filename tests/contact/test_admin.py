import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from contact import callbacks
from contact.models import Booking, CallbackRequest, OutboxMail
from staff.models import User

from .make import (
    MONDAY,
    NO_ROWS,
    TUESDAY_TEN,
    make_adviser,
    make_booking,
    make_callback,
    make_practice,
)

pytestmark = pytest.mark.django_db
BOOKINGS = reverse("admin:contact_booking_changelist")
CALLBACKS = reverse("admin:contact_callbackrequest_changelist")


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()


def make_user(role):
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    return user


@pytest.fixture
def desk(client):
    client.force_login(make_user("balie"))
    return client


def act(client, url, action, *rows):
    return client.post(
        url, {"action": action, "_selected_action": [row.pk for row in rows]}, follow=True
    )


@pytest.mark.parametrize(
    ("action", "status"),
    [("called", "called"), ("no_answer", "no_answer"), ("withdrawn", "withdrawn")],
)
def test_an_action_on_a_callback_calls_its_verb(desk, action, status):
    asked = make_callback()
    act(desk, CALLBACKS, action, asked)
    asked.refresh_from_db()
    assert (asked.status, asked.handled_by.username) == (status, "balie")


def test_whoever_called_is_called_by_no_name_to_log_in_with(desk):
    asked = make_callback()
    user = User.objects.create_user("inlognaam")
    callbacks.mark_called(callback=asked, by=user)
    page = reverse("admin:contact_callbackrequest_change", args=[asked.pk])
    words = desk.get(page).content.decode()
    assert ("een collega" in words, "inlognaam" in words) == (True, False)


def test_an_action_says_what_was_already_handled(desk):
    asked = make_callback()
    callbacks.mark_called(callback=asked, by=None)
    page = act(desk, CALLBACKS + "?stand=alle", "called", asked).content.decode()
    assert "1 al eerder afgehandeld" in page


def test_the_queue_shows_who_waits_the_nearest_promise_first(desk):
    done = make_callback(first_name="Kim")
    callbacks.mark_called(callback=done, by=None)
    later = make_callback(first_name="Ali", day=MONDAY.date().replace(day=26))
    sooner = make_callback(first_name="Bo")
    shown = desk.get(CALLBACKS).context["cl"].result_list
    assert [row.pk for row in shown] == [sooner.pk, later.pk]


def test_cancelling_at_the_desk_frees_the_time_and_mails(desk):
    make_adviser()
    booking = make_booking(email="robin@example.org")
    act(desk, BOOKINGS, "cancel", booking)
    booking.refresh_from_db()
    assert (booking.status, booking.cells.count()) == ("cancelled", 0)
    assert OutboxMail.objects.filter(kind="booking_cancelled").count() == 1


def test_a_psychologist_sees_and_acts_on_own_calls_only(client):
    user = make_user("psycholoog")
    make_adviser("Noor", user=user)
    mine = make_booking()
    make_adviser("Sem")
    others = make_booking(first_name="Kim")
    client.force_login(user)
    assert list(client.get(BOOKINGS).context["cl"].result_list) == [mine]
    url = reverse("admin:contact_booking_change", args=[others.pk])
    assert client.get(url).status_code == 302
    act(client, BOOKINGS, "cancel", mine, others)
    assert dict(Booking.objects.values_list("pk", "status")) == {
        mine.pk: "cancelled",
        others.pk: "confirmed",
    }


def test_a_psychologist_closes_own_days_and_not_the_practice(client):
    user = make_user("psycholoog")
    mine = make_adviser("Noor", user=user)
    other = make_adviser("Sem")
    client.force_login(user)
    url = reverse("admin:contact_closure_add")
    days = {"first_on": "25-11-2026", "last_on": "25-11-2026"}
    for adviser in ("", other.pk):
        answer = client.post(url, days | {"adviser": adviser})
        assert list(answer.context["adminform"].form.errors) == ["adviser"]
    assert client.post(url, days | {"adviser": mine.pk}).status_code == 302


def test_a_callback_entered_at_the_desk_carries_a_promise(desk):
    url = reverse("admin:contact_callbackrequest_add")
    desk.post(url, {"first_name": "Robin", "phone": "06 12345678"})
    assert CallbackRequest.objects.get().promised_at.isoformat() == "2026-11-23T12:00:00+00:00"


def test_a_second_request_of_one_person_entered_at_the_desk_joins_the_first(desk):
    first = make_callback()
    url = reverse("admin:contact_callbackrequest_add")
    answer = desk.post(url, {"first_name": "Robin", "phone": "06 12345678"}, follow=True)
    assert "stond al in de lijst" in answer.content.decode()
    assert list(CallbackRequest.objects.to_call()) == [first]


def test_another_day_noted_at_the_desk_gives_another_promise(desk):
    asked = make_callback()
    url = reverse("admin:contact_callbackrequest_change", args=[asked.pk])
    desk.post(url, {"first_name": "Robin", "phone": "+31612345678", "day": "26-11-2026"})
    asked.refresh_from_db()
    assert asked.promised_at.isoformat() == "2026-11-26T16:00:00+00:00"


@pytest.mark.parametrize("said", ["06 12 34 56 78", "0612345678", "+31 612345678", "Robin"])
def test_a_caller_is_found_by_the_number_as_they_say_it(desk, said):
    asked = make_callback()
    make_callback(first_name="Kim", phone="+31687654321")
    shown = desk.post(CALLBACKS, {"q": said}, follow=True).context["cl"].result_list
    assert list(shown) == [asked]


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("url", "queries"), [(CALLBACKS, 13), (BOOKINGS, 9)])
def test_a_list_at_the_desk_asks_as_often_for_three_rows_as_for_one(
    desk, django_assert_num_queries, rows, url, queries
):
    for n in range(rows):
        make_adviser(f"Noor {n}")
        make_booking(TUESDAY_TEN, first_name=f"Kim {n}")
        make_callback(first_name=f"Kim {n}")
    with django_assert_num_queries(queries):
        desk.get(url)


def test_the_first_page_tells_what_is_due(desk, time_machine):
    make_callback()
    make_adviser()
    make_booking()
    time_machine.shift(5 * 3600)
    lines = desk.get("/admin/").content.decode()
    for text in ("mensen om terug te bellen", "beloftes te laat", "adviesgesprekken vandaag"):
        assert text in lines


def test_an_editor_sees_nothing_of_requests_on_the_first_page(client):
    make_callback()
    client.force_login(make_user("redactie"))
    page = client.get("/admin/").content.decode()
    assert "terug te bellen" not in page
    assert "adviesgesprek" not in page


def test_nothing_personal_stands_in_what_the_log_stores():
    make_adviser()
    for row in (make_booking(), make_callback(), *OutboxMail.objects.all()):
        assert "Robin" not in str(row)
        assert "612345678" not in str(row)


def test_the_practice_is_one_row(desk, client):
    client.force_login(make_user("beheer"))
    assert client.get(reverse("admin:contact_practice_add")).status_code == 403
    url = reverse("admin:contact_practice_change", args=[1])
    page = client.get(url)
    form = page.context["adminform"].form.initial
    data = {key: value for key, value in form.items() if value is not None}
    data |= {"phone": "020 012 34 56"} | NO_ROWS
    assert client.post(url, data).status_code == 302
    assert "020 012 34 56" in client.get("/contact/").content.decode()
