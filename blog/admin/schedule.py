"""When an article appears and goes, said in words, and how search engines show it."""

from django import forms
from django.contrib import admin, messages
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from blog.models import Article
from blog.moments import in_words

from .moment_field import MomentField
from .signing import signer

NEW = "Nieuw: nog niet bewaard."


class WhenForm(forms.ModelForm):
    """The button `_publish` stands for the present moment, whatever the field says; and then the
    form is judged as that of any article that is to be published."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("publish_at", "withdraw_at"):
            if field := self.fields.get(name):
                field.saved = getattr(self.instance, name)
                # The words beside them belong to neither (django/admin/widgets).
                for part, widget in zip(("datum", "tijd"), field.widget.widgets, strict=True):
                    widget.attrs["aria-label"] = f"{field.label}: {part}"
        if "_publish" in self.data and "publish_at" in self.fields and not self._is_public():
            self.fields["publish_at"].now = timezone.now()

    def _is_public(self):
        """Somebody else was first, or the page stood open: its date stays."""
        rows = Article.objects.published().filter(pk=self.instance.pk)
        return self.instance.pk is not None and rows.exists()


class SaysWhen(admin.ModelAdmin):
    formfield_overrides = {models.DateTimeField: {"form_class": MomentField}}

    class Media:
        css = {"all": ["desk/schedule.css", "desk/seen.css"]}
        js = ["desk/schedule.js", "desk/seen.js"]

    @admin.display(description="wat er gebeurt")
    def in_words(self, article):
        return what_happens(article.publish_at, article.withdraw_at)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        saved = obj and saved_one(request, obj)
        context |= {
            "saved": saved,
            "stand": self._stand(saved) if saved else {"words": NEW},
            "may_publish": saved is None or saved.state() in ("draft", "scheduled"),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _stand(self, article):
        """What the panel says of a saved article; who changed it last, its versions say."""
        topics = [topic.name for topic in article.topics.all() if topic.needs_signature]
        today = timezone.localdate()
        return {
            "state": article.state(),
            "words": what_happens(article.publish_at, article.withdraw_at),
            "signed_by": article.reviewed_at and signer(article),
            "asking": [] if article.reviewed_at else topics,
            "is_review_due": bool(article.review_due_on and article.review_due_on <= today),
            "changed_on": in_words(article.updated_at),
        }

    # What Django says after saving gives way to what that means, with a mark by which the browser
    # forgets what it kept.

    def response_add(self, request, article, *args, **kwargs):
        request.just_saved = article
        return super().response_add(request, article, *args, **kwargs)

    def response_change(self, request, article):
        request.just_saved = article
        return super().response_change(request, article)

    def message_user(self, request, message, level=messages.INFO, extra_tags="", **kwargs):
        if level == messages.SUCCESS and (saved := request.__dict__.pop("just_saved", None)):
            message = _said(saved)
            extra_tags = f"{extra_tags} saved-{saved.pk}-{saved.version}".strip()
        super().message_user(request, message, level, extra_tags, **kwargs)


def what_happens(publish_at, withdraw_at, *, now=None):
    """What an article with these moments does, in a sentence or two. The site itself asks
    Article.objects.published(); this only says it, also of what is not saved yet."""
    now = now or timezone.now()
    if publish_at is None:
        return "Een concept: niemand buiten de praktijk ziet het."
    if withdraw_at and publish_at <= now and withdraw_at <= now:
        return (
            f"Ingetrokken op {in_words(withdraw_at, now=now)}. Wie het adres opent, leest dat het "
            "er niet meer is."
        )
    if publish_at > now:
        said = f"Wordt gepubliceerd op {in_words(publish_at, now=now)}, Nederlandse tijd."
    else:
        said = f"Staat op de site sinds {in_words(publish_at, now=now)}."
    if withdraw_at:
        said += (
            f" Wordt ingetrokken op {in_words(withdraw_at, now=now)}, Nederlandse tijd; daarna "
            "leest wie het adres opent dat het er niet meer is."
        )
    return said


def saved_one(request, article):
    """The article as the database has it, once per request: a form that does not hold has already
    put what was typed into the other."""
    if request.method != "POST":
        return article
    if getattr(request, "saved_article", None) is None:
        rows = Article.objects.with_people().with_state()
        request.saved_article = rows.get(pk=article.pk)
    return request.saved_article


def _said(article):
    """After saving: where it stands now, with the way to it."""
    fresh = Article.objects.with_state().only("slug", "title").get(pk=article.pk)
    is_public = fresh.state() == Article.State.PUBLISHED
    page = (
        fresh.get_absolute_url()
        if is_public
        else reverse("admin:blog_article_preview", args=[fresh.pk])
    )
    return format_html(
        '<a href="{}">{}</a> is bewaard. {} <a href="{}">{}</a>',
        reverse("admin:blog_article_change", args=[fresh.pk]),
        fresh.title,
        what_happens(article.publish_at, article.withdraw_at),
        page,
        "Bekijk het op de site" if is_public else "Bekijk het voorbeeld",
    )
