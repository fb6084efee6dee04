"""The change page of an article: its fields here, all else from the parts it is put together of."""

from django.contrib import admin, messages
from django.db.models import prefetch_related_objects

from blog.models import Article

from .checklist import BlocksErrors, ShowsChecklist
from .coach import ShowsCoach
from .editing import GuardsEdits
from .editor import EditorAdmin
from .help import FOUND, help_on
from .leaving import LeavingForm, SaysWhatBreaks
from .overview import Overview
from .pictures import shown
from .previews import ShowsPreview
from .related import RelatedInline, ShowsRelated
from .schedule import SaysWhen, WhenForm
from .signing import SigningForm, Signs
from .versions import KeepsVersions


class ArticleForm(BlocksErrors, LeavingForm, WhenForm, SigningForm):
    pass


@admin.register(Article)
class ArticleAdmin(
    GuardsEdits,
    KeepsVersions,
    Signs,
    SaysWhen,
    SaysWhatBreaks,
    ShowsChecklist,
    ShowsCoach,
    ShowsPreview,
    ShowsRelated,
    Overview,
    EditorAdmin,
):
    form = ArticleForm
    autocomplete_fields = ["author", "topics", "help_cards", "picture"]
    readonly_fields = [
        "shown_picture",
        "shown_help",
        "in_words",
        "updated_at",
        "signature",
        "readable_body",
    ]
    inlines = [RelatedInline]
    view_on_site = False
    WHEN = ["publish_at", "withdraw_at"]
    ABOVE = ["title", "slug", "summary", "key_points"]
    WORDS = (None, {"fields": [*ABOVE, "body", "sources"]})
    READ = (None, {"fields": [*ABOVE, "readable_body", "sources"]})
    REST = [
        (
            "Afbeelding bovenaan",
            {"fields": ["picture", "shown_picture", "picture_alt", "picture_caption"]},
        ),
        ("Wie en waarover", {"fields": ["author", "topics", "help_cards", "shown_help"]}),
        ("Wanneer", {"fields": [*WHEN, "in_words", "review_due_on", "updated_at"]}),
        ("In zoekmachines", {"fields": ["meta_title", "meta_description"]}),
        ("Afgetekend", {"fields": ["signature"]}),
    ]

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return [self.READ, *self.REST]
        if obj and obj.reviewed_at:
            return [self.WORDS, self.SIGNED, *self.REST]
        return [self.WORDS, *self.REST]

    def get_object(self, request, *args, **kwargs):
        """To be shown, with what several parts of the page ask of it."""
        article = super().get_object(request, *args, **kwargs)
        if article is not None and request.method in ("GET", "HEAD"):
            article.state_now = article.state()
            prefetch_related_objects([article], "topics", "help_cards")
        return article

    @admin.display(description="voorbeeld")
    def shown_picture(self, article):
        return shown(article.picture)

    @admin.display(description="op de pagina")
    def shown_help(self, article):
        return help_on(article)

    @admin.display(description="tekst")
    def readable_body(self, article):
        return article.body_html

    def save_model(self, request, article, form, change):
        super().save_model(request, article, form, change)
        told = {"publish_at", *Article._meta.get_field("suicide").of}
        if article.suicide and not told.isdisjoint(form.changed_data):
            self.message_user(request, FOUND, messages.INFO)
