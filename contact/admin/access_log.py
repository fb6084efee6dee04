"""Who saw what of whom, to be read and nothing else."""

from contextlib import suppress

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR
from django.utils import timezone

from blog.admin.paginator import NearbyPaginator
from contact.models import AccessEntry, Booking, CallbackRequest
from staff.models import User

from .state import ReadOnly

KINDS = {model._meta.model_name: model._meta.verbose_name for model in (CallbackRequest, Booking)}
MOST_SHOWN = 20  # numbers in a line; an entry has all of those on a page
LONGEST = 7  # figures of the number of a request; a phone number is longer


class ColleagueFilter(admin.SimpleListFilter):
    title = "medewerker"
    parameter_name = "medewerker"

    def lookups(self, request, model_admin):
        people = User.objects.filter(is_staff=True).order_by("first_name", "last_name", "pk")
        return [(user.pk, user.get_full_name() or f"medewerker {user.pk}") for user in people]

    def queryset(self, request, queryset):
        if not self.value():
            return queryset
        return queryset.filter(user=self.value()) if self.value().isdecimal() else queryset.none()


class KindFilter(admin.SimpleListFilter):
    title = "soort"
    parameter_name = "soort"

    def lookups(self, request, model_admin):
        return list(KINDS.items())

    def queryset(self, request, queryset):
        return queryset.filter(model=self.value()) if self.value() else queryset


@admin.register(AccessEntry)
class AccessEntryAdmin(ReadOnly):
    list_display = ["moment", "who", "action", "kind", "numbers"]
    list_display_links = ["moment"]
    list_filter = [KindFilter, "action", ColleagueFilter]
    list_select_related = ["user"]
    list_per_page = 50
    list_max_show_all = 0
    ordering = ["-pk"]
    sortable_by = []
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None
    fields = ["moment", "who", "action", "kind", "all_numbers"]
    search_fields = ["ids"]
    search_help_text = "Wie zag of deed iets met dit verzoek of gesprek? Bijvoorbeeld 123."

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        page = 1
        with suppress(ValueError):
            page = int(request.GET.get(PAGE_VAR, 1))
        return NearbyPaginator(queryset, per_page, *args, page=page, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        """By one whole number: there is nothing else in the log to look for."""
        number = search_term.strip()
        if not number:
            return queryset, False
        if not number.isdecimal() or len(number) > LONGEST:
            return queryset.none(), False
        return queryset.filter(ids__contains=f" {int(number)} "), False

    @admin.display(description="wanneer")
    def moment(self, entry):
        return f"{timezone.localtime(entry.at):%d-%m-%Y %H:%M:%S}"

    @admin.display(description="medewerker")
    def who(self, entry):
        """Whose account is gone keeps a number; the private feed of an adviser has nobody."""
        if entry.user_id is None:
            return "–"
        name = entry.user.get_full_name() if entry.user else ""
        return name or f"medewerker {entry.user_id}"

    @admin.display(description="soort")
    def kind(self, entry):
        return KINDS.get(entry.model, entry.model)

    @admin.display(description="nummers")
    def numbers(self, entry):
        ids = entry.ids.split()
        more = len(ids) - MOST_SHOWN
        return ", ".join(ids[:MOST_SHOWN]) + (f" en nog {more}" if more > 0 else "")

    @admin.display(description="nummers")
    def all_numbers(self, entry):
        return ", ".join(entry.ids.split())
