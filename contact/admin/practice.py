"""The practice itself, one row."""

from django.contrib import admin

from contact.models import OpeningHours, Practice


class OpeningHoursInline(admin.TabularInline):
    model = OpeningHours
    extra = 1


@admin.register(Practice)
class PracticeAdmin(admin.ModelAdmin):
    inlines = [OpeningHoursInline]
    fieldsets = [
        (None, {"fields": ["name", "tagline", "phone", "email"]}),
        ("Waar", {"fields": ["street", "postcode", "city", "route"]}),
        ("Registraties", {"fields": ["kvk", "agb"]}),
        (
            "Adviesgesprekken",
            {"fields": ["call_minutes", "step_minutes", "notice_hours", "horizon_days"]},
        ),
    ]

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Practice.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False
