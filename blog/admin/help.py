"""Help cards at the desk: what each says, where it stands, and how it will look."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_safe

from blog.care import Suicide
from blog.help import help_for
from blog.models import Article, HelpCard

from .editor import EditorAdmin
from .related import SensitiveAdmin

SUICIDE = HelpCard.Purpose.SUICIDE
FIXED = (
    "Dit kader staat bij elk artikel dat zelfdoding noemt. Het kan niet weg, staat altijd eerst en "
    "heeft altijd een link naar 112, 113, 0800-0113 en 113.nl."
)
FOUND = (
    "Dit artikel noemt zelfdoding: het 113-kader staat er vanzelf bij. Bij ‘Op de pagina’ lees je "
    "hoe je er goed over schrijft."
)
ADVICE = (
    "Schrijf zonder methode en zonder plek.",
    "Zoek het niet in één oorzaak; die is er zelden.",
    "Maak het niet mooier, en ook niet tot een uitweg.",
    "Schrijf ‘zelfdoding’, en nooit dat die ‘gelukt’ of ‘mislukt’ is.",
    "Vertel dat hulp werkt, en waar die is.",
)


def help_on(article):
    """For the editor: which cards the page shows and why, and how to write about suicide."""
    if article is None or article.pk is None:
        return "Na het opslaan zie je hier welke kaders het artikel toont."
    above, below = help_for(article)
    names = ", ".join(card.heading for card in below) or "geen"
    if article.suicide == Suicide.NONE:
        return names
    is_above = any(card.purpose == SUICIDE for card in above)
    places = "boven en onder de tekst" if is_above else "onder de tekst"
    about = "gaat over" if article.suicide == Suicide.ABOUT else "noemt"
    return format_html(
        "<p>{}</p><p><strong>Dit artikel {} zelfdoding.</strong> Het 113-kader staat daarom {}, "
        "ook als niemand het kiest. Zo schrijf je erover:</p><ul>{}</ul>",
        names,
        about,
        places,
        format_html_join("", "<li>{}</li>", ((line,) for line in ADVICE)),
    )


@admin.register(HelpCard)
class HelpCardAdmin(SensitiveAdmin, EditorAdmin):
    list_display = ["heading", "shown_topics", "shown_uses", "position", "is_sensitive"]
    search_fields = ["heading"]
    prepopulated_fields = {}
    view_on_site = False
    WORDS = ["heading", "body"]
    PLACE = ["position", "is_sensitive"]
    USES = ["shown_topics", "shown_uses", "updated_at"]
    readonly_fields = USES

    def get_fieldsets(self, request, card=None):
        if card is None:
            return [(None, {"fields": self.WORDS}), ("Waar het staat", {"fields": self.PLACE})]
        if card.purpose == SUICIDE:  # always first, always sensitive
            return [
                (None, {"fields": self.WORDS, "description": FIXED}),
                ("Waar het staat", {"fields": self.USES}),
            ]
        place = {"fields": [*self.PLACE, *self.USES]}
        return [(None, {"fields": self.WORDS}), ("Waar het staat", place)]

    def get_queryset(self, request):
        chosen, by_topic = HelpCard.articles.through, HelpCard.topics.through
        articles = by_topic.objects.filter(helpcard=OuterRef("pk")).order_by()
        return (
            super()
            .get_queryset(request)
            .prefetch_related("topics")
            .annotate(
                chosen_by=_count(chosen.objects.filter(helpcard=OuterRef("pk")), "article"),
                of_topics=_count(articles, "topic__articles"),
            )
        )

    @admin.display(description="onderwerpen")
    def shown_topics(self, card):
        return ", ".join(topic.name for topic in card.topics.all()) or "–"

    @admin.display(description="artikelen")
    def shown_uses(self, card):
        uses = [(card.of_topics, "door hun onderwerp"), (card.chosen_by, "met de hand gekozen")]
        if card.purpose == SUICIDE:
            by_words = Article.objects.exclude(suicide=Suicide.NONE).count()
            uses.insert(0, (by_words, "door hun woorden"))
        return ", ".join(f"{count} {why}" for count, why in uses if count) or "–"

    def has_delete_permission(self, request, card=None):
        """The one about suicide stays: articles count on it."""
        is_fixed = card is not None and card.purpose == SUICIDE
        return not is_fixed and super().has_delete_permission(request, card)

    def get_deleted_objects(self, cards, request):
        """Say in the list's action, too, why that one stays."""
        deleted, counts, missing, protected = super().get_deleted_objects(cards, request)
        if fixed := [card for card in cards if card.purpose == SUICIDE]:
            missing = missing - {HelpCard._meta.verbose_name}
            protected = [*protected, *(f"{card}: {FIXED}" for card in fixed)]
        return deleted, counts, missing, protected

    def get_urls(self):
        view = self.admin_site.admin_view(self.preview)
        return [
            path("<int:pk>/voorbeeld/", view, name="blog_helpcard_preview"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def preview(self, request, pk):
        """The card as it stands above and below a text, in the dress of the site."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        card = get_object_or_404(HelpCard, pk=pk)
        response = TemplateResponse(request, "blog/help_preview.html", {"cards": [card]})
        response["X-Robots-Tag"] = "noindex"
        return response


def _count(rows, name):
    """A subquery: how many different `name` these rows of one card lead to."""
    counted = rows.values("helpcard").annotate(n=Count(name, distinct=True)).values("n")
    return Coalesce(Subquery(counted), 0)
