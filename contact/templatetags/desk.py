"""What is due today, on the first page of the desk: each role sees what it may act on."""

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils import timezone

from contact import floods, limits, slots
from contact.admin.state import state
from contact.models import Booking, CallbackRequest, Fact, OutboxMail, Practice

register = template.Library()
register.filter("state", state)


@dataclass(frozen=True)
class Due:
    """One line of the first page: a number, what it counts, where to act, and whether it hurts."""

    count: int
    text: str
    url: str
    is_late: bool = False


def _list(model: str, query: str = "") -> str:
    return reverse(f"admin:contact_{model}_changelist") + query


@register.simple_tag
def due_today(user) -> list[Due]:
    """Lines with their counts; none for what this user may not see."""
    now, lines = timezone.now(), []
    if user.has_perm("contact.view_callbackrequest"):
        queue = CallbackRequest.objects.to_call().order_by()
        late = queue.filter(promised_at__lt=now).count()
        lines.append(Due(queue.count(), "mensen om terug te bellen", _list("callbackrequest")))
        if late:
            lines.append(Due(late, "beloftes te laat", _list("callbackrequest"), is_late=True))
    if user.has_perm("contact.view_booking"):
        calls = Booking.objects.visible_to(user).confirmed()
        today = calls.on(timezone.localdate(), slots.TZ).count()
        lines.append(Due(today, "adviesgesprekken vandaag", _list("booking", "?wanneer=vandaag")))
        ahead = calls.filter(starts_at__gt=now).count()
        lines.append(Due(ahead, "adviesgesprekken gepland", _list("booking")))
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
    if user.has_perm("contact.view_outboxmail"):
        failed = OutboxMail.objects.filter(status=OutboxMail.Status.FAILED).count()
        if failed:
            url = _list("outboxmail", "?status__exact=failed")
            lines.append(Due(failed, "mails niet aangekomen", url, is_late=True))
    return lines
