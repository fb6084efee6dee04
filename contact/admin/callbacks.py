"""The queue of who is to be called back."""

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from contact import callbacks
from contact.models import CallbackRequest

from .cleaning import NumberHint
from .state import RequestAdmin, report, state


class QueueFilter(admin.SimpleListFilter):
    """Open requests unless another state is asked for."""

    title = "status"
    parameter_name = "stand"

    def lookups(self, request, model_admin):
        return [("alle", "alle"), *CallbackRequest.Status.choices]

    def queryset(self, request, queryset):
        if self.value() == "alle":
            return queryset
        if self.value():
            return queryset.filter(status=self.value())
        return queryset.filter(status__in=CallbackRequest.TO_CALL, same_as=None)

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "nog te bellen",
        }
        yield from list(super().choices(changelist))[1:]


@admin.register(CallbackRequest)
class CallbackRequestAdmin(NumberHint, RequestAdmin):
    list_display = ["promise", "first_name", "call", "voicemail", state, "wish"]
    list_display_links = ["promise", "first_name"]
    list_filter = [QueueFilter, "is_suspect", "voicemail_ok"]
    ordering = ["promised_at", "created_at"]
    actions = ["called", "no_answer", "withdrawn"]
    readonly_fields = [
        "status", "promised_at", "attempts", "created_at", "handled_at", "handler", "is_suspect",
    ]  # fmt: skip
    fieldsets = [
        (None, {"fields": ["first_name", "phone", "voicemail_ok", "email"]}),
        ("Wens", {"fields": ["day", "day_part", "subject", "message"]}),
        ("Stand", {"fields": readonly_fields}),
    ]

    def get_queryset(self, request):
        repeats = CallbackRequest.objects.waiting().filter(same_as=OuterRef("pk"))
        return (
            super()
            .get_queryset(request)
            .annotate(
                has_repeats=Exists(repeats), is_refused=Exists(repeats.filter(voicemail_ok=False))
            )
        )

    @admin.display(description="voicemail")
    def voicemail(self, row):
        """One refusal is enough, in whichever of their forms it stands."""
        is_ok = row.voicemail_ok and not getattr(row, "is_refused", False)
        return "mag" if is_ok else "✗ geen voicemail"

    @admin.display(description="bellen vóór", ordering="promised_at")
    def promise(self, row):
        if row.promised_at is None:
            return "–"
        moment = f"{timezone.localtime(row.promised_at):%d-%m %H:%M}"
        late = row.status in CallbackRequest.TO_CALL and row.promised_at < timezone.now()
        return format_html('<strong class="late">! {} te laat</strong>', moment) if late else moment

    @admin.display(description="liefst")
    def wish(self, row):
        day = f"{row.day:%d-%m}" if row.day else ""
        more = " (vroeg het vaker)" if getattr(row, "has_repeats", False) else ""
        return (" ".join(filter(None, [day, row.day_part])) or "maakt niet uit") + more

    @admin.display(description="afgehandeld door")
    def handler(self, row):
        return row.handled_by and row.handled_by.name

    @admin.display(description="vroeg het vaker")
    def repeats(self, row):
        """What the same person wrote in other forms since; one call answers them all."""
        others = row.repeats.order_by("created_at")
        lines = [
            f"{timezone.localtime(other.created_at):%d-%m %H:%M}: {self.wish(other)}, "
            f"voicemail {self.voicemail(other)}. {other.subject} {other.message}"
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
        obj.pk = row.pk

    @admin.action(description="Gebeld: afgehandeld", permissions=["change"])
    def called(self, request, queryset):
        self._each(request, queryset, callbacks.mark_called, "gebeld")

    @admin.action(description="Geen gehoor: blijft in de lijst", permissions=["change"])
    def no_answer(self, request, queryset):
        self._each(request, queryset, callbacks.mark_no_answer, "geen gehoor")

    @admin.action(description="Ingetrokken: hoeft niet meer", permissions=["change"])
    def withdrawn(self, request, queryset):
        self._each(request, queryset, callbacks.mark_withdrawn, "ingetrokken")

    def _each(self, request, queryset, verb, what):
        results = [verb(callback=row, by=request.user) for row in queryset]
        report(request, sum(results), len(results) - sum(results), what)
