"""The sheet of one day: to print, to work from when the computer is busy, and to destroy."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from contact import access_log, slots
from contact.models import AccessEntry, Adviser, Booking, CallbackRequest
from contact.querysets import CallbackRequestQuerySet
from contact.week import A_DAY, midnight, wall

from .week import address, adviser_of, day_of, week_number

MOST = 200  # callbacks on one sheet


class ShowsDay:
    """For the admin of the calls: the sheet of a day at `day/`."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(self.day_view))
        return [path("day/", view, name="contact_booking_day"), *super().get_urls()]

    def day_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        now, adviser = timezone.now(), adviser_of(request)
        today = timezone.localdate(now)
        day = day_of(request.GET.get("day")) or today
        sheets = calls_of(request.user, day, adviser)
        callbacks, more = [], 0
        sees_callbacks = adviser is None and request.user.has_perm("contact.view_callbackrequest")
        if sees_callbacks:
            callbacks = callbacks_of(day, now)
            more = max(len(callbacks) - MOST, 0)
            callbacks = callbacks[:MOST]
        for rows in ([call for _, calls in sheets for call in calls], callbacks):
            access_log.note(request.user, AccessEntry.Action.PRINT, rows)
        context = self.admin_site.each_context(request) | {
            "title": "Dagblad",
            "opts": self.opts,
            "is_nav_sidebar_enabled": False,
            "day": day,
            "is_today": day == today,
            "adviser": adviser,
            "advisers": Adviser.objects.visible_to(request.user),
            "sheets": sheets,
            "sees_callbacks": sees_callbacks,
            "callbacks": callbacks,
            "has_more": more > 0,
            "earlier": address("day", adviser, day=day - timedelta(days=1)),
            "later": address("day", adviser, day=day + timedelta(days=1)),
            "today": address("day", adviser, day=today),
            "week": address("week", adviser, week=week_number(day)),
            "printed_at": now,
            "views": "day",
        }
        return render(request, "admin/contact/booking/day.html", context)


def calls_of(user, day: date, adviser: Adviser | None) -> list[tuple[Adviser, list[Booking]]]:
    """Per adviser the calls of that day that are still to be held, those this user may see."""
    rows = Booking.objects.visible_to(user).confirmed().on(day, slots.TZ)
    if adviser:
        rows = rows.filter(adviser=adviser)
    sheets: dict[Adviser, list[Booking]] = {}
    for row in rows.select_related("adviser").order_by("adviser__name", "adviser", "starts_at"):
        row.at = wall(row.starts_at, slots.TZ)
        row.room_shown = (row.room or row.adviser.video_room).removeprefix("https://")
        sheets.setdefault(row.adviser, []).append(row)
    return list(sheets.items())


def callbacks_of(day: date, now: datetime) -> list[CallbackRequest]:
    """Who is to be called on that day, what is due first in front; today also who waited longer.

    One more than MOST where there are more.
    """
    first, last = midnight(day, slots.TZ), midnight(day + A_DAY, slots.TZ)
    of_day = Q(due__gte=first, due__lt=last)
    if first <= now < last:
        of_day |= Q(due__lt=first) | Q(due=None)
    queue = CallbackRequest.objects.to_call().with_refusal()
    rows = list(queue.annotate(due=CallbackRequestQuerySet.due).filter(of_day)[: MOST + 1])
    for row in rows:
        row.late = row.is_late(now)
        row.no_voicemail = row.is_refused or not row.voicemail_ok
    return rows
