"""The desk of the editors. Fast with 100,000 articles: autocomplete, no full counts, no N+1."""

from contextlib import suppress
from datetime import UTC, datetime

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from . import signing, withdrawal
from .editor_admin import EditorAdmin
from .help_admin import FOUND, help_on
from .models import Article, Author, Page, Topic
from .picture_admin import shown
from .related_admin import RelatedInline, SensitiveAdmin, ShowsRelated
from .views import ArticleView

SIGNS = {"draft": "○", "scheduled": "◔", "published": "●", "withdrawn": "–"}


class ArticleForm(forms.ModelForm):
    only_spelling = forms.BooleanField(
        label="Alleen spelling verbeterd",
        required=False,
        help_text="Vink dit aan als je niets anders veranderde dan tikfouten, hoofdletters of "
        "leestekens. Dan blijft het artikel afgetekend. De site kijkt het na; twijfelt die, dan "
        "vervalt het aftekenen.",
    )


class StateFilter(admin.SimpleListFilter):
    title = "stand"
    parameter_name = "stand"

    def lookups(self, request, model_admin):
        return Article.State.choices

    def queryset(self, request, articles):
        rows = {
            Article.State.DRAFT: articles.drafts,
            Article.State.SCHEDULED: articles.scheduled,
            Article.State.PUBLISHED: articles.published,
            Article.State.WITHDRAWN: articles.withdrawn,
        }
        return rows[self.value()]() if self.value() in rows else articles


class CardList(ChangeList):
    """The list needs no bodies. Nor a join with the authors, from which SQLite, once it has counted
    rows, would start: it then sorts all that is published for the fifty that are shown."""

    def get_queryset(self, request, **kwargs):
        articles = super().get_queryset(request, **kwargs).without_text()
        return articles.select_related(None).prefetch_related("author", "topics")


@admin.register(Article)
class ArticleAdmin(ShowsRelated, EditorAdmin):
    form = ArticleForm
    list_display = ["title", "state", "author", "publish_at", "about", "is_signed"]
    list_filter = [StateFilter, "topics", "author"]
    list_per_page = 50
    ordering = ["-updated_at"]
    sortable_by = ["publish_at"]  # another column would sort them all for the fifty that are shown
    search_fields = ["title", "slug"]
    search_help_text = "Zoek in titel en adres"
    autocomplete_fields = ["author", "topics", "help_cards", "picture"]
    readonly_fields = ["shown_picture", "shown_help", "updated_at", "signature", "readable_body"]
    inlines = [RelatedInline]
    actions = ["withdraw_articles"]
    view_on_site = False
    ABOVE = ["title", "slug", "summary", "key_points"]
    WORDS = (None, {"fields": [*ABOVE, "body", "sources"]})
    READ = (None, {"fields": [*ABOVE, "readable_body", "sources"]})
    REST = [
        (
            "Afbeelding bovenaan",
            {"fields": ["picture", "shown_picture", "picture_alt", "picture_caption"]},
        ),
        ("Wie en waarover", {"fields": ["author", "topics", "help_cards", "shown_help"]}),
        ("Wanneer", {"fields": ["publish_at", "withdraw_at", "updated_at", "signature"]}),
    ]

    SIGNED = ("Dit artikel is afgetekend", {"fields": ["only_spelling"]})

    def get_queryset(self, request):
        return super().get_queryset(request).with_state()

    def get_fieldsets(self, request, obj=None):
        if obj and not self.has_change_permission(request, obj):
            return [self.READ, *self.REST]
        if obj and obj.reviewed_at:
            return [self.WORDS, self.SIGNED, *self.REST]
        return [self.WORDS, *self.REST]

    def get_changelist(self, request, **kwargs):
        return CardList

    @admin.display(description="stand")
    def state(self, article):
        state = article.state()
        return format_html('<span aria-hidden="true">{}</span> {}', SIGNS[state], state.label)

    @admin.display(description="onderwerpen")
    def about(self, article):
        return ", ".join(topic.name for topic in article.topics.all()) or "–"

    @admin.display(description="afgetekend", boolean=True)
    def is_signed(self, article):
        return article.reviewed_at is not None

    @admin.display(description="afgetekend")
    def signature(self, article):
        if article.reviewed_at is None:
            return "Nog niet. Het vervalt zodra er meer aan de tekst verandert dan de spelling."
        day = date_format(localtime(article.reviewed_at), "j-n-Y H:i")
        return f"{article.reviewed_by or 'een oud-medewerker'}, {day}"

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
        if change and article.reviewed_at:
            before = Article.objects.only(*signing.WORDS, "body").get(pk=article.pk)
            if signing.has_other_words(article, than=before):
                self._keep_or_unsign(request, article, before, form.cleaned_data["only_spelling"])
        super().save_model(request, article, form, change)
        told = {"publish_at", *Article._meta.get_field("suicide").of}
        if article.suicide and not told.isdisjoint(form.changed_data):
            self.message_user(request, FOUND, messages.INFO)

    def _keep_or_unsign(self, request, article, before, said_only_spelling):
        is_so = said_only_spelling and signing.has_only_other_spelling(article, than=before)
        if is_so:
            text = "Alleen de spelling is verbeterd: het artikel blijft afgetekend."
            self.message_user(request, text, messages.SUCCESS)
            return
        signing.unsign(article)
        text = "De tekst is veranderd: het aftekenen is vervallen."
        if said_only_spelling:
            text = (
                "Er is meer veranderd dan de spelling, of de site kan dat niet uitsluiten: het "
                "aftekenen is vervallen. Vraag een psycholoog om het artikel opnieuw te lezen en "
                "af te tekenen."
            )
        self.message_user(request, text, messages.WARNING)

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/voorbeeld/", view(self.preview), name="blog_article_preview"),
            path("<int:pk>/aftekenen/", view(self.sign), name="blog_article_sign"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        more = {"may_sign": self.has_sign_permission(request)}
        return super().change_view(request, object_id, form_url, more | (extra_context or {}))

    def has_sign_permission(self, request):
        return request.user.has_perm("blog.sign_article")

    @method_decorator(require_safe)
    def preview(self, request, pk):
        """The article as it will stand, for staff only."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        article = get_object_or_404(Article, pk=pk)
        address = settings.SITE_URL + article.get_absolute_url()
        view = ArticleView.as_view(is_preview=True, extra_context={"canonical": address})
        response = view(request, pk=pk)
        response["X-Robots-Tag"] = "noindex"
        return response

    @method_decorator(require_POST)
    def sign(self, request, pk):
        if not self.has_sign_permission(request):
            raise PermissionDenied
        article = get_object_or_404(Article, pk=pk)
        try:
            seen = datetime.fromisoformat(request.POST.get("seen", "")).astimezone(UTC)
        except (ValueError, OverflowError):
            seen = None
        try:
            if seen is None:
                raise signing.ChangedSince
            signing.sign(article, by=request.user, seen=seen)
        except signing.ChangedSince:
            text = "Het artikel is intussen veranderd. Lees het opnieuw voordat je aftekent."
            self.message_user(request, text, messages.ERROR)
        else:
            self.log_change(request, article, "Afgetekend.")
            self.message_user(request, "Je hebt dit artikel afgetekend.", messages.SUCCESS)
        return redirect("admin:blog_article_change", pk)

    @admin.action(description="Nu intrekken: nergens meer te lezen", permissions=["change"])
    def withdraw_articles(self, request, articles):
        """Twice: first to say what will happen, then to do it."""
        public = articles.published().without_text()
        if not public:
            text = "Er is niets in te trekken: wat je koos, staat niet online."
            return self.message_user(request, text, messages.WARNING)
        if "confirmed" not in request.POST:
            context = self.admin_site.each_context(request) | {
                "title": "Nu intrekken?",
                "opts": self.opts,
                "articles": public,
            }
            return TemplateResponse(request, "admin/blog/article/withdraw.html", context)
        done = 0
        for article in public:
            with suppress(withdrawal.NotPublished):  # somebody was first
                withdrawal.withdraw(article=article)
                self.log_change(request, article, "Ingetrokken.")
                done += 1
        return self.message_user(request, f"Ingetrokken: {done}.", messages.SUCCESS)


@admin.register(Page)
class PageAdmin(EditorAdmin):
    list_display = ["title", "slug", "position", "is_in_footer", "updated_at"]
    search_fields = ["title"]
    readonly_fields = ["updated_at"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "description", "body"]}),
        ("Waar hij staat", {"fields": ["is_in_footer", "position", "updated_at"]}),
    ]


@admin.register(Topic)
class TopicAdmin(SensitiveAdmin):
    list_display = ["name", "slug", "position", "is_sensitive", "has_quick_exit"]
    list_editable = ["position"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["help_cards"]
    show_full_result_count = False


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ["name", "role", "slug"]
    search_fields = ["name"]
    autocomplete_fields = ["picture"]
    show_full_result_count = False
    # Who it is that signs: for those to say who hand out accounts.
    SIGNED_WITH = ["name", "role", "big_number"]

    def get_readonly_fields(self, request, obj=None):
        if request.user.has_perm("staff.change_user"):
            return []
        return ["user", *self.SIGNED_WITH] if obj and obj.user_id else ["user"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if "name" in self.get_readonly_fields(request, obj) else {"slug": ["name"]}
