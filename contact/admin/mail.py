"""Mail that went out, waits, or failed."""

from django.contrib import admin

from contact import outbox
from contact.models import OutboxMail

from .state import report, state


@admin.register(OutboxMail)
class OutboxMailAdmin(admin.ModelAdmin):
    list_display = ["created_at", "kind", state, "attempts", "due_at", "sent_at", "error"]
    list_filter = ["status", "kind"]
    ordering = ["-created_at"]
    show_full_result_count = False
    actions = ["again"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description="Opnieuw proberen", permissions=["view"])
    def again(self, request, queryset):
        count = outbox.try_again(queryset)
        report(request, count, 0, "opnieuw in de rij")
