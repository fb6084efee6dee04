"""Who is away and when, and the page that says what this does to calls that were booked."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import formats, timezone
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from contact import absence, access_log, callbacks, slots
from contact.models import AccessEntry, Adviser, Booking, BusyTime, Closure
from contact.presence import clock

from .hours import BusyTimeForm, FromTodayFilter, OwnHours
from .promises import promises_context

DONE = "absence-done"  # in the session: numbers of calls, never of whom


class Absences(OwnHours):
    """What closures and busy times share. Saving one that hits calls leads to its consequences."""

    change_form_template = "admin/contact/closure/change_form.html"
    delete_confirmation_template = "admin/contact/closure/delete_confirmation.html"

    def get_urls(self):
        view = require_http_methods(["GET", "HEAD", "POST"])(self.affected)
        name = f"contact_{self.opts.model_name}_affected"
        own = path("<int:pk>/gevolgen/", self.admin_site.admin_view(view), name=name)
        return [own, *super().get_urls()]

    @admin.display(description="gevolgen")
    def consequences(self, row):
        return format_html('<a href="{}">Wat dit doet</a>', address(row))

    def response_add(self, request, obj, post_url_continue=None):
        if hits(obj):
            return redirect(address(obj))
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return redirect(address(obj)) if hits(obj) else super().response_change(request, obj)

    def affected(self, request, pk):
        """What this absence does to whom, and the button that settles it."""
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        sees = sees_calls(request.user, row)
        may_settle = sees and request.user.has_perm("contact.change_booking")
        if request.method == "POST":
            if not may_settle:
                raise PermissionDenied
            fates = absence.settle(row)
            access_log.note(
                request.user, AccessEntry.Action.CHANGE, [fate.booking for fate in fates]
            )
            request.session[DONE] = {"of": address(row), "fates": as_numbers(fates)}
            return redirect(address(row))
        fates = absence.plan(row) if sees else []
        seeking = list(seeking_of(row)) if sees else []
        shown = [*(fate.booking for fate in fates), *seeking]
        access_log.note(request.user, AccessEntry.Action.LIST, shown)
        context = {
            **self.admin_site.each_context(request),
            "title": "Wat deze afwezigheid doet",
            "opts": self.opts,
            "row": row,
            "when": in_words(row),
            "fates": fates,
            "count": len(fates) if sees else absence.affected(row).count(),
            "sees": sees,
            "may_settle": may_settle,
            "seeking": seeking,
            "done": done_in(request, row),
        }
        if isinstance(row, Closure):
            context |= promises_context(row)
            if request.user.has_perm("contact.view_callbackrequest"):
                access_log.note(request.user, AccessEntry.Action.LIST, context["promises"])
        return render(request, "admin/contact/closure/affected.html", context)


@admin.register(Closure)
class ClosureAdmin(Absences):
    list_display = ["first_on", "last_on", "who", "reason", "consequences"]
    list_filter = [FromTodayFilter]

    @admin.display(description="wie", ordering="adviser")
    def who(self, row):
        return row.adviser or "de hele praktijk"

    def get_urls(self):
        view = require_http_methods(["GET", "HEAD", "POST"])(self.away)
        own = path("afwezig/", self.admin_site.admin_view(view), name="contact_closure_away")
        return [own, *super().get_urls()]

    def away(self, request):
        """Somebody is away: whom, and from when to when; on to what that does."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        initial = {"first_on": today, "last_on": today, "adviser": request.GET.get("adviseur")}
        form = AwayForm(request.POST or None, initial=initial, user=request.user)
        if request.method == "POST" and form.is_valid():
            row, is_new = form.save()
            if is_new:
                self.log_addition(request, row, [{"added": {}}])
            return redirect(address(row))
        context = {
            **self.admin_site.each_context(request),
            "title": "Iemand is afwezig",
            "opts": self.opts,
            "form": form,
        }
        return render(request, "admin/contact/closure/away.html", context)


@admin.register(BusyTime)
class BusyTimeAdmin(Absences):
    """What an own calendar brought is not ours to change: the next reading would undo it."""

    form = BusyTimeForm
    list_display = ["starts_at", "ends_at", "adviser", "source", "consequences"]
    list_filter = [FromTodayFilter, "source"]
    readonly_fields = ["source"]
    ordering = ["-starts_at"]

    def has_change_permission(self, request, obj=None):
        return _is_of_desk(obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _is_of_desk(obj) and super().has_delete_permission(request, obj)


def _is_of_desk(obj) -> bool:
    return obj is None or obj.source == BusyTime.Source.DESK


class AwayForm(forms.Form):
    """Whole days make a closure, a part of one day a busy time."""

    adviser = forms.ModelChoiceField(
        label="Wie is afwezig?",
        queryset=Adviser.objects.none(),
        empty_label="Kies een adviseur",
        error_messages={"required": "Kies wie er afwezig is."},
    )
    first_on = forms.DateField(
        label="Eerste dag",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Vul de eerste dag in."},
    )
    last_on = forms.DateField(
        label="Laatste dag",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Vul de laatste dag in."},
    )
    start = forms.TimeField(
        label="Van (alleen bij een deel van één dag)",
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
    )
    end = forms.TimeField(
        label="Tot",
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        help_text="Laat ‘van’ en ‘tot’ leeg voor hele dagen.",
    )
    reason = forms.CharField(
        label="Reden (mag leeg)",
        required=False,
        max_length=80,
        help_text="Alleen collega’s lezen dit, en alleen bij hele dagen. Schrijf niets over "
        "gezondheid.",
    )

    def __init__(self, data=None, *, user, **kwargs):
        super().__init__(data, label_suffix="", **kwargs)
        advisers = Adviser.objects.visible_to(user).filter(is_active=True)
        self.fields["adviser"].queryset = advisers
        if not user.has_perm("contact.see_all_adviser"):
            self.fields["adviser"].empty_label = None
        if not user.has_perm("contact.add_busytime"):
            del self.fields["start"], self.fields["end"]

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("first_on"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "De laatste dag ligt vóór de eerste.")
        if last and last < timezone.localdate():
            self.add_error("last_on", "Deze dag is al voorbij.")
        start, end = cleaned.get("start"), cleaned.get("end")
        if bool(start) != bool(end) and not {"start", "end"} & self.errors.keys():
            empty = "end" if start else "start"
            self.add_error(empty, "Vul ‘van’ en ‘tot’ allebei in, of geen van beide.")
        elif start and end:
            if end <= start:
                self.add_error("end", "‘Van’ moet vóór ‘tot’ liggen.")
            if first and last and first != last:
                self.add_error("start", "Een deel van de dag kan alleen bij één dag.")
        return cleaned

    def save(self):
        """The row, and whether it is new: pressed twice makes one."""
        answers = self.cleaned_data
        adviser, first = answers["adviser"], answers["first_on"]
        if answers.get("start"):
            # In the hour that comes twice: from its first time round to the end of its second.
            starts_at = datetime.combine(first, answers["start"], slots.TZ)
            ends_at = datetime.combine(first, answers["end"], slots.TZ).replace(fold=1)
            return BusyTime.objects.get_or_create(
                adviser=adviser,
                starts_at=starts_at,
                ends_at=ends_at,
                source=BusyTime.Source.DESK,
            )
        return Closure.objects.get_or_create(
            adviser=adviser,
            first_on=first,
            last_on=answers["last_on"],
            defaults={"reason": answers["reason"]},
        )


def address(row: Closure | BusyTime) -> str:
    """The page with the consequences."""
    return reverse(f"admin:contact_{row._meta.model_name}_affected", args=[row.pk])


def hits(row: Closure | BusyTime) -> bool:
    """Whether there is something to settle: calls, or promises to call."""
    if absence.affected(row).exists():
        return True
    return isinstance(row, Closure) and bool(callbacks.affected_by(row))


def in_words(row: Closure | BusyTime) -> str:
    """`woensdag 25 november 2026 tot en met vrijdag 27 november 2026`"""
    if isinstance(row, Closure):
        days = dict.fromkeys([row.first_on, row.last_on])
        return " tot en met ".join(formats.date_format(day, "l j F Y") for day in days)
    start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    day = formats.date_format(start, "l j F Y")
    if start.date() == end.date():
        return f"{day}, {clock(start)}–{clock(end)}"
    return f"{day} {clock(start)} tot {formats.date_format(end, 'l j F Y')} {clock(end)}"


def sees_calls(user, row: Closure | BusyTime) -> bool:
    """Whether this user may see every call that the row can hit."""
    sees_all = user.has_perm("contact.see_all_booking")
    is_own = row.adviser is not None and row.adviser.user_id == user.pk
    return user.has_perm("contact.view_booking") and (sees_all or is_own)


def seeking_of(row: Closure | BusyTime):
    return absence.seeking(row).annotate(is_called=absence.is_called())


def as_numbers(fates: list[absence.Fate]) -> list:
    return [[fate.booking.pk, fate.outcome] for fate in fates]


def done_in(request, row: Closure | BusyTime) -> dict | None:
    """What this user settled of this absence just now: counts, and who took which time over."""
    kept = request.session.get(DONE)
    if not kept or kept["of"] != address(row):
        return None
    outcomes = [outcome for _, outcome in kept["fates"]]
    taken_over = [pk for pk, outcome in kept["fates"] if outcome == absence.Outcome.COLLEAGUE]
    return {
        "count": len(outcomes),
        "mails": outcomes.count(absence.Outcome.MAIL),
        "calls": outcomes.count(absence.Outcome.CALL),
        # Without names: the calls of a colleague are not this user's to read.
        "taken_over": Booking.objects.confirmed()
        .filter(pk__in=taken_over)
        .select_related("adviser")
        .order_by("starts_at"),
    }
