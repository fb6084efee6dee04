"""A call that begins later, and one that never came."""

from datetime import timedelta

import pytest

from contact import access, bookings, delays, emails, missed
from contact.models import Booking, CallbackRequest, OutboxMail

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_practice

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
PAGE = "/adviesgesprek/afspraak/"


@pytest.fixture(autouse=True)
def practice(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_adviser()
    return make_practice(step_minutes=5, notice_hours=0)


@pytest.fixture
def booking(time_machine):
    made = make_booking(email="robin@example.org")
    OutboxMail.objects.all().delete()
    time_machine.move_to(TUESDAY_TEN - 30 * MINUTE, tick=False)
    return made


def told():
    """The mails about a delay that would go out now, as text."""
    rows = OutboxMail.objects.filter(kind="booking_delayed").select_related("booking__adviser")
    return [message.body for row in rows if (message := emails.write(row))]


def test_a_delay_is_told_once_and_another_delay_again(booking):
    assert delays.delay(booking=booking, minutes=10) is True
    assert delays.delay(booking=booking, minutes=10) is False
    [text] = told()
    assert "begint ongeveer 10 minuten later: rond 10:10 in plaats van 10:00" in text
    assert delays.delay(booking=booking, minutes=20) is True
    [text] = told()  # the newest word only
    assert "rond 10:20" in text
    assert OutboxMail.objects.filter(kind="booking_delayed").count() == 2


def test_a_delay_taken_back_is_told_too(booking):
    delays.delay(booking=booking, minutes=10)
    delays.delay(booking=booking, minutes=0)
    [text] = told()
    assert "je gesprek begint gewoon om 10:00" in text


def test_who_gave_no_address_gets_no_mail_and_reads_it_on_the_page(client, time_machine):
    booking = make_booking()
    OutboxMail.objects.all().delete()
    time_machine.move_to(TUESDAY_TEN - 30 * MINUTE, tick=False)
    assert delays.delay(booking=booking, minutes=15) is True
    assert OutboxMail.objects.count() == 0
    client.get(f"/afspraak/{access.token_for(booking.uid)}/")
    page = " ".join(client.get(PAGE).content.decode().split())
    assert "begint ongeveer 15 minuten later, rond 10:15" in page


@pytest.mark.parametrize("state", ["cancelled", "of another day", "over"])
def test_only_a_call_of_today_that_is_not_over_can_be_late(booking, time_machine, state):
    if state == "cancelled":
        bookings.cancel(booking=booking)
    elif state == "of another day":
        time_machine.move_to(MONDAY, tick=False)
    else:
        time_machine.move_to(booking.ends_at, tick=False)
    with pytest.raises(bookings.NotChangeable):
        delays.delay(booking=booking, minutes=10)
    assert told() == []


def test_a_call_that_is_moved_is_late_no_longer(booking):
    delays.delay(booking=booking, minutes=10)
    moved = bookings.move(booking=booking, starts_at=TUESDAY_TEN + 60 * MINUTE)
    assert moved.delay_minutes == 0
    assert told() == []


def test_a_call_of_which_the_number_is_corrected_stays_late(booking):
    delays.delay(booking=booking, minutes=10)
    changed = bookings.change(booking=booking, phone="+31612345670")
    booking.refresh_from_db()
    assert (changed.delay_minutes, booking.delay_minutes) == (10, 10)


def test_once_the_call_has_begun_no_mail_says_that_it_will(booking, time_machine):
    delays.delay(booking=booking, minutes=10)
    time_machine.move_to(TUESDAY_TEN + 10 * MINUTE, tick=False)
    assert told() == []


def test_calls_that_follow_are_late_too_less_the_pause_between(time_machine):
    first = make_booking()
    next_to_it = make_booking(TUESDAY_TEN + 20 * MINUTE, first_name="Kim")
    after_a_pause = make_booking(TUESDAY_TEN + 50 * MINUTE, first_name="Bo")
    make_booking(TUESDAY_TEN + 90 * MINUTE, first_name="Ali")
    time_machine.move_to(TUESDAY_TEN - 30 * MINUTE, tick=False)
    assert delays.delayed_too(first, 15) == [(next_to_it, 15), (after_a_pause, 5)]
    assert delays.delayed_too(first, 10) == [(next_to_it, 10)]
    for call, minutes in [(first, 15), *delays.delayed_too(first, 15)]:
        delays.delay(booking=call, minutes=minutes)
    first.refresh_from_db()
    assert delays.delayed_too(first, 15) == []
    assert delays.delayed_too(first, 0) == [(next_to_it, 0), (after_a_pause, 0)]


def test_calls_of_a_colleague_are_not_late_too(booking):
    make_booking(TUESDAY_TEN + 20 * MINUTE, first_name="Kim")
    Booking.objects.exclude(pk=booking.pk).update(adviser=make_adviser("Sem"))
    assert delays.delayed_too(booking, 30) == []


# --- Not called ---------------------------------------------------------------------------------


def opened(client, booking, at, time_machine):
    time_machine.move_to(at, tick=False)
    client.get(f"/afspraak/{access.token_for(booking.uid)}/")
    return client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("minutes", "delay", "shown"),
    [(4, 0, False), (5, 0, True), (119, 0, True), (14, 10, False), (15, 10, True)],
)
def test_who_waits_can_say_so_from_five_minutes_on(
    client, booking, time_machine, minutes, delay, shown
):
    Booking.objects.update(delay_minutes=delay)
    page = opened(client, booking, TUESDAY_TEN + minutes * MINUTE, time_machine)
    assert ("Ik ben niet gebeld" in page) is shown


@pytest.mark.parametrize("minutes", [-60, 1, 10])
def test_that_it_is_not_the_visitors_fault_is_said_once(client, booking, time_machine, minutes):
    page = opened(client, booking, TUESDAY_TEN + minutes * MINUTE, time_machine)
    assert page.count("Dan ging er iets mis, en niet bij jou.") == 1


def test_two_hours_on_there_is_the_phone(booking):
    assert missed.can_say_so(booking, TUESDAY_TEN + missed.UNTIL) is False


@pytest.mark.parametrize(
    ("status", "may"),
    [("confirmed", True), ("no_show", True), ("done", False), ("cancelled", False)],
)
def test_what_the_desk_noted_says_whether_they_still_can(booking, status, may):
    booking.status = status
    assert missed.can_say_so(booking, TUESDAY_TEN + 10 * MINUTE) is may


def test_saying_it_twice_puts_them_in_the_queue_once_and_the_page_says_until_when(
    client, booking, time_machine
):
    opened(client, booking, TUESDAY_TEN + 10 * MINUTE, time_machine)
    for _ in range(2):
        assert client.post(PAGE + "niet-gebeld/")["Location"] == PAGE
    [asked] = CallbackRequest.objects.all()
    assert (asked.reason, asked.booking, asked.email) == ("not_called", booking, booking.email)
    page = client.get(PAGE).content.decode()
    assert "We bellen je <strong>uiterlijk dinsdag 24" in page
    assert "010 012 34 56" in page
    assert "Ik ben niet gebeld" not in page
    assert OutboxMail.objects.filter(kind="practice_callback").count() == 1


def test_two_windows_at_one_moment_make_one_request(booking, time_machine, monkeypatch):
    """Both look before either writes; then the unique key of the form decides."""
    time_machine.move_to(TUESDAY_TEN + 10 * MINUTE, tick=False)
    monkeypatch.setattr(missed, "call_asked_for", lambda booking: None)
    first = missed.not_called(booking=booking)
    assert missed.not_called(booking=booking) == first
    assert CallbackRequest.objects.count() == 1


def test_too_soon_says_nothing_and_asks_nothing(client, booking, time_machine):
    opened(client, booking, TUESDAY_TEN + 2 * MINUTE, time_machine)
    assert client.post(PAGE + "niet-gebeld/").status_code == 302
    assert CallbackRequest.objects.count() == 0


# --- The mail an hour before --------------------------------------------------------------------


def test_a_button_asks_for_a_mail_an_hour_before_and_another_takes_it_back(
    client, booking, time_machine
):
    assert "Mail mij ook een uur" in opened(client, booking, MONDAY, time_machine)
    for _ in range(2):
        client.post(PAGE + "herinnering/", {"wil": "ja"})
    booking.refresh_from_db()
    assert booking.wants_hour_reminder is True
    assert "Toch geen mail" in client.get(PAGE).content.decode()
    answer = client.post(PAGE + "herinnering/", {"wil": "nee"}, follow=True).content.decode()
    assert "We mailen je niet meer een uur van tevoren." in answer
    booking.refresh_from_db()
    assert booking.wants_hour_reminder is False


def test_without_an_address_the_page_is_silent_about_reminders(client, time_machine):
    page = opened(client, make_booking(), MONDAY, time_machine)
    assert "van tevoren" not in page


# --- The room -------------------------------------------------------------------------------------

ROOM, OTHER = "https://beeldbellen.example.org/noor", "https://beeldbellen.example.org/zaal"


@pytest.mark.parametrize(
    ("kind", "of_adviser", "of_call", "room"),
    [
        ("video", ROOM, "", ROOM),
        ("video", ROOM, OTHER, OTHER),
        ("video", "", OTHER, OTHER),
        ("video", "", "", ""),
        ("phone", ROOM, OTHER, ""),
    ],
)
def test_a_call_is_on_screen_only_where_a_room_is_set(
    client, booking, time_machine, kind, of_adviser, of_call, room
):
    booking.adviser.video_room = of_adviser
    booking.adviser.save()
    Booking.objects.update(kind=kind, room=of_call)
    booking.refresh_from_db()
    assert booking.room_address == room
    page = opened(client, booking, MONDAY, time_machine)
    rooms = {address for address in (ROOM, OTHER) if address in page}
    assert rooms == ({room} if room else set())
    assert ("belt je" in page) is not bool(room)


def test_another_room_is_told(booking):
    Booking.objects.update(kind="video")
    bookings.change(booking=booking, room=OTHER)
    bookings.change(booking=booking, room=OTHER)
    row = OutboxMail.objects.select_related("booking__adviser").get(kind="booking_confirmed")
    assert OTHER in emails.write(row).body
