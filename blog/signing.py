"""A psychologist signs what they have read. Who changes the words afterwards unsigns it."""

from django.utils import timezone

from . import html, spelling
from .models import Article


class ChangedSince(Exception):
    """The article is no longer the one that was shown to whoever signs."""


def sign(article, *, by, seen=None, at=None):
    """Note who answers for this text; `seen` is the `updated_at` of the version they read."""
    rows = Article.objects.filter(pk=article.pk)
    if seen is not None:
        rows = rows.filter(updated_at=seen)
    if not rows.update(reviewed_by=by, reviewed_at=at or timezone.now()):
        raise ChangedSince


WORDS = ["title", "summary", "key_points", "sources", "picture_alt", "picture_caption"]


def has_other_words(article, *, than):
    """Whether a reader reads something else; how the editor writes the same is no difference."""
    # A browser sends every line break as two signs, which is no difference either.
    if any(getattr(article, name).split() != getattr(than, name).split() for name in WORDS):
        return True
    return not html.same_content(html.clean(article.body), than.body)


def has_only_other_spelling(article, *, than):
    """Whether all that changed is how the words are spelt; a text that went or came is more."""
    return all(
        spelling.is_spelling_only(getattr(than, name), getattr(article, name)) for name in WORDS
    ) and spelling.is_spelling_only_in_html(than.body, html.clean(article.body))


def unsign(article):
    """To be saved with the change that made the signature untrue."""
    article.reviewed_by = article.reviewed_at = None
