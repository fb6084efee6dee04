"""Calling somebody from the queue: claim, call, and say how it went."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from contact import access_log, callbacks, calling
from contact.models import AccessEntry, CallAttempt, CallbackRequest, Practice
from contact.views.shared import moment_text

Reason = CallbackRequest.Reason
Outcome = CallAttempt.Outcome
# Beside the words for why we call; who asked to be called needs none.
REASON_SIGNS = {Reason.DISPLACED: "!", Reason.NOT_CALLED: "!", Reason.BOUNCED: "✉"}
NOT_YOURS = "Een collega belt al, of er hoeft niet meer gebeld te worden. Er is niets veranderd."


class CallsFromQueue(admin.ModelAdmin):
    """The way from a row to a call and back; needs the right to change requests."""

    def get_urls(self):
        def at(address, view, name):
            view = self.admin_site.admin_view(view)
            return path(f"<int:pk>/{address}/", view, name=f"contact_callbackrequest_{name}")

        return [
            at("ik-bel", self.claim, "claim"),
            at("gesprek", self.call_page, "call"),
            at("uitkomst", self.outcome, "outcome"),
            at("geef-terug", self.give_back, "give_back"),
            *super().get_urls(),
        ]

    @admin.display(description="bellen")
    def calling(self, row):
        """Who calls now, or the button to do so."""
        if not row.is_waiting:
            return ""
        now = timezone.now()
        if row.is_claimed(now) and not row.is_mine:
            return format_html(
                '<span class="is-calling"><span aria-hidden="true">☎</span> {}</span>',
                words_of_claim(row),
            )
        if not row.may_call:
            return ""
        if row.is_claimed(now):
            url = reverse("admin:contact_callbackrequest_call", args=[row.pk])
            return format_html('<a href="{}">Jij belt nu: verder</a>', url)
        return format_html(
            '<button class="button call-now" type="submit" formaction="{}" aria-label="{}">'
            "Ik bel nu</button>",
            reverse("admin:contact_callbackrequest_claim", args=[row.pk]),
            f"Ik bel {row.first_name} nu",
        )

    @method_decorator(require_POST)
    def claim(self, request, pk):
        row = self._row(request, pk)
        if callbacks.claim(callback=row, by=request.user):
            return redirect("admin:contact_callbackrequest_call", row.same_as_id or row.pk)
        return self._to_queue(request, NOT_YOURS, messages.WARNING)

    @method_decorator(require_safe)
    def call_page(self, request, pk):
        row = self._row(request, pk)
        if row.same_as_id and row.is_waiting:
            return redirect("admin:contact_callbackrequest_call", row.same_as_id)
        now = timezone.now()
        story = calling.story_of(row)
        repeats = list(row.repeats.waiting().order_by("created_at"))
        attempts = CallAttempt.objects.filter(callback__in=story).select_related("by")
        access_log.note(request.user, AccessEntry.Action.VIEW, [*story, *repeats])
        is_claimed = row.is_claimed(now)
        context = self.admin_site.each_context(request) | {
            "title": "Terugbellen",
            "opts": self.opts,
            "row": row,
            "reason_sign": REASON_SIGNS.get(row.reason),
            "forms": [row, *repeats],
            "attempts": attempts.order_by("-at"),
            "earlier": story[1:],
            "may_leave_voicemail": calling.may_leave_voicemail(row),
            "is_late": row.is_late(now),
            "is_mine": is_claimed and row.claimed_by_id == request.user.pk,
            "claim": words_of_claim(row, request.user) if is_claimed else "",
            "attempt_number": row.attempts + 1,
            "most_attempts": Practice.load().max_attempts,
        }
        return TemplateResponse(request, "admin/contact/callbackrequest/call.html", context)

    @method_decorator(require_POST)
    def outcome(self, request, pk):
        row = self._row(request, pk)
        outcome, seen = request.POST.get("outcome"), request.POST.get("seen", "")
        if outcome not in Outcome.values or not seen.isdecimal():
            raise Http404
        if outcome == Outcome.VOICEMAIL and not calling.may_leave_voicemail(row):
            text = "Hier mag geen voicemail. Noteer ‘geen gehoor’."
            messages.warning(request, text)
            return redirect("admin:contact_callbackrequest_call", row.pk)
        by = request.user
        if not callbacks.log_call(callback=row, by=by, outcome=outcome, seen=int(seen)):
            return self._to_queue(request, NOT_YOURS, messages.WARNING)
        access_log.note(by, AccessEntry.Action.CHANGE, [row])
        row.refresh_from_db()
        return self._to_queue(request, words_of_outcome(row), messages.SUCCESS)

    @method_decorator(require_POST)
    def give_back(self, request, pk):
        callbacks.give_back(callback=self._row(request, pk), by=request.user)
        return self._to_queue(request, "Teruggegeven: een collega kan nu bellen.", messages.INFO)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and obj.is_waiting:
            context["may_leave_voicemail"] = calling.may_leave_voicemail(obj)
            if obj.is_claimed(timezone.now()):
                context["claim"] = words_of_claim(obj, request.user)
                context["is_mine"] = obj.claimed_by_id == request.user.pk
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _row(self, request, pk) -> CallbackRequest:
        if not self.has_change_permission(request):
            raise PermissionDenied
        rows = CallbackRequest.objects.select_related("claimed_by", "handled_by", "follows")
        row = rows.filter(pk=pk).first()
        if row is None:
            raise Http404
        return row

    def _to_queue(self, request, text, level):
        messages.add_message(request, level, text)
        return redirect("admin:contact_callbackrequest_changelist")


def words_of_claim(row: CallbackRequest, user=None) -> str:
    """`Sanne belt nu (sinds 10:42)`; to herself `Jij belt nu (sinds 10:42)`."""
    since = timezone.localtime(row.claimed_at)
    name = "jij" if row.claimed_by == user else row.claimed_by.name
    return f"{name[:1].upper()}{name[1:]} belt nu (sinds {since:%H:%M})"


def words_of_outcome(row: CallbackRequest) -> str:
    """What follows from an outcome that was written down; nothing about whom."""
    if row.status == CallbackRequest.Status.CALLED:
        return "Gesproken: afgehandeld."
    if row.status == CallbackRequest.Status.UNREACHED:
        mailed = "Wie een e-mailadres gaf, krijgt daarover mail."
        return (
            f"Gesloten: niet bereikt. {mailed} Vraagt iemand het opnieuw, dan gaat het weer open."
        )
    if row.next_attempt_at:
        return f"Genoteerd. Probeer het opnieuw vanaf {moment_text(row.next_attempt_at)}."
    return "Genoteerd. Probeer het later nog eens."
