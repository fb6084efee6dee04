"""A number that may be a burgerservicenummer, pointed out at the desk and gone in one click."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from contact import access_log, cleaning
from contact.models import AccessEntry


class NumberHint:
    """Mixed into the admin of callback requests."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.number_away)
        name = "contact_callbackrequest_number_away"
        return [path("<int:pk>/getal-weg/", view, name=name), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        context["has_number"] = bool(obj) and any(map(cleaning.numbers_in, _shown(obj)))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @method_decorator(require_POST)
    def number_away(self, request, pk):
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        if cleaned := [row for row in _shown(row) if cleaning.take_out_numbers(row)]:
            access_log.note(request.user, AccessEntry.Action.CHANGE, cleaned)
            messages.success(request, "Het getal is weggehaald.")
        return redirect(reverse("admin:contact_callbackrequest_change", args=[pk]))


def _shown(row) -> list:
    """The request and those of the same person behind it, whose words its page shows too."""
    return [row, *row.repeats.all()]
