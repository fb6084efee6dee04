"""Somebody is away over calls that were booked: nobody is forgotten, nobody mailed twice."""

from datetime import datetime, time, timedelta

import icalendar
import pytest

from contact import absence, bookings, callbacks, emails, outbox
from contact.models import BookedCell, Booking, BusyTime, CallbackRequest, OutboxMail
from contact.slots import TZ

from .make import (
    MONDAY,
    TUESDAY_TEN,
    make_adviser,
    make_away,
    make_booking,
    make_callback,
    make_practice,
)

pytestmark = pytest.mark.django_db
HALF_HOUR = timedelta(minutes=30)
MAIL = "robin@example.org"


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()


@pytest.fixture
def noor():
    return make_adviser("Noor")


def busy(adviser, start, minutes=60, **fields):
    end = start + timedelta(minutes=minutes)
    return BusyTime.objects.create(adviser=adviser, starts_at=start, ends_at=end, **fields)


def mails(kind):
    return OutboxMail.objects.filter(kind=kind)


def outcomes(fates):
    return [fate.outcome.value for fate in fates]


def letter(kind):
    """The one mail of this kind, as it goes out, with its calendar."""
    message = emails.write(mails(kind).get())
    part = next(p for p in message.attachments if not isinstance(p, tuple) and p.get_payload())
    event = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    return message, str(event["METHOD"]), event.walk("VEVENT")[0]


# --- Which calls --------------------------------------------------------------------------------


def test_only_the_calls_of_whoever_is_away_then_are_affected(noor):
    sem = make_adviser("Sem")
    hers = make_booking()
    his = make_booking(first_name="Kim")
    later = make_booking(TUESDAY_TEN + timedelta(days=1))
    assert {hers.adviser, his.adviser} == {noor, sem}
    assert list(absence.affected(make_away(noor))) == [hers]
    assert list(absence.affected(make_away())) == [hers, his]
    assert list(absence.affected(make_away(noor, last="2026-11-25"))) == [hers, later]


def test_a_part_of_a_day_affects_the_calls_that_it_touches(noor):
    calls = [make_booking(TUESDAY_TEN + n * HALF_HOUR, first_name=f"Kim {n}") for n in range(3)]
    until_the_last = busy(noor, TUESDAY_TEN + timedelta(minutes=10), 50)
    assert list(absence.affected(until_the_last)) == calls[:2]


def test_what_stands_in_their_own_calendar_affects_nothing(noor):
    make_booking()
    own = busy(noor, TUESDAY_TEN, source=BusyTime.Source.CALENDAR)
    assert list(absence.affected(own)) == []


def test_a_call_that_has_begun_or_holds_no_longer_is_not_affected(noor):
    first = make_booking()
    bookings.cancel(booking=make_booking(TUESDAY_TEN + HALF_HOUR), now=MONDAY)
    away = make_away(noor)
    assert list(absence.affected(away)) == [first]
    assert list(absence.affected(away, now=TUESDAY_TEN)) == []


@pytest.mark.parametrize(("day", "hours"), [("2027-03-28", 23), ("2027-10-31", 25)])
def test_a_day_away_is_the_whole_local_day_also_when_the_clock_changes(day, hours):
    make_practice(notice_hours=0, holidays=[])
    noor = make_adviser(weekdays=[5, 6, 0], start=time(0), end=time(23, 59))
    midnight = datetime.fromisoformat(f"{day}T00:00:00").replace(tzinfo=TZ)
    now = midnight - timedelta(days=2)
    walls = [f"{day}T00:00", f"{day}T01:30", f"{day}T03:30", f"{day}T23:30"]
    inside = [datetime.fromisoformat(wall).replace(tzinfo=TZ) for wall in walls]
    before, after = inside[0] - HALF_HOUR, midnight + timedelta(days=1)
    for start in (before, *inside, after):
        make_booking(start, now=now, first_name=f"{start:%d %H %M}")
    away = make_away(noor, day)
    start, end = absence.span(away)
    assert end - start == timedelta(hours=hours)
    assert [booking.starts_at for booking in absence.affected(away, now)] == inside


# --- A colleague --------------------------------------------------------------------------------


def test_a_free_colleague_takes_the_call_over_at_its_own_time(noor):
    booking = make_booking(email=MAIL)
    sem = make_adviser("Sem")
    assert outcomes(absence.settle(make_away(noor))) == ["colleague"]
    given = Booking.objects.get()
    assert (given.uid, given.sequence, given.starts_at) == (booking.uid, 1, TUESDAY_TEN)
    assert (given.adviser, given.status) == (sem, "confirmed")
    assert set(given.cells.values_list("adviser", flat=True)) == {sem.pk}
    message, method, event = letter("booking_moved")
    assert "je spreekt nu Sem" in message.body
    assert "verzet." not in message.body
    assert (method, event["SEQUENCE"], event["STATUS"]) == ("REQUEST", 1, "CONFIRMED")
    assert event["DTSTART"].dt == TUESDAY_TEN
    assert mails("booking_moved").count() == 1
    practice = emails.write(mails("practice_booking").filter(revision=1).get())
    assert practice.subject == "Een adviesgesprek gaat naar een collega"


def test_the_notice_for_new_calls_does_not_keep_a_colleague_from_an_old_one(noor):
    make_booking()
    sem = make_adviser("Sem")
    an_hour_before = TUESDAY_TEN - timedelta(hours=1)
    [fate] = absence.settle(make_away(noor), now=an_hour_before)
    assert (fate.outcome.value, fate.colleagues) == ("colleague", (sem,))


def test_a_call_keeps_the_length_and_the_start_that_it_had(noor):
    make_practice(call_minutes=40)
    make_booking(TUESDAY_TEN + HALF_HOUR)
    make_practice(call_minutes=20, step_minutes=60)
    make_adviser("Sem", end=time(11))  # until eleven only: no room for forty minutes
    make_adviser("Bo")
    [fate] = absence.settle(make_away(noor))
    assert (fate.names, fate.booking.ends_at) == ("Bo", TUESDAY_TEN + timedelta(minutes=70))


def test_a_colleague_who_is_taken_closed_or_elsewhere_takes_nothing_over(noor):
    sem, bo, ali = (make_adviser(name) for name in ("Sem", "Bo", "Ali"))
    ali.weekly_hours.all().delete()
    make_away(bo)
    for name in ("Robin", "Kim"):
        make_booking(first_name=name, phone="+31612345670")
    assert set(BookedCell.objects.values_list("adviser", flat=True)) == {noor.pk, sem.pk}
    assert outcomes(absence.settle(make_away(noor))) == ["call"]


def test_a_video_call_goes_to_a_colleague_with_a_room(noor):
    noor.video_room = "https://beeldbellen.example.org/noor"
    noor.save()
    make_booking(kind="video")
    Booking.objects.update(room="https://beeldbellen.example.org/voor-dit-gesprek")
    make_adviser("Sem")
    make_adviser("Bo", video_room="https://beeldbellen.example.org/bo")
    [fate] = absence.settle(make_away(noor))
    assert (fate.names, fate.booking.room) == ("Bo", "")


def test_calls_are_spread_over_the_colleagues_who_are_free(noor):
    for n in range(4):
        make_booking(TUESDAY_TEN + n * HALF_HOUR, first_name=f"Kim {n}")
    make_adviser("Sem")
    make_adviser("Bo")
    away = make_away(noor)
    assert [fate.names for fate in absence.plan(away)] == ["Bo of Sem"] * 4
    settled = [fate.names for fate in absence.settle(away)]
    assert (settled.count("Sem"), settled.count("Bo")) == (2, 2)


# --- Another time -------------------------------------------------------------------------------


def test_where_nobody_is_free_the_visitor_gets_one_mail_with_a_choice_of_times(noor):
    booking = make_booking(email=MAIL)
    assert outcomes(absence.settle(make_away(noor))) == ["mail"]
    lost = Booking.objects.get()
    assert (lost.status, lost.sequence, lost.displaced_at) == ("displaced", 1, MONDAY)
    assert BookedCell.objects.count() == 0
    message, method, event = letter("booking_displaced")
    assert message.subject == "Je afspraak van dinsdag 24 november kan niet doorgaan"
    assert message.body.count("\n- ") == 5
    assert "- woensdag 25 november om 9:00" in message.body
    html = message.alternatives[0][0]
    assert html.count(f"{emails.link_to(booking)}?kies") == 6
    assert (method, event["SEQUENCE"], event["STATUS"]) == ("CANCEL", 1, "CANCELLED")
    assert event["DTSTART"].dt == TUESDAY_TEN
    assert mails("booking_displaced").count() == 1
    assert CallbackRequest.objects.count() == 0


def test_the_times_in_the_mail_are_those_for_this_kind_of_call(noor):
    sem = make_adviser("Sem", video_room="https://beeldbellen.example.org/sem", weekdays=[1, 3])
    booking = make_booking(kind="video", email=MAIL)
    absence.settle(make_away(sem))
    booking.refresh_from_db()
    assert {start.astimezone(TZ).weekday() for start in emails.nearby.starts(booking)} == {3}


def test_who_gave_no_address_stands_on_the_call_list_instead(noor):
    make_booking()
    assert outcomes(absence.settle(make_away(noor))) == ["call"]
    asked = CallbackRequest.objects.to_call().get()
    assert (asked.reason, asked.booking, asked.booking.status) == (
        "displaced", Booking.objects.get(), "displaced",
    )  # fmt: skip
    assert asked.promised_at is not None
    assert sorted(OutboxMail.objects.values_list("kind", flat=True)) == [
        "practice_booking", "practice_callback",
    ]  # fmt: skip


def test_settling_twice_changes_nothing_more(noor):
    make_booking(email=MAIL)
    make_booking(TUESDAY_TEN + HALF_HOUR, first_name="Kim")
    make_booking(TUESDAY_TEN + 2 * HALF_HOUR, first_name="Ali", email=MAIL)
    make_adviser("Sem", end=time(10, 30))
    away = make_away(noor)
    assert outcomes(absence.settle(away)) == ["colleague", "call", "mail"]
    before = everything()
    assert absence.settle(away) == []
    assert everything() == before


def test_a_closure_of_the_practice_asks_the_same(noor):
    make_adviser("Sem")
    make_booking(email=MAIL)
    make_booking(first_name="Kim")
    assert outcomes(absence.settle(make_away())) == ["mail", "call"]


def test_a_call_moved_while_it_was_being_settled_is_left_alone(noor):
    seen = make_booking(email=MAIL)
    bookings.move(booking=seen, starts_at=TUESDAY_TEN + timedelta(days=1), now=MONDAY)
    seen.starts_at = TUESDAY_TEN
    for verb in (
        lambda: bookings.displace(booking=seen, now=MONDAY),
        lambda: bookings.hand_over(booking=seen, adviser=make_adviser("Sem"), now=MONDAY),
    ):
        with pytest.raises(bookings.NotChangeable):
            verb()
    assert Booking.objects.get().status == "confirmed"


def everything():
    """All that settling writes, save for the row ids that the database chose."""
    calls = Booking.objects.order_by("pk").values_list(
        "first_name", "status", "adviser__name", "starts_at", "sequence", "revision"
    )
    cells = BookedCell.objects.order_by("adviser__name", "starts_at")
    asked = CallbackRequest.objects.order_by("first_name").values_list("first_name", "reason")
    posted = OutboxMail.objects.order_by("kind", "booking", "revision")
    return (
        list(calls),
        list(cells.values_list("adviser__name", "starts_at", "booking__first_name")),
        list(asked),
        list(posted.values_list("kind", "booking__first_name", "revision")),
    )


def stopping(verb, after):
    """The verb, which is killed the next time that it is called after so many."""
    left = [None] * after

    def stops(*args, **kwargs):
        if not left:
            raise KeyboardInterrupt
        left.pop()
        return verb(*args, **kwargs)

    return stops


def test_settling_that_was_stopped_in_the_middle_goes_on_where_it_was(noor, monkeypatch):
    def a_day_of_calls():
        for n in range(4):
            mail = MAIL if n % 2 else ""
            make_booking(TUESDAY_TEN + n * HALF_HOUR, first_name=f"Kim {n}", email=mail)
        return make_away(noor)

    def clear():
        for model in (CallbackRequest, OutboxMail, Booking):
            model.objects.all().delete()

    make_adviser("Sem", end=time(10, 30))
    away = a_day_of_calls()
    absence.settle(away)
    in_one_go = everything()

    real = outbox.post
    for after in range(8):
        clear()
        away.delete()
        away = a_day_of_calls()
        monkeypatch.setattr(outbox, "post", stopping(real, after=after))
        with pytest.raises(KeyboardInterrupt):
            absence.settle(away)
        monkeypatch.setattr(outbox, "post", real)
        assert everything() != in_one_go
        absence.settle(away)
        assert everything() == in_one_go


# --- What the visitor does then -----------------------------------------------------------------


@pytest.fixture
def displaced(noor):
    booking = make_booking(email=MAIL)
    away = make_away(noor)
    absence.settle(away)
    booking.refresh_from_db()
    return booking


def test_choosing_another_time_makes_it_stand_again_in_the_same_place_of_the_calendar(displaced):
    new = TUESDAY_TEN + timedelta(days=1)
    chosen = bookings.move(booking=displaced, starts_at=new, now=MONDAY)
    assert (chosen.status, chosen.displaced_at, chosen.starts_at) == ("confirmed", None, new)
    assert (chosen.uid, chosen.sequence, chosen.cells.count()) == (displaced.uid, 2, 4)
    _, method, event = letter("booking_moved")
    assert (method, event["SEQUENCE"]) == ("REQUEST", 2)


def test_the_old_time_can_be_chosen_again_when_it_is_free_after_all(displaced):
    displaced.adviser.closures.all().delete()
    chosen = bookings.move(booking=displaced, starts_at=TUESDAY_TEN, now=MONDAY)
    assert (chosen.status, chosen.cells.count()) == ("confirmed", 4)


def test_taking_the_absence_away_restores_nothing_by_itself(displaced):
    displaced.adviser.closures.all().delete()
    displaced.refresh_from_db()
    assert (displaced.status, displaced.cells.count()) == ("displaced", 0)


def test_who_changed_often_before_may_still_choose_and_also_after_the_old_time(displaced):
    Booking.objects.update(revision=50)
    new = TUESDAY_TEN + timedelta(days=2)
    late = TUESDAY_TEN + timedelta(days=1)
    assert bookings.move(booking=displaced, starts_at=new, now=late).is_confirmed


def test_a_mail_of_the_time_that_was_lost_is_not_sent_after_another_was_chosen(displaced):
    bookings.move(booking=displaced, starts_at=TUESDAY_TEN + timedelta(days=1), now=MONDAY)
    assert emails.write(mails("booking_displaced").get()) is None


def test_any_mail_about_a_call_that_lost_its_time_says_so(displaced):
    mails("booking_confirmed").delete()
    outbox.post("booking_confirmed", booking=displaced)
    message, method, _ = letter("booking_confirmed")
    assert (message.subject, method) == (
        "Je afspraak van dinsdag 24 november kan niet doorgaan", "CANCEL",
    )  # fmt: skip


def test_choosing_takes_them_off_the_call_list_but_not_what_they_asked_besides(noor):
    booking = make_booking()
    absence.settle(make_away(noor))
    own = make_callback(message="Nog iets anders")
    assert own.same_as is not None
    bookings.move(booking=booking, starts_at=TUESDAY_TEN + timedelta(days=1), now=MONDAY)
    assert list(CallbackRequest.objects.to_call()) == [own]
    assert list(CallbackRequest.objects.waiting()) == [own]


def test_letting_go_takes_them_off_the_call_list(noor):
    booking = make_booking()
    absence.settle(make_away(noor))
    bookings.cancel(booking=booking, now=MONDAY)
    assert Booking.objects.get().status == "cancelled"
    assert not CallbackRequest.objects.waiting().exists()


def test_rather_being_called_leaves_one_person_to_call(displaced):
    asked = bookings.call_me_instead(booking=displaced, now=MONDAY)
    assert (list(CallbackRequest.objects.to_call()), asked.reason) == ([asked], "asked")
    displaced.refresh_from_db()
    assert displaced.status == "cancelled"


def test_displaced_a_second_time_is_asked_and_if_need_be_called_a_second_time(displaced):
    later = MONDAY + timedelta(hours=5)
    assert absence.follow_up(later) == 1
    new = TUESDAY_TEN + timedelta(days=1)
    chosen = bookings.move(booking=displaced, starts_at=new, now=later)
    absence.settle(make_away(chosen.adviser, "2026-11-25"), now=later + timedelta(hours=1))
    assert mails("booking_displaced").count() == 2
    assert absence.follow_up(later + timedelta(hours=25)) == 1
    statuses = CallbackRequest.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["withdrawn", "open"]


# --- Who chooses nothing ------------------------------------------------------------------------


def test_who_chose_nothing_within_a_day_goes_on_the_call_list_once(noor):
    far = TUESDAY_TEN + timedelta(days=7)
    make_booking(far, email=MAIL)
    absence.settle(make_away(noor, "2026-12-01"))
    just_before = MONDAY + timedelta(hours=24) - timedelta(minutes=1)
    assert absence.follow_up(just_before) == 0
    assert absence.follow_up(MONDAY + timedelta(hours=24)) == 1
    assert absence.follow_up(MONDAY + timedelta(hours=25)) == 0
    asked = CallbackRequest.objects.get()
    callbacks.mark_called(callback=asked, by=None)
    assert absence.follow_up(MONDAY + timedelta(hours=72)) == 0
    assert mails("callback_received").count() == 0  # the mail about the call said so


def test_whose_old_time_is_near_is_called_before_it(displaced):
    # On Tuesday at ten: of phone time there are eight hours on Monday and one that morning.
    five_hours_left = MONDAY + timedelta(hours=4)
    assert absence.follow_up(five_hours_left) == 0
    assert absence.follow_up(five_hours_left + timedelta(minutes=46)) == 1
    assert CallbackRequest.objects.get().promised_at <= TUESDAY_TEN


def test_who_chose_another_time_is_not_called(displaced):
    bookings.move(booking=displaced, starts_at=TUESDAY_TEN + timedelta(days=1), now=MONDAY)
    assert absence.follow_up(MONDAY + timedelta(days=3)) == 0


def test_the_worker_follows_up():
    from config.management.commands.worker import JOBS

    assert absence.follow_up in JOBS
