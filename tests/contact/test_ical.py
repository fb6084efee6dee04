from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from contact.ical import Entry, calendar

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
