"""Who holds calls, and when."""

from django.contrib import admin
from django.db import models

from contact.models import Adviser, Closure, WeeklyHours

from .calendars import WithCalendars


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


@admin.register(Closure)
class ClosureAdmin(OwnHours):
    list_display = ["first_on", "last_on", "who", "reason"]
    list_filter = ["first_on"]

    @admin.display(description="wie", ordering="adviser")
    def who(self, row):
        return row.adviser or "de hele praktijk"


class WeeklyHoursInline(admin.TabularInline):
    model = WeeklyHours
    extra = 1


@admin.register(Adviser)
class AdviserAdmin(WithCalendars, admin.ModelAdmin):
    list_display = ["name", "is_active", "user"]
    search_fields = ["name"]
    autocomplete_fields = ["user"]
    inlines = [WeeklyHoursInline]
    list_select_related = ["user"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)
