"""Calendar files (RFC 5545, and RFC 5546 for the methods): pure, facts in, bytes out.

A calendar is often shared at home, so an entry says "Belafspraak" and no more: not the
practice, not the subject, not the link that could cancel it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

TITLE = "Belafspraak"


@dataclass(frozen=True)
class Entry:
    """One appointment. `sequence` grows by one at each change; `uid` never changes."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    description: str
    is_cancelled: bool = False
    organizer: str = ""
    attendee: str = ""


def calendar(
    entry: Entry, *, method: Literal["PUBLISH", "REQUEST", "CANCEL"], tz: ZoneInfo
) -> bytes:
    """The .ics file. REQUEST and CANCEL need `organizer` and `attendee` (RFC 5546, 3.2).

    Raises ValueError where those are missing.
    """
    cal = Calendar()
    cal.add("prodid", "-//Spreekkamer//NL")
    cal.add("version", "2.0")
    cal.add("method", method)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    event.add("dtstart", entry.starts_at.astimezone(tz))
    event.add("dtend", entry.ends_at.astimezone(tz))
    event.add("summary", TITLE)
    event.add("description", entry.description)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if method != "PUBLISH":
        if not (entry.organizer and entry.attendee):
            raise ValueError(f"METHOD:{method} needs an organizer and an attendee")
        event.add("organizer", vCalAddress(f"mailto:{entry.organizer}"))
        attendee = vCalAddress(f"mailto:{entry.attendee}")
        attendee.params["PARTSTAT"] = vText("ACCEPTED")
        event.add("attendee", attendee)
    cal.add_component(event)
    cal.add_missing_timezones()
    ics: bytes = cal.to_ical()
    return ics
