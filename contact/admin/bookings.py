"""The advice calls."""

from django.contrib import admin
from django.db import models
from django.utils import timezone

from contact import bookings, slots
from contact.models import Booking

from .day import ShowsDay
from .flood import FloodPage
from .state import RequestAdmin, report, state
from .week import ShowsWeek


class WhenFilter(admin.SimpleListFilter):
    """Upcoming calls unless others are asked for."""

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

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "vanaf nu",
        }
        yield from list(super().choices(changelist))[1:]


@admin.register(Booking)
class BookingAdmin(ShowsWeek, ShowsDay, FloodPage, RequestAdmin):
    list_display = ["moment", state, "first_name", "call", "kind", "adviser"]
    list_filter = [WhenFilter, "status", "adviser", "kind"]
    list_select_related = ["adviser"]
    ordering = ["starts_at"]
    actions = ["cancel", "done", "no_show"]
    readonly_fields = ["moment", "kind", "adviser", "status", "created_at", "is_suspect"]
    fieldsets = [
        (None, {"fields": ["moment", "kind", "adviser", "status"]}),
        ("Wie", {"fields": ["first_name", "phone", "email"]}),
        ("Herkomst", {"fields": ["created_at", "is_suspect"]}),
    ]

    def has_add_permission(self, request):
        return False  # a call is booked on the site, where the free times stand

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description="wanneer", ordering="starts_at")
    def moment(self, row):
        start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        return f"{start:%d-%m-%Y %H:%M}–{end:%H:%M}"

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
