"""The free times on a page, as booking and moving show them."""

from django.shortcuts import render

from contact import slots
from contact.days import days_of, nearest, nearest_first


def slot_form(request, template, form, practice, *, status=200, is_again=False, **context):
    wanted = form.wanted() if form.is_taken else None
    near = nearest(form.offered, wanted) if wanted else None
    days = days_of(form.offered, slots.TZ, chosen=form.data.get("slot", ""), near=near)
    first_days, more_days = nearest_first(days, wanted, slots.TZ)
    context |= {
        "form": form,
        "days": days,
        "first_days": first_days,
        "more_days": more_days,
        "near": near,
        "is_again": is_again,
        "length": practice.call_minutes,
        "is_taken": form.is_taken,
    }
    return render(request, template, context, status=status)
