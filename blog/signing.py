"""A psychologist signs what they have read. Who changes the words afterwards unsigns it.

Signed are the words of the article (`WORDS` and the body), also those that only search engines
show. Not signed are a picture itself, the help cards, the topics and who is named as the author.
"""

from collections import Counter
from functools import cache

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from . import fulltext, html, words
from .language import spelling
from .models import Article


class ChangedSince(Exception):
    """The article is no longer the one that was shown to whoever signs."""


def sign(article, *, by, seen=None, at=None):
    """Note who answers for this text; `seen` is the `version` of the article that they read.

    Where no later day was set to look at it again, that is a year on; answers that day, or None.
    """
    at = at or timezone.now()
    rows = Article.objects.filter(pk=article.pk)
    if seen is not None:
        rows = rows.filter(version=seen)
    values = {"reviewed_by": by, "reviewed_at": at}
    today = timezone.localdate(at)
    if article.review_due_on is None or article.review_due_on <= today:
        values["review_due_on"] = today + relativedelta(years=1)
    if not rows.update(**values):
        raise ChangedSince
    return values.get("review_due_on")


WORDS = [
    "title", "summary", "key_points", "sources", "picture_alt", "picture_caption", "meta_title",
    "meta_description",
]  # fmt: skip
COMPARED = [*WORDS, "body", "reviewed_at"]  # what there is to know of the one before
INDEXED = ["title", "summary", "key_points", "body_text"]
LOOKED_AT = 10  # so many articles of each layer that have some form of a word


def survives(article, *, than, only_spelling=False):
    """Whether the signature under `than` holds for what this article says.

    Other spelling is forgiven where its editor says that it is no more than that.
    """
    if than.reviewed_at is None:
        return False
    if not has_other_words(article, than=than):
        return True
    return only_spelling and has_only_other_spelling(article, than=than)


def has_other_words(article, *, than):
    """Whether a reader reads something else; how the editor writes the same is no difference."""
    # A browser sends every line break as two signs, which is no difference either.
    if any(getattr(article, name).split() != getattr(than, name).split() for name in WORDS):
        return True
    return not html.same_content(html.clean(article.body), than.body)


def has_only_other_spelling(article, *, than):
    """Whether all that changed is how the words are spelt; a text that went or came is more."""
    known = _known_beside(than)
    return all(
        spelling.is_spelling_only(getattr(than, name), getattr(article, name), known=known)
        for name in WORDS
    ) and spelling.is_spelling_only_in_html(than.body, html.clean(article.body), known=known)


def _known_beside(article):
    """Tells which words are in use: by another article that is public, or by this one twice.

    Not the table of words that search keeps, for there this article's own slips are too.
    """
    texts = [getattr(article, name) for name in WORDS] + [html.text(article.body)]
    counts = Counter(words.terms("\n".join(texts)))

    @cache
    def known(word):
        term = words.plain(word)
        if counts[term] > 1 or term in words.STOP_WORDS:  # of which the index has none
            return True
        found = fulltext.newest([{words.stem(term)}], at=timezone.now(), most=LOOKED_AT)
        rows = found.exclude(pk=article.pk).values_list(*INDEXED)
        return any(term in words.terms("\n".join(row)) for row in rows)

    return known


def unsign(article):
    """To be saved with the change that made the signature untrue."""
    article.reviewed_by = article.reviewed_at = None
