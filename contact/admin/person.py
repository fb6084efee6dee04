"""“Iemands gegevens”: find one person's rows, give them a copy, or erase them everywhere.

What is typed is posted and shown, and stands in no address; the steps after it carry the numbers
of rows.
"""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from phonenumber_field.formfields import PhoneNumberField

from contact import access_log, person
from contact.models import AccessEntry

EXPORT, ERASE = "contact.export_callbackrequest", "contact.erase_callbackrequest"


class SearchForm(forms.Form):
    phone = PhoneNumberField(
        label="Telefoonnummer",
        required=False,
        max_length=30,
        error_messages={"invalid": "We herkennen dit nummer niet."},
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="E-mailadres",
        required=False,
        max_length=254,
        error_messages={"invalid": "Dit e-mailadres klopt niet."},
        widget=forms.EmailInput({"autocomplete": "off"}),
    )

    def __init__(self, data=None):
        super().__init__(data, label_suffix="")

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError("Vul een telefoonnummer of een e-mailadres in.")
        return cleaned


def _needs(request, *permissions) -> None:
    if not any(request.user.has_perm(permission) for permission in permissions):
        raise PermissionDenied


def _page(request, name: str, **context) -> TemplateResponse:
    context = admin.site.each_context(request) | {"title": "Iemands gegevens"} | context
    return TemplateResponse(request, f"admin/contact/person/{name}.html", context)


def _note_look(user, *groups: person.Rows) -> None:
    for kind in ("callbacks", "bookings"):
        rows = [row for group in groups for row in getattr(group, kind)]
        access_log.note(user, AccessEntry.Action.VIEW, rows)


@require_http_methods(["GET", "HEAD", "POST"])
def find(request):
    _needs(request, EXPORT, ERASE)
    form = SearchForm(request.POST if request.method == "POST" else None)
    context = {"form": form}
    if form.is_bound and form.is_valid():
        sure, perhaps = person.find(
            phone=form.cleaned_data["phone"], email=form.cleaned_data["email"]
        )
        _note_look(request.user, sure, perhaps)
        context |= {"is_found": True, "sure": sure, "perhaps": perhaps, "names": len(sure.names())}
    response = _page(request, "find", **context)
    response.status_code = 422 if form.errors else 200
    return response


@require_POST
def export(request):
    _needs(request, EXPORT)
    rows = _picked(request)
    if not rows:
        return _nothing_picked(request)
    response = HttpResponse(person.export(rows, by=request.user), content_type="application/zip")
    name = f"gegevens-{timezone.localdate():%Y-%m-%d}.zip"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
def erase(request):
    """First what goes and what stays; then, confirmed, it goes."""
    _needs(request, ERASE)
    rows = _picked(request)
    if not rows:
        return _nothing_picked(request)
    if "confirmed" in request.POST:
        try:
            erased = person.erase(rows, by=request.user, lapses="lapses" in request.POST)
        except person.StillPlanned:
            pass  # the page says what to choose
        else:
            messages.success(request, _report(erased))
            return redirect("person")
    _note_look(request.user, rows)
    mails = rows.mails()
    return _page(
        request,
        "erase",
        title="Iemands gegevens wissen",
        rows=rows,
        planned=rows.planned(),
        must_choose="confirmed" in request.POST,
        mails=mails.count(),
        waiting=mails.filter(status="waiting").count(),
        backups_gone_on=person.backups_gone_on(timezone.localdate()),
        has_backups=settings.BACKUP_DAYS > 0,
        is_postgresql=connection.vendor == "postgresql",
    )


def _picked(request) -> person.Rows:
    return person.picked(_numbers(request, "callback"), _numbers(request, "booking"))


def _numbers(request, name: str) -> list[int]:
    return [int(pk) for pk in request.POST.getlist(name) if pk.isdecimal() and len(pk) < 19]


def _nothing_picked(request):
    messages.warning(request, "Er was niets aangekruist. Zoek opnieuw en kruis aan wat je bedoelt.")
    return redirect("person")


def _report(erased: person.Erased) -> str:
    parts = [
        _count(erased.callbacks, "terugbelverzoek", "terugbelverzoeken"),
        _count(erased.bookings, "adviesgesprek", "adviesgesprekken"),
        _count(erased.mails + erased.files, "mail", "mails"),
    ]
    done = "Gewist: " + ", ".join(filter(None, parts)) + "."
    if settings.BACKUP_DAYS:
        until = person.backups_gone_on(timezone.localdate())
        done += f" In reservekopieën staan ze nog tot uiterlijk {until:%d-%m-%Y}."
    return done


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}" if number else ""


urlpatterns = [
    path("", admin.site.admin_view(find), name="person"),
    path("meegeven/", admin.site.admin_view(export), name="person_export"),
    path("wissen/", admin.site.admin_view(erase), name="person_erase"),
]
