"""The private calendar feed of an adviser."""

import logging
import re
from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from django.test import Client

from config.logs import WithoutPersonalData
from config.reading import tidy
from contact import bookings, feed, own_calendar
from contact.calendars.reading import busy
from contact.models import AccessEntry, Adviser, Booking
from staff.models import User

from .make import MONDAY, PERSON, TUESDAY_TEN, make_adviser, make_booking, make_practice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday(time_machine):
    time_machine.move_to(MONDAY, tick=False)
    make_practice()


@pytest.fixture
def adviser():
    adviser = make_adviser(user=User.objects.create_user("noor", is_staff=True))
    feed.renew(adviser=adviser)
    adviser.refresh_from_db()
    return adviser


def path_of(adviser):
    adviser.refresh_from_db()
    return feed.address_of(adviser).removeprefix("http://127.0.0.1:8000")


def events(answer):
    calendar = icalendar.Calendar.from_ical(answer.content)
    return calendar, calendar.walk("VEVENT")


def test_the_feed_says_when_there_is_a_call_and_its_number_and_no_more(client, adviser):
    booking = make_booking(email="robin@example.org", kind="phone")
    answer = client.get(path_of(adviser))
    calendar, [event] = events(answer)
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert str(calendar["X-WR-CALNAME"]) == "Belafspraken"
    assert str(calendar["REFRESH-INTERVAL"].to_ical(), "ascii") == "PT15M"
    assert {name: event.decoded(name) for name in ("DTSTART", "DTEND")} == {
        "DTSTART": TUESDAY_TEN, "DTEND": TUESDAY_TEN + timedelta(minutes=20),
    }  # fmt: skip
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    said = {name: str(event[name]) for name in ("SUMMARY", "DESCRIPTION", "STATUS", "UID")}
    assert said == {
        "SUMMARY": "Belafspraak",
        "DESCRIPTION": f"Ref {booking.pk}",
        "STATUS": "CONFIRMED",
        "UID": f"{booking.uid}@spreekkamer.example.org",
    }
    assert set(event) == {*said, "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "CLASS"}
    for word in (b"Robin", b"612345678", b"robin@", b"http", b"phone", b"telefoon", b"psych"):
        assert word not in answer.content


def test_headers_keep_it_out_of_caches_and_search_engines(client, adviser):
    answer = client.get(path_of(adviser))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"
    assert not answer.cookies


def test_a_moved_call_keeps_its_uid_and_a_cancelled_one_leaves(client, adviser):
    booking = make_booking()
    _, [before] = events(client.get(path_of(adviser)))
    booking = bookings.move(booking=booking, starts_at=TUESDAY_TEN + timedelta(hours=1))
    _, [after] = events(client.get(path_of(adviser)))
    assert (before["UID"], before["SEQUENCE"], after["SEQUENCE"]) == (after["UID"], 0, 1)
    assert after["DTSTART"].dt == TUESDAY_TEN + timedelta(hours=1)
    bookings.cancel(booking=booking)
    assert events(client.get(path_of(adviser)))[1] == []


def test_it_holds_the_last_thirty_days_and_all_that_is_to_come(client, adviser, time_machine):
    booking = make_booking()
    time_machine.move_to(TUESDAY_TEN + timedelta(hours=1))
    bookings.close(booking=booking, status=Booking.Status.DONE)
    for days, count in ((29, 1), (31, 0)):
        time_machine.move_to(TUESDAY_TEN + timedelta(days=days))
        assert len(events(client.get(path_of(adviser)))[1]) == count


def test_each_adviser_has_their_own_calls(client, adviser):
    make_booking()
    other = make_adviser("Sem", start=datetime.min.time().replace(hour=13),
                         end=datetime.min.time().replace(hour=17))  # fmt: skip
    feed.renew(adviser=other)
    theirs = make_booking(TUESDAY_TEN + timedelta(hours=4), first_name="Kim")
    _, [event] = events(client.get(path_of(other)))
    assert str(event["DESCRIPTION"]) == f"Ref {theirs.pk}"


@pytest.mark.parametrize(
    ("day", "hours"), [("2027-03-27", 1), ("2027-03-28", 2), ("2027-10-30", 2), ("2027-10-31", 1)]
)
def test_nine_o_clock_is_nine_o_clock_on_both_sides_of_a_clock_change(client, adviser, day, hours):
    at = datetime.fromisoformat(f"{day}T09:00:00+0{hours}:00").astimezone(UTC)
    Booking.objects.create(
        adviser=adviser, starts_at=at, ends_at=at + timedelta(minutes=20), token_hash=day, **PERSON
    )
    calendar, [event] = events(client.get(path_of(adviser)))
    assert event["DTSTART"].to_ical().decode() == f"{day.replace('-', '')}T090000"
    zone = calendar.walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    told = event["DTSTART"].dt.replace(tzinfo=zone)
    assert told.astimezone(UTC) == at


def test_a_calendar_that_knows_what_stands_there_gets_no_answer_twice(client, adviser):
    make_booking()
    path = path_of(adviser)
    first = client.get(path)
    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "no-store" in again["Cache-Control"]
    make_booking(TUESDAY_TEN + timedelta(hours=1), first_name="Kim")
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_new_address_ends_the_old_one(client, adviser):
    old = path_of(adviser)
    assert re.fullmatch(r"/agenda/[\w-]{43}/gesprekken\.ics", old)
    feed.renew(adviser=adviser)
    new = path_of(adviser)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)
    feed.end(adviser=adviser)
    assert (client.get(new).status_code, path_of(adviser)) == (404, "")
    feed.renew(adviser=adviser)
    assert path_of(adviser) not in ("", old, new)


def test_whatever_opens_nothing_answers_alike(client, adviser):
    old = path_of(adviser)
    make_adviser("Sem")  # has none
    feed.renew(adviser=adviser)
    left = path_of(adviser)
    User.objects.update(is_active=False)
    paths = [old, left, "/agenda/x/gesprekken.ics", f"/agenda/{'A' * 43}/gesprekken.ics"]
    answers = [client.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {404}
    assert len({(answer.content, str(answer.headers)) for answer in answers}) == 1


def test_the_database_holds_only_a_hash(adviser):
    token = path_of(adviser).split("/")[2]
    assert token not in str(Adviser.objects.values())


def test_an_address_made_under_another_key_is_not_shown(adviser, settings):
    settings.SECRET_KEY = "another" * 10
    assert feed.address_of(adviser) == ""


def test_only_reading_is_possible(client, adviser):
    assert client.post(path_of(adviser)).status_code == 405
    assert client.head(path_of(adviser)).status_code == 200


@pytest.mark.parametrize("has_account", [True, False])
def test_a_reading_is_noted_once_a_day(client, adviser, time_machine, has_account):
    if not has_account:
        Adviser.objects.update(user=None)
        adviser.refresh_from_db()
    booking = make_booking()
    path = path_of(adviser)
    for _ in range(3):
        client.get(path)
    entry = AccessEntry.objects.get()
    assert (entry.user, entry.action, entry.model, entry.ids) == (
        adviser.user, "feed", "booking", f" {booking.pk} ",
    )  # fmt: skip
    time_machine.shift(timedelta(days=1))
    client.get(path)
    assert AccessEntry.objects.count() == 2


@pytest.mark.parametrize("calls", [1, 3])
def test_the_feed_asks_as_often_for_three_calls_as_for_one(
    client, adviser, django_assert_num_queries, calls
):
    for n in range(calls):
        make_booking(TUESDAY_TEN + timedelta(minutes=30 * n), first_name=f"Kim {n}")
    path = path_of(adviser)
    with django_assert_num_queries(4):  # whose, which, noted today, note
        client.get(path)
    with django_assert_num_queries(3):
        client.get(path)


def test_the_log_hides_the_token(adviser):
    path = path_of(adviser)
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": (path,)})
    WithoutPersonalData().filter(record)
    assert record.getMessage() == "Not Found: /agenda/…/gesprekken.ics"


def test_the_page_cache_does_not_keep_it(adviser):
    assert tidy(path_of(adviser), "") is None


def test_a_feed_that_is_read_back_blocks_nothing(adviser):
    """Who subscribes to our feed and shows it in their own calendar, is not busy by it."""
    booking = make_booking()
    first, last = own_calendar.window(MONDAY, 21)
    ics = feed.calendar_of(feed.calls_of(adviser, MONDAY))
    assert len(busy(ics, first=first, last=last, tz=feed.TZ)) == 1
    assert busy(ics, first=first, last=last, tz=feed.TZ, ours={str(booking.uid)}) == []


def test_robots_are_told_to_stay_away():
    assert "Disallow: /agenda/" in Client().get("/robots.txt").content.decode().splitlines()
