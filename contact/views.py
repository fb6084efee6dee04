"""The two forms and their answers. GET changes nothing; each POST redirects to its answer."""

from contextlib import suppress
from datetime import timedelta
from functools import wraps

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.clock import now as shown_now
from config.clock import today as shown_today

from . import access, bookings, callbacks, emails, limits, slots
from .closed import closed_days
from .days import days_of, nearest, nearest_first
from .forms import BookingForm, CallbackForm, NumberForm, SlotForm
from .models import WEEKDAYS, Booking, CallbackRequest, OpeningHours, Practice
from .presence import clock

CHANGED_OFTEN = "Je hebt dit al een paar keer gewijzigd. Bel ons, dan regelen we het samen."
NOT_DONE = "Dat is nog niet gelukt: de pagina stond te lang open. Probeer het nog één keer."
CLOSURES = 4  # as many as the page of the practice tells ahead
FLOODED = "Vanaf dit internetadres kwamen vandaag al veel verzoeken."  # the page gives our number
form_page = require_http_methods(["GET", "HEAD", "POST"])


def unlisted(view):
    """Of one visitor: no search engine lists it, not even when somebody puts its address online."""

    @wraps(view)
    def answered(*args, **kwargs):
        response = view(*args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return answered


# --- Ask to be called ----------------------------------------------------------------------
@never_cache
@form_page
def callback(request):
    form = CallbackForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _callback_form(request, form, status=_status_of(form))
    source = access.source_of(request)
    if limits.is_flooding(source, timezone.now()):
        form.add_error(None, FLOODED)
        return _callback_form(request, form, status=429)
    try:
        asked = callbacks.ask(**form.answers(), **form.marks(), source=source)
    except limits.TooManyChanges:
        form.add_error(None, CHANGED_OFTEN)
        return _callback_form(request, form, status=429)
    return access.CALLBACK.give(redirect("contact:callback_done"), str(asked.pk))


def _callback_form(request, form, *, status=200, is_again=False):
    mine = access.CALLBACK.read(request) if request.method != "POST" else None
    waiting = CallbackRequest.objects.waiting().filter(pk=mine).exists() if mine else False
    context = {"form": form, "is_again": is_again, "is_waiting": waiting}
    return render(request, "contact/callback.html", context, status=status)


callback.show_again = lambda request: _callback_form(
    request, CallbackForm(_typed(request)), status=403, is_again=True
)


@never_cache
@unlisted
@form_page
def callback_done(request):
    asked = CallbackRequest.objects.filter(pk=access.CALLBACK.read(request) or None).first()
    if asked is None:
        return render(request, "contact/callback_closed.html", status=410)
    is_waiting = asked.status in CallbackRequest.TO_CALL
    form = NumberForm(request.POST or None, initial={"phone": asked.phone_shown})
    if is_waiting and request.method == "POST" and form.is_valid():
        was = asked.phone
        try:
            with suppress(callbacks.NotWaiting):  # the page says how it stands
                asked = callbacks.change(callback=asked, phone=form.cleaned_data["phone"])
        except limits.TooManyChanges:
            form.add_error("phone", CHANGED_OFTEN)
        else:
            return _to("contact:callback_done", "gewijzigd" if asked.phone != was else "")
    context = {
        "callback": asked,
        "form": form if is_waiting else None,
        "deadline_text": _moment(asked.promised_at) if asked.promised_at else "",
        "is_corrected": "gewijzigd" in request.GET,
        "was_appointment": "afgezegd" in request.GET,
        "notice": _notice(request),
    }
    return render(request, "contact/callback_done.html", context, status=_status_of(form))


callback_done.show_again = lambda request: _to("contact:callback_done", "opnieuw")


# --- Book an advice call -------------------------------------------------------------------
@never_cache
@form_page
def booking(request):
    now = timezone.now()
    practice = Practice.load()
    form = BookingForm(request.POST or None, offered=slots.offered(shown_now(), practice))
    if request.method != "POST" or not (form.is_valid() or _sent_again(form)):
        status = _status_of(form)
        return _slot_form(
            request, "contact/booking.html", form, practice, status=status, mine=_mine(request)
        )
    source = access.source_of(request)
    if limits.is_flooding(source, now):
        form.add_error(None, FLOODED)
        return _slot_form(request, "contact/booking.html", form, practice, status=429)
    answers = form.answers() | {"starts_at": form.wanted()}
    answers.pop("slot", None)
    try:
        booked = bookings.book(**answers, **form.marks(), source=source, now=now)
    except bookings.SlotTaken:
        form.refuse_slot(slots.offered(now, practice))
        return _slot_form(request, "contact/booking.html", form, practice, status=409)
    except limits.TooManyChanges:
        form.add_error(None, CHANGED_OFTEN)
        return _slot_form(request, "contact/booking.html", form, practice, status=429)
    return _to_appointment(booked)


def _mine(request):
    """The call that this visitor booked in the last half hour, if it is still to come."""
    uid = access.APPOINTMENT.read(request)
    return Booking.objects.confirmed().from_now().filter(uid=uid).first() if uid else None


def _sent_again(form) -> bool:
    """The time is taken, and it is this very form that took it: pressed twice, or gone back to."""
    only_taken = form.is_taken and set(form.errors) == {"slot"}
    return only_taken and bool(bookings.sent_before(form.form_key, form.wanted()))


def _booking_again(request):
    practice = Practice.load()
    form = BookingForm(_typed(request), offered=slots.offered(timezone.now(), practice))
    return _slot_form(request, "contact/booking.html", form, practice, status=403, is_again=True)


booking.show_again = _booking_again


def _slot_form(request, template, form, practice, *, status=200, is_again=False, **context):
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


# --- The appointment -----------------------------------------------------------------------
def with_booking(view):
    """Hand the view the booking that the cookie opens; without one, a page with ways back."""

    @wraps(view)
    def opened(request):
        uid = access.APPOINTMENT.read(request)
        found = Booking.objects.select_related("adviser").filter(uid=uid).first() if uid else None
        if found is None:
            return render(request, "contact/appointment_closed.html", status=410)
        return view(request, found)

    opened.show_again = lambda request: _to("contact:appointment", "opnieuw")
    return opened


@never_cache
@unlisted
@require_safe
def link(request, token):
    """Swap the token for the cookie. An unknown one ends at the same page as an expired one."""
    found = Booking.objects.filter(token_hash=access.hash_token(token)).first()
    return _to_appointment(found) if found else redirect("contact:appointment")


@never_cache
@unlisted
@require_safe
@with_booking
def appointment(request, booked):
    now = timezone.now()
    context = {
        "booking": booked,
        "link": emails.link_to(booked),
        "is_new": now - booked.created_at < timedelta(seconds=access.ANSWER_SECONDS),
        "is_moved": "verzet" in request.GET,
        "is_past": booked.starts_at <= now,
        "is_now": booked.is_confirmed and booked.starts_at <= now < booked.ends_at,
        "notice": _notice(request),
    }
    return render(request, "contact/appointment.html", context)


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
    form = SlotForm(request.POST or None, offered=slots.offered(now, practice, without=booked))
    status = _status_of(form)
    if request.method == "POST" and form.is_valid():
        try:
            bookings.move(booking=booked, starts_at=form.cleaned_data["slot"], now=now)
        except bookings.NotChangeable:
            return redirect("contact:appointment")
        except bookings.SlotTaken:
            form.refuse_slot(slots.offered(now, practice, without=booked))
            status = 409
        except limits.TooManyChanges:
            form.add_error(None, CHANGED_OFTEN)
            status = 429
        else:
            return _to("contact:appointment", "verzet")
    return _slot_form(request, "contact/move.html", form, practice, status=status, booking=booked)


@never_cache
@unlisted
@require_POST
@with_booking
def call_me(request, booked):
    response = _to("contact:callback_done", "afgezegd")
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


# --- The practice --------------------------------------------------------------------------
@require_safe
def practice(request):
    rows = list(OpeningHours.objects.all())
    week = []
    for number, name in WEEKDAYS:
        times = [f"{clock(row.start)}–{clock(row.end)}" for row in rows if row.weekday == number]
        week.append({"weekday_label": name, "text": " en ".join(times) or "gesloten"})
    closures = [
        {"label": _days(closed), "reason": closed.reason}
        for closed in _told(closed_days(shown_today(), Practice.load()), rows)[:CLOSURES]
    ]
    return render(request, "contact/practice.html", {"opening_hours": week, "closures": closures})


def _told(closed_days, hours) -> list:
    """Without what no visitor would notice: a day that has no hours anyway, and what falls within
    another, as Christmas Day does in a week that is closed altogether."""
    weekdays = {row.weekday for row in hours}
    told = []
    for closed in closed_days:
        first = closed.first.weekday()
        length = min((closed.last - closed.first).days + 1, 7)
        if weekdays.isdisjoint((first + n) % 7 for n in range(length)):
            continue
        if not any(other.first <= closed.first and closed.last <= other.last for other in told):
            told.append(closed)
    return told


def _days(closed) -> str:
    """`25 december tot en met 26 december`, with the year where it is not this one."""
    days = [closed.first]
    if closed.last != closed.first:
        days.append(closed.last)
    this_year = shown_today().year
    formats_ = ["l j F" if day.year == this_year else "l j F Y" for day in days]
    return " tot en met ".join(map(formats.date_format, days, formats_))


# --- Small things --------------------------------------------------------------------------
def _status_of(form) -> int:
    if not form.is_bound or form.is_valid():
        return 200
    return 409 if getattr(form, "is_taken", False) else 422


def _moment(instant) -> str:
    """`donderdag 26 november om 12:00`, in the practice's time; does not break within the date."""
    return formats.date_format(timezone.localtime(instant), "l j\xa0F \\o\\m\xa0G:i")


def _to(name, word=""):
    """To an answer page, with the word that tells it what has just happened."""
    response = redirect(name)
    if word:
        response["Location"] += f"?{word}"
    return response


def _notice(request) -> str:
    """What an answer page says after a failed form token."""
    return NOT_DONE if "opnieuw" in request.GET else ""


def _to_appointment(booked):
    return access.APPOINTMENT.give(redirect("contact:appointment"), str(booked.uid))


def _typed(request):
    """What was posted, or nothing where the body cannot be read."""
    try:
        return request.POST
    except OSError:
        return {}
