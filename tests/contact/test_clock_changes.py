"""The nights on which the clock changes: 28 March 2027 (2:00 becomes 3:00) and 31 October 2027
(3:00 becomes 2:00), through form, page, mail, calendar, reminder and desk.

Noor works on those Sundays from one to five. Times with an offset say which instant is meant.
"""

import itertools
import re
from datetime import UTC, date, datetime, time, timedelta

import icalendar
import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from contact import absence, access, bookings, callbacks, emails, feed, reach, reminders, slots
from contact.forms import slot_value
from contact.models import Booking, BusyTime, OpeningHours, OutboxMail, SpecialHours
from staff.models import User

from .make import make_adviser, make_away, make_booking, make_practice

pytestmark = pytest.mark.django_db
SPRING, AUTUMN = "2027-03-28", "2027-10-31"
SUNDAY = 6
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BOOK, APPOINTMENT, CALL = "/adviesgesprek/", "/adviesgesprek/afspraak/", "/terugbellen/"
ROBIN = {"first_name": "Robin", "phone": "06 12345678", "email": "robin@example.org"}
MARCH, OCTOBER = "zondag 28 maart", "zondag 31 oktober"
# A call of twenty minutes: its start, the day, and what the clock shows at its start and end.
CALLS = [
    ("2027-03-28T01:30+01:00", MARCH, "1:30", "1:50"),
    ("2027-03-28T01:50+01:00", MARCH, "1:50", "3:10"),
    ("2027-03-28T03:30+02:00", MARCH, "3:30", "3:50"),
    ("2027-10-31T01:30+02:00", OCTOBER, "1:30", "1:50"),
    ("2027-10-31T01:50+02:00", OCTOBER, "1:50", "2:10"),
    ("2027-10-31T02:30+02:00", OCTOBER, "2:30", "2:50"),  # the first time that it is half past two
    ("2027-10-31T02:50+02:00", OCTOBER, "2:50", "2:10"),
    ("2027-10-31T03:30+01:00", OCTOBER, "3:30", "3:50"),
]
each_call = pytest.mark.parametrize(("start", "day", "begins", "ends"), CALLS)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def midnight(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(), tzinfo=slots.TZ).astimezone(UTC)


@pytest.fixture
def noor(time_machine):
    """On the Friday before; `time_machine` moves on from there."""
    make_practice(holidays=[], step_minutes=10)  # that Sunday in March is Easter
    return make_adviser("Noor", start=time(1), end=time(5), weekdays=[SUNDAY])


@pytest.fixture
def go_to(time_machine):
    return lambda moment: time_machine.move_to(moment, tick=False)


def friday_before(start: datetime) -> datetime:
    return start.replace(hour=11, minute=0) - timedelta(days=2)


def a_call(start: datetime, **fields) -> Booking:
    return make_booking(start, now=friday_before(start), **ROBIN | fields)


def text_of(answer) -> str:
    html = answer.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    return " ".join(
        re.sub(r"<[^>]+>", " ", main).replace("\xa0", " ").replace("&nbsp;", " ").split()
    )


def mail(kind: str):
    """The one mail of this kind: its words without and with markup, and its calendar file."""
    row = OutboxMail.objects.select_related("booking__adviser", "callback").get(kind=kind)
    message = emails.write(row)
    html = " ".join(re.sub(r"<[^>]+>", "", message.alternatives[0].content).split())
    files = [part.get_payload(decode=True) for part in message.attachments]
    return message, html.replace("&nbsp;", " "), files


def told_by(ics: bytes):
    """Method, number, start and end, as a calendar understands the file."""
    calendar = icalendar.Calendar.from_ical(ics)
    [event] = calendar.walk("VEVENT")
    instants = [event[name].dt.astimezone(UTC) for name in ("DTSTART", "DTEND")]
    return str(calendar["METHOD"]), event["SEQUENCE"], *instants


# --- The form -------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["every week", "that day alone"])
@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (
            SPRING,
            {
                "1:00": "2027-03-28T00:00:00Z",
                "1:30": "2027-03-28T00:30:00Z",
                "3:00": "2027-03-28T01:00:00Z",
                "3:30": "2027-03-28T01:30:00Z",
                "4:00": "2027-03-28T02:00:00Z",
                "4:30": "2027-03-28T02:30:00Z",
            },
        ),
        (
            AUTUMN,
            {
                "1:00": "2027-10-30T23:00:00Z",
                "1:30": "2027-10-30T23:30:00Z",
                "2:00": "2027-10-31T00:00:00Z",
                "2:30": "2027-10-31T00:30:00Z",
                "3:00": "2027-10-31T02:00:00Z",
                "3:30": "2027-10-31T02:30:00Z",
                "4:00": "2027-10-31T03:00:00Z",
                "4:30": "2027-10-31T03:30:00Z",
            },
        ),
    ],
)
def test_the_form_offers_each_time_on_the_clock_once(client, noor, go_to, day, shown, how):
    make_practice(step_minutes=30, horizon_days=3)
    if how == "that day alone":
        noor.weekly_hours.all().delete()
        SpecialHours.objects.create(
            adviser=noor, day=date.fromisoformat(day), start=time(1), end=time(5)
        )
    go_to(midnight(day) - timedelta(days=2))
    page = client.get(BOOK)
    [offered] = page.context["days"]
    assert [(slot.time, slot.value) for slot in offered.slots] == list(shown.items())
    assert re.findall(r'name="slot"\s+value="([^"]+)"', page.content.decode()) == list(
        shown.values()
    )


@pytest.mark.parametrize(
    ("day", "now", "first"),
    [
        (SPRING, "2027-03-27T22:00+01:00", "2027-03-28T03:00+02:00"),
        (SPRING, "2027-03-27T23:30+01:00", "2027-03-28T04:30+02:00"),
        (AUTUMN, "2027-10-30T22:00+02:00", "2027-10-31T02:00+02:00"),
        (AUTUMN, "2027-10-30T23:00+02:00", "2027-10-31T03:00+01:00"),
        (AUTUMN, "2027-10-31T00:00+02:00", "2027-10-31T03:00+01:00"),
    ],
)
def test_four_hours_of_notice_are_four_hours(client, noor, go_to, day, now, first):
    make_practice(step_minutes=30, notice_hours=4)
    go_to(at(now))
    [*_] = offered = list(client.get(BOOK).context["form"].offered)
    assert offered[0] == at(first)


# --- A call's life --------------------------------------------------------------------------------


@each_call
def test_page_mail_and_calendar_tell_one_moment(client, noor, go_to, start, day, begins, ends):
    start = at(start)
    go_to(friday_before(start))
    form = ROBIN | {"kind": "phone", "slot": slot_value(start), "shown": access.mark_form()}
    page = client.post(BOOK, form, follow=True)
    booking = Booking.objects.get()
    assert (booking.starts_at, booking.ends_at) == (start, start + 20 * MINUTE)
    assert f"{day} {begins}–{ends}" in text_of(page)
    message, html, [invitation] = mail("booking_confirmed")
    assert f"We spreken je op {day} om {begins} (Nederlandse tijd), tot {ends}." in message.body
    assert f"We spreken je op {day} om {begins} (Nederlandse tijd), tot {ends}." in html
    assert told_by(invitation) == ("REQUEST", 0, start, booking.ends_at)
    download = client.get(f"{APPOINTMENT}afspraak.ics").content
    assert told_by(download) == ("PUBLISH", 0, start, booking.ends_at)
    feed.renew(adviser=noor)
    noor.refresh_from_db()
    address = feed.address_of(noor).removeprefix("http://127.0.0.1:8000")
    assert told_by(client.get(address).content) == ("PUBLISH", 0, start, booking.ends_at)


@each_call
def test_moved_and_cancelled_it_is_still_that_moment(client, noor, go_to, start, day, begins, ends):
    start = at(start)
    go_to(friday_before(start))
    a_call(datetime.combine(start.astimezone(slots.TZ), time(4, 30), tzinfo=slots.TZ))
    client.get(emails.link_to(Booking.objects.get()).removeprefix("http://127.0.0.1:8000"))
    page = client.post(
        f"{APPOINTMENT}verzetten/",
        {"slot": slot_value(start), "shown": access.mark_form()},
        follow=True,
    )
    assert f"{day} {begins}–{ends}" in text_of(page)
    message, html, [file] = mail("booking_moved")
    assert f"op {day} om {begins} (Nederlandse tijd), tot {ends}." in message.body
    assert f"op {day} om {begins} (Nederlandse tijd), tot {ends}." in html
    assert told_by(file) == ("REQUEST", 1, start, start + 20 * MINUTE)
    assert f"{day} {begins}–{ends}" in text_of(client.post(f"{APPOINTMENT}afzeggen/", follow=True))
    message, html, [file] = mail("booking_cancelled")
    assert f"Je afspraak van {day} om {begins} is afgezegd" in message.body
    assert f"Je afspraak van {day} om {begins} is afgezegd" in html
    assert told_by(file) == ("CANCEL", 2, start, start + 20 * MINUTE)


@pytest.mark.parametrize("start", [call[0] for call in CALLS])
def test_no_calendar_has_to_guess_which_of_two_hours_is_meant(noor, start):
    start = at(start)
    ics = emails.calendar_file(a_call(start)).decode()
    touches = any(
        AUTUMN in str(local.date()) and local.hour == 2
        for local in (edge.astimezone(slots.TZ) for edge in (start, start + 20 * MINUTE))
    )
    assert (f"DTSTART:{start:%Y%m%dT%H%M%SZ}" in ics) == touches
    assert ("DTSTART;TZID=Europe/Amsterdam:" in ics) != touches


# --- Brought to mind ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "day_before", "begins"),
    [
        ("2027-03-28T01:30+01:00", "2027-03-27T01:30+01:00", "1:30"),
        ("2027-03-28T03:30+02:00", "2027-03-27T03:30+01:00", "3:30"),
        ("2027-10-31T01:30+02:00", "2027-10-30T01:30+02:00", "1:30"),
        ("2027-10-31T02:30+02:00", "2027-10-30T02:30+02:00", "2:30"),
        ("2027-10-31T03:30+01:00", "2027-10-30T03:30+02:00", "3:30"),
    ],
)
def test_reminders_go_out_at_that_time_the_day_before_and_an_hour_before(
    noor, go_to, start, day_before, begins
):
    booking = a_call(at(start))
    Booking.objects.update(wants_hour_reminder=True, changed_at=booking.created_at)
    for kind, moment in (("reminder_day", at(day_before)), ("reminder_hour", at(start) - HOUR)):
        go_to(moment - MINUTE)
        assert reminders.post_due() == 0
        go_to(moment)
        assert reminders.post_due() == 1
        message, html, _ = mail(kind)
        assert f"om {begins} (Nederlandse tijd)" in message.body
        assert f"om {begins}" in html
        assert message.subject.endswith(f"om {begins}")


# --- A callback -----------------------------------------------------------------------------------


def make_night_phone():
    OpeningHours.objects.all().delete()
    practice = make_practice(promise_hours=2)
    OpeningHours.objects.all().delete()
    OpeningHours.objects.create(practice=practice, weekday=SUNDAY, start=time(1), end=time(5))


@pytest.mark.parametrize(
    ("asked", "promised", "words"),
    [
        ("2027-03-28T01:30+01:00", "2027-03-28T04:30+02:00", f"{MARCH} om 4:30"),
        ("2027-03-27T12:00+01:00", "2027-03-28T04:00+02:00", f"{MARCH} om 4:00"),
        ("2027-10-31T01:30+02:00", "2027-10-31T02:30+01:00", f"{OCTOBER} om 2:30"),
        ("2027-10-31T02:30+02:00", "2027-10-31T03:30+01:00", f"{OCTOBER} om 3:30"),
        ("2027-10-31T02:30+01:00", "2027-10-31T04:30+01:00", f"{OCTOBER} om 4:30"),
    ],
)
def test_a_promise_of_two_hours_is_two_hours_of_somebody_at_the_phone(
    client, noor, go_to, asked, promised, words
):
    make_night_phone()
    go_to(at(asked))
    page = client.post(CALL, ROBIN | {"shown": access.mark_form()}, follow=True)
    assert page.context["callback"].promised_at == at(promised)
    assert f"uiterlijk {words}" in text_of(page)
    message, html, _ = mail("callback_received")
    assert f"uiterlijk {words}" in message.body
    assert f"uiterlijk {words}" in html
    assert callbacks.affected_by(None) == []


@pytest.mark.parametrize(
    ("tried", "again"),
    [
        ("2027-03-28T01:30+01:00", "2027-03-28T03:30+02:00"),
        ("2027-10-31T01:30+02:00", "2027-10-31T02:30+02:00"),
        ("2027-10-31T02:30+02:00", "2027-10-31T02:30+01:00"),
        ("2027-10-31T02:30+01:00", "2027-10-31T03:30+01:00"),
    ],
)
def test_the_next_attempt_is_an_hour_later(noor, go_to, tried, again):
    make_night_phone()
    go_to(at(tried))
    day = datetime.fromisoformat(tried).date()
    asked = callbacks.ask(first_name="Robin", phone="+31612345678", day=day)
    callbacks.mark_no_answer(callback=asked, by=None)
    asked.refresh_from_db()
    assert asked.next_attempt_at == at(again)


# --- Closed and away on exactly that day ----------------------------------------------------------


@pytest.mark.parametrize("whose", ["the practice", "Noor"])
@pytest.mark.parametrize(
    ("day", "last_before", "first_after"),
    [
        (SPRING, "2027-03-27T23:30+01:00", "2027-03-29T00:00+02:00"),
        (AUTUMN, "2027-10-30T23:30+02:00", "2027-11-01T00:00+01:00"),
    ],
)
def test_a_closed_day_begins_and_ends_at_midnight(
    client, noor, go_to, day, last_before, first_after, whose
):
    for weekday in (0, 5):
        noor.weekly_hours.create(weekday=weekday, start=time(0), end=time(23, 59))
    noor.weekly_hours.filter(weekday=SUNDAY).update(start=time(0), end=time(23, 59))
    make_practice(step_minutes=30)
    go_to(midnight(day) - timedelta(days=2))
    calls = [make_booking(at(moment), now=None) for moment in (last_before, first_after)]
    within = [
        make_booking(midnight(day), now=None),
        make_booking(at(first_after) - 30 * MINUTE, now=None),
    ]
    closure = make_away(noor if whose == "Noor" else None, day)
    assert list(absence.affected(closure)) == within
    for call in calls:
        bookings.cancel(booking=call)
    around = {
        start for start in client.get(BOOK).context["form"].offered if start >= at(last_before)
    }
    assert min(around) == at(last_before)
    assert sorted(around)[1] == at(first_after)


@each_call
def test_who_loses_that_moment_reads_which_it_was(client, noor, go_to, start, day, begins, ends):
    start = at(start)
    go_to(friday_before(start))
    booking = a_call(start)
    absence.settle(make_away(noor, str(start.astimezone(slots.TZ).date())))
    message, html, [file] = mail("booking_displaced")
    assert f"Je afspraak van {day} om {begins} kan niet doorgaan" in message.body
    assert f"Je afspraak van {day} om {begins} kan niet doorgaan" in html
    assert told_by(file) == ("CANCEL", 1, start, start + 20 * MINUTE)
    page = client.get(emails.link_to(booking).removeprefix("http://127.0.0.1:8000"), follow=True)
    assert f"{day} om {begins}" in text_of(page)


# --- The desk -------------------------------------------------------------------------------------


@pytest.fixture
def desk(go_to):
    """Logs in at a moment, for a session lasts no months."""

    def log_in(moment) -> Client:
        go_to(moment)
        user = User.objects.create_user("balie", is_staff=True)
        user.groups.add(Group.objects.get(name="balie"))
        desk = Client()
        desk.force_login(user)
        return desk

    return log_in


def shown_at_desk(begins: str, start: datetime) -> str:
    """As the desk has it: which of the two, where the clock strikes it twice."""
    is_double = start.astimezone(slots.TZ).date() == date(2027, 10, 31) and begins[0] == "2"
    return f"{begins} (zomertijd)" if is_double else begins


@each_call
def test_list_week_and_day_sheet_have_the_time_on_the_clock(noor, desk, start, day, begins, ends):
    start = at(start)
    desk = desk(friday_before(start))
    a_call(start)
    local = start.astimezone(slots.TZ)
    shown = text_of(desk.get(reverse("admin:contact_booking_changelist")))
    assert f"{local:%d-%m-%Y} {begins}–{ends}" in shown
    week = desk.get(reverse("admin:contact_booking_week"), {"week": f"{local:%G-W%V}"})
    sunday = week.context["days"][-1]
    assert sunday.length == (23 if start.month == 3 else 25)
    [line] = [line for line in sunday.cells[0].lines if line.kind == "call"]
    assert (line.from_, line.start) == (shown_at_desk(begins, start), start)
    sheet = desk.get(reverse("admin:contact_booking_day"), {"day": str(local.date())})
    [(_, [call])] = sheet.context["sheets"]
    assert call.at == shown_at_desk(begins, start)


@pytest.mark.parametrize("day", [SPRING, AUTUMN])
def test_the_week_calls_free_what_visitors_are_offered(client, noor, desk, day):
    make_practice(step_minutes=30, notice_hours=0)
    desk = desk(midnight(day) - timedelta(days=2))
    begins = slots.midnight(date.fromisoformat(day)) + HOUR
    BusyTime.objects.create(adviser=noor, starts_at=begins, ends_at=begins + MINUTE)
    for hours, busy in itertools.product(((1, 0), (1, 30), (2, 0), (2, 30)), range(30, 240, 30)):
        noor.weekly_hours.update(start=time(*hours))
        BusyTime.objects.update(ends_at=begins + busy * MINUTE)
        offered = list(client.get(BOOK).context["form"].offered)
        week = desk.get(
            reverse("admin:contact_booking_week"),
            {"week": f"{date.fromisoformat(day):%G-W%V}"},
        )
        lines = week.context["days"][-1].cells[0].lines
        assert [line.start for line in lines if line.kind == "free"] == offered[:1], (
            hours,
            busy,
        )


@pytest.mark.parametrize(
    ("day", "clock", "says"),
    [
        (SPRING, "02:30", "Deze tijd bestaat niet"),
        (AUTUMN, "02:30", "komt op zondag 31 oktober 2027 twee keer voor"),
    ],
)
def test_at_the_desk_a_time_that_is_no_one_moment_is_refused(noor, desk, day, clock, says):
    desk = desk(midnight(day) - timedelta(days=2))
    page = desk.post(
        reverse("admin:contact_booking_add"),
        ROBIN
        | {"kind": "phone", "form_key": "k", "slot": "anders", "day": day, "time": clock}
        | {"adviser": noor.pk},
    )
    assert page.status_code == 422
    assert says in text_of(page)
    assert not Booking.objects.exists()


@each_call
def test_the_desk_plans_each_of_these_from_its_list(noor, desk, start, day, begins, ends):
    start = at(start)
    desk = desk(friday_before(start))
    url = reverse("admin:contact_booking_add")
    form = ROBIN | {"kind": "phone", "form_key": "k", "slot": slot_value(start)}
    answer = desk.post(url, form, follow=True)
    assert Booking.objects.get().starts_at == start
    assert f"Ingepland: {day} om {begins}" in " ".join(
        str(said).replace("\xa0", " ") for said in answer.context["messages"]
    )


@pytest.mark.parametrize(
    ("day", "start"), [(SPRING, "2027-03-28T03:30+02:00"), (AUTUMN, "2027-10-31T03:30+01:00")]
)
def test_the_desk_plans_any_other_minute_as_the_clock_has_it(noor, desk, day, start):
    desk = desk(midnight(day) - timedelta(days=2))
    form = {"kind": "phone", "form_key": "k", "slot": "anders", "day": day, "time": "03:30"}
    desk.post(reverse("admin:contact_booking_add"), ROBIN | form)
    assert Booking.objects.get().starts_at == at(start)


@pytest.mark.parametrize(
    ("start", "begins", "later"),
    [
        ("2027-03-28T01:50+01:00", "1:50", "3:05"),
        ("2027-10-31T01:50+02:00", "1:50", "2:05"),
        ("2027-10-31T02:50+02:00", "2:50", "2:05"),
    ],
)
def test_a_call_that_runs_late_says_until_when_as_the_clock_will_have_it(
    client, noor, desk, start, begins, later
):
    start = at(start)
    booking = a_call(start)
    next_one = a_call(start + 20 * MINUTE, first_name="Kim", adviser=noor, overrule=True)
    desk = desk(start - 10 * MINUTE)
    url = reverse("admin:contact_booking_delay", args=[booking.pk])
    desk.post(url, {"minuten": 15, "ook": [next_one.pk]})
    booking.refresh_from_db()
    assert booking.expected_at == start + 15 * MINUTE
    row = OutboxMail.objects.select_related("booking__adviser").get(
        kind="booking_delayed", booking=booking
    )
    assert f"rond {later} in plaats van {begins}" in emails.write(row).body
    page = client.get(emails.link_to(booking).removeprefix("http://127.0.0.1:8000"), follow=True)
    assert later in text_of(page)
    assert Booking.objects.get(pk=next_one.pk).delay_minutes == 15


# --- Whether somebody is there --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "until", "opens", "changes_at"),
    [
        ("2027-03-28T00:30+01:00", "", "vandaag om\xa01:00", "2027-03-28T01:00+01:00"),
        ("2027-03-28T01:59+01:00", "5:00", "", "2027-03-28T05:00+02:00"),
        ("2027-03-28T03:00+02:00", "5:00", "", "2027-03-28T05:00+02:00"),
        ("2027-03-28T05:00+02:00", "", "zondag 4\xa0april om\xa01:00", "2027-03-29T00:00+02:00"),
        ("2027-10-31T00:30+02:00", "", "vandaag om\xa01:00", "2027-10-31T01:00+02:00"),
        ("2027-10-31T02:30+02:00", "5:00", "", "2027-10-31T05:00+01:00"),
        ("2027-10-31T02:30+01:00", "5:00", "", "2027-10-31T05:00+01:00"),
    ],
)
def test_the_words_on_the_site_hold_until_the_clock_says_otherwise(
    noor, go_to, now, until, opens, changes_at
):
    make_night_phone()
    noor.weekly_hours.all().delete()  # what is free changes the words too
    go_to(at(now))
    found = reach.reach_at()
    assert found.until == until
    assert found.opens.removeprefix("op ") == opens
    assert found.changes_at == at(changes_at)


@pytest.mark.parametrize(
    ("now", "changes_at"),
    [
        # Half past four, the last start, less four hours; and midnight, which is sooner.
        ("2027-03-27T23:15+01:00", "2027-03-27T23:30:00.000001+01:00"),
        ("2027-10-30T23:15+02:00", "2027-10-31T00:00+02:00"),
    ],
)
def test_the_advice_call_of_that_day_is_offered_up_to_its_notice(noor, go_to, now, changes_at):
    make_practice(step_minutes=30)
    OpeningHours.objects.all().delete()
    go_to(at(now))
    found = reach.reach_at()
    assert found.advice == "morgen"
    assert found.changes_at == at(changes_at)
