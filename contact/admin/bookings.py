"""The advice calls."""

from functools import partial

from django.contrib import admin, messages
from django.db import models
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone

from contact import bookings, delays, slots
from contact.models import Booking
from contact.presence import DAYS, clock

from . import delay
from .day import ShowsDay
from .flood import FloodPage
from .planning import PlansCalls
from .state import PartFilter, RequestAdmin, report, state
from .week import ShowsWeek


class WhenFilter(PartFilter):
    """Upcoming calls unless others are asked for."""

    part = "vanaf nu"
    title = "wanneer"
    parameter_name = "wanneer"

    def lookups(self, request, model_admin):
        return [("vandaag", "vandaag"), ("alle", "alle")]

    def queryset(self, request, queryset):
        if self.value() == "alle":
            return queryset
        if self.value() == "vandaag":
            return queryset.on(timezone.localdate(), slots.TZ)
        return queryset.from_now().exclude(status=Booking.Status.CANCELLED)


@admin.register(Booking)
class BookingAdmin(PlansCalls, ShowsWeek, ShowsDay, FloodPage, RequestAdmin):
    list_display = ["moment", state, "first_name", "call", "how", "adviser"]
    list_filter = [WhenFilter, "status", "adviser", "kind"]
    list_select_related = ["adviser"]
    ordering = ["starts_at"]
    actions = ["cancel", "done", "no_show", "late"]
    readonly_fields = ["moment", "kind", "adviser", "status", "created_at", "robot"]
    formfield_overrides = RequestAdmin.formfield_overrides | {
        models.URLField: {"assume_scheme": "https"}
    }
    fieldsets = [
        (None, {"fields": ["moment", "kind", "adviser", "status", "room"]}),
        ("Wie", {"fields": ["first_name", "phone", "email"]}),
        ("Herkomst", {"fields": ["created_at", "robot"]}),
    ]

    class Media:
        css = {"all": ["desk/mail.css"]}

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def save_model(self, request, obj, form, change):
        """The verb writes, and mails what the visitor must know."""
        changed = bookings.CHANGEABLE.intersection(form.changed_data)
        answers = {name: form.cleaned_data[name] for name in changed}
        try:
            bookings.change(booking=obj, **answers)
        except bookings.NotChangeable:
            messages.warning(request, "Dit gesprek was al afgezegd; er is niets veranderd.")

    @admin.display(description="wanneer", ordering="starts_at")
    def moment(self, row):
        start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        late = f" (+{row.delay_minutes} min)" if row.delay_minutes else ""
        day = DAYS[start.weekday()][:2]
        return f"{day} {start:%d-%m-%Y} {clock(start)}–{clock(end)}{late}"

    @admin.display(description="hoe", ordering="kind")
    def how(self, row):
        return "telefoon" if row.kind == Booking.Kind.PHONE else "▷ video"

    @admin.action(description="Afzeggen: maakt de tijd vrij en mailt", permissions=["change"])
    def cancel(self, request, queryset):
        self._each(request, queryset, lambda row: bookings.cancel(booking=row), "afgezegd")

    @admin.action(description="Gehouden", permissions=["change"])
    def done(self, request, queryset):
        self._close(request, queryset, Booking.Status.DONE)

    @admin.action(description="Niet verschenen", permissions=["change"])
    def no_show(self, request, queryset):
        self._close(request, queryset, Booking.Status.NO_SHOW)

    def _close(self, request, queryset, status: models.TextChoices):
        self._each(
            request, queryset, lambda row: bookings.close(booking=row, status=status), status.label
        )

    def _each(self, request, queryset, verb, what):
        done = 0
        for row in queryset:
            try:
                verb(row)
            except bookings.NotChangeable:
                continue
            done += 1
        report(request, done, len(queryset) - done, what)

    # --- Running late --------------------------------------------------------------

    def get_urls(self):
        page = self.admin_site.admin_view(partial(delay.page, self))
        return [
            path("<int:pk>/loopt-uit/", page, name="contact_booking_delay"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["can_be_late"] = bool(obj) and delays.can_be_late(obj, timezone.now())
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.action(description="Loopt uit: laat het weten", permissions=["change"])
    def late(self, request, queryset):
        rows = list(queryset[:2])
        if len(rows) == 1:
            return redirect(delay.address(rows[0]))
        messages.warning(request, "Kies één gesprek: het eerste dat later begint.")
        return None
