"""“Loopt uit”: tell the next caller, and whoever comes after, that it gets later."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from contact import access_log, bookings, delays
from contact.models import AccessEntry, Booking

CHOICES = [5, 10, 15, 20, 30]


@dataclass(frozen=True)
class Told:
    """One call on the page: by how much it gets later, and whether that was said."""

    booking: Booking
    minutes: int

    @property
    def is_said(self) -> bool:
        return self.booking.delay_minutes == self.minutes


def page(model_admin, request, pk):
    """GET shows whom it concerns; POST tells them. Nothing is told twice."""
    rows = model_admin.get_queryset(request).select_related("adviser")
    booking = rows.filter(pk=pk).first()
    if booking is None:
        raise Http404
    if not model_admin.has_change_permission(request, booking):
        raise PermissionDenied
    minutes = _minutes(request.POST.get("minuten") or request.GET.get("minuten"))
    if minutes is None:
        minutes = booking.delay_minutes or CHOICES[1]
    along = [Told(call, late) for call, late in delays.delayed_too(booking, minutes)]
    if request.method == "POST":
        chosen = set(request.POST.getlist("ook"))
        calls = [Told(booking, minutes), *(c for c in along if str(c.booking.pk) in chosen)]
        _tell(request, calls)
        return redirect(f"{address(booking)}?minuten={minutes}")
    first = Told(booking, minutes)
    after = _already_later(booking)
    access_log.note(
        request.user, AccessEntry.Action.VIEW, [c.booking for c in (first, *along, *after)]
    )
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Loopt uit",
        "original": booking,
        "first": first,
        "along": along,
        "after": [call for call in after if call.booking not in [c.booking for c in along]],
        "minutes": minutes,
        "choices": [*CHOICES, *([0] if booking.delay_minutes or not minutes else [])],
        "can_be_late": delays.can_be_late(booking, timezone.now()),
        "media": model_admin.media,
    }
    return TemplateResponse(request, "admin/contact/booking/delay.html", context)


def address(booking) -> str:
    return reverse("admin:contact_booking_delay", args=[booking.pk])


def _minutes(text) -> int | None:
    """One of the choices, or none."""
    return int(text) if text in {str(number) for number in (*CHOICES, 0)} else None


def _tell(request, calls) -> None:
    told = []
    for call in calls:
        try:
            if delays.delay(booking=call.booking, minutes=call.minutes):
                told.append(call.booking)
        except bookings.NotChangeable:
            messages.warning(
                request, "Een van de gesprekken is afgezegd, voorbij of niet van vandaag."
            )
    access_log.note(request.user, AccessEntry.Action.CHANGE, told)
    if told:
        messages.success(request, f"{len(told)} × genoteerd. Hieronder staat wie mail krijgt.")


def _already_later(booking) -> list[Told]:
    """The later calls of today that are known to be late, so that the page shows whom to call."""
    late = delays.following(booking).filter(delay_minutes__gt=0)
    return [Told(call, call.delay_minutes) for call in late]
