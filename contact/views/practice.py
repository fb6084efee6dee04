"""The page of the practice itself."""

from django.shortcuts import render
from django.utils import formats
from django.views.decorators.http import require_safe

from config.clock import today as shown_today
from contact.closed import closed_days, noticed
from contact.models import WEEKDAYS, OpeningHours, Practice
from contact.presence import clock

CLOSURES = 4  # as many as are told ahead


@require_safe
def practice(request):
    rows = list(OpeningHours.objects.all())
    week = []
    for number, name in WEEKDAYS:
        times = [f"{clock(row.start)}–{clock(row.end)}" for row in rows if row.weekday == number]
        week.append({"weekday_label": name, "text": " en ".join(times) or "gesloten"})
    weekdays = {row.weekday for row in rows}
    closures = [
        {"label": _days(closed), "reason": closed.reason}
        for closed in noticed(closed_days(shown_today(), Practice.load()), weekdays)[:CLOSURES]
    ]
    return render(request, "contact/practice.html", {"opening_hours": week, "closures": closures})


def _days(closed) -> str:
    """`25 december tot en met 26 december`, with the year where it is not this one."""
    days = [closed.first]
    if closed.last != closed.first:
        days.append(closed.last)
    this_year = shown_today().year
    formats_ = ["l j F" if day.year == this_year else "l j F Y" for day in days]
    return " tot en met ".join(map(formats.date_format, days, formats_))
