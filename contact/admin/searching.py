"""Searching for people without their name or number in an address.

An address stays behind in histories and in the logs of whatever stands in between. So the words
are posted, and what they find is kept: the numbers of the rows, with the session, under a mark
that the address carries as `q`. The words themselves are kept nowhere.
"""

import re
import secrets

from django.contrib import admin, messages
from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.shortcuts import redirect
from phonenumbers import NumberParseException
from phonenumbers import parse as parse_number

MARK = re.compile(r"[A-Za-z0-9_-]{11}")
KEPT_AS = "gevonden"
MOST_FOUND = 500
MOST_SEARCHES = 8  # kept of one colleague: the lists that stand open
EVERYTHING = "alle"  # what a list's own filter calls it


class FoundList(ChangeList):
    """A list narrowed to what was found; `found` is how many, or None where nobody searched."""

    found = None

    def get_queryset(self, request, **kwargs):
        self.mark = getattr(self, "mark", self.query)
        self.query = ""
        rows = super().get_queryset(request, **kwargs)
        if not self.mark:
            return rows
        ids = request.session[KEPT_AS][self.mark]
        self.found = len(ids)
        return rows.filter(pk__in=ids)

    @property
    def is_cut(self):
        return self.found == MOST_FOUND

    def without_search(self):
        return self.get_query_string(remove=[SEARCH_VAR])


class SearchesOutOfSight(admin.ModelAdmin):
    search_fields = ["first_name", "phone", "email"]
    search_help_text = "Zoek op voornaam, telefoonnummer of e-mailadres"

    def get_changelist(self, request, **kwargs):
        return FoundList

    def changelist_view(self, request, extra_context=None):
        mark = request.GET.get(SEARCH_VAR)
        if request.method == "POST" and SEARCH_VAR in request.POST:
            return self._search(request, request.POST[SEARCH_VAR].replace("\0", "").strip())
        if mark is not None and not self._is_kept(request, mark):
            if mark:
                messages.info(request, "Deze zoekopdracht is verlopen. Zoek opnieuw.")
            return self._to(request, mark=None)
        return super().changelist_view(request, extra_context)

    def get_search_results(self, request, queryset, search_term):
        """A number is found however it is said: 06 12 34 56 78, 0612345678, +31 6 …

        The stock search of a field for a related row sends what is typed in an address: nothing.
        """
        if search_term and request.method != "POST":
            return queryset.none(), False
        try:
            number = parse_number(search_term, "NL")
        except NumberParseException:
            return super().get_search_results(request, queryset, search_term)
        return queryset.filter(phone=f"+{number.country_code}{number.national_number}"), False

    def _search(self, request, words):
        """Keep what is found among all rows that this colleague may see, the newest first."""
        if not words or not self.has_view_or_change_permission(request):
            return self._to(request, mark=None)
        found, _ = self.get_search_results(request, self.get_queryset(request), words)
        ids = list(found.order_by("-pk").values_list("pk", flat=True)[:MOST_FOUND])
        mark = secrets.token_urlsafe(8)
        kept = list(request.session.get(KEPT_AS, {}).items())[1 - MOST_SEARCHES :]
        request.session[KEPT_AS] = {**dict(kept), mark: ids}
        return self._to(request, mark=mark)

    def _to(self, request, *, mark):
        """This list with this search or none. A list that shows a part unless asked otherwise
        (the queue) shows all: whoever is looked for may be in no queue."""
        params = request.GET.copy()
        for name in (SEARCH_VAR, PAGE_VAR):
            params.pop(name, None)
        if mark:
            params[SEARCH_VAR] = mark
            for narrowing in self.get_list_filter(request):
                if name := getattr(narrowing, "parameter_name", None):
                    params.setdefault(name, EVERYTHING)
        return redirect(request.path + ("?" + params.urlencode() if params else ""))

    def _is_kept(self, request, mark):
        return bool(MARK.fullmatch(mark)) and mark in request.session.get(KEPT_AS, {})
