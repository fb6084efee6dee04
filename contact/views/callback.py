"""Ask to be called."""

from contextlib import suppress

from django.db import transaction
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from config import clock
from contact import access, callbacks, care, cleaning, insight, limits
from contact.forms import CallbackForm, NumberForm
from contact.models import CallbackRequest, TopicCount
from contact.topics import topic_that_led_here

from .shared import (
    CHANGED_OFTEN,
    TOO_MANY,
    form_page,
    moment_text,
    notice_of,
    refuse,
    status_of,
    to,
    typed,
    unlisted,
)  # fmt: skip


@never_cache
@form_page
def callback(request):
    now = timezone.now()
    form = CallbackForm(request.POST or None, topic=topic_that_led_here(request))
    if request.method != "POST" or not form.is_valid():
        return _callback_form(request, form, status=status_of(form))
    source = access.source_of(request)
    try:
        _check_limits(form, source)  # a refusal takes no lock that others wait for
        with transaction.atomic():
            _check_limits(form, source)
            asked = callbacks.ask(**form.answers(), **form.marks(), source=source, now=now)
    except limits.TooMany as error:
        refuse(form, error)
        return _callback_form(request, form, status=429)
    except limits.TooManyChanges:
        form.add_error(None, CHANGED_OFTEN)
        return _callback_form(request, form, status=429)
    insight.count_topic(TopicCount.Kind.CALLBACK, form.topic, asked, now)
    return access.CALLBACK.give(redirect("contact:callback_done"), str(asked.pk))


def _check_limits(form, source) -> None:
    """Raises limits.TooMany; for the very form that made a request that waits only where the number
    is another, for sent again it makes no other request."""
    key, phone, now = form.form_key, form.cleaned_data["phone"], timezone.now()
    before = CallbackRequest.objects.waiting().filter(form_key=key).first() if key else None
    if before is None:
        limits.check_callback(source=source, phone=phone, now=now)
    elif before.phone != phone:
        limits.check_number(phone=phone, now=now)


def _callback_form(request, form, *, status=200, is_again=False):
    mine = access.CALLBACK.read(request) if request.method != "POST" else None
    waiting = CallbackRequest.objects.waiting().filter(pk=mine).exists() if mine else False
    context = {"form": form, "is_again": is_again, "is_waiting": waiting}
    return render(request, "contact/callback.html", context, status=status)


callback.show_again = lambda request: _callback_form(
    request, CallbackForm(typed(request)), status=403, is_again=True
)


@never_cache
@unlisted
@form_page
def callback_done(request):
    asked = _asked_by(request)
    if asked is None:
        return render(request, "contact/callback_closed.html", status=410)
    is_waiting = asked.is_waiting
    # One call answers whoever asked twice, and so does one try.
    called = asked.same_as or asked
    is_tried = is_waiting and called.next_attempt_at is not None and _was_tried(called, asked)
    is_late = is_waiting and not is_tried and asked.is_late(clock.now())
    form = NumberForm(request.POST or None, initial={"phone": asked.phone_shown})
    if is_waiting and request.method == "POST" and form.is_valid():
        was, phone = asked.phone, form.cleaned_data["phone"]
        try:
            if phone != was:
                limits.check_number(phone=phone, now=timezone.now())
            with suppress(callbacks.NotWaiting):  # the page says how it stands
                asked = callbacks.change(callback=asked, phone=phone)
        except limits.TooMany as error:
            form.add_error("phone", TOO_MANY[error.limit][1])
        except limits.TooManyChanges:
            form.add_error("phone", CHANGED_OFTEN)
        else:
            return to("contact:callback_done", "gewijzigd" if asked.phone != was else "")
    context = {
        "callback": asked,
        "form": form if is_waiting else None,
        "deadline_text": moment_text(asked.promised_at) if asked.promised_at else "",
        "is_tried": is_tried,
        "is_late": is_late,
        "is_corrected": "gewijzigd" in request.GET,
        "was_appointment": "afgezegd" in request.GET,
        "numbers": cleaning.numbers_in(asked),
        "is_taken_out": "weggehaald" in request.GET,
        "help": care.order(f"{asked.subject}\n{asked.message}"),
        "notice": notice_of(request),
    }
    return render(request, "contact/callback_done.html", context, status=status_of(form))


callback_done.show_again = lambda request: to("contact:callback_done", "opnieuw")


@never_cache
@unlisted
@require_POST
def number_away(request):
    """Take out what looks like a burgerservicenummer; the page says how it stands."""
    asked = _asked_by(request)
    is_gone = asked is not None and cleaning.take_out_numbers(asked)
    return to("contact:callback_done", "weggehaald" if is_gone else "")


number_away.show_again = callback_done.show_again


def _was_tried(called, asked) -> bool:
    """Since this form was sent. Whoever fills in somebody else's name and number must not read
    that we called them before."""
    return called.calls.filter(at__gte=asked.created_at).exists()


def _asked_by(request) -> CallbackRequest | None:
    """The request that the cookie of the answer page opens."""
    requests = CallbackRequest.objects.select_related("same_as")
    return requests.filter(pk=access.CALLBACK.read(request) or None).first()
