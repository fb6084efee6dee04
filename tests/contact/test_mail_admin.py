"""At the desk: what was sent and what was not, and the call that runs late."""

from datetime import timedelta

import pytest
from django.urls import reverse

from contact import bookings, bounces, outbox
from contact.mail_errors import IN_DUTCH, in_dutch
from contact.models import AccessEntry, Booking, OutboxMail, Practice
from contact.templatetags.desk import due_today
from tests.staff.test_roles import make_user

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
MAILS = reverse("admin:contact_outboxmail_changelist")
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def practice(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_adviser()
    return make_practice(notice_hours=0, step_minutes=5)


@pytest.fixture
def user():
    return make_user("balie")


@pytest.fixture
def desk(client, user):
    client.force_login(user)
    return client


def make_mail(status="sent", **fields):
    make_booking(email="robin@example.org")
    OutboxMail.objects.exclude(kind="booking_confirmed").delete()
    OutboxMail.objects.update(status=status, **fields)
    return OutboxMail.objects.get()


def again(client, row, **headers):
    return client.post(reverse("admin:contact_outboxmail_again", args=[row.pk]), headers=headers)


def test_the_list_tells_kind_request_state_and_error_and_nothing_personal(desk):
    row = make_mail("failed", error="SMTPRecipientsRefused 550", attempts=9)
    page = desk.get(MAILS).content.decode()
    for text in ("afspraak bevestigd", "mislukt", "het adres werd geweigerd (550)"):
        assert text in page
    detail = desk.get(reverse("admin:contact_outboxmail_change", args=[row.pk])).content.decode()
    for shown in (page, detail):
        assert f'<a href="/admin/contact/booking/{row.booking_id}/change/">' in shown
    for personal in ("Robin", "612345678", "12345678", "robin@"):
        assert personal not in page
        assert personal not in detail


@pytest.mark.parametrize("status", ["sent", "failed"])
def test_one_press_sends_a_mail_again(desk, status):
    row = make_mail(status)
    assert f'formaction="/admin/contact/outboxmail/{row.pk}/opnieuw/"' in (
        desk.get(MAILS).content.decode()
    )
    back = f"http://testserver{MAILS}?status__exact={status}"
    assert again(desk, row, referer=back)["Location"] == back
    new = OutboxMail.objects.latest("pk")
    assert (new.pk != row.pk, new.kind, new.status) == (True, row.kind, "waiting")


@pytest.mark.parametrize("status", ["waiting", "void"])
def test_what_waits_or_is_not_needed_has_no_such_button(desk, status):
    row = make_mail(status)
    assert "opnieuw/" not in desk.get(MAILS).content.decode()
    assert "Deze mail wacht nog" in desk.get(again(desk, row)["Location"]).content.decode()
    assert OutboxMail.objects.count() == 1


def test_looking_sends_nothing_and_a_way_back_elsewhere_is_not_taken(desk):
    row = make_mail()
    url = reverse("admin:contact_outboxmail_again", args=[row.pk])
    assert desk.get(url).status_code == 405
    assert again(desk, row, referer="https://elders.example.org/")["Location"] == MAILS


def test_several_are_sent_again_with_one_action(desk):
    row = make_mail()
    desk.post(MAILS, {"action": "send_again", "_selected_action": [row.pk]})
    assert list(OutboxMail.objects.order_by("pk").values_list("status", flat=True)) == [
        "sent", "waiting",
    ]  # fmt: skip


@pytest.mark.parametrize(("role", "code"), [("beheer", 302), ("psycholoog", 403)])
def test_who_may_see_mail_may_send_it_again(client, role, code):
    client.force_login(make_user(role))
    assert again(client, make_mail()).status_code == code


def test_who_may_not_see_the_request_gets_its_number_without_a_link(client):
    client.force_login(make_user("beheer"))
    row = make_mail()
    page = client.get(MAILS).content.decode()
    assert f"Adviesgesprek {row.booking_id}" in page
    assert "/admin/contact/booking/" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_often_for_three_mails_as_for_one(desk, django_assert_num_queries, rows):
    for number in range(rows):
        make_callback(first_name=f"Kim {number}")
    with django_assert_num_queries(8):
        desk.get(MAILS)


def test_the_first_page_counts_what_nobody_acted_on(user):
    def failed():
        return [line.count for line in due_today(user) if line.text == "mails niet aangekomen"]

    row = make_mail("failed")
    assert failed() == [1]
    bounces.follow_up()
    assert failed() == []
    OutboxMail.objects.filter(pk=row.pk).update(followed_up_at=None)
    outbox.again(OutboxMail.objects.get(pk=row.pk))
    assert failed() == []


def test_errors_are_told_in_dutch_and_an_unknown_one_too():
    assert in_dutch("") == ""
    assert in_dutch("SMTPDataError 451") == "de mailserver nam de mail niet aan (451)"
    assert in_dutch("TemplateSyntaxError") == "de mail kon niet worden gemaakt"
    assert all(in_dutch(name) == text for name, text in IN_DUTCH.items())


@pytest.mark.parametrize("model", ["booking", "callbackrequest"])
def test_at_a_request_stands_that_its_mail_did_not_arrive(desk, model):
    made = {"booking": make_booking, "callbackrequest": make_callback}[model]
    row = made(email="robin@example.org")
    url = reverse(f"admin:contact_{model}_change", args=[row.pk])
    assert "Mail kwam niet aan" not in desk.get(url).content.decode()
    OutboxMail.objects.update(status="failed")
    assert "Mail kwam niet aan" in desk.get(url).content.decode()


# --- The sender -----------------------------------------------------------------------------------


def test_a_telling_sender_is_pointed_out_on_saving_on_the_mail_page_and_on_the_first_page(client):
    user = make_user("beheer")
    client.force_login(user)
    url = reverse("admin:contact_practice_change", args=[1])
    initial = client.get(url).context["adminform"].form.initial
    data = {key: value for key, value in initial.items() if value is not None} | NO_ROWS
    answer = client.post(url, data | {"name": "Psychologen Jansen"}, follow=True)
    assert Practice.load().name == "Psychologen Jansen"
    for page in (answer, client.get(MAILS)):
        assert "De naam van de praktijk zegt iets over gezondheid" in page.content.decode()
    assert "te doen: onze afzender zegt iets over gezondheid" in [
        line.text for line in due_today(user)
    ]
    make_practice(name="Praktijk Jansen")
    assert "zegt iets over gezondheid" not in client.get(MAILS).content.decode()


# --- A call that runs late ------------------------------------------------------------------------


@pytest.fixture
def calls(time_machine):
    """Three in a row, of which the last gave no address."""
    made = [
        make_booking(TUESDAY_TEN + number * 20 * MINUTE, first_name=name, email=email)
        for number, (name, email) in enumerate(
            [("Robin", "robin@example.org"), ("Kim", "kim@example.org"), ("Bo", "")]
        )
    ]
    OutboxMail.objects.all().delete()
    time_machine.move_to(TUESDAY_TEN - 30 * MINUTE, tick=False)
    return made


def delay_url(call):
    return reverse("admin:contact_booking_delay", args=[call.pk])


def delays():
    return list(Booking.objects.order_by("starts_at").values_list("delay_minutes", flat=True))


def test_the_page_shows_who_is_late_too_and_looking_changes_nothing(calls, desk):
    page = desk.get(delay_url(calls[0]), {"minuten": "10"}).content.decode()
    for call in calls:
        assert call.first_name in page
    assert "Bel 06 12345678" in page  # who gave no address is telephoned
    assert delays() == [0, 0, 0]
    assert OutboxMail.objects.count() == 0


def test_those_who_are_chosen_are_told(calls, desk):
    answer = desk.post(delay_url(calls[0]), {"minuten": "10", "ook": [calls[1].pk]}, follow=True)
    assert delays() == [10, 10, 0]
    assert list(OutboxMail.objects.values_list("booking", flat=True)) == [
        calls[0].pk, calls[1].pk,
    ]  # fmt: skip
    assert "2 × genoteerd" in answer.content.decode()
    desk.post(delay_url(calls[0]), {"minuten": "10", "ook": [calls[1].pk]})
    assert OutboxMail.objects.count() == 2


def test_nobody_can_be_slipped_in_who_is_not_late_too(calls, desk, time_machine):
    other = make_booking(TUESDAY_TEN + 80 * MINUTE, first_name="Ali", now=MONDAY)
    desk.post(delay_url(calls[0]), {"minuten": "10", "ook": [other.pk]})
    other.refresh_from_db()
    assert other.delay_minutes == 0


def test_no_name_or_number_stands_in_a_message_and_the_look_is_noted(calls, desk):
    answer = desk.post(delay_url(calls[0]), {"minuten": "15"}, follow=True)
    said = " ".join(str(message) for message in answer.context["messages"])
    assert "Robin" not in said
    assert "12345678" not in said
    assert f" {calls[0].pk} " in AccessEntry.objects.first().ids


def test_from_the_list_and_from_the_call_one_comes_to_the_page(calls, desk):
    url = reverse("admin:contact_booking_changelist")
    action = {"action": "late", "_selected_action": [calls[1].pk]}
    assert desk.post(url, action)["Location"] == delay_url(calls[1])
    page = desk.get(reverse("admin:contact_booking_change", args=[calls[0].pk]))
    assert delay_url(calls[0]) in page.content.decode()


def test_a_call_of_another_day_cannot_run_late_now(calls, desk, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    assert "kan niet uitlopen" in desk.get(delay_url(calls[0])).content.decode()
    desk.post(delay_url(calls[0]), {"minuten": "10"})
    assert delays() == [0, 0, 0]


def test_a_psychologist_tells_own_callers_only(calls, client):
    user = make_user("psycholoog")
    other = make_adviser("Sem", user=user)
    client.force_login(user)
    assert client.post(delay_url(calls[0]), {"minuten": "10"}).status_code == 404
    Booking.objects.update(adviser=other)
    assert client.post(delay_url(calls[0]), {"minuten": "10"}).status_code == 302
    assert delays() == [10, 0, 0]


def test_an_editor_tells_nobody(calls, client):
    client.force_login(make_user("redactie"))
    assert client.post(delay_url(calls[0]), {"minuten": "10"}).status_code in (403, 404)
    assert delays() == [0, 0, 0]


@pytest.mark.parametrize("minutes", ["", "7", "-5", "1e3", "nonsense"])
def test_an_odd_number_of_minutes_counts_as_the_usual_one(calls, desk, minutes):
    assert desk.get(delay_url(calls[0]), {"minuten": minutes}).context["minutes"] == 10


def test_a_room_set_at_the_desk_is_told(calls, desk):
    Booking.objects.update(kind="video")
    url = reverse("admin:contact_booking_change", args=[calls[0].pk])
    person = {"first_name": "Robin", "phone": "+31612345678", "email": "robin@example.org"}
    room = "https://beeldbellen.example.org/zaal"
    for _ in range(2):
        desk.post(url, person | {"room": room})
    calls[0].refresh_from_db()
    assert calls[0].room_address == room
    assert OutboxMail.objects.filter(kind="booking_confirmed").count() == 1


def test_a_room_for_a_call_that_is_over_changes_nothing(calls, desk):
    bookings.cancel(booking=calls[0])
    url = reverse("admin:contact_booking_change", args=[calls[0].pk])
    person = {"first_name": "Robin", "phone": "+31612345678", "email": "robin@example.org"}
    desk.post(url, person | {"room": "https://beeldbellen.example.org/zaal"})
    calls[0].refresh_from_db()
    assert calls[0].room == ""
