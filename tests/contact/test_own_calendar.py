"""The worker reads an adviser's own calendar and keeps those times free of calls."""

import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from config import edition
from contact import calendars, emails, outbox, own_calendar
from contact.calendars.troubles import Trouble
from contact.models import AdviserCalendar, BusyTime, OutboxMail

from .calendar_server import CalendarServer, free_port
from .make import MONDAY, TUESDAY_TEN, make_adviser, make_booking, make_practice

pytestmark = pytest.mark.django_db
TEN = (TUESDAY_TEN, TUESDAY_TEN + timedelta(hours=1))


def a_calendar(*times, uid="a"):
    """`("1009", 30)`: the tenth of December at nine o'clock (UTC), for half an hour."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for start, minutes in times:
        lines += [
            "BEGIN:VEVENT", f"UID:{uid}", "SUMMARY:Tandarts van Kim",
            f"DTSTART:202612{start[:2]}T{start[2:]}0000Z", f"DURATION:PT{minutes}M", "END:VEVENT",
        ]  # fmt: skip
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


@pytest.fixture(autouse=True)
def monday(time_machine, settings):
    settings.CALENDAR_NETWORKS = [ip_network("127.0.0.0/8")]
    time_machine.move_to(MONDAY, tick=False)
    make_practice()


@pytest.fixture
def server():
    with CalendarServer() as server:
        yield server


@pytest.fixture
def adviser(server):
    adviser = make_adviser()
    own_calendar.set_address(adviser=adviser, address=server.address())
    return adviser


def busy(adviser):
    rows = BusyTime.objects.filter(adviser=adviser, source=BusyTime.Source.CALENDAR)
    return list(rows.values_list("starts_at", "ends_at"))


def mails():
    return OutboxMail.objects.filter(kind=OutboxMail.Kind.PRACTICE_CALENDAR)


def test_what_stands_in_the_calendar_is_busy_time(adviser):
    assert own_calendar.read_due() == 1
    assert busy(adviser) == [TEN]
    row = AdviserCalendar.objects.get()
    assert (row.read_at, row.error) == (MONDAY, "")


def test_it_is_read_every_ten_minutes_and_not_in_between(adviser, server, time_machine):
    reads = []
    for _ in range(5):
        reads.append(own_calendar.read_due())
        time_machine.shift(timedelta(minutes=5))
    assert reads == [1, 0, 1, 0, 1]
    assert len(server.asked) == 3


def test_one_is_read_at_a_time_the_longest_waiting_first(adviser, server, time_machine):
    time_machine.shift(timedelta(seconds=1))
    other = make_adviser("Sem")
    own_calendar.set_address(adviser=other, address=server.address())
    assert (own_calendar.read_due(), bool(busy(adviser)), bool(busy(other))) == (1, True, False)
    assert (own_calendar.read_due(), bool(busy(other)), own_calendar.read_due()) == (1, True, 0)


def test_the_calendar_of_who_holds_no_calls_is_not_read(adviser, server):
    type(adviser).objects.update(is_active=False)
    assert own_calendar.read_due() == 0
    assert server.asked == []


def test_only_the_difference_is_written(adviser, server):
    server.body = a_calendar(("0109", 30), ("0209", 30), ("0309", 30))
    own_calendar.read_due()
    desk = BusyTime.objects.create(
        adviser=adviser, starts_at=MONDAY, ends_at=MONDAY + timedelta(hours=1)
    )
    before = {row.starts_at.day: row.pk for row in BusyTime.objects.exclude(pk=desk.pk)}
    server.body = a_calendar(("0209", 30), ("0309", 45), ("0409", 30))
    own_calendar.read_soon(adviser=adviser)
    own_calendar.read_due()
    rows = {row.starts_at.day: row for row in BusyTime.objects.exclude(pk=desk.pk)}
    assert sorted(rows) == [2, 3, 4]
    assert rows[2].pk == before[2]
    assert rows[3].ends_at == datetime(2026, 12, 3, 9, 45, tzinfo=UTC)
    assert BusyTime.objects.filter(pk=desk.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_reading_the_same_again_makes_no_page_anew(adviser, server, time_machine):
    own_calendar.read_due()
    before = edition.of_site().now()
    time_machine.shift(timedelta(hours=1))
    assert own_calendar.read_due() == 1
    assert edition.of_site().now() == before
    server.body = a_calendar(("0109", 30))
    own_calendar.read_soon(adviser=adviser)
    own_calendar.read_due()
    assert edition.of_site().now() != before


def test_what_repeats_makes_no_page_anew_during_the_day():
    """What is cut off at the ends of the window moves once a day."""
    windows = {own_calendar.window(MONDAY + timedelta(minutes=n), 21) for n in range(0, 899, 10)}
    assert len(windows) == 1
    assert own_calendar.window(MONDAY + timedelta(hours=15), 21) not in windows


@pytest.mark.parametrize(
    ("path", "trouble"),
    [
        ("missing", Trouble.GONE),
        ("login", Trouble.DENIED),
        ("page", Trouble.NO_CALENDAR),
        ("packed", Trouble.COMPRESSED),
        ("endless", Trouble.LARGE),
        ("away?http://169.254.169.254/", Trouble.NOT_PUBLIC),
        ("away?file:///etc/passwd", Trouble.ADDRESS),
    ],
)
def test_what_went_wrong_is_kept_in_words_and_the_times_stay(adviser, server, path, trouble):
    own_calendar.read_due()
    own_calendar.set_address(adviser=adviser, address=server.address(path))
    assert own_calendar.read_due() == 0
    row = AdviserCalendar.objects.get()
    assert (row.error, row.read_at, busy(adviser)) == (trouble.value, MONDAY, [TEN])


def test_every_trouble_fits_its_field_and_names_no_address():
    most = AdviserCalendar._meta.get_field("error").max_length
    assert all(len(trouble.value) <= most for trouble in Trouble)


def test_loopback_is_not_asked_unless_it_is_allowed(adviser, server, settings):
    settings.CALENDAR_NETWORKS = []
    own_calendar.read_due()
    assert AdviserCalendar.objects.get().error == Trouble.NOT_PUBLIC.value
    assert server.asked == []


def test_a_rule_that_never_comes_true_is_given_up(adviser, server, monkeypatch):
    """dateutil looks for the thirtieth of February until the year 9999."""
    monkeypatch.setattr(calendars, "SECONDS", -3)  # five more before it is ended
    server.body = a_calendar(("0109", 30)).replace(
        b"SUMMARY", b"RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30\r\nSUMMARY"
    )
    assert own_calendar.read_due() == 0
    assert AdviserCalendar.objects.get().error == Trouble.TOO_LONG.value


def test_the_worker_says_in_its_log_which_calendar_and_no_more(adviser, server, caplog):
    own_calendar.set_address(adviser=adviser, address=server.address("missing?geheim"))
    own_calendar.read_due()
    own_calendar.read_soon(adviser=adviser)
    own_calendar.read_due()
    pk = AdviserCalendar.objects.get().pk
    assert [record.getMessage() for record in caplog.records] == [
        f"Calendar {pk} was not read: GONE"
    ]


def test_nothing_but_times_is_stored(adviser):
    own_calendar.read_due()
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names()
        for table in (name for name in tables if not name.startswith("blog_search")):
            cursor.execute(f'SELECT * FROM "{table}"')
            assert "Geheim overleg" not in str(cursor.fetchall()), table


# --- Killed, two at once, changed meanwhile -----------------------------------------------------
def test_a_worker_killed_while_it_read_leaves_a_calendar_that_falls_due_again(
    adviser, server, time_machine
):
    row = AdviserCalendar.objects.get()
    assert own_calendar._claim(row, MONDAY)
    assert own_calendar.read_due() == 0
    time_machine.shift(timedelta(minutes=10))
    assert own_calendar.read_due() == 1


def test_of_two_workers_one_reads(adviser):
    rows = [AdviserCalendar.objects.get() for _ in range(2)]
    assert [own_calendar._claim(row, MONDAY) for row in rows] == [True, False]


@pytest.mark.parametrize("change", ["address", "again", "removed"])
def test_what_was_read_before_a_change_is_not_written_after_it(
    adviser, server, change, time_machine
):
    row = AdviserCalendar.objects.get()
    own_calendar._claim(row, MONDAY)
    if change == "address":
        own_calendar.set_address(adviser=adviser, address=server.address("missing"))
    elif change == "again":
        own_calendar.read_soon(adviser=adviser)
    else:
        own_calendar.remove(adviser=adviser)
    assert own_calendar._store(row, [TEN], MONDAY) is False
    own_calendar._note_trouble(row, Trouble.GONE, MONDAY)
    assert busy(adviser) == []
    assert not AdviserCalendar.objects.exclude(error="").exists()


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_time_write_each_stretch_once(adviser, server):
    server.body = a_calendar(*((f"{day:02}09", 30) for day in range(1, 15)))
    begun = threading.Barrier(4)

    def work():
        begun.wait()
        own_calendar.read_due()
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert (len(busy(adviser)), len(server.asked)) == (14, 1)


def test_removing_a_calendar_frees_its_times_and_no_others(adviser):
    own_calendar.read_due()
    BusyTime.objects.create(adviser=adviser, starts_at=TEN[0], ends_at=TEN[1])
    own_calendar.remove(adviser=adviser)
    assert list(BusyTime.objects.values_list("source", flat=True)) == ["desk"]
    assert not AdviserCalendar.objects.exists()


# --- Stale --------------------------------------------------------------------------------------
def test_a_calendar_that_cannot_be_read_for_hours_is_mailed_once_a_day(
    adviser, server, time_machine
):
    own_calendar.read_due()
    AdviserCalendar.objects.update(address=f"http://127.0.0.1:{free_port()}/")
    mailed = {}
    for hours in (1, 3, 4, 5, 27, 28, 51, 52):
        time_machine.move_to(MONDAY + timedelta(hours=hours), tick=False)
        own_calendar.read_due()
        mailed[hours] = mails().count()
    assert mailed == {1: 0, 3: 0, 4: 1, 5: 1, 27: 1, 28: 2, 51: 2, 52: 3}
    assert busy(adviser) == [TEN]


def test_one_that_was_never_read_is_mailed_at_its_first_failure(adviser, server):
    own_calendar.set_address(adviser=adviser, address=server.address("missing"))
    own_calendar.read_due()
    assert mails().count() == 1
    assert AdviserCalendar.objects.stale(timezone.now()).count() == 1


def test_one_that_is_read_again_is_stale_no_more(adviser, server):
    own_calendar.set_address(adviser=adviser, address=server.address("missing"))
    own_calendar.read_due()
    own_calendar.set_address(adviser=adviser, address=server.address())
    own_calendar.read_due()
    assert AdviserCalendar.objects.stale(timezone.now()).count() == 0
    assert AdviserCalendar.objects.get().warned_at is None
    assert emails.write(mails().get()) is None


def test_the_mail_says_whose_calendar_and_where_to_look_and_no_more(adviser, server, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    own_calendar.set_address(adviser=adviser, address=server.address("missing"))
    own_calendar.read_due()
    assert outbox.send_due() == 1
    [sent] = mail.outbox
    page = reverse("admin:contact_adviser_calendars", args=[adviser.pk])
    assert sent.subject == "Een eigen agenda is niet te lezen"
    assert f"{settings.SITE_URL}{page}" in sent.body
    assert "Noor" in sent.body
    assert "127.0.0.1:" + str(server.server_port) not in str(sent.message())


# --- Our own calls ------------------------------------------------------------------------------
def test_a_call_of_ours_that_the_calendar_shows_does_not_block_itself(adviser, server):
    booking = make_booking()
    server.body = a_calendar(uid=f"{booking.uid}@spreekkamer.example.org").replace(
        b"END:VCALENDAR",
        b"BEGIN:VEVENT\r\nUID:%s@x\r\nDTSTART:20261124T090000Z\r\nDURATION:PT20M\r\nEND:VEVENT\r\n"
        b"END:VCALENDAR" % str(booking.uid).encode(),
    )
    assert own_calendar.read_due() == 1
    assert busy(adviser) == []


def test_a_call_in_a_time_that_turns_out_to_be_busy_is_shown_and_stays(adviser):
    booking = make_booking()
    make_booking(TUESDAY_TEN + timedelta(hours=1))  # begins when the other ends
    own_calendar.read_due()
    assert list(own_calendar.clashes(MONDAY)) == [booking]
    booking.refresh_from_db()
    assert booking.is_confirmed
