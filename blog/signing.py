"""A psychologist signs what they have read. Who changes the words afterwards unsigns it."""

from django.utils import timezone

from . import html
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


WORDS = ["title", "summary", "picture_alt", "picture_caption"]


def has_other_words(article, *, than):
    """Whether a reader reads something else; how the editor writes the same is no difference."""
    if any(getattr(article, name) != getattr(than, name) for name in WORDS):
        return True
    return not html.same_content(html.clean(article.body), than.body)


def unsign(article):
    """To be saved with the change that made the signature untrue."""
    article.reviewed_by = article.reviewed_at = None
