"""Who holds calls, and when."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils import timezone

from contact.models import Adviser, BusyPeriod, BusyTime, Closure, SpecialHours, WeeklyHours

from .calendars import WithCalendars
from .state import PartFilter


class OwnHours(admin.ModelAdmin):
    """Rows of an adviser: all of them for whoever sees all advisers, else one's own."""

    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("adviser").visible_to(request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        sees_all = request.user.has_perm("contact.see_all_adviser")
        if db_field.name == "adviser":
            kwargs["queryset"] = Adviser.objects.visible_to(request.user)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "adviser" and not sees_all:
            field.required, field.empty_label = True, None
        return field


@admin.register(WeeklyHours)
class WeeklyHoursAdmin(OwnHours):
    list_display = ["adviser", "weekday", "start", "end"]
    list_filter = ["weekday"]


class FromTodayFilter(PartFilter):
    """What is still to come, unless all is asked for."""

    part = "vanaf vandaag"
    title = "wanneer"
    parameter_name = "wanneer"

    def lookups(self, request, model_admin):
        return [("alle", "alle")]

    def queryset(self, request, queryset):
        if self.value() == "alle":
            return queryset
        return still_to_come(queryset)


def still_to_come(rows):
    """Of closures, busy periods, hours of one day or busy times those that are not over."""
    if rows.model is SpecialHours:
        return rows.filter(day__gte=timezone.localdate())
    if rows.model in (BusyPeriod, Closure):
        return rows.filter(last_on__gte=timezone.localdate())
    return rows.filter(ends_at__gt=timezone.now())


class SpecialHoursForm(forms.ModelForm):
    class Meta:
        help_texts = {
            "day": "Op deze dag gelden alleen de uren die hier staan, niet die van elke week. "
            "Twee keer op een dag mag. Is de praktijk gesloten, dan blijft dat zo.",
        }


class BusyTimeForm(forms.ModelForm):
    class Meta:
        help_texts = {
            "starts_at": "In deze tijd kan niemand een gesprek plannen. Is er al een gepland, "
            "dan zie je daarna wat je daarmee kunt doen.",
        }


@admin.register(SpecialHours)
class SpecialHoursAdmin(OwnHours):
    form = SpecialHoursForm
    list_display = ["day", "start", "end", "adviser"]
    list_filter = [FromTodayFilter]


class WeeklyHoursInline(admin.TabularInline):
    model = WeeklyHours
    extra = 1


class SpecialHoursInline(admin.TabularInline):
    model = SpecialHours
    form = SpecialHoursForm
    extra = 0

    def get_queryset(self, request):
        return still_to_come(super().get_queryset(request))


class BusyTimeInline(admin.TabularInline):
    model = BusyTime
    form = BusyTimeForm
    extra = 0

    def get_queryset(self, request):
        rows = super().get_queryset(request).filter(source=BusyTime.Source.DESK)
        return still_to_come(rows)


@admin.register(Adviser)
class AdviserAdmin(WithCalendars, admin.ModelAdmin):
    list_display = ["name", "is_active", "max_per_day", "user"]
    search_fields = ["name"]
    autocomplete_fields = ["user"]
    inlines = [WeeklyHoursInline, SpecialHoursInline, BusyTimeInline]
    list_select_related = ["user"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)
