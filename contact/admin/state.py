"""What the lists of the desk share: how a state looks, how a number is found and called."""

from django.conf import settings
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.html import format_html
from phonenumber_field.modelfields import PhoneNumberField

from contact.models import CallbackRequest

from .looking import NotesEachLook
from .searching import SearchesOutOfSight

# A sign beside each word, so that no state is told by colour alone.
SIGNS = {
    "open": "○",
    "no_answer": "↻",
    "called": "✓",
    "withdrawn": "–",
    "unreached": "–",
    "confirmed": "●",
    "displaced": "!",
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


def report(request, done: int, skipped: int, what: str, why: str = "al eerder afgehandeld") -> None:
    """Tell the desk how an action went, in one sentence each: `why` some were skipped."""
    if done:
        messages.success(request, f"{done} × {what}.")
    if skipped:
        messages.warning(request, f"{skipped} {why}; daar is niets aan veranderd.")


def when(instant) -> str:
    """`24-11 09:30`: of a moment in a list, which is never long ago."""
    return f"{timezone.localtime(instant):%d-%m %H:%M}"


class PartFilter(admin.SimpleListFilter):
    """Shows a part of the list, called `part`, unless another is asked for."""

    part = ""

    def choices(self, changelist):
        yield {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=[self.parameter_name]),
            "display": self.part,
        }
        yield from list(super().choices(changelist))[1:]


class ReadOnly(admin.ModelAdmin):
    """Rows that the site itself writes: to be looked at."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class RequestAdmin(SearchesOutOfSight, NotesEachLook):
    """What the admins of both kinds of request share."""

    show_full_result_count = False
    # A Dutch number stands in its field as it is read out, a foreign one with its country.
    formfield_overrides = {PhoneNumberField: {"region": settings.PHONENUMBER_DEFAULT_REGION}}
    list_per_page = 50
    date_hierarchy = None

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """Saving is enough: the next is not entered from the form of the last."""
        less = {"show_save_and_add_another": False, "show_save_and_continue": False}
        return super().change_view(request, object_id, form_url, less | (extra_context or {}))

    def has_delete_permission(self, request, obj=None):
        return False  # somebody is erased everywhere at once, or not at all (contact.person)

    @admin.display(description="mogelijk een robot")
    def robot(self, row):
        return "⚠ ja: bel bij twijfel gewoon" if row.is_suspect else "nee"

    @admin.display(description="telefoonnummer", ordering="phone")
    def call(self, row):
        return format_html('<a href="{}">{}</a>', row.phone_uri, row.phone_shown)
