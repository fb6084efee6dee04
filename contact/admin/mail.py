"""Mail that went out, waits, or failed: what it was and how it fared, never what it says."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from contact import emails, outbox, sender
from contact.mail_errors import in_dutch
from contact.models import OutboxMail, Practice

from .state import ReadOnly, report, state, when

LIST = "admin:contact_outboxmail_changelist"


class FirstPages(Paginator):
    """Counts no further than anybody would leaf."""

    MOST = 5000

    @cached_property
    def count(self):
        return self.object_list.order_by().values("pk")[: self.MOST].count()


class ReaderFilter(admin.SimpleListFilter):
    title = "lezer"
    parameter_name = "voor"

    def lookups(self, request, model_admin):
        return [("bezoeker", "bezoekers"), ("praktijk", "de praktijk")]

    def queryset(self, request, queryset):
        to_visitor = {"kind__in": emails.TO_VISITOR}
        if self.value() == "bezoeker":
            return queryset.filter(**to_visitor)
        return queryset.exclude(**to_visitor) if self.value() else queryset


@admin.register(OutboxMail)
class OutboxMailAdmin(ReadOnly):
    list_filter = ["status", ReaderFilter]
    ordering = ["-pk"]  # as they were made, by an index
    show_full_result_count = False
    paginator = FirstPages
    list_per_page = 50
    actions = ["send_again"]

    class Media:
        css = {"all": ["desk/editing.css", "desk/mail.css"]}

    def get_list_display(self, request):
        return ["made", "kind", about_for(request.user), "fared", "repeat"]

    def get_fieldsets(self, request, obj=None):
        about = about_for(request.user)
        waits = obj is not None and obj.status == OutboxMail.Status.WAITING
        moments = ["created_at", "due_at"] if waits else ["created_at", "sent_at", "followed_up_at"]
        return [
            (None, {"fields": ["kind", about, state, "problem", "attempts"]}),
            ("Wanneer", {"fields": moments}),
        ]

    def get_urls(self):
        again = path(
            "<int:pk>/opnieuw/",
            self.admin_site.admin_view(self.again),
            name="contact_outboxmail_again",
        )
        return [again, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        extra = {"sender_remarks": sender.remarks(Practice.load())}
        return super().changelist_view(request, extra | (extra_context or {}))

    @admin.display(description="gemaakt", ordering="pk")
    def made(self, row):
        return when(row.created_at)

    @admin.display(description="hoe het ging", ordering="status")
    def fared(self, row):
        """The state; then the next try of what waits, or when the rest was settled, and why not."""
        lines = [self._settled(row), in_dutch(row.error)]
        return format_html(
            "{}{}", state(row), format_html_join("", "<br>{}", ((x,) for x in lines if x))
        )

    def _settled(self, row):
        if row.status == OutboxMail.Status.WAITING:
            tries = f", na {row.attempts} keer proberen" if row.attempts else ""
            return f"volgende poging {when(row.due_at)}{tries}"
        if row.status == OutboxMail.Status.SENT:
            return when(row.sent_at) if row.sent_at else ""
        is_task = row.status == OutboxMail.Status.FAILED and row.followed_up_at
        return "gezien: wie moet worden gebeld, staat in de lijst" if is_task else ""

    @admin.display(description="wat er misging")
    def problem(self, row):
        return in_dutch(row.error) or "–"

    @admin.display(description="nog eens", empty_value="")
    def repeat(self, row):
        """Sends the form of the list to another address: one press, without script."""
        if row.status not in outbox.REPEATABLE:
            return ""
        return format_html(
            '<button class="button" type="submit" formaction="{}">Opnieuw sturen</button>',
            reverse("admin:contact_outboxmail_again", args=[row.pk]),
        )

    @method_decorator(require_POST)
    def again(self, request, pk):
        row = OutboxMail.objects.select_related("booking", "callback").filter(pk=pk).first()
        if not self.has_view_permission(request, row):
            raise PermissionDenied
        if row is None:
            raise Http404
        level, text = _send_again(row)
        messages.add_message(request, level, text)
        back = request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
        return redirect(back if is_ours else LIST)

    @admin.action(description="Opnieuw sturen", permissions=["view"])
    def send_again(self, request, queryset):
        rows = list(queryset.select_related("booking", "callback"))
        sent = sum(_send_again(row)[0] == messages.SUCCESS for row in rows)
        why = "wachten nog, of zijn al vaak gestuurd"
        report(request, sent, len(rows) - sent, "gaat opnieuw de deur uit", why)


def _send_again(row) -> tuple[int, str]:
    try:
        is_new = outbox.again(row)
    except outbox.NotAgain:
        return messages.WARNING, "Deze mail wacht nog, of is niet meer nodig."
    except outbox.SentOften:
        often = outbox.MOST_REPEATS
        return messages.WARNING, f"Deze mail is al {often} keer opnieuw gestuurd. Bel liever."
    if not is_new:
        return messages.INFO, "Deze mail staat al klaar om opnieuw te gaan."
    return messages.SUCCESS, "De mail gaat opnieuw de deur uit."


def about_for(user):
    """A column with the request that a mail is about, and a link for whoever may see it."""

    @admin.display(description="over")
    def about(row):
        return _about_link(row, user)

    return about


def _about_link(row, user):
    for name, pk in (("booking", row.booking_id), ("callbackrequest", row.callback_id)):
        if pk is None:
            continue
        label = f"{'Adviesgesprek' if name == 'booking' else 'Terugbelverzoek'} {pk}"
        if not user.has_perm(f"contact.view_{name}"):
            return label
        url = reverse(f"admin:contact_{name}_change", args=[pk])
        return format_html('<a href="{}">{}</a>', url, label)
    return "de praktijk zelf"
