"""The desk for requests: what is due at a glance, and actions that call the verbs."""

from django.contrib import admin, messages
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from phonenumbers import NumberParseException
from phonenumbers import parse as parse_number

from . import bookings, callbacks, outbox, slots
from .models import (
    Adviser,
    Booking,
    CallbackRequest,
    Closure,
    OpeningHours,
    OutboxMail,
    Practice,
    WeeklyHours,
)

# A sign beside each word, so that no state is told by colour alone.
SIGNS = {
    "open": "○",
    "no_answer": "↻",
    "called": "✓",
    "withdrawn": "–",
    "confirmed": "●",
    "cancelled": "–",
    "done": "✓",
    "no_show": "?",
    "waiting": "○",
    "sent": "✓",
    "failed": "!",
    "void": "–",
}


@admin.display(description="status", ordering="status")
def state(row):
    attempts = getattr(row, "attempts", 0) if row.status == CallbackRequest.Status.NO_ANSWER else 0
    return format_html(
        '<span class="state state-{}"><span aria-hidden="true">{}</span> {}{}{}</span>',
        row.status,
        SIGNS[row.status],
        row.get_status_display(),
        f" ({attempts}×)" if attempts else "",
        " ⚠ robot?" if getattr(row, "is_suspect", False) else "",
    )


def report(request, done: int, skipped: int, what: str) -> None:
    """Tell the desk how an action went, in one sentence each."""
    if done:
        messages.success(request, f"{done} × {what}.")
    if skipped:
        messages.warning(request, f"{skipped} al eerder afgehandeld; daar is niets aan veranderd.")


class RequestAdmin(admin.ModelAdmin):
    """What the admins of both kinds of request share."""

    search_fields = ["first_name", "phone", "email"]
    search_help_text = "Zoek op voornaam, telefoonnummer of e-mailadres"
    show_full_result_count = False
    list_per_page = 50
    date_hierarchy = None

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser

    def get_search_results(self, request, queryset, search_term):
        """A number is found however it is said: 06 12 34 56 78, 0612345678, +31 6 …"""
        try:
            number = parse_number(search_term, "NL")
        except NumberParseException:
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(phone=f"+{number.country_code}{number.national_number}"), False

    @admin.display(description="telefoonnummer", ordering="phone")
    def call(self, row):
        return format_html('<a href="{}">{}</a>', row.phone_uri, row.phone_shown)


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
class CallbackRequestAdmin(RequestAdmin):
    list_display = ["promise", "first_name", "call", "voicemail", state, "wish"]
    list_display_links = ["promise", "first_name"]
    list_filter = [QueueFilter, "is_suspect", "voicemail_ok"]
    ordering = ["promised_at", "created_at"]
    actions = ["called", "no_answer", "withdrawn"]
    readonly_fields = [
        "status", "promised_at", "attempts", "created_at", "handled_at", "handled_by", "is_suspect",
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


class WhenFilter(admin.SimpleListFilter):
    """Upcoming calls unless others are asked for."""

    title = "wanneer"
    parameter_name = "wanneer"

    def lookups(self, request, model_admin):
        return [("vandaag", "vandaag"), ("alle", "alle")]

    def queryset(self, request, queryset):
        if self.value() == "alle":
            return queryset
        if self.value() == "vandaag":
            return queryset.on(timezone.localdate(), slots.TZ)
        return queryset.from_now().exclude(status=Booking.Status.CANCELLED)

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": "vanaf nu",
        }
        yield from list(super().choices(changelist))[1:]


@admin.register(Booking)
class BookingAdmin(RequestAdmin):
    list_display = ["moment", state, "first_name", "call", "kind", "adviser"]
    list_filter = [WhenFilter, "status", "adviser", "kind"]
    list_select_related = ["adviser"]
    ordering = ["starts_at"]
    actions = ["cancel", "done", "no_show"]
    readonly_fields = ["moment", "kind", "adviser", "status", "created_at", "is_suspect"]
    fieldsets = [
        (None, {"fields": ["moment", "kind", "adviser", "status"]}),
        ("Wie", {"fields": ["first_name", "phone", "email"]}),
        ("Herkomst", {"fields": ["created_at", "is_suspect"]}),
    ]

    def has_add_permission(self, request):
        return False  # a call is booked on the site, where the free times stand

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    @admin.display(description="wanneer", ordering="starts_at")
    def moment(self, row):
        start, end = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
        return f"{start:%d-%m-%Y %H:%M}–{end:%H:%M}"

    @admin.action(description="Afzeggen: maakt de tijd vrij en mailt", permissions=["change"])
    def cancel(self, request, queryset):
        self._each(request, queryset, lambda row: bookings.cancel(booking=row), "afgezegd")

    @admin.action(description="Gehouden", permissions=["change"])
    def done(self, request, queryset):
        self._close(request, queryset, Booking.Status.DONE)

    @admin.action(description="Niet verschenen", permissions=["change"])
    def no_show(self, request, queryset):
        self._close(request, queryset, Booking.Status.NO_SHOW)

    def _close(self, request, queryset, status: models.TextChoices):
        self._each(
            request, queryset, lambda row: bookings.close(booking=row, status=status), status.label
        )

    def _each(self, request, queryset, verb, what):
        done = 0
        for row in queryset:
            try:
                verb(row)
            except bookings.NotChangeable:
                continue
            done += 1
        report(request, done, len(queryset) - done, what)


class OwnHours(admin.ModelAdmin):
    """Rows of an adviser: all of them for whoever sees all advisers, else one's own."""

    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("adviser").visible_to(request.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        sees_all = request.user.has_perm("contact.see_all_adviser")
        if db_field.name == "adviser":
            kwargs["queryset"] = Adviser.objects.visible_to(request.user)
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "adviser" and not sees_all:
            field.required, field.empty_label = True, None
        return field


@admin.register(WeeklyHours)
class WeeklyHoursAdmin(OwnHours):
    list_display = ["adviser", "weekday", "start", "end"]
    list_filter = ["weekday"]


@admin.register(Closure)
class ClosureAdmin(OwnHours):
    list_display = ["first_on", "last_on", "who", "reason"]
    list_filter = ["first_on"]

    @admin.display(description="wie", ordering="adviser")
    def who(self, row):
        return row.adviser or "de hele praktijk"


class WeeklyHoursInline(admin.TabularInline):
    model = WeeklyHours
    extra = 1


@admin.register(Adviser)
class AdviserAdmin(admin.ModelAdmin):
    list_display = ["name", "is_active", "user"]
    search_fields = ["name"]
    autocomplete_fields = ["user"]
    inlines = [WeeklyHoursInline]
    list_select_related = ["user"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)


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
