from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError

from contact import bookings
from contact.models import BookedCell, Booking, CallbackRequest, OutboxMail

from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def practice():
    return make_practice()


def mails():
    return sorted(OutboxMail.objects.values_list("kind", "revision"))


def test_a_booking_holds_its_cells_and_announces_itself():
    adviser = make_adviser()
    booking = make_booking(email="robin@example.org")
    assert (booking.adviser, booking.ends_at) == (adviser, TUESDAY_TEN + timedelta(minutes=20))
    assert list(booking.cells.values_list("starts_at", flat=True)) == [
        TUESDAY_TEN + n * timedelta(minutes=5) for n in range(4)
    ]
    assert mails() == [("booking_confirmed", 0), ("practice_booking", 0)]


def test_without_an_e_mail_address_only_the_practice_gets_a_mail():
    make_adviser()
    make_booking()
    assert mails() == [("practice_booking", 0)]


def test_one_adviser_has_one_call_at_a_time():
    make_adviser()
    make_booking()
    with pytest.raises(bookings.SlotTaken):
        make_booking(first_name="Kim", phone="+31612345679")
    assert Booking.objects.count() == 1


def test_a_start_that_two_advisers_have_free_can_be_booked_twice():
    make_adviser("Noor")
    make_adviser("Sem")
    first, second = make_booking(), make_booking()
    assert first.adviser != second.adviser
    with pytest.raises(bookings.SlotTaken):
        make_booking()


def test_the_adviser_with_the_fewest_calls_goes_first():
    make_adviser("Noor")
    sem = make_adviser("Sem")
    make_booking()
    assert make_booking(TUESDAY_TEN + timedelta(minutes=30)).adviser == sem


def test_a_start_outside_the_hours_is_refused():
    make_adviser(end=time(10))
    with pytest.raises(bookings.SlotTaken):
        make_booking()


def test_the_same_form_sent_twice_is_one_booking_even_with_two_advisers_free():
    make_adviser("Noor")
    make_adviser("Sem")
    assert make_booking(form_key="k").pk == make_booking(form_key="k").pk
    assert Booking.objects.count() == 1


def test_a_form_gone_back_to_and_sent_with_another_number_is_the_same_booking_renewed():
    make_adviser()
    first = make_booking(form_key="k")
    again = make_booking(form_key="k", phone="+31612345699", email="robin@example.org")
    assert (again.pk, again.phone) == (first.pk, "+31612345699")
    assert ("booking_confirmed", 1) in mails()


def test_a_corrected_address_gets_a_mail_of_its_own():
    make_adviser()
    make_booking(form_key="k", email="rbin@example.org")
    OutboxMail.objects.update(status="sent")
    make_booking(form_key="k", email="robin@example.org")
    waiting = OutboxMail.objects.filter(kind="booking_confirmed", status="waiting")
    assert waiting.get().booking.email == "robin@example.org"


def test_another_kind_of_call_is_taken_over_where_there_is_a_room():
    make_adviser(video_room="https://beeldbellen.example.org/noor")
    make_booking(form_key="k")
    assert make_booking(form_key="k", kind="video").kind == "video"


def test_a_video_call_goes_to_somebody_with_a_room():
    make_adviser("Noor")
    sem = make_adviser("Sem", video_room="https://beeldbellen.example.org/sem")
    assert make_booking(kind="video").adviser == sem
    with pytest.raises(bookings.SlotTaken):
        make_booking(kind="video")


def test_the_database_refuses_two_bookings_of_one_cell():
    adviser = make_adviser()
    booking = make_booking()
    with pytest.raises(IntegrityError):
        BookedCell.objects.create(booking=booking, adviser=adviser, starts_at=TUESDAY_TEN)


def test_moving_frees_the_old_time_and_holds_the_new_one():
    make_adviser()
    booking = make_booking(email="robin@example.org")
    later = TUESDAY_TEN + timedelta(minutes=30)
    moved = bookings.move(booking=booking, starts_at=later, now=MONDAY)
    assert (moved.uid, moved.sequence, moved.starts_at) == (booking.uid, 1, later)
    assert moved.cells.order_by("starts_at").first().starts_at == later
    assert ("booking_moved", 1) in mails()
    assert make_booking(first_name="Kim").starts_at == TUESDAY_TEN


def test_a_move_to_a_taken_time_leaves_the_call_as_it_stood():
    make_adviser()
    booking = make_booking()
    later = make_booking(TUESDAY_TEN + timedelta(minutes=30), first_name="Kim")
    with pytest.raises(bookings.SlotTaken):
        bookings.move(booking=booking, starts_at=later.starts_at, now=MONDAY)
    booking.refresh_from_db()
    assert (booking.starts_at, booking.sequence, booking.cells.count()) == (TUESDAY_TEN, 0, 4)


def test_cancelling_frees_the_time_once():
    make_adviser()
    booking = make_booking(email="robin@example.org")
    cancelled = bookings.cancel(booking=booking, now=MONDAY)
    assert (cancelled.status, cancelled.sequence, cancelled.cells.count()) == ("cancelled", 1, 0)
    with pytest.raises(bookings.NotChangeable):
        bookings.cancel(booking=booking, now=MONDAY)
    assert mails().count(("booking_cancelled", 1)) == 1


def test_a_call_that_has_begun_cannot_be_moved_or_cancelled():
    make_adviser()
    booking = make_booking()
    with pytest.raises(bookings.NotChangeable):
        bookings.cancel(booking=booking, now=TUESDAY_TEN)
    with pytest.raises(bookings.NotChangeable):
        bookings.move(booking=booking, starts_at=TUESDAY_TEN + timedelta(days=1), now=TUESDAY_TEN)


def test_rather_being_called_frees_the_time_and_makes_a_callback_request():
    make_adviser()
    booking = make_booking()
    asked = bookings.call_me_instead(booking=booking, now=MONDAY)
    assert (asked.first_name, asked.phone) == (booking.first_name, booking.phone)
    assert BookedCell.objects.count() == 0
    with pytest.raises(bookings.NotChangeable):
        bookings.call_me_instead(booking=booking, now=MONDAY)
    assert CallbackRequest.objects.count() == 1


def test_a_call_is_closed_once():
    make_adviser()
    booking = make_booking()
    bookings.close(booking=booking, status="done", now=TUESDAY_TEN)
    with pytest.raises(bookings.NotChangeable):
        bookings.close(booking=booking, status="no_show", now=TUESDAY_TEN)
    booking.refresh_from_db()
    assert booking.status == "done"


def test_a_call_that_has_not_begun_cannot_be_closed():
    make_adviser()
    booking = make_booking()
    with pytest.raises(bookings.NotChangeable):
        bookings.close(booking=booking, status="done", now=TUESDAY_TEN - timedelta(minutes=1))


def test_moving_a_call_to_where_it_stands_changes_nothing():
    make_adviser()
    booking = make_booking()
    assert bookings.move(booking=booking, starts_at=TUESDAY_TEN, now=MONDAY).sequence == 0


def test_a_call_longer_than_its_step_moves_into_its_own_time():
    make_practice(call_minutes=40)
    make_adviser()
    later = TUESDAY_TEN + timedelta(minutes=30)
    assert bookings.move(booking=make_booking(), starts_at=later, now=MONDAY).starts_at == later


@pytest.mark.parametrize("day", ["2027-03-28", "2027-10-31"])
def test_a_call_on_the_day_of_a_clock_change_is_at_its_wall_time(day):
    make_practice(notice_hours=0, holidays=[])  # the first of them is Easter Sunday
    make_adviser(weekdays=[6])
    nine = datetime.fromisoformat(f"{day}T09:00:00").astimezone()
    from contact.slots import TZ, offered

    now = datetime.fromisoformat(f"{day}T00:30:00").replace(tzinfo=TZ)
    local = [start.astimezone(TZ) for start in offered(now)]
    assert [f"{start:%H:%M}" for start in local[:2]] == ["09:00", "09:30"]
    assert local[0].date() == nine.date()
