"""The week of advice calls, per adviser or of all."""

from collections import defaultdict
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from contact import access_log, slots
from contact.availability import Closed, Special
from contact.closed import closed_days
from contact.models import (
    AccessEntry,
    Adviser,
    Booking,
    BusyTime,
    Closure,
    Practice,
    SpecialHours,
    WeeklyHours,
)
from contact.week import A_DAY, Call, Facts, Room, Span, midnight, week

A_WEEK = timedelta(days=7)
YEARS = range(2000, 2100)


def day_of(text: str | None) -> date | None:
    """A day of an address, `2027-03-29`; None for what is none, or of another age."""
    try:
        day = parse_date(text or "")
    except ValueError:
        return None
    return day if day and day.year in YEARS else None


def monday_of(text: str | None) -> date | None:
    """The Monday of a week of an address, `2027-W12`; None for what is no week."""
    year, _, number = (text or "").partition("-W")
    try:
        monday = date.fromisocalendar(int(year), int(number), 1)
    except ValueError:
        return None
    return monday if monday.year in YEARS else None


def week_number(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def adviser_of(request) -> Adviser | None:
    """The adviser that the address names, None for all; Http404 for one who is not to be seen."""
    text = request.GET.get("adviser", "")
    if not text:
        return None
    found = text.isdecimal() and len(text) < 10
    found = found and Adviser.objects.visible_to(request.user).filter(pk=int(text)).first()
    if not found:
        raise Http404
    return found


def address(name: str, adviser: Adviser | None, **query) -> str:
    """Of a view of the calls: days and ids in it, and nothing else."""
    if adviser:
        query["adviser"] = adviser.pk
    return reverse(f"admin:contact_booking_{name}") + "?" + urlencode(query)


class ShowsWeek:
    """For the admin of the calls: the week at `week/`."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(self.week_view))
        return [path("week/", view, name="contact_booking_week"), *super().get_urls()]

    def week_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        now, adviser = timezone.now(), adviser_of(request)
        today = timezone.localdate(now)
        if day := day_of(request.GET.get("day")):  # from the form that jumps to a day
            return redirect(address("week", adviser, week=week_number(day)))
        this_week = today - timedelta(days=today.weekday())
        monday = monday_of(request.GET.get("week")) or this_week
        found = _Week(request.user, monday, adviser)
        days = week(monday, found.facts, closed=found.closed, room=found.room, now=now, tz=slots.TZ)
        days = [day for day in days if day.is_shown]
        seen = [line.what for day in days for cell in day.cells for line in cell.lines if line.what]
        access_log.note(request.user, AccessEntry.Action.LIST, seen + found.displaced)
        context = self.admin_site.each_context(request) | {
            "title": f"Week {monday.isocalendar().week}",
            "opts": self.opts,
            "is_nav_sidebar_enabled": False,
            "days": days,
            "monday": monday,
            "sunday": monday + 6 * A_DAY,
            "advisers": found.choices,
            "adviser": adviser,
            "displaced": found.displaced,
            "call_count": sum(day.calls for day in days),
            "may_add": self.has_add_permission(request),
            "earlier": address("week", adviser, week=week_number(monday - A_WEEK)),
            "later": address("week", adviser, week=week_number(monday + A_WEEK)),
            "this_week": address("week", adviser, week=week_number(today)),
            "is_this_week": monday == this_week,
            "printed_at": now,
            "views": "week",
        }
        return render(request, "admin/contact/booking/week.html", context)


class _Week:
    """The rows of one week, asked once each, as contact.week knows them."""

    def __init__(self, user, monday: date, adviser: Adviser | None):
        sunday = monday + 6 * A_DAY
        span = midnight(monday, slots.TZ), midnight(sunday + A_DAY, slots.TZ)
        practice = Practice.load()
        self.room = Room(
            length=timedelta(minutes=practice.call_minutes),
            step=timedelta(minutes=practice.step_minutes),
            before=timedelta(minutes=practice.minutes_before),
            after=timedelta(minutes=practice.minutes_after),
        )
        closures = list(Closure.objects.filter(first_on__lte=sunday, last_on__gte=monday))
        self.closed = closed_days(monday, practice, [c for c in closures if not c.adviser_id])
        self.choices = list(Adviser.objects.visible_to(user))
        ids = {one.pk for one in self.choices if adviser in (None, one)}
        self._ask_calls(user, ids, span)
        weekly, special, away, busy = (defaultdict(list) for _ in range(4))
        for row in WeeklyHours.objects.filter(adviser__in=ids):
            weekly[row.adviser_id].append(row)
        for row in SpecialHours.objects.filter(adviser__in=ids, day__range=(monday, sunday)):
            special[row.adviser_id].append(Special(row.day, row.start, row.end))
        for row in BusyTime.objects.filter(
            adviser__in=ids, ends_at__gt=span[0], starts_at__lt=span[1]
        ):
            busy[row.adviser_id].append(Span(row.starts_at, row.ends_at))
        for row in filter(lambda row: row.adviser_id, closures):
            away[row.adviser_id].append(Closed(row.first_on, row.last_on, row.reason))
        self.facts = [
            Facts(
                who=one,
                weekly=slots.hours_of(weekly[one.pk]),
                special=special[one.pk],
                away=away[one.pk],
                calls=self.calls[one.pk],
                busy=busy[one.pk],
                most=one.max_per_day,
            )
            for one in self.choices
            # Who stopped is shown only where a call still stands.
            if one.pk in ids and (one.is_active or adviser or one.pk in self.calls)
        ]

    def _ask_calls(self, user, ids: set[int], span) -> None:
        """Calls by adviser; those that this user may not see hold their time without a name."""
        status = Booking.Status
        rows = Booking.objects.filter(starts_at__gte=span[0], starts_at__lt=span[1])
        rows = rows.filter(adviser__in=ids).exclude(status=status.CANCELLED).order_by("starts_at")
        mine = rows.visible_to(user)
        self.displaced, self.calls = [], defaultdict(list)
        advisers = {one.pk: one for one in self.choices}
        for row in mine.defer("phone", "email"):  # not shown here, and slow to make
            row.adviser = advisers[row.adviser_id]
            if row.status == status.DISPLACED:
                self.displaced.append(row)
            else:
                self.calls[row.adviser_id].append(Call(row.starts_at, row.ends_at, row))
        if mine is not rows:
            others = rows.exclude(pk__in=mine.order_by().values("pk"))
            others = others.exclude(status=status.DISPLACED)
            for who, start, end in others.values_list("adviser_id", "starts_at", "ends_at"):
                self.calls[who].append(Call(start, end))
