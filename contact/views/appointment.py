"""The appointment: what its lasting link leads to."""

from contextlib import suppress
from datetime import timedelta
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from contact import access, bookings, care, emails, limits, missed, nearby, reminders, slots
from contact.forms import SlotForm
from contact.models import Booking, CallbackRequest, OutboxMail, Practice

from .shared import (
    CHANGED_OFTEN,
    form_page,
    moment_text,
    notice_of,
    refuse,
    status_of,
    to,
    to_appointment,
    unlisted,
)  # fmt: skip
from .times import slot_form


def with_booking(view):
    """Hand the view the booking that the cookie opens; without one, a page with ways back."""

    @wraps(view)
    def opened(request):
        uid = access.APPOINTMENT.read(request)
        found = Booking.objects.select_related("adviser").filter(uid=uid).first() if uid else None
        if found is None:
            return render(request, "contact/appointment_closed.html", status=410)
        return view(request, found)

    opened.show_again = lambda request: to("contact:appointment", "opnieuw")
    return opened


@never_cache
@unlisted
@require_safe
def link(request, token):
    """Swap the token for the cookie. One that is unknown, or of a call that was cancelled or is
    over, ends at the same page as an expired cookie.

    `?kies`, as in the mail about a call that cannot be, leads on to the times to choose from.
    """
    found = Booking.objects.filter(token_hash=access.hash_token(token)).first()
    if found is None or not _is_open(found):
        return access.APPOINTMENT.take_away(request, redirect("contact:appointment"))
    chooses = found.is_displaced and "kies" in request.GET
    return to_appointment(found, "contact:move" if chooses else "contact:appointment")


def _is_open(booked) -> bool:
    """Whether there is still something to see or do: a call to come, or one that was just now."""
    if booked.is_displaced:
        return True
    is_gone = booked.status == Booking.Status.CANCELLED
    return not is_gone and timezone.now() < booked.expected_at + missed.UNTIL


@never_cache
@unlisted
@require_safe
@with_booking
def appointment(request, booked):
    if booked.is_displaced:
        return _displaced(request, booked)
    now = timezone.now()
    asked = _missed(booked)
    can_say_missed = missed.can_say_so(booked, now)
    context = {
        "booking": booked,
        "link": emails.link_to(booked),
        "is_new": now - booked.created_at < timedelta(seconds=access.ANSWER_SECONDS),
        "is_moved": "verzet" in request.GET,
        "is_past": booked.starts_at <= now,
        "is_now": booked.is_confirmed and booked.starts_at <= now < booked.expected_end,
        "help": care.order(""),
        "notice": notice_of(request),
        "is_reminded": reminders.is_promised(OutboxMail.Kind.REMINDER_DAY, booked),
        "can_be_reminded": reminders.can_ask_for_hour(booked, now),
        "is_reminder_set": "herinnering" in request.GET,
        "can_say_missed": can_say_missed,
        "missed": asked,
        "is_missed": bool(asked) or can_say_missed,
    }
    return render(request, "contact/appointment.html", context)


def _missed(booked):
    """By when we call whoever was not called; None unless they said so and still wait."""
    asked = missed.call_asked_for(booked)
    if asked is None or not asked.is_waiting:
        return None
    return {"deadline": moment_text(asked.promised_at) if asked.promised_at else ""}


def _displaced(request, booked):
    """The call cannot be, and it is not the visitor's doing: choose again, be called, or let go."""
    asked = booked.callbacks.filter(
        reason=CallbackRequest.Reason.DISPLACED, created_at__gte=booked.displaced_at
    ).first()
    is_waiting = asked is not None and asked.is_waiting
    context = {
        "booking": booked,
        "is_to_be_called": is_waiting,
        "will_be_called": asked is None,
        "deadline_text": moment_text(asked.promised_at) if is_waiting and asked.promised_at else "",
        "notice": notice_of(request),
    }
    return render(request, "contact/appointment_displaced.html", context)


@never_cache
@unlisted
@require_safe
@with_booking
def appointment_ics(request, booked):
    response = HttpResponse(
        emails.calendar_file(booked), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="afspraak.ics"'
    return response


@never_cache
@unlisted
@form_page
@with_booking
def move(request, booked):
    now = timezone.now()
    if not bookings.is_changeable(booked, now):
        return redirect("contact:appointment")
    practice = Practice.load()

    def offered():
        return slots.for_kind(slots.offered(now, practice, without=booked), booked.kind)

    form = SlotForm(request.POST or None, offered=offered())
    status = status_of(form)
    if request.method == "POST" and form.is_valid():
        start = form.cleaned_data["slot"]
        try:
            limits.check_move(booking=booked, start=start, offered=form.offered, now=now)
            bookings.move(booking=booked, starts_at=start, now=now)
        except bookings.NotChangeable:
            return redirect("contact:appointment")
        except bookings.SlotTaken:
            form.refuse_slot(offered())
            status = 409
        except limits.TooMany as error:
            refuse(form, error)
            status = 429
        except limits.TooManyChanges:
            form.add_error(None, CHANGED_OFTEN)
            status = 429
        else:
            return to("contact:appointment", "" if booked.is_displaced else "verzet")
    length = f"{practice.minutes_of(booked.kind)} minuten"
    return slot_form(
        request,
        "contact/move.html",
        form,
        practice,
        status=status,
        around=booked.starts_at if booked.is_displaced else None,
        close=nearby.among(form.offered, booked) if booked.is_displaced else (),
        booking=booked,
        length=length,
    )


@never_cache
@unlisted
@require_POST
@with_booking
def call_me(request, booked):
    response = to("contact:callback_done", "afgezegd")
    try:
        asked = bookings.call_me_instead(booking=booked)
    except bookings.NotChangeable:
        # Pressed twice: the first press made the request that its cookie opens.
        return response if access.CALLBACK.read(request) else redirect("contact:appointment")
    return access.CALLBACK.give(response, str(asked.pk))


@never_cache
@unlisted
@require_POST
@with_booking
def cancel(request, booked):
    with suppress(bookings.NotChangeable):  # the page says how it stands
        bookings.cancel(booking=booked)
    return redirect("contact:appointment")


@never_cache
@unlisted
@require_POST
@with_booking
def remind(request, booked):
    """A mail an hour before as well, or not after all: says which, so that twice is once."""
    reminders.ask_for_hour(booking=booked, wanted=request.POST.get("wil") == "ja")
    return to("contact:appointment", "herinnering")


@never_cache
@unlisted
@require_POST
@with_booking
def not_called(request, booked):
    with suppress(missed.NotNow):  # the page says how it stands
        missed.not_called(booking=booked)
    return redirect("contact:appointment")
