"""What is due today, on the first page of the desk: each role sees what it may act on."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django import template
from django.contrib import admin
from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from contact import absence, floods, limits, own_calendar, sender, slots
from contact.admin.state import state
from contact.models import (
    AdviserCalendar,
    Booking,
    BusyTime,
    CallbackRequest,
    Closure,
    Fact,
    OutboxMail,
    Practice,
)
from contact.presence import clock, day_words
from contact.querysets import CallbackRequestQuerySet

register = template.Library()
register.filter("state", state)
WAYS = [
    (Booking, "week", "Week"),
    (Booking, "day", "Dagblad van vandaag"),
    (Booking, "add", "Gesprek inplannen"),
    (CallbackRequest, "add", "Terugbelverzoek invoeren"),
    (OutboxMail, "changelist", "Uitgaande mail"),
]
# Pages that no one model has: the right to it (any of them), its name, and the words.
PAGES = [
    (["contact.add_closure"], "admin:contact_closure_away", "Iemand is afwezig"),
    (
        ["contact.export_callbackrequest", "contact.erase_callbackrequest"],
        "person",
        "Iemands gegevens",
    ),
]


@dataclass(frozen=True)
class Due:
    """One line of the first page: a number, what it counts, where to act, whether it hurts, and
    what more there is to say of it."""

    count: int
    text: str
    url: str
    is_late: bool = False
    says: str = ""


def _list(model: str, query: str = "") -> str:
    return reverse(f"admin:contact_{model}_changelist") + query


@register.simple_tag
def due_today(user) -> list[Due]:
    """Lines with their counts, what hurts first; none for what this user may not see."""
    now = timezone.now()
    lines = [line for source in SOURCES for line in source(user, now)]
    return sorted(lines, key=lambda line: not line.is_late)


# --- Where the lines come from: each gives none where there is nothing to say or to see ----------
def _queue(user, now: datetime) -> Iterator[Due]:
    if not user.has_perm("contact.view_callbackrequest"):
        return
    rows = CallbackRequest.objects.to_call().order_by()
    queue = rows.aggregate(
        count=Count("pk"),
        late=Count("pk", CallbackRequest.objects.lateness(now)),
        next=Min(
            CallbackRequestQuerySet.due,
            filter=Q(promised_at__gte=now) | Q(next_attempt_at__gte=now),
        ),
    )
    url = _list("callbackrequest")
    if queue["late"]:
        yield Due(queue["late"], "beloftes te laat", url, is_late=True)
    says = f"de volgende vóór {_moment(queue['next'], now)}" if queue["next"] else ""
    yield Due(queue["count"], "mensen om terug te bellen", url, says=says)


def _calls(user, now: datetime) -> Iterator[Due]:
    """What today brings, and who waits for another time."""
    if not user.has_perm("contact.view_booking"):
        return
    calls = Booking.objects.visible_to(user)
    ahead = Q(starts_at__gt=now, status=Booking.Status.CONFIRMED)
    of_day = (
        calls.holding()
        .on(timezone.localdate(now), slots.TZ)
        .aggregate(
            count=Count("pk"),
            ahead=Count("pk", ahead),
            next=Min("starts_at", filter=ahead),
        )
    )
    says = ""
    if of_day["next"]:
        number = of_day["count"] - of_day["ahead"] + 1
        says = f"het volgende om {_moment(of_day['next'], now)}, {number} van {of_day['count']}"
    elif of_day["count"]:
        says = "allemaal begonnen of geweest"
    day, week = (reverse(f"admin:contact_booking_{view}") for view in ("day", "week"))
    yield Due(of_day["count"], "adviesgesprekken vandaag", day, says=says)
    yield Due(calls.filter(ahead).count(), "adviesgesprekken gepland", week)
    if displaced := calls.displaced().count():
        url = _list("booking", "?wanneer=alle&status__exact=displaced")
        yield Due(displaced, "afspraken die een andere tijd zoeken", url, is_late=True)


def _absences(user, now: datetime) -> Iterator[Due]:
    """The calls of somebody who is away, for as long as nobody has settled them."""
    if not user.has_perm("contact.view_booking"):
        return
    away = [
        *Closure.objects.visible_to(user).not_over(timezone.localdate(now)),
        *BusyTime.objects.visible_to(user).filter(source=BusyTime.Source.DESK, ends_at__gt=now),
    ]
    count, first = absence.not_settled(away, Booking.objects.visible_to(user), now)
    if count:
        url = reverse(f"admin:contact_{first._meta.model_name}_affected", args=[first.pk])
        yield Due(count, "gesprekken van iemand die afwezig is", url, is_late=True)


def _flood(user, now: datetime) -> Iterator[Due]:
    if not floods.may_clear(user):
        return
    busiest = floods.largest_source(now, limits.PERIOD)
    if busiest >= floods.MANY:
        text = "verzoeken kwamen vandaag van één internetadres: klopt dat?"
        yield Due(busiest, text, reverse("admin:contact_flood"))


def _practice(user, now: datetime) -> Iterator[Due]:
    if user.has_perm("contact.change_practice") and not Practice.objects.exists():
        text = "te doen: de gegevens van de praktijk zijn nog een voorbeeld"
        yield Due(1, text, reverse("admin:contact_practice_add"), is_late=True)


def _facts(user, now: datetime) -> Iterator[Due]:
    if not user.has_perm("contact.change_fact"):
        return
    if stale := len(Fact.objects.stale(timezone.localdate(now))):
        yield Due(stale, "feiten om na te kijken: kloppen ze nog?", _list("fact"), is_late=True)


def _calendars(user, now: datetime) -> Iterator[Due]:
    if not user.has_perm("contact.view_advisercalendar"):
        return
    stale = AdviserCalendar.objects.visible_to(user).stale(now)
    yield from _of_calendars(stale, "eigen agenda’s die we niet kunnen lezen")
    if user.has_perm("contact.view_booking"):
        clashes = own_calendar.clashes(now).visible_to(user)
        yield from _of_calendars(clashes, "gesprekken vallen in bezette tijd")


def _of_calendars(rows, text: str) -> Iterator[Due]:
    """A line that leads to the calendars of the first adviser whom it is about."""
    advisers = list(rows.values_list("adviser", flat=True))
    if advisers:
        url = reverse("admin:contact_adviser_calendars", args=advisers[:1])
        yield Due(len(advisers), text, url, is_late=True)


def _mail(user, now: datetime) -> Iterator[Due]:
    if not user.has_perm("contact.view_outboxmail"):
        return
    if failed := OutboxMail.objects.unheard().count():
        url = _list("outboxmail", "?status__exact=failed")
        yield Due(failed, "mails niet aangekomen", url, is_late=True)
    if remarks := sender.remarks(Practice.load()):
        text = "te doen: onze afzender zegt iets over gezondheid"
        yield Due(len(remarks), text, _list("outboxmail"), is_late=True)


SOURCES = [_queue, _calls, _absences, _flood, _practice, _facts, _calendars, _mail]


def _moment(instant: datetime, now: datetime) -> str:
    """`11:30`; of another day with its name, `morgen 9:15`."""
    local, today = instant.astimezone(slots.TZ), timezone.localdate(now)
    day = "" if local.date() == today else f"{day_words(local.date(), today)} "
    return day + clock(local)


@register.simple_tag(takes_context=True)
def ways_on(context) -> list[tuple[str, str]]:
    """What is done all day, as (words, address): each only for who may."""
    request, found = context["request"], []
    for model, view, words in WAYS:
        model_admin = admin.site.get_model_admin(model)
        adds = view == "add"
        may = model_admin.has_add_permission if adds else model_admin.has_view_permission
        if may(request):
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}"
            found.append((words, reverse(name)))
    for rights, name, words in PAGES:
        if any(map(request.user.has_perm, rights)):
            found.append((words, reverse(name)))
    return found
