from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from contact.ical import Entry, calendar, subscription

TZ = ZoneInfo("Europe/Amsterdam")
START = datetime(2026, 11, 24, 9, tzinfo=UTC)


def an_entry(**changes):
    fields = {
        "uid": "u@example.org",
        "sequence": 0,
        "starts_at": START,
        "ends_at": START + timedelta(minutes=20),
        "changed_at": START,
        "description": "De gegevens staan in je bevestiging.",
    }
    return Entry(**(fields | changes))


def parsed(ics):
    cal = icalendar.Calendar.from_ical(ics)
    return cal, cal.walk("VEVENT")[0]


def test_an_entry_says_no_more_than_that_there_is_a_call():
    cal, event = parsed(calendar(an_entry(), method="PUBLISH", tz=TZ))
    assert (str(cal["METHOD"]), str(event["SUMMARY"])) == ("PUBLISH", "Belafspraak")
    assert "ATTENDEE" not in event
    assert "LOCATION" not in event


def test_times_are_wall_times_in_a_zone_that_the_file_explains():
    cal, event = parsed(calendar(an_entry(), method="PUBLISH", tz=TZ))
    assert event["DTSTART"].params["TZID"] == "Europe/Amsterdam"
    assert event["DTSTART"].dt.isoformat() == "2026-11-24T10:00:00+01:00"
    assert [str(zone["TZID"]) for zone in cal.walk("VTIMEZONE")] == ["Europe/Amsterdam"]


def test_a_cancellation_keeps_the_uid_and_grows_the_sequence():
    entry = an_entry(sequence=1, is_cancelled=True, organizer="a@example.org", attendee="b@x.nl")
    cal, event = parsed(calendar(entry, method="CANCEL", tz=TZ))
    assert str(cal["METHOD"]) == "CANCEL"
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == (
        "u@example.org", 1, "CANCELLED",
    )  # fmt: skip


def test_an_invitation_without_an_attendee_is_refused():
    with pytest.raises(ValueError, match="organizer"):
        calendar(an_entry(), method="REQUEST", tz=TZ)


def test_lines_end_in_crlf_and_stay_under_76_octets():
    ics = calendar(an_entry(description="é" * 200), method="PUBLISH", tz=TZ)
    assert ics.replace(b"\r\n", b"").count(b"\n") == 0
    assert max(len(line) for line in ics.split(b"\r\n")) <= 75


@pytest.mark.parametrize("year", [2026, 2027, 2038, 2060])
def test_the_zone_in_the_file_is_right_every_hour_of_a_year(year):
    """Also where only the file is believed, on the days of the clock changes, and after 2038."""
    ics = subscription([an_entry()], name="Belafspraken", refresh=timedelta(hours=1), tz=TZ)
    told = icalendar.Calendar.from_ical(ics).walk("VTIMEZONE")[0].to_tz(lookup_tzid=False)
    at = datetime(year, 1, 1, tzinfo=UTC)
    while at.year == year:
        wall = at.astimezone(TZ)
        if wall.fold == 0 and wall.replace(fold=1).utcoffset() == wall.utcoffset():
            assert wall.replace(tzinfo=told).utcoffset() == wall.utcoffset(), wall
        at += timedelta(hours=1)


def test_the_zone_starts_as_a_clock_has_it_that_has_not_changed_yet():
    """RFC 5545, 3.6.5: the onset is told in the offset of before."""
    ics = calendar(an_entry(), method="PUBLISH", tz=TZ)
    zone = icalendar.Calendar.from_ical(ics).walk("VTIMEZONE")[0]
    assert [(part.name, part["DTSTART"].dt.hour) for part in zone.subcomponents] == [
        ("DAYLIGHT", 2), ("STANDARD", 3),
    ]  # fmt: skip


def test_a_subscription_without_calls_is_still_a_calendar():
    ics = subscription([], name="Belafspraken", refresh=timedelta(minutes=15), tz=TZ)
    cal = icalendar.Calendar.from_ical(ics)
    assert [part.name for part in cal.walk()] == [
        "VCALENDAR", "VTIMEZONE", "DAYLIGHT", "STANDARD",
    ]  # fmt: skip
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT15M\r\n" in ics
