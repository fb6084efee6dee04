"""The list of articles: what state each is in, what is wrong with it, and who has it.

Fast with 100,000 of them: no full counts, no query per row, no order without an index.
"""

from contextlib import suppress

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, ChangeList
from django.utils.html import format_html, format_html_join

from blog import responsive
from blog.checks.remarks import attach
from blog.models import Article
from blog.moments import day, short

from .filters import KeepsFilters, kept
from .finding import found
from .narrowing import BY_MOMENT, BY_TOPIC, FILTERS, REVIEW, STATES, TopicFilter, in_state, order_of
from .paginator import NearbyPaginator

State = Article.State
SIGNS = {"draft": "○", "scheduled": "◔", "published": "●", "withdrawn": "–"}
COUNTED = (State.DRAFT, State.SCHEDULED, REVIEW)  # the work; of what is online nobody asks it
MOST_COUNTED = 99
THUMBNAIL = 64  # CSS pixels


class CardList(ChangeList):
    """No join with the authors: from there SQLite, once it has counted rows, would start, and then
    sort all that is published for the fifty that are shown."""

    def get_queryset(self, request, **kwargs):
        self.user = request.user
        return super().get_queryset(request, **kwargs).select_related(None)

    def get_ordering(self, request, queryset):
        """Who sorts, sorts by the moment, the one column that an index has in order."""
        chosen = self.params.get(ORDER_VAR)
        if not chosen:
            return order_of(self.params) or super().get_ordering(request, queryset)
        newest_first = BY_TOPIC if self.params.get(TopicFilter.parameter_name) else BY_MOMENT
        if chosen.startswith("-"):
            return newest_first
        return [name.removeprefix("-") for name in newest_first]

    def get_results(self, request):
        """Of the page that is shown the rows by their keys, with all that a row says."""
        super().get_results(request)
        keys = self.paginator.keys_on(self.page_num if self.multi_page else 1)
        rows = Article.objects.filter(pk__in=keys).without_text().with_state()
        found = {row.pk: row for row in rows.prefetch_related("author", "picture", "topics")}
        self.result_list = attach(found[key] for key in keys if key in found)

    # What stands above the list.

    def tabs(self):
        """Name, address, count (or None) and whether it is the one shown, for each state."""
        narrowed = self.narrowed()
        shown = self.params.get("stand")
        yield "Alles", self._address(None), None, not shown
        for state, name in STATES:
            rows = in_state(Article.objects.order_by(), state)
            counted = state in COUNTED and not narrowed
            count = rows[: MOST_COUNTED + 1].count() if counted else None
            if count and count > MOST_COUNTED:
                count = f"{MOST_COUNTED}+"
            yield name, self._address(str(state)), count, shown == state

    def _address(self, state):
        return self.get_query_string({"stand": state, ORDER_VAR: None})

    def narrowed(self):
        """Whether it is narrowed by more than a state."""
        return bool(kept(self.params).keys() - {"stand", ORDER_VAR})

    def query_to_keep(self):
        return kept(self.params).urlencode()

    def selects(self):
        """The choices in the form: all but the state, which has its tabs, and a mark for mine."""
        return [spec for spec in self.filter_specs if spec.parameter_name not in ("stand", "mijn")]

    def may_be_mine(self):
        people = next(spec.people for spec in self.filter_specs if hasattr(spec, "people"))
        return any(user == self.user.pk for *_, user in people)

    def saved(self):
        return self.user.saved_filters.all()


class Overview(KeepsFilters, admin.ModelAdmin):
    list_display = ["thumbnail", "title", "state", "author", "about", "changed", "remarks"]
    list_display_links = ["title"]
    list_filter = FILTERS
    list_per_page = 50
    list_max_show_all = 0
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-updated_at"]
    sortable_by = ["state"]  # another column would sort them all for the fifty that are shown
    search_fields = ["title", "slug"]
    search_help_text = "Zoek op woorden uit de titel, of op het adres"

    class Media:
        css = {"all": ["desk/overview.css"]}

    def get_changelist(self, request, **kwargs):
        return CardList

    def get_paginator(self, request, queryset, per_page, *args, **kwargs):
        page = 1
        with suppress(ValueError):
            page = int(request.GET.get(PAGE_VAR, 1))
        return NearbyPaginator(queryset, per_page, *args, page=page, **kwargs)

    def get_search_results(self, request, queryset, search_term):
        return found(queryset, search_term), False

    @admin.display(description="beeld")
    def thumbnail(self, article):
        """Nothing for one without a picture, or without a small one yet."""
        picture = article.picture
        if picture is None or not picture.widths:
            return format_html('<span class="{}"></span>', "no-picture")
        return responsive.picture_html(picture, sizes=f"{THUMBNAIL}px", width=THUMBNAIL)

    @admin.display(description="stand", ordering="publish_at")
    def state(self, article):
        state = article.state()
        return format_html(
            '<span class="state"><span aria-hidden="true">{}</span> {}</span>'
            ' <span class="moment">{}</span>',
            SIGNS[state],
            state.label,
            moment_of(article),
        )

    @admin.display(description="onderwerpen")
    def about(self, article):
        return ", ".join(topic.name for topic in article.topics.all()) or "–"

    @admin.display(description="gewijzigd")
    def changed(self, article):
        return short(article.updated_at)

    @admin.display(description="opmerkingen")
    def remarks(self, article):
        if not article.remarks:
            return format_html('<span class="{}">–</span>', "no-remark")
        first, *others = article.remarks
        if not others:
            return format_html('<span class="remark">{}</span>', first)
        return format_html(
            '<details class="remarks"><summary><strong>{} punten:</strong> {} …</summary>'
            "<ul>{}</ul></details>",
            len(article.remarks),
            first,
            format_html_join("", "<li>{}</li>", ((text,) for text in article.remarks)),
        )


def moment_of(article):
    """The moment that belongs to its state, in words."""
    match article.state():
        case State.SCHEDULED:
            return f"verschijnt {short(article.publish_at)}"
        case State.WITHDRAWN:
            return f"op {day(article.withdraw_at)}"
        case State.PUBLISHED if article.withdraw_at:
            return f"sinds {day(article.publish_at)}, tot {day(article.withdraw_at)}"
        case State.PUBLISHED:
            return f"sinds {day(article.publish_at)}"
    return ""
