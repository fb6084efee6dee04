"""What visitors want to know before asking, and whether it is still true."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html

from contact.models import Fact

from .state import report


@admin.register(Fact)
class FactAdmin(admin.ModelAdmin):
    list_display = ["kind", "short", "checked_on", "freshness"]
    ordering = ["checked_on"]
    actions = ["still_true"]
    fields = [
        "kind", "text", "amount", "weeks_to_intake", "weeks_to_treatment",
        "checked_on", "goes_stale_after_days",
    ]  # fmt: skip

    @admin.display(description="antwoord")
    def short(self, fact):
        return fact.text if len(fact.text) < 90 else fact.text[:88].rsplit(" ", 1)[0] + " …"

    @admin.display(description="klopt het nog?")
    def freshness(self, fact):
        stale = fact.is_stale(timezone.localdate())
        return format_html(
            '<span class="state state-{}"><span aria-hidden="true">{}</span> {}</span>',
            *(("failed", "!", "nakijken") if stale else ("done", "✓", "nagekeken")),
        )

    @admin.action(description="Gecontroleerd: klopt nog", permissions=["change"])
    def still_true(self, request, queryset):
        done = queryset.update(checked_on=timezone.localdate())
        report(request, done, 0, "nagekeken; de peildatum is nu vandaag")
