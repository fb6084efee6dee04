"""Promises that nobody is there to keep, after a closure or with other phone hours: shown, and made
anew in one press."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from contact import access_log, callbacks, promises
from contact.models import AccessEntry, Closure


class RenewsPromises(admin.ModelAdmin):
    """The page with the promises outside phone hours; a line above the queue leads there."""

    change_list_template = "admin/contact/callbackrequest/change_list.html"

    def get_urls(self):
        view = self.admin_site.admin_view(self.promises_page)
        return [
            path("beloftes/", view, name="contact_callbackrequest_promises"),
            *super().get_urls(),
        ]

    def changelist_view(self, request, extra_context=None):
        outside = 0
        if request.method == "GET" and self.has_change_permission(request):
            outside = promises.count_outside_hours(timezone.now())
        extra = {"promises_outside": outside} | (extra_context or {})
        return super().changelist_view(request, extra)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def promises_page(self, request):
        """GET shows all; POST makes them anew, or those of one closure (`closure`, its number)."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._again(request)
        context = self.admin_site.each_context(request) | {
            "title": "Beloftes buiten de beltijden",
            "opts": self.opts,
            **promises_context(None),
        }
        access_log.note(request.user, AccessEntry.Action.LIST, context["promises"])
        return TemplateResponse(request, "admin/contact/callbackrequest/promises.html", context)

    def _again(self, request):
        pk = request.POST.get("closure", "")
        closure = get_object_or_404(Closure, pk=pk) if pk.isdecimal() else None
        untold = promises_context(closure)["promises_untold"]
        made = callbacks.promise_again(closure, by=request.user)
        if made:
            messages.success(request, in_words(made, untold))
        else:
            messages.info(request, "Er waren geen beloftes meer om opnieuw te maken.")
        return redirect("admin:contact_callbackrequest_changelist")


def promises_context(closure: Closure | None) -> dict:
    """What `admin/contact/closure/_promises.html` shows: whose promise nobody is there to keep, and
    how many of them gave no address to write to."""
    rows = callbacks.affected_by(closure)
    return {
        "promises": rows,
        "promises_untold": sum(not row.email for row in rows),
        "promises_of": closure,
    }


def in_words(made: int, untold: int) -> str:
    """How it went, for the desk: counts, and nobody's name."""
    text = "1 nieuwe belofte gemaakt." if made == 1 else f"{made} nieuwe beloftes gemaakt."
    if untold:
        them, know = ("1 van hen gaf", "weet") if untold == 1 else (f"{untold} gaven", "weten")
        text += f" {them} geen e-mailadres en {know} het nog niet."
    return text
