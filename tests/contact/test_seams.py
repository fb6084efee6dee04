"""Where one part of contact meets another: each holds by itself, here they hold together."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.core import mail, serializers
from django.urls import reverse

from config import clock, edition
from config.management.commands.worker import JOBS
from contact import (
    absence,
    access,
    bookings,
    bounces,
    callbacks,
    delays,
    emails,
    floods,
    insight,
    missed,
    outbox,
    overdue,
    person,
    reminders,
    retention,
    slots,
)
from contact.models import (
    Booking,
    BusyTime,
    CallbackRequest,
    Closure,
    OpeningHours,
    OutboxMail,
    SpecialHours,
)
from staff.models import User

from .make import (
    MONDAY,
    TUESDAY_TEN,
    a_day,
    make_adviser,
    make_away,
    make_booking,
    make_callback,
    make_practice,
)

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MAIL = "robin@example.org"
PAGE = "/adviesgesprek/afspraak/"
Name = insight.Name


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()


@pytest.fixture
def noor():
    return make_adviser("Noor")


@pytest.fixture
def sanne():
    user = User.objects.create_user("sanne", is_staff=True)
    user.groups.add(Group.objects.get(name="balie"))
    return user


@pytest.fixture
def displaced(noor):
    """Without an e-mail address, so on the call list."""
    booking = make_booking()
    absence.settle(make_away(noor))
    booking.refresh_from_db()
    assert booking.is_displaced
    return booking


def mails(kind):
    return OutboxMail.objects.filter(kind=kind)


def written(kind):
    row = mails(kind).select_related("booking__adviser", "callback").get()
    return emails.write(row)


# --- Lost its time, and then ----------------------------------------------------------------------


def test_who_chooses_while_a_colleague_calls_them_is_called_no_more(displaced, sanne):
    asked = CallbackRequest.objects.get()
    assert callbacks.claim(callback=asked, by=sanne)
    bookings.move(booking=displaced, starts_at=TUESDAY_TEN + DAY)
    asked.refresh_from_db()
    assert (asked.status, asked.claimed_by, asked.claimed_at) == ("withdrawn", None, None)
    assert callbacks.log_call(callback=asked, by=sanne, outcome="no_answer") is False
    displaced.refresh_from_db()
    assert displaced.is_confirmed


def test_who_chooses_and_also_asked_to_be_called_still_is(displaced, sanne):
    besides = make_callback()
    about = CallbackRequest.objects.get(reason="displaced")
    assert besides.same_as == about
    callbacks.claim(callback=about, by=sanne)
    bookings.move(booking=displaced, starts_at=TUESDAY_TEN + DAY)
    assert list(CallbackRequest.objects.to_call()) == [besides]


def test_a_call_without_a_time_is_not_late_not_missed_not_held_and_nobody_is_reminded_of_it(
    displaced, time_machine
):
    Booking.objects.update(email=MAIL, wants_hour_reminder=True, changed_at=MONDAY - DAY)
    displaced.refresh_from_db()
    OutboxMail.objects.all().delete()
    for before in (DAY - HOUR, HOUR - MINUTE):
        assert reminders.post_due(TUESDAY_TEN - before) == 0
    for kind in ("reminder_day", "reminder_hour"):
        outbox.post(kind, booking=displaced, key="once")
        time_machine.move_to(TUESDAY_TEN - HOUR + MINUTE, tick=False)
        assert written(kind) is None
    time_machine.move_to(TUESDAY_TEN + 10 * MINUTE, tick=False)
    with pytest.raises(bookings.NotChangeable):
        delays.delay(booking=displaced, minutes=10)
    with pytest.raises(missed.NotNow):
        missed.not_called(booking=displaced)
    for status in ("done", "no_show"):
        with pytest.raises(bookings.NotChangeable):
            bookings.close(booking=displaced, status=status)


def test_who_chose_again_is_reminded_of_the_new_time(displaced):
    Booking.objects.update(email=MAIL, wants_hour_reminder=True)
    moved = bookings.move(booking=displaced, starts_at=TUESDAY_TEN + 3 * DAY)
    assert reminders.post_due(moved.starts_at - DAY) == 1
    assert reminders.post_due(moved.starts_at - HOUR) == 1


def test_a_number_that_the_desk_corrected_is_not_put_back_by_the_next_mail_that_fails(noor):
    make_booking(email=MAIL)
    OutboxMail.objects.update(status="failed")
    assert bounces.follow_up() == 1
    asked = CallbackRequest.objects.get()
    callbacks.change(callback=asked, by_visitor=False, phone="+31687654321", voicemail_ok=True)
    outbox.post("booking_confirmed", booking=Booking.objects.get(), key="again")
    OutboxMail.objects.update(status="failed")
    bounces.follow_up()
    asked.refresh_from_db()
    assert (asked.phone, asked.voicemail_ok) == ("+31687654321", True)
    assert CallbackRequest.objects.count() == 1


# --- Handed over ----------------------------------------------------------------------------------


def test_a_late_call_that_a_colleague_takes_over_is_late_no_more(noor, time_machine):
    booking = make_booking(email=MAIL)
    make_adviser("Sem")
    time_machine.move_to(TUESDAY_TEN - HOUR, tick=False)
    delays.delay(booking=booking, minutes=15)
    absence.settle(make_away(noor))
    booking.refresh_from_db()
    assert (booking.adviser.name, booking.delay_minutes) == ("Sem", 0)
    assert written("booking_delayed") is None


def test_a_video_call_in_a_room_of_its_own_moves_to_the_room_of_the_colleague(noor):
    booking = make_booking(email=MAIL)
    Booking.objects.update(kind="video", room="https://kamer.example.org/los")
    make_adviser("Sem")  # who has no room
    make_adviser("Bo", video_room="https://kamer.example.org/bo")
    absence.settle(make_away(noor))
    booking.refresh_from_db()
    assert (booking.adviser.name, booking.room) == ("Bo", "")
    assert "https://kamer.example.org/bo" in written("booking_moved").body


def test_a_video_call_for_which_no_colleague_has_a_room_is_asked_to_choose(noor):
    booking = make_booking(email=MAIL)
    Booking.objects.update(kind="video", room="https://kamer.example.org/los")
    make_adviser("Sem")
    absence.settle(make_away(noor))
    booking.refresh_from_db()
    assert booking.is_displaced
    assert written("booking_displaced") is not None


def test_a_call_that_the_desk_put_outside_the_rules_is_taken_over_where_a_colleague_can(noor):
    odd = bookings.move(
        booking=make_booking(email=MAIL),
        starts_at=TUESDAY_TEN + 2 * MINUTE,
        adviser=noor,
        overrule=True,
        by_visitor=False,
    )
    night = make_booking(
        TUESDAY_TEN + 10 * HOUR, first_name="Kim", email=MAIL, adviser=noor, overrule=True
    )
    make_adviser("Sem")
    away = make_away(noor)
    assert [fate.outcome.value for fate in absence.plan(away)] == ["colleague", "mail"]
    assert [fate.outcome.value for fate in absence.settle(away)] == ["colleague", "mail"]
    odd.refresh_from_db()
    night.refresh_from_db()
    assert (odd.adviser.name, odd.starts_at) == ("Sem", TUESDAY_TEN + 2 * MINUTE)
    assert night.is_displaced
    assert absence.settle(away) == []


def test_a_colleague_whose_own_calendar_is_full_takes_nothing_over(noor):
    booking = make_booking(email=MAIL)
    sem = make_adviser("Sem")
    span = {"starts_at": TUESDAY_TEN, "ends_at": TUESDAY_TEN + HOUR}
    BusyTime.objects.create(adviser=sem, source=BusyTime.Source.CALENDAR, **span)
    absence.settle(make_away(noor))
    booking.refresh_from_db()
    assert booking.is_displaced


def test_what_an_own_calendar_says_moves_no_call_that_stands(noor):
    booking = make_booking(email=MAIL)
    span = {"starts_at": TUESDAY_TEN, "ends_at": TUESDAY_TEN + HOUR}
    busy = BusyTime.objects.create(adviser=noor, source=BusyTime.Source.CALENDAR, **span)
    assert absence.settle(busy) == []
    booking.refresh_from_db()
    assert booking.is_confirmed


def test_a_day_is_full_by_the_calls_that_are_held_on_it(noor):
    noor.max_per_day = 1
    noor.save()
    booking = make_booking(email=MAIL)

    def days():
        return {start.astimezone(slots.TZ).date() for start in slots.offered(MONDAY)}

    assert a_day("2026-11-24") not in days()
    moved = bookings.move(booking=booking, starts_at=TUESDAY_TEN + DAY)
    assert a_day("2026-11-24") in days()
    assert a_day("2026-11-25") not in days()
    bookings.displace(booking=moved)
    assert a_day("2026-11-25") in days()
    bookings.move(booking=Booking.objects.get(), starts_at=TUESDAY_TEN)
    bookings.close(booking=booking, status="done", now=TUESDAY_TEN)
    assert a_day("2026-11-24") not in days()


# --- Erased and forgotten -------------------------------------------------------------------------


def make_story(sanne):
    """One person with all that can hang together: a request that was closed unreached, the one
    that follows it, which a colleague is calling, a repeat, and a call without a time."""
    first = make_callback(email=MAIL)
    callbacks.log_call(callback=first, by=sanne, outcome="wrong")
    second = make_callback(email=MAIL)
    callbacks.claim(callback=second, by=sanne)
    booking = make_booking()
    bookings.displace(booking=booking)
    assert (second.follows, CallbackRequest.objects.get(booking=booking).same_as) == (first, second)


def test_a_person_goes_with_all_that_hangs_together(noor, sanne):
    make_story(sanne)
    other = make_callback(phone="+31687654321", first_name="Kim")
    rows, _ = person.find(phone="+31612345678")
    with pytest.raises(person.StillPlanned):
        person.erase(rows, by=sanne)
    person.erase(rows, by=sanne, lapses=True)
    assert list(CallbackRequest.objects.all()) == [other]
    assert not Booking.objects.exists()
    assert not OutboxMail.objects.exclude(callback=other).exists()


def test_forgetting_by_itself_takes_chains_apart_without_stopping(noor, sanne):
    make_story(sanne)
    waiting = CallbackRequest.objects.to_call().get()
    later = MONDAY + 400 * DAY
    retention.forget(later)
    # Whoever waits is kept, however long; what it followed and its calls are gone.
    waiting.refresh_from_db()
    assert (waiting.follows, waiting.is_waiting) == (None, True)
    assert not Booking.objects.exists()
    assert list(CallbackRequest.objects.order_by("pk").values_list("same_as", "booking")) == [
        (None, None), (waiting.pk, None),
    ]  # fmt: skip
    callbacks.log_call(callback=waiting, by=sanne, outcome="spoke")
    retention.forget(later + 400 * DAY)
    assert not CallbackRequest.objects.exists()
    assert not apps.get_model("contact.CallAttempt").objects.exists()


# --- Counted --------------------------------------------------------------------------------------


def test_a_day_of_everything_adds_up(noor, sanne, time_machine):
    people = [make_callback(phone=f"+3161234560{n}", first_name=f"Kim {n}") for n in range(6)]
    spoken, tried, wrong, withdrawn, flooded, silent = people
    calls = [make_booking(TUESDAY_TEN + n * 30 * MINUTE, first_name=f"Bo {n}") for n in range(4)]
    time_machine.move_to(MONDAY + HOUR, tick=False)
    callbacks.log_call(callback=spoken, by=sanne, outcome="spoke")
    callbacks.log_call(callback=tried, by=sanne, outcome="voicemail")
    callbacks.log_call(callback=wrong, by=sanne, outcome="wrong")
    callbacks.mark_withdrawn(callback=withdrawn, by=sanne)
    floods.withdraw_callbacks([flooded.pk], by=sanne)
    bookings.cancel(booking=calls[0])
    floods.cancel_bookings([calls[1].pk], by=sanne, with_mail=False)
    bookings.displace(booking=calls[2])  # without a mail address: one more to call, within the hour
    again = bookings.call_me_instead(booking=calls[3])
    assert {again.promised_at, *(row.promised_at for row in people)} == {
        MONDAY + 4 * HOUR, MONDAY + 5 * HOUR,
    }  # fmt: skip
    assert {k: v for k, v in insight.of_day(a_day("2026-11-23")).items() if v} == {
        Name.CALLBACKS: 7,
        Name.BOOKINGS: 4,
        Name.CANCELLED: 3,
        Name.KEPT: 3,
        Name.BROKEN: 3,  # nobody called: silent, the call that was displaced, and `again`
        Name.FIRST_CALLS: 3,
        Name.MINUTES_TO_CALL: 3 * 60,
        Name.UNREACHED: 1,
    }
    assert silent.is_waiting


# --- The site forgets what is no longer so --------------------------------------------------------


def _busy(noor):
    BusyTime.objects.create(adviser=noor, starts_at=TUESDAY_TEN, ends_at=TUESDAY_TEN + HOUR)


def _special(noor):
    day = {"day": a_day("2026-11-24"), "start": "13:00", "end": "15:00"}
    SpecialHours.objects.create(adviser=noor, **day)


def _fewer(noor):
    noor.max_per_day = 1
    noor.save()


def _displaced(noor):
    bookings.displace(booking=Booking.objects.get())


def _handed_over(noor):
    bookings.hand_over(booking=Booking.objects.get(), adviser=make_adviser("Sem"))


def _flood(noor):
    floods.cancel_bookings([Booking.objects.get().pk], by=None, with_mail=False)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [_busy, _special, _fewer, _displaced, _handed_over, _flood])
def test_what_changes_the_free_times_makes_pages_anew(noor, change):
    make_booking(email=MAIL)
    before = edition.of_site().now()
    change(noor)
    assert edition.of_site().now() != before


@pytest.mark.django_db(transaction=True)
def test_what_is_done_in_the_queue_makes_no_page_anew(noor):
    booking, daan = make_booking(email=MAIL), User.objects.create_user("daan")
    before = edition.of_site().now()
    asked = make_callback()
    callbacks.claim(callback=asked, by=daan)
    callbacks.log_call(callback=asked, by=daan, outcome="no_answer")
    delays.delay(booking=booking, minutes=10, now=TUESDAY_TEN - HOUR)
    outbox.send_due()
    assert edition.of_site().now() == before


# --- The worker -----------------------------------------------------------------------------------


def everything() -> list[str]:
    """All rows that there are, but those of the worker's own notes."""
    models = [m for m in apps.get_models() if m._meta.app_label in ("contact", "blog")]
    return [serializers.serialize("json", model.objects.order_by("pk")) for model in models]


def test_each_job_done_twice_at_one_moment_is_done_once(noor, sanne, time_machine):
    make_story(sanne)
    make_booking(email=MAIL, first_name="Kim")
    Booking.objects.update(wants_hour_reminder=True)
    bounced = make_booking(TUESDAY_TEN + 30 * MINUTE, email=MAIL, first_name="Bo")
    OutboxMail.objects.filter(booking=bounced).update(status="failed")
    lost = make_booking(TUESDAY_TEN + HOUR, email=MAIL, first_name="Ali")
    bookings.displace(booking=lost)
    make_callback(phone="+31687654321", first_name="Lo")
    for moment in (
        TUESDAY_TEN - DAY,
        TUESDAY_TEN - HOUR,
        TUESDAY_TEN + DAY,
        TUESDAY_TEN + 300 * DAY,
    ):
        time_machine.move_to(moment, tick=False)
        for job in JOBS:
            job()
            rows, sent = everything(), len(mail.outbox)
            job()
            assert (everything() == rows, len(mail.outbox)) == (True, sent), job.__qualname__
    kinds = (
        list(mails("reminder_day")) + list(mails("reminder_hour")) + list(mails("practice_overdue"))
    )
    assert kinds or not OutboxMail.objects.exists()


# --- The site as of another day -------------------------------------------------------------------


def test_as_of_another_day_forms_show_that_day_and_nothing_can_be_asked(noor, client):
    with clock.set_at(MONDAY + 14 * DAY - 6 * HOUR):
        days = client.get("/adviesgesprek/").context["days"]
        assert days[0].date == a_day("2026-12-07")
        asked = client.get("/terugbellen/").context["form"].fields["day"].choices
        assert asked[1][0] == "2026-12-07"


def test_answers_are_shown_as_of_another_day_too(noor, client):
    form = {"first_name": "Robin", "phone": "06 12345678", "shown": access.mark_form()}
    client.post("/terugbellen/", form)
    client.post("/adviesgesprek/", form | {"kind": "phone", "slot": "2026-11-24T09:00:00Z"})
    with clock.set_at(MONDAY + 14 * DAY):
        for path in ("/terugbellen/bedankt/", PAGE, f"{PAGE}verzetten/"):
            assert client.get(path).status_code == 200, path


# --- Nobody there to promise ----------------------------------------------------------------------


def test_without_phone_hours_nothing_is_promised_and_nothing_is_late(noor, client, sanne):
    OpeningHours.objects.all().delete()
    form = {"first_name": "Robin", "phone": "06 12345678", "email": MAIL}
    page = client.post("/terugbellen/", form | {"shown": access.mark_form()}, follow=True)
    assert "zo snel we kunnen" in page.content.decode()
    assert "zo snel we kunnen" in written("callback_received").body
    asked = CallbackRequest.objects.get()
    assert asked.promised_at is None
    assert overdue.warn(MONDAY + 10 * DAY) is False
    assert callbacks.log_call(callback=asked, by=sanne, outcome="no_answer")
    asked.refresh_from_db()
    assert (asked.status, asked.next_attempt_at) == ("no_answer", None)
    booking = make_booking()
    bookings.displace(booking=booking)
    assert absence.follow_up(MONDAY + 2 * DAY) == 0  # on the call list already
    assert callbacks.promise_again(None, by=sanne) == 0


def test_while_the_phone_is_down_we_still_call_and_say_by_when(noor, client):
    """It is the practice that cannot be reached; colleagues call with another phone."""
    make_practice(phone_is_down=True)
    form = {"first_name": "Robin", "phone": "06 12345678", "shown": access.mark_form()}
    page = client.post("/terugbellen/", form, follow=True).content.decode()
    assert CallbackRequest.objects.get().promised_at == MONDAY + 4 * HOUR
    assert "maandag 23\xa0november om\xa013:00" in page.replace("&nbsp;", "\xa0")


# --- The mark of a person -------------------------------------------------------------------------


def test_the_mark_that_tells_persons_apart_is_shown_nowhere(noor, sanne, client):
    make_story(sanne)
    keys = set(CallbackRequest.objects.values_list("person_key", flat=True))
    assert len(keys) == 1
    [key] = keys
    client.force_login(sanne)
    asked = CallbackRequest.objects.to_call().get()
    pages = [
        reverse("admin:contact_callbackrequest_changelist"),
        reverse("admin:contact_callbackrequest_change", args=[asked.pk]),
        reverse("admin:contact_callbackrequest_call", args=[asked.pk]),
        reverse("admin:contact_booking_day"),
        reverse("admin:contact_booking_week"),
        reverse("admin:contact_booking_change", args=[Booking.objects.get().pk]),
    ]
    for path in pages:
        page = client.get(path)
        assert page.status_code == 200, path
        assert key not in page.content.decode(), path
    rows, _ = person.find(phone="+31612345678")
    assert key not in str(person.told(rows))
    for row in OutboxMail.objects.select_related("booking__adviser", "callback"):
        message = emails.write(row)
        assert message is None or key not in message.message().as_string()
    assert Closure.objects.count() == 0
