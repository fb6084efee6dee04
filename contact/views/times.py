"""The free times on a page, as booking and moving show them."""

from django.shortcuts import render

from config.clock import today as shown_today
from contact import slots
from contact.closed import closed_days, noticed
from contact.days import days_of, nearest, nearest_first, tell_closed
from contact.models import WeeklyHours


def slot_form(
    request,
    template,
    form,
    practice,
    *,
    status=200,
    is_again=False,
    around=None,
    close=(),
    **context,
):
    """`around` is a time that fell away: the days next to it come first, and of its starts those
    in `close` say that they are near."""
    wanted = form.wanted() if form.is_taken else None
    near = nearest(form.offered, wanted) if wanted else None
    days = days_of(form.offered, slots.TZ, chosen=form.data.get("slot", ""), near=near, close=close)
    tell_closed(days, _closed(practice))
    first_days, more_days = nearest_first(days, wanted or around, slots.TZ)
    length = practice.duration if "kind" in form.fields else f"{practice.call_minutes} minuten"
    context = {
        "form": form,
        "days": days,
        "first_days": first_days,
        "more_days": more_days,
        "near": near,
        "is_again": is_again,
        "length": length,
        "is_taken": form.is_taken,
    } | context
    return render(request, template, context, status=status)


def _closed(practice):
    """The closed days that a visitor would notice, for a reason that we give."""
    hours = WeeklyHours.objects.filter(adviser__is_active=True).order_by()
    weekdays = set(hours.values_list("weekday", flat=True).distinct())
    told = noticed(closed_days(shown_today(), practice), weekdays)
    return [closed for closed in told if closed.reason]
