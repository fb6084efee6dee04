"""The practice itself, one row."""

from django import forms
from django.contrib import admin, messages

from contact import sender
from contact.holidays import NAMES
from contact.models import BusyPeriod, OpeningHours, Practice

from .hours import FromTodayFilter


class OpeningHoursInline(admin.TabularInline):
    model = OpeningHours
    extra = 1


class BusyPeriodInline(admin.TabularInline):
    model = BusyPeriod
    extra = 0


class BusyPeriodForm(forms.ModelForm):
    class Meta:
        help_texts = {
            "factor": "Met 2 krijgen we twee keer zo lang de tijd om terug te bellen. Wat al "
            "beloofd is, blijft zo.",
        }

    def clean(self):
        if not Practice.objects.exists():
            raise forms.ValidationError("Beheer vult eerst de gegevens van de praktijk in.")
        return super().clean()


@admin.register(BusyPeriod)
class BusyPeriodAdmin(admin.ModelAdmin):
    """A page of its own: the front desk sets these, and may not change the practice."""

    form = BusyPeriodForm
    list_display = ["first_on", "last_on", "factor"]
    list_filter = [FromTodayFilter]


class PracticeForm(forms.ModelForm):
    holidays = forms.MultipleChoiceField(
        label="Dicht op",
        choices=list(NAMES.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=Practice._meta.get_field("holidays").help_text,
    )


@admin.register(Practice)
class PracticeAdmin(admin.ModelAdmin):
    form = PracticeForm
    inlines = [OpeningHoursInline, BusyPeriodInline]
    fieldsets = [
        ("Mededeling op alle pagina’s", {"fields": ["notice", "phone_is_down"]}),
        (None, {"fields": ["name", "tagline", "phone", "email"]}),
        ("Waar", {"fields": ["street", "postcode", "city", "route"]}),
        ("Registraties", {"fields": ["kvk", "agb"]}),
        ("Feestdagen", {"fields": ["holidays"]}),
        ("Als wij dicht zijn", {"fields": ["night_line_name", "night_line_phone"]}),
        ("Terugbellen", {"fields": ["promise_hours", "max_attempts"]}),
        (
            "Adviesgesprekken",
            {
                "fields": [
                    "call_minutes",
                    "video_minutes",
                    "step_minutes",
                    "minutes_before",
                    "minutes_after",
                    "notice_hours",
                    "horizon_days",
                ]
            },
        ),
        ("Bewaren", {"fields": ["keep_message_days", "keep_person_days"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return self.fieldsets
        shown = {"holidays": "closed_on", "phone_is_down": "phone_state"}
        return [
            (title, {"fields": [shown.get(name, name) for name in options["fields"]]})
            for title, options in self.fieldsets
        ]

    def get_readonly_fields(self, request, obj=None):
        return [] if self.has_change_permission(request, obj) else ["closed_on", "phone_state"]

    @admin.display(description="dicht op")
    def closed_on(self, practice):
        return ", ".join(NAMES[name] for name in practice.holidays if name in NAMES) or "geen"

    @admin.display(description="de telefoon")
    def phone_state(self, practice):
        return "! doet het nu niet" if practice.phone_is_down else "doet het"

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        for remark in sender.remarks(obj):
            messages.warning(request, remark)

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Practice.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False
