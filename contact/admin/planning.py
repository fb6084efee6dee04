"""Plan and move a call at the desk, with somebody on the phone: the free times, or any other."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from phonenumber_field.formfields import PhoneNumberField

from config.clock import NotOneMoment
from config.clock import instant_of as instant_on_the_wall
from contact import access_log, bookings, limits, overruling, slots
from contact.days import days_of
from contact.fields import check_cost, check_name
from contact.forms import slot_value
from contact.models import AccessEntry, Adviser, Booking, CallbackRequest, Practice
from contact.views.shared import moment_text

OTHER = "anders"
IN_VIEW = 5  # days
TAKEN = "Deze tijd is net vergeven. Kies een andere; wat je invulde staat er nog."


@dataclass
class Plan:
    """What the form came to: `breaks` holds what the desk has still to confirm."""

    start: datetime | None = None
    adviser: Adviser | None = None
    overrule: bool = False
    breaks: list[str] = field(default_factory=list)
    mark: str = ""


class MomentForm(forms.Form):
    """A free time from the list, or any other moment with somebody who is named."""

    slot = forms.CharField(label="Tijd", required=False, max_length=40)
    adviser = forms.ModelChoiceField(
        Adviser.objects.none(), label="Met wie", required=False, empty_label="Maakt niet uit"
    )
    day = forms.DateField(
        label="Dag",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Vul een dag in, zoals 24-11-2026."},
    )
    time = forms.TimeField(
        label="Tijd",
        required=False,
        widget=forms.TimeInput({"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Vul een tijd in, zoals 9:30."},
    )
    # What was warned of, as a mark: whoever then picks another moment is warned of that.
    confirm = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data=None, *, user, now, practice, call=None):
        super().__init__(data, label_suffix="")
        self.now, self.practice, self.call = now, practice, call
        self.plan = Plan()
        advisers = Adviser.objects.filter(is_active=True).visible_to(user)
        chooser = self.fields["adviser"]
        chooser.queryset = advisers
        if not user.has_perm("contact.see_all_adviser"):
            chooser.required, chooser.empty_label = True, None
        self.allowed = list(advisers)
        self.fields["form_key"].initial = secrets.token_hex(16)
        self.look_again()

    def look_again(self) -> None:
        """Which times are free at this moment, with those whom this user may plan for."""
        offered = slots.offered(self.now, self.practice, without=self.call)
        self.offered = slots.only(offered, self.allowed)
        if self.call:
            self.offered = {
                start: free for start, free in self.offered.items() if free.of(self.call.kind)
            }

    def clean(self):
        cleaned = super().clean()
        kind = self.call.kind if self.call else cleaned.get("kind")
        if self.errors or not kind:
            return cleaned
        chosen, day, time = cleaned["slot"], cleaned["day"], cleaned["time"]
        if chosen and chosen != OTHER and (day or time):
            self.add_error("day", "Kies hierboven ‘Een ander moment’, of maak dag en tijd leeg.")
        elif chosen and chosen != OTHER:
            self._plan_free(chosen, kind)
        elif not (chosen or day or time):
            self.add_error("slot", "Kies een tijd uit de lijst, of een ander moment.")
        elif not (day and time):
            self.add_error("time" if day else "day", "Vul dag en tijd allebei in.")
        else:
            self._plan_other(datetime.combine(day, time), kind)
        return cleaned

    def taken(self) -> None:
        """Somebody else was first, after all checks."""
        self.look_again()
        self.add_error("slot" if self.cleaned_data["slot"] not in ("", OTHER) else "time", TAKEN)

    def days(self):
        """The free times under their days; each says who is free."""

        def who(start):
            names = [adviser.name for adviser in self.offered[start]]
            return ", ".join(names) if len(names) < 3 else f"{len(names)} collega’s"

        chosen = self.data.get("slot", "") if self.is_bound else ""
        return days_of(self.offered, slots.TZ, chosen=chosen, who=who)

    def _plan_free(self, chosen: str, kind: str) -> None:
        try:
            start = parse_datetime(chosen)
        except ValueError:
            start = None
        if start is None or timezone.is_naive(start) or start not in self.offered:
            self.add_error("slot", TAKEN)
        elif self._is_free(start, kind):
            self.plan = Plan(start, self.cleaned_data["adviser"])

    def _is_free(self, start: datetime, kind: str) -> bool:
        adviser, free = self.cleaned_data["adviser"], self.offered[start].of(kind)
        if not free:
            self.add_error("kind", "Om deze tijd kan het alleen op de andere manier.")
        elif adviser and adviser not in free:
            names = ", ".join(one.name for one in free)
            self.add_error("adviser", f"{adviser.name} is dan niet vrij. Wel vrij: {names}.")
        return not self.errors

    def _plan_other(self, wall: datetime, kind: str) -> None:
        adviser = self.cleaned_data["adviser"]
        try:
            start = instant_on_the_wall(wall)
        except NotOneMoment as error:
            self.add_error("time", str(error))
            return
        if start <= self.now:
            self.add_error("day", "Dit moment is al geweest.")
            return
        free = self.offered[start].of(kind) if start in self.offered else []
        if free and adviser in (None, *free):
            self.plan = Plan(start, adviser)
        elif adviser is None:
            self.add_error("adviser", "Kies met wie: dan is niemand vrij volgens het spreekuur.")
        elif kind not in slots.kinds_of(adviser, self.call):
            field = "adviser" if self.call else "kind"
            self.add_error(field, f"{adviser.name} heeft geen kamer voor videobellen.")
        else:
            self._overrule(start, adviser, kind)

    def _overrule(self, start: datetime, adviser: Adviser, kind: str) -> None:
        about = {"adviser": adviser, "kind": kind, "practice": self.practice, "without": self.call}
        if overruling.meets_a_call(start, **about):
            minutes = self.practice.minutes_before + self.practice.minutes_after
            around = f" Tussen twee gesprekken zit {minutes} minuten." if minutes else ""
            text = f"{adviser.name} heeft dan al een gesprek.{around} Kies een andere tijd."
            self.add_error("time", text)
            return
        breaks = overruling.broken(start, now=self.now, **about)
        said = "|".join([slot_value(start), str(adviser.pk), kind, *breaks])
        mark = hashlib.sha256(said.encode()).hexdigest()
        self.plan = Plan(start, adviser, True, breaks, mark)
        if breaks and self.cleaned_data["confirm"] != mark:
            self.add_error(None, "Nog niet gedaan: dit gaat tegen de regels in. Zie hieronder.")


class PlanForm(MomentForm):
    """Who is on the phone, and when they want to be called."""

    first_name = forms.CharField(
        label="Voornaam",
        max_length=60,
        validators=[check_name],
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    phone = PhoneNumberField(
        label="Telefoonnummer",
        max_length=30,
        validators=[check_cost],
        error_messages={"invalid": "Dit nummer klopt niet. Lees het nog eens voor."},
        widget=forms.TextInput({"type": "tel", "autocomplete": "off"}),
    )
    email = forms.EmailField(
        label="E-mailadres (mag leeg)",
        required=False,
        max_length=254,
        help_text="Alleen dan gaat er een bevestiging per mail.",
        widget=forms.EmailInput({"autocomplete": "off"}),
    )
    kind = forms.ChoiceField(
        label="Hoe",
        choices=[("phone", "Telefoon"), ("video", "Videobellen")],
        initial=Booking.Kind.PHONE,
        widget=forms.RadioSelect,
    )
    field_order = ["first_name", "phone", "email", "kind", "adviser"]
    PERSON = ["first_name", "phone", "email", "kind"]

    def __init__(self, data=None, *, caller: CallbackRequest | None = None, **kwargs):
        super().__init__(data, **kwargs)
        if caller:
            known = {"first_name": caller.first_name, "phone": caller.phone_shown}
            self.initial |= known | {"email": caller.email}
        elif not self.is_bound:
            self.fields["first_name"].widget.attrs["autofocus"] = True

    def person(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.PERSON}


class PlansCalls(admin.ModelAdmin):
    """The pages ‘Gesprek inplannen’ and ‘Gesprek verzetten’."""

    def get_urls(self):
        move = self.admin_site.admin_view(self.move_view)
        return [
            path("<int:pk>/verzetten/", move, name="contact_booking_move"),
            *super().get_urls(),
        ]

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        caller = self._caller(request)
        form = self._form(PlanForm, request, caller=caller)
        if request.method == "POST" and form.is_valid():
            plan = form.plan
            try:
                booked = bookings.book(
                    **form.person(),
                    starts_at=plan.start,
                    adviser=plan.adviser,
                    overrule=plan.overrule,
                    form_key=form.cleaned_data["form_key"],
                    now=form.now,
                )
            except bookings.SlotTaken:
                form.taken()
            except limits.TooManyChanges:
                form.add_error(None, "Dit gesprek staat er al. Wijzig het bij het gesprek zelf.")
            else:
                self.log_addition(request, booked, [{"added": {}}])
                return self._done(request, booked, "Ingepland", caller)
        return self._page(request, form, "Gesprek inplannen")

    def _caller(self, request) -> CallbackRequest | None:
        """Whom this user calls back, by the number in the address: their name is filled in."""
        number = request.GET.get("terugbelverzoek", "")
        if not (number.isdecimal() and len(number) < 19):
            return None
        if not request.user.has_perm("contact.change_callbackrequest"):
            return None
        row = CallbackRequest.objects.filter(pk=number).first()
        if row and request.method != "POST":
            access_log.note(request.user, AccessEntry.Action.VIEW, [row])
        return row

    def move_view(self, request, pk):
        call = self.get_queryset(request).select_related("adviser").filter(pk=pk).first()
        if call is None:
            raise Http404
        if not self.has_change_permission(request, call):
            raise PermissionDenied
        if not bookings.is_changeable(call, timezone.now()):
            messages.warning(request, "Dit gesprek kan niet meer verzet worden.")
            return redirect("admin:contact_booking_change", call.pk)
        form = self._form(MomentForm, request, call=call)
        if request.method == "POST" and form.is_valid():
            plan = form.plan
            try:
                moved = bookings.move(
                    booking=call,
                    starts_at=plan.start,
                    adviser=plan.adviser,
                    overrule=plan.overrule,
                    by_visitor=False,
                    now=form.now,
                )
            except bookings.NotChangeable:
                messages.warning(request, "Dit gesprek kan niet meer verzet worden.")
                return redirect("admin:contact_booking_change", call.pk)
            except bookings.SlotTaken:
                form.taken()
            else:
                self.log_change(request, moved, [{"changed": {"fields": ["begint op"]}}])
                return self._done(request, moved, "Verzet")
        return self._page(request, form, "Gesprek verzetten", call=call)

    def _form(self, form_class, request, **about):
        return form_class(
            request.POST if request.method == "POST" else None,
            user=request.user,
            now=timezone.now(),
            practice=Practice.load(),
            **about,
        )

    def _page(self, request, form, title, call=None):
        days = form.days()
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "form": form,
            "first_days": days[:IN_VIEW],
            "more_days": days[IN_VIEW:],
            "call": call,
            "other": OTHER,
            "is_other": form.is_bound and form.data.get("slot") == OTHER,
            "breaks": form.plan.breaks,
            "mark": form.plan.mark,
        }
        status = 422 if form.errors else 200
        template = "admin/contact/booking/plan.html"
        return TemplateResponse(request, template, context, status=status)

    def _done(self, request, booked, what, caller=None):
        messages.success(request, f"{what}: {moment_text(booked.starts_at)}.")
        if caller and caller.is_waiting:
            messages.info(request, "Noteer nog hoe het bellen ging.")
            return redirect("admin:contact_callbackrequest_call", caller.pk)
        if self.get_queryset(request).filter(pk=booked.pk).exists():
            return redirect("admin:contact_booking_change", booked.pk)
        return redirect(reverse("admin:contact_booking_changelist"))
