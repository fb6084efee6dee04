"""Calendar files (RFC 5545, and RFC 5546 for the methods): pure, facts in, bytes out.

A calendar is often shared at home, so an entry says "Belafspraak" and no more: not the
practice, not the subject, not the link that could cancel it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import (
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vText,
)

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
    cal = _empty(method)
    event = _event(entry, tz)
    if method != "PUBLISH":
        if not (entry.organizer and entry.attendee):
            raise ValueError(f"METHOD:{method} needs an organizer and an attendee")
        event.add("organizer", vCalAddress(f"mailto:{entry.organizer}"))
        attendee = vCalAddress(f"mailto:{entry.attendee}")
        attendee.params["PARTSTAT"] = vText("ACCEPTED")
        event.add("attendee", attendee)
    cal.add_component(_zone(tz))
    cal.add_component(event)
    ics: bytes = cal.to_ical()
    return ics


def subscription(entries: Iterable[Entry], *, name: str, refresh: timedelta, tz: ZoneInfo) -> bytes:
    """A calendar to subscribe to: all entries, what it is called, and how often to ask for it
    (RFC 7986, and what Outlook and Apple knew before that).

    The same entries give the same bytes. The zone stands in it also when there are no entries, for
    a calendar without any component is none.
    """
    cal = _empty("PUBLISH")
    for label in ("name", "x-wr-calname"):
        cal.add(label, name)
    for label in ("refresh-interval", "x-published-ttl"):
        cal.add(label, vDuration(refresh))
    cal["refresh-interval"].params["VALUE"] = "DURATION"
    cal.add_component(_zone(tz))
    for entry in entries:
        cal.add_component(_event(entry, tz))
    ics: bytes = cal.to_ical()
    return ics


def _empty(method: str) -> Calendar:
    cal = Calendar()
    cal.add("prodid", "-//Spreekkamer//NL")
    cal.add("version", "2.0")
    cal.add("method", method)
    return cal


def _zone(tz: ZoneInfo) -> Timezone:
    """The zone explained by the rule that most of Europe has kept since 1996.

    The library lists the changes instead: an hour off, which on the day of a change itself put
    calls an hour wrong in some calendars, and only up to 2038.
    """
    hours = {"winter": timedelta(hours=1), "summer": timedelta(hours=2)}
    zone = Timezone()
    zone.add("tzid", tz.key)
    for part, name, before, after, month, starts in (
        (TimezoneDaylight(), "CEST", "winter", "summer", 3, datetime(1996, 3, 31, 2)),  # noqa: DTZ001
        (TimezoneStandard(), "CET", "summer", "winter", 10, datetime(1996, 10, 27, 3)),  # noqa: DTZ001
    ):
        part.add("dtstart", starts)  # as a clock has it that has not changed yet
        part.add("tzname", name)
        part.add("tzoffsetfrom", hours[before])
        part.add("tzoffsetto", hours[after])
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone


def _comes_twice(instant: datetime, tz: ZoneInfo) -> bool:
    """Whether the clock shows the same time once more, as it does when summer ends.

    A wall time then means the first (RFC 5545, 3.3.5), which not every calendar knows, and the
    second cannot be said at all.
    """
    local = instant.astimezone(tz)
    return local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()


def _event(entry: Entry, tz: ZoneInfo) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at)
    is_told_in_utc = _comes_twice(entry.starts_at, tz) or _comes_twice(entry.ends_at, tz)
    zone = UTC if is_told_in_utc else tz
    event.add("dtstart", entry.starts_at.astimezone(zone))
    event.add("dtend", entry.ends_at.astimezone(zone))
    event.add("summary", TITLE)
    event.add("description", entry.description)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    return event
