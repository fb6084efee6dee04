"""An adviser's calendars at the desk: their own, which we read, and ours, which they read.

Both addresses are secrets. The first is never shown again, the second only to whom it may serve.
"""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from contact import feed, own_calendar
from contact.calendars.addresses import place_of
from contact.calendars.troubles import CalendarTrouble
from contact.models import AdviserCalendar

MOST_CLASHES = 20  # shown; the number beside them tells of all


class AddressForm(forms.Form):
    address = forms.CharField(
        label="Adres van de agenda",
        max_length=500,
        help_text="Het geheime .ics-adres waarop alleen staat wanneer je bezet bent. Het begint "
        "met https:// of webcal://. Je vindt het bij de instellingen van je agenda, bij delen.",
        error_messages={
            "required": "Vul het adres van de agenda in.",
            "max_length": "Dit adres is te lang: het mag 500 tekens zijn.",
        },
        widget=forms.TextInput(
            {"autocomplete": "off", "inputmode": "url",
             "spellcheck": "false", "autocapitalize": "none"}
        ),
    )  # fmt: skip

    def clean_address(self):
        address = self.cleaned_data["address"]
        scheme, mark, rest = address.partition("://")
        if scheme.lower() in ("webcal", "webcals"):
            address = f"https{mark}{rest}"
        try:
            place = place_of(address)
        except CalendarTrouble:
            raise forms.ValidationError(
                "Dit is geen adres van een agenda. Het ziet eruit als "
                "https://agenda.voorbeeld.nl/geheim/bezet.ics, zonder naam of wachtwoord erin."
            ) from None
        if settings.CALENDAR_NETWORKS:
            return address  # what those hold, the reading itself finds out
        if not place.is_plain:
            raise forms.ValidationError("Het adres begint met https:// en heeft geen poortnummer.")
        if "." not in place.host.strip(".") or place.host.rpartition(".")[2].isdigit():
            raise forms.ValidationError(
                "Hier hoort de naam van een openbare site te staan, zoals agenda.voorbeeld.nl."
            )
        return address


class WithCalendars:
    """For the admin of advisers: a page with both calendars of one, below `…/<pk>/agenda/`."""

    def get_urls(self):
        view = require_http_methods(["GET", "HEAD", "POST"])(self.calendars)
        return [
            path(
                "<int:pk>/agenda/",
                self.admin_site.admin_view(view),
                name="contact_adviser_calendars",
            ),
            *super().get_urls(),
        ]

    def calendars(self, request, pk):
        adviser = self.get_queryset(request).filter(pk=pk).first()
        if adviser is None or not self.has_view_or_change_permission(request, adviser):
            raise Http404
        may_read = request.user.has_perm("contact.view_advisercalendar")
        may_change = request.user.has_perm("contact.change_advisercalendar")
        may_feed = _may_feed(request.user, adviser)
        if not (may_read or may_feed):
            raise PermissionDenied
        form = AddressForm()
        if request.method == "POST":
            act = ACTS.get(request.POST.get("act"))
            if act is None:
                raise Http404
            if not (may_feed if act in FEED_ACTS else may_change):
                raise PermissionDenied
            form = AddressForm(request.POST)
            said = act(adviser, form)
            if said:
                self.log_change(request, adviser, said)
                messages.success(request, said)
                return redirect("admin:contact_adviser_calendars", pk)
            form.fields["address"].widget.attrs["autofocus"] = True  # where the error stands
        return self._page(request, adviser, form, may_read, may_change, may_feed)

    def _page(self, request, adviser, form, may_read, may_change, may_feed):
        now = timezone.now()
        calendar = AdviserCalendar.objects.filter(adviser=adviser).select_related("adviser").first()
        found = own_calendar.clashes(now).filter(adviser=adviser)
        sees_calls = may_read and request.user.has_perm("contact.view_booking")
        clashes = found.visible_to(request.user)[:MOST_CLASHES] if sees_calls else []
        context = {
            **self.admin_site.each_context(request),
            "title": f"Agenda’s van {adviser.name}",
            "opts": self.model._meta,
            "adviser": adviser,
            "calendar": calendar if may_read else None,
            "is_stale": calendar and calendar.is_stale(now),
            "is_due": calendar and (not calendar.next_read_at or calendar.next_read_at <= now),
            "masked": masked(calendar.address) if calendar else "",
            "form": form,
            "may_read": may_read,
            "may_change": may_change,
            "may_feed": may_feed,
            "clash_count": found.count() if may_read else 0,
            "clashes": clashes,
            "busy_count": calendar.busy_ahead(now).count() if calendar else 0,
            "feed_address": feed.address_of(adviser) if may_feed else "",
        }
        return TemplateResponse(
            request,
            "admin/contact/adviser/calendars.html",
            context,
            status=422 if form.is_bound and form.errors else 200,
        )


def masked(address: str) -> str:
    """Enough to know a calendar by, and no more: who has the rest, reads it."""
    return f"{place_of(address).host}/…"


def _may_feed(user, adviser) -> bool:
    return user.pk == adviser.user_id or user.has_perm("contact.change_adviser")


# --- What the buttons do: each gives what to say of it, or "" where the form is to be shown again.
def _set_address(adviser, form):
    if not form.is_valid():
        return ""
    own_calendar.set_address(adviser=adviser, address=form.cleaned_data["address"])
    return "Het adres is bewaard. We lezen de agenda nu."


def _read_soon(adviser, form):
    own_calendar.read_soon(adviser=adviser)
    return "We lezen de agenda nu."


def _remove(adviser, form):
    own_calendar.remove(adviser=adviser)
    return "De agenda is weggehaald. De tijden die eruit kwamen, zijn weer vrij."


def _renew_feed(adviser, form):
    feed.renew(adviser=adviser)
    return "Er is een nieuw adres voor de gesprekken. Een adres van eerder werkt niet meer."


def _end_feed(adviser, form):
    feed.end(adviser=adviser)
    return "Het adres voor de gesprekken werkt niet meer."


ACTS = {
    "address": _set_address,
    "read": _read_soon,
    "remove": _remove,
    "renew-feed": _renew_feed,
    "end-feed": _end_feed,
}
FEED_ACTS = (_renew_feed, _end_feed)
