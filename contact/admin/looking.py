"""Every look at requests at the desk is written down before it is shown, and every change."""

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME

from contact import access_log
from contact.models import AccessEntry

Action = AccessEntry.Action


class NotesEachLook(admin.ModelAdmin):
    """One INSERT for a page, however many rows are on it."""

    def changelist_view(self, request, extra_context=None):
        response = super().changelist_view(request, extra_context)
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            access_log.note(request.user, Action.LIST, shown["cl"].result_list)
        return response

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            access_log.note(request.user, Action.VIEW, [obj])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def response_action(self, request, queryset):
        """What is about to be done with the rows that were picked (with none there is nothing)."""
        rows = queryset.order_by()
        if request.POST.get("select_across", "0") == "0":
            rows = rows.filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME))
        ids = list(rows.values_list("pk", flat=True))
        access_log.note_ids(request.user, Action.CHANGE, self.model, ids)
        return super().response_action(request, queryset)

    def log_addition(self, request, obj, message):
        access_log.note(request.user, Action.CHANGE, [obj])
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        access_log.note(request.user, Action.CHANGE, [obj])
        return super().log_change(request, obj, message)
