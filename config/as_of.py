"""The whole site as it is at a chosen minute, for colleagues who may see articles.

The minute stands in a signed cookie, good for whoever chose it and no longer than they are logged
in. config.middleware.ShownAsOf sets the clock by it.
"""

from datetime import date, datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from .clock import TZ, NotOneMoment, instant_of

FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)


class MomentForm(forms.Form):
    """A minute in the practice's own time. `cleaned_data["moment"]` is the instant."""

    day = forms.DateField(
        label="Dag",
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Kies een dag.",
            "invalid": "Schrijf de dag als 31-12-2026.",
        },
    )
    time = forms.TimeField(
        label="Tijd in Nederland",
        input_formats=["%H:%M", "%H:%M:%S", "%H.%M"],
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"required": "Kies een tijd.", "invalid": "Schrijf de tijd als 09:00."},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_day(self):
        day = self.cleaned_data["day"]
        if not FIRST <= day <= LAST:
            raise forms.ValidationError(
                f"Kies een dag in de jaren {FIRST.year} tot en met {LAST.year}."
            )
        return day

    def clean(self):
        cleaned = super().clean()
        if {"day", "time"} <= cleaned.keys():
            wall = datetime.combine(
                cleaned["day"], cleaned["time"].replace(second=0, microsecond=0)
            )
            try:
                cleaned["moment"] = instant_of(wall)
            except NotOneMoment as error:
                self.add_error("time", str(error))
        return cleaned


# --- The cookie ------------------------------------------------------------------------------
def may_choose(user) -> bool:
    return user.is_active and user.is_staff and user.has_perm("blog.view_article")


def chosen_by(request) -> datetime | None:
    """The minute that this colleague chose; None where there is none, or it is not theirs."""
    if not may_choose(request.user):
        return None
    text = request.get_signed_cookie(
        settings.PREVIEW_COOKIE_NAME,
        default="",
        salt=_salt(request.user),
        max_age=settings.SESSION_COOKIE_AGE,
    )
    return datetime.fromisoformat(text) if text else None


def forget(response):
    response.delete_cookie(settings.PREVIEW_COOKIE_NAME, samesite="Lax")
    return response


def _salt(user) -> str:
    return f"config.as_of.{user.pk}"


# --- At the desk -----------------------------------------------------------------------------
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request):
    if not may_choose(request.user):
        raise PermissionDenied
    data = request.POST if request.method == "POST" else None
    form = MomentForm(data, initial=_initial(request))
    if form.is_bound and form.is_valid():
        response = redirect("home")
        response.set_signed_cookie(
            settings.PREVIEW_COOKIE_NAME,
            form.cleaned_data["moment"].isoformat(),
            salt=_salt(request.user),
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return response
    context = admin.site.each_context(request) | {"title": "Een andere dag", "form": form}
    status = 422 if form.errors else 200
    return render(request, "admin/as_of.html", context, status=status)


@require_POST
def back_to_now(request):
    """For anyone: who has no such cookie loses nothing."""
    return forget(redirect("home"))


def _initial(request):
    """What was chosen before, else tomorrow at nine."""
    if chosen := chosen_by(request):
        local = chosen.astimezone(TZ)
        return {"day": local.date(), "time": local.time()}
    tomorrow = datetime.now(TZ).date() + timedelta(days=1)
    return {"day": tomorrow, "time": "09:00"}
