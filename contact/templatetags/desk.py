"""What is due today, on the first page of the desk: each role sees what it may act on."""

from dataclasses import dataclass
from datetime import date, datetime

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


def _of_calendars(rows, text: str) -> list[Due]:
    """A line that leads to the calendars of the first adviser whom it is about; none for none."""
    advisers = list(rows.values_list("adviser", flat=True))
    if not advisers:
        return []
    url = reverse("admin:contact_adviser_calendars", args=advisers[:1])
    return [Due(len(advisers), text, url, is_late=True)]


def _of_absent(user, calls, now) -> list[Due]:
    """The calls of somebody who is away, for as long as nobody has settled them."""
    away = [
        *Closure.objects.visible_to(user).not_over(timezone.localdate()),
        *BusyTime.objects.visible_to(user).filter(source=BusyTime.Source.DESK, ends_at__gt=now),
    ]
    count, first = absence.not_settled(away, calls, now)
    if not count:
        return []
    url = reverse(f"admin:contact_{first._meta.model_name}_affected", args=[first.pk])
    return [Due(count, "gesprekken van iemand die afwezig is", url, is_late=True)]


@register.simple_tag
def due_today(user) -> list[Due]:
    """Lines with their counts, what hurts first; none for what this user may not see."""
    now, lines = timezone.now(), []
    today = timezone.localdate(now)
    if user.has_perm("contact.view_callbackrequest"):
        queue = (
            CallbackRequest.objects.to_call()
            .order_by()
            .aggregate(
                count=Count("pk"),
                late=Count("pk", CallbackRequest.objects.lateness(now)),
                next=Min(
                    CallbackRequestQuerySet.due,
                    filter=Q(promised_at__gte=now) | Q(next_attempt_at__gte=now),
                ),
            )
        )
        url = _list("callbackrequest")
        if queue["late"]:
            lines.append(Due(queue["late"], "beloftes te laat", url, is_late=True))
        says = f"de volgende vóór {_moment(queue['next'], today)}" if queue["next"] else ""
        lines.append(Due(queue["count"], "mensen om terug te bellen", url, says=says))
    if user.has_perm("contact.view_booking"):
        calls = Booking.objects.visible_to(user)
        lines += _calls(calls, now, today)
        lines += _of_absent(user, calls, now)
    if (
        floods.may_clear(user)
        and (busiest := floods.largest_source(now, limits.PERIOD)) >= floods.MANY
    ):
        text = "verzoeken kwamen vandaag van één internetadres: klopt dat?"
        lines.append(Due(busiest, text, reverse("admin:contact_flood")))
    if user.has_perm("contact.change_practice") and not Practice.objects.exists():
        url = reverse("admin:contact_practice_add")
        lines.append(
            Due(1, "te doen: de gegevens van de praktijk zijn nog een voorbeeld", url, True)
        )
    if user.has_perm("contact.change_fact"):
        stale = len(Fact.objects.stale(timezone.localdate()))
        if stale:
            lines.append(Due(stale, "feiten om na te kijken: kloppen ze nog?", _list("fact"), True))
    if user.has_perm("contact.view_advisercalendar"):
        stale = AdviserCalendar.objects.visible_to(user).stale(now)
        lines += _of_calendars(stale, "eigen agenda’s die we niet kunnen lezen")
        if user.has_perm("contact.view_booking"):
            clashes = own_calendar.clashes(now).visible_to(user)
            lines += _of_calendars(clashes, "gesprekken vallen in bezette tijd")
    if user.has_perm("contact.view_outboxmail"):
        failed = OutboxMail.objects.unheard().count()
        if failed:
            url = _list("outboxmail", "?status__exact=failed")
            lines.append(Due(failed, "mails niet aangekomen", url, is_late=True))
        if remarks := sender.remarks(Practice.load()):
            text = "te doen: onze afzender zegt iets over gezondheid"
            lines.append(Due(len(remarks), text, _list("outboxmail"), is_late=True))
    return sorted(lines, key=lambda line: not line.is_late)


def _calls(calls, now: datetime, today: date) -> list[Due]:
    """Of the calls that somebody may see: who waits for another time, and what today brings."""
    held = calls.exclude(status__in=[Booking.Status.CANCELLED, Booking.Status.DISPLACED])
    ahead = Q(starts_at__gt=now, status=Booking.Status.CONFIRMED)
    of_day = held.on(today, slots.TZ).aggregate(
        count=Count("pk"),
        ahead=Count("pk", ahead),
        next=Min("starts_at", filter=ahead),
    )
    says = ""
    if of_day["next"]:
        number = of_day["count"] - of_day["ahead"] + 1
        says = f"het volgende om {_moment(of_day['next'], today)}, {number} van {of_day['count']}"
    elif of_day["count"]:
        says = "allemaal begonnen of geweest"
    day, week = (reverse(f"admin:contact_booking_{view}") for view in ("day", "week"))
    lines = [
        Due(of_day["count"], "adviesgesprekken vandaag", day, says=says),
        Due(held.filter(ahead).count(), "adviesgesprekken gepland", week),
    ]
    if displaced := calls.filter(status=Booking.Status.DISPLACED).count():
        url = _list("booking", "?wanneer=alle&status__exact=displaced")
        lines.append(Due(displaced, "afspraken die een andere tijd zoeken", url, is_late=True))
    return lines


def _moment(instant: datetime, today: date) -> str:
    """`11:30`; of another day with its name, `morgen 9:15`."""
    local = instant.astimezone(slots.TZ)
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
    return found
