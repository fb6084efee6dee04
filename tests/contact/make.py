"""A practice, an adviser, a call: plain functions, nothing random."""

from datetime import UTC, date, datetime, time

from contact import bookings, callbacks
from contact.models import Adviser, Closure, OpeningHours, Practice, WeeklyHours

# Monday 23 November 2026, nine o'clock in Amsterdam.
MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TUESDAY_TEN = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
# The rows below the page of the practice at the desk: none.
NO_ROWS = {
    f"{rows}-{number}_FORMS": 0
    for rows in ("opening_hours", "busy_periods")
    for number in ("TOTAL", "INITIAL")
}
PERSON = {"first_name": "Robin", "phone": "+31612345678"}


def make_practice(**fields) -> Practice:
    practice, _ = Practice.objects.update_or_create(pk=1, defaults=fields)
    if not practice.opening_hours.exists():
        for weekday in range(5):
            OpeningHours.objects.create(
                practice=practice, weekday=weekday, start=time(9), end=time(17)
            )
    return practice


def make_adviser(name="Noor", *, start=time(9), end=time(12), weekdays=range(5), **fields):
    adviser = Adviser.objects.create(name=name, **fields)
    for weekday in weekdays:
        WeeklyHours.objects.create(adviser=adviser, weekday=weekday, start=start, end=end)
    return adviser


def make_booking(starts_at=TUESDAY_TEN, *, now=MONDAY, **fields):
    return bookings.book(starts_at=starts_at, now=now, **(PERSON | fields))


def make_callback(*, now=MONDAY, **fields):
    return callbacks.ask(now=now, **(PERSON | fields))


def a_day(text: str) -> date:
    return date.fromisoformat(text)


def make_away(adviser=None, first="2026-11-24", last="", **fields) -> Closure:
    """Away for whole days; without an adviser the practice is closed."""
    days = {"first_on": a_day(first), "last_on": a_day(last or first)}
    return Closure.objects.create(adviser=adviser, **(days | fields))
