"""The queue of who is to be called back."""

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from contact import callbacks
from contact.models import CallbackRequest
from contact.querysets import CallbackRequestQuerySet
from contact.views.shared import moment_text

from .by_telephone import ByTelephone
from .calling import REASON_SIGNS, CallsFromQueue
from .cleaning import NumberHint
from .promises import RenewsPromises
from .state import PartFilter, RequestAdmin, report, state, when


class QueueFilter(PartFilter):
    """The queue unless another state is asked for."""

    part = "nog te bellen"
    title = "status"
    parameter_name = "stand"

    def lookups(self, request, model_admin):
        return [("alle", "alle"), *CallbackRequest.Status.choices]

    def queryset(self, request, queryset):
        if self.value() == "alle":
            return queryset
        if self.value():
            return queryset.filter(status=self.value())
        return queryset.waiting().filter(same_as=None)


@admin.register(CallbackRequest)
class CallbackRequestAdmin(NumberHint, CallsFromQueue, RenewsPromises, RequestAdmin):
    list_display = ["promise", "first_name", "number", "calling", "standing"]
    list_display_links = ["promise", "first_name"]
    list_filter = [QueueFilter, "is_suspect", "voicemail_ok", "reason"]
    list_select_related = ["claimed_by"]
    actions = ["called", "no_answer", "withdrawn"]
    readonly_fields = [
        "repeats", "why", "status", "promised_at", "tries", "next_attempt_at", "created_at",
        "handled_at", "handler", "robot",
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": ["first_name", "phone", "voicemail_ok", "email"]}),
        ("Wens", {"fields": ["day", "day_part", "subject", "message", "repeats"]}),
        ("Stand", {"fields": readonly_fields[1:]}),
    ]
    # In the order in which it is said by telephone.
    add_fieldsets = [
        (None, {"fields": ["first_name", "phone", "voicemail_ok", "day", "day_part"]}),
        ("Meer (mag leeg)", {"fields": ["email", "subject", "message"]}),
    ]

    def add_view(self, request, form_url="", extra_context=None):
        extra = {"title": "Terugbelverzoek invoeren", "show_save_and_continue": False}
        return super().add_view(request, form_url, extra | (extra_context or {}))

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if obj else self.add_fieldsets

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs["form"] = ByTelephone
        return super().get_form(request, obj, change, **kwargs)

    def get_ordering(self, request):
        """The queue by what is due; everything there ever was, the newest first."""
        is_queue = not request.GET.get(QueueFilter.parameter_name)
        return CallbackRequest.objects.all().in_order() if is_queue else ["-pk"]

    def get_queryset(self, request):
        repeats = CallbackRequest.objects.waiting().filter(same_as=OuterRef("pk"))
        urgent = repeats.exclude(reason=CallbackRequest.Reason.ASKED)
        return (
            super()
            .get_queryset(request)
            .with_refusal()
            .annotate(
                has_repeats=Exists(repeats),
                repeat_reason=Subquery(urgent.order_by("pk").values("reason")[:1]),
                is_mine=Q(claimed_by=request.user),
                may_call=Value(self.has_change_permission(request)),
            )
        )

    @admin.display(description="telefoonnummer", ordering="phone")
    def number(self, row):
        return format_html("{} {}", self.call(row), self.voicemail(row))

    @admin.display(description="voicemail")
    def voicemail(self, row):
        """One refusal is enough, in whichever of their forms it stands."""
        is_ok = row.voicemail_ok and not getattr(row, "is_refused", False)
        sign, words = ("✓", "voicemail mag") if is_ok else ("✗", "geen voicemail")
        return format_html(
            '<span class="voicemail"><span aria-hidden="true">{}</span> {}</span>', sign, words
        )

    @admin.display(description="status", ordering="status")
    def standing(self, row):
        """How it stands and, where they did not simply ask, why we call."""
        return format_html("{} {}", state(row), self.why(row, or_else=""))

    @admin.display(description="wanneer", ordering=CallbackRequestQuerySet.due)
    def promise(self, row):
        """By when or from when we call, and when they would rather have it."""
        if row.day or row.day_part:
            wish = format_html('<span class="wish">liefst {}</span>', self.wish(row))
        else:
            wish = ""
        if row.due_at is None:
            return format_html("zo snel het kan {}", wish)
        moment = when(row.due_at)
        if row.next_attempt_at:
            moment = f"opnieuw vanaf {moment}"
        elif row.is_waiting:
            moment = f"vóór {moment}"
        if row.is_late(timezone.now()):
            moment = format_html('<strong class="late">! {} te laat</strong>', moment)
        return format_html("{} {}", moment, wish)

    @admin.display(description="waarom")
    def why(self, row, or_else="vroeg erom"):
        """Also what their other forms were for."""
        reasons = dict.fromkeys([row.reason, getattr(row, "repeat_reason", None)])
        lines = [
            (REASON_SIGNS[reason], CallbackRequest.Reason(reason).label)
            for reason in reasons
            if reason in REASON_SIGNS
        ]
        if getattr(row, "has_repeats", False):
            lines.append(("+", "vroeg het vaker"))
        if row.follows_id:
            lines.append(("↻", "eerder niet bereikt"))
        shown = '<span class="why"><span aria-hidden="true">{}</span> {}</span>'
        return format_html_join(" ", shown, lines) or or_else

    @admin.display(description="liefst")
    def wish(self, row):
        day = f"{row.day:%d-%m}" if row.day else ""
        return " ".join(filter(None, [day, row.day_part])) or "maakt niet uit"

    @admin.display(description="belpogingen")
    def tries(self, row):
        lines = [
            f"{when(attempt.at)}: {attempt.get_outcome_display()} "
            f"({attempt.by.name if attempt.by else 'een collega'})"
            for attempt in row.calls.select_related("by")
        ]
        return format_html_join("\n", "{}", ((line,) for line in lines)) or "nog geen"

    @admin.display(description="afgehandeld door")
    def handler(self, row):
        if row.is_waiting:  # whoever tried last has not handled it
            return "nog niemand"
        return row.handled_by.name if row.handled_by else "een collega"

    @admin.display(description="vroeg het vaker")
    def repeats(self, row):
        """What the same person wrote in other forms since; one call answers them all."""
        others = row.repeats.order_by("created_at")
        lines = [
            f"{when(other.created_at)}: {self.wish(other)}, "
            f"{'voicemail mag' if other.voicemail_ok else 'geen voicemail'}. "
            f"{other.subject} {other.message}"
            for other in others
        ]
        return format_html_join("\n", "{}", ((line,) for line in lines)) or "nee"

    def save_model(self, request, obj, form, change):
        """The verbs write; the admin's object becomes the row that they wrote."""
        answers = {name: form.cleaned_data[name] for name in callbacks.ANSWERS}
        try:
            if change:
                row = callbacks.change(callback=obj, by_visitor=False, **answers)
            else:
                row = callbacks.ask(**answers)
        except callbacks.NotWaiting:
            messages.warning(request, "Dit verzoek was al afgehandeld; er is niets veranderd.")
            return
        if row.same_as_id:
            messages.info(request, "Deze persoon stond al in de lijst; één keer bellen is genoeg.")
        if not change and row.promised_at:
            moment = moment_text(row.promised_at)
            messages.success(request, f"Zeg erbij: we bellen uiterlijk {moment}.")
        obj.pk = row.pk

    @admin.action(description="Gesproken: afgehandeld", permissions=["change"])
    def called(self, request, queryset):
        self._each(request, queryset, callbacks.mark_called, "gesproken")

    @admin.action(description="Geen gehoor: we proberen het opnieuw", permissions=["change"])
    def no_answer(self, request, queryset):
        self._each(request, queryset, callbacks.mark_no_answer, "geen gehoor")

    @admin.action(description="Ingetrokken: hoeft niet meer", permissions=["change"])
    def withdrawn(self, request, queryset):
        self._each(request, queryset, callbacks.mark_withdrawn, "ingetrokken")

    def _each(self, request, queryset, verb, what):
        results = [verb(callback=row, by=request.user) for row in queryset]
        done, why = sum(results), "al eerder afgehandeld of bij een collega"
        report(request, done, len(results) - done, what, why)
