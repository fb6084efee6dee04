"""The worker's part in related articles: who is near whom, computed before anybody asks.

An article that changes is first read (its words go to Vocabulary, the weightiest to Keyword), then
compared with those that it can be found beside, and its neighbours are told. Each step ends in one
short transaction that begins by taking its own mark away, and only if that is still the mark it
started from: a worker that is killed leaves the mark, a second worker finds it gone, and a change
made meanwhile puts a new one there. What is compared stays bounded however many articles there are.
"""

import logging
from datetime import timedelta
from time import monotonic

from django.db import transaction
from django.db.models.signals import m2m_changed
from django.utils import timezone

from . import similarity
from .models import Article, Keyword, Suggestion, Topic, Vocabulary

log = logging.getLogger("spreekkamer.suggestions")

KEPT = 12  # of each article, so that four are left when some are withdrawn
PER_KEYWORD = 60  # articles compared for each keyword or topic they share, the newest
NEWEST = 200  # compared besides, whatever they are about
TOLD = 40  # of the nearest, that are compared anew because this one changed
MOST_TOLD = 200  # of those that suggest it now
BATCH = 20
ROUND_SECONDS = 1  # after which the mail has its turn
LONGEST_STALE = timedelta(days=30)
AFTER_A_FAULT = timedelta(hours=1)


def mark_due(articles) -> int:
    """To be called where something outside the article's own row decides its neighbours."""
    return articles.update(related_due_at=timezone.now())


def watch_links() -> None:
    """Topics and help cards are links, which no save of the article tells of."""
    for links in (Article.topics.through, Article.help_cards.through):
        m2m_changed.connect(_note_links, sender=links, dispatch_uid=f"related:{links.__name__}")


def _note_links(instance, action, reverse, pk_set, **kwargs) -> None:
    if action in ("post_add", "post_remove"):
        mark_due(Article.objects.filter(pk__in=pk_set if reverse else [instance.pk]))
    elif action == "pre_clear":
        linked = instance.articles.all() if reverse else Article.objects.filter(pk=instance.pk)
        mark_due(linked)


def compute_due(limit=BATCH) -> int:
    """Try what is due, at most `limit` articles; give how many. First all that is to be read, so
    that in a first filling nobody is compared before everybody is known."""
    now, end = timezone.now(), monotonic() + ROUND_SECONDS
    for rows, step, mark in (
        (Article.objects, _read, "related_due_at"),
        (Vocabulary.objects, _compute, "due_at"),
    ):
        due = rows.filter(**{f"{mark}__lte": now}).order_by(mark).values_list("pk", mark)[:limit]
        tried = 0
        for pk, seen in list(due):
            _try(step, rows, mark, pk, seen)
            tried += 1
            if monotonic() > end:
                break
        if tried:
            return tried
    return _refresh_stalest(now)


def _try(step, rows, mark, pk, seen) -> None:
    """One that cannot be done must not hold up the others."""
    try:
        step(pk, seen)
    except Exception:
        log.exception("Article %s has no new suggestions", pk)
        rows.filter(pk=pk, **{mark: seen}).update(**{mark: timezone.now() + AFTER_A_FAULT})


def _refresh_stalest(now) -> int:
    """One at a time, when there is nothing else: what was rare, or near, changes slowly."""
    stale = Vocabulary.objects.filter(due_at=None, computed_at__lt=now - LONGEST_STALE)
    stalest = list(stale.order_by("computed_at").values_list("pk", flat=True)[:1])
    return Vocabulary.objects.filter(pk__in=stalest).update(due_at=now) if stalest else 0


def _read(pk, seen) -> bool:
    """Note the words and topics of an article as they stand."""
    words = Article.objects.only("title", "summary", "key_points", "body_text")
    article = words.filter(pk=pk).first()
    if article is None:
        return False
    summary = f"{article.summary}\n{article.key_points}"
    terms = similarity.terms_of(article.title, summary, article.body_text)
    topics = list(article.topics.values_list("pk", flat=True))
    with transaction.atomic():
        if not Article.objects.filter(pk=pk, related_due_at=seen).update(related_due_at=None):
            return False
        now = timezone.now()
        values = {"terms": terms, "topics": topics, "changed_at": now, "due_at": now}
        Vocabulary.objects.update_or_create(article_id=pk, defaults=values)
        _keep_keywords(pk, {*similarity.keywords_of(terms), *map(_as_keyword, topics)})
    return True


def _as_keyword(topic) -> str:
    return f"#{topic}"


def _keep_keywords(pk, words) -> None:
    rows = Keyword.objects.filter(article=pk)
    have = set(rows.values_list("word", flat=True))
    rows.filter(word__in=have - words).delete()
    Keyword.objects.bulk_create(Keyword(article_id=pk, word=word) for word in sorted(words - have))


def _compute(pk, seen) -> bool:
    """Compare an article with its candidates, and replace its suggestions if they are others."""
    started = timezone.now()
    rows = Vocabulary.objects.select_related("article").filter(pk=pk)
    of_article = ("article__publish_at", "article__suicide")  # all that is asked of it
    vocabulary = rows.only("terms", "topics", "changed_at", "computed_at", *of_article).first()
    if vocabulary is None:
        return False
    names = dict(Topic.objects.filter(pk__in=vocabulary.topics).values_list("pk", "name"))
    topics = [topic for topic in vocabulary.topics if topic in names]
    nearest = similarity.nearest(
        vocabulary.terms, topics, _candidates(vocabulary.article), count=TOLD
    )
    if vocabulary.computed_at is None or vocabulary.computed_at < vocabulary.changed_at:
        _tell(vocabulary, [other for other, _ in nearest])
    found = [(other, near.score, similarity.reason(near, names)) for other, near in nearest[:KEPT]]
    with transaction.atomic():
        row = Vocabulary.objects.filter(pk=pk, due_at=seen)
        if not row.update(due_at=None, computed_at=started):
            return False
        _replace(pk, found)
    return True


def _candidates(article) -> dict:
    """Those that share a keyword or a topic, and the newest: {pk: (terms, topics)}.

    What is to come counts as well: it is ready when its moment is there.
    """
    offered = Article.objects.out_or_coming()
    found = set(offered.newest_first().values_list("pk", flat=True)[:NEWEST])
    for word in Keyword.objects.filter(article=article.pk).values_list("word", flat=True):
        same = Keyword.objects.filter(word=word).order_by("-article_id")
        found.update(same.values_list("article_id", flat=True)[:PER_KEYWORD])
    found.discard(article.pk)
    rows = offered.suggestible_under(article).filter(pk__in=found, vocabulary__isnull=False)
    columns = rows.order_by().values_list("pk", "vocabulary__terms", "vocabulary__topics")
    return {pk: (terms, topics) for pk, terms, topics in columns}


def _replace(pk, suggestions) -> None:
    rows = Suggestion.objects.filter(article=pk)
    if list(rows.values_list("related_id", "score", "reason")) == suggestions:
        return  # a reading page that nothing changed for is kept by those who keep pages
    rows.delete()
    Suggestion.objects.bulk_create(
        Suggestion(article_id=pk, related_id=other, position=place, score=score, reason=reason)
        for place, (other, score, reason) in enumerate(suggestions, start=1)
    )


def _tell(vocabulary, nearest) -> None:
    """Have those compared anew that may want this article now, or no longer.

    Who was compared after it changed knows it already.
    """
    rows = Suggestion.objects.filter(related=vocabulary.pk)
    neighbours = set(rows.values_list("article_id", flat=True)[:MOST_TOLD])
    if vocabulary.article.publish_at:
        neighbours.update(nearest)
    ignorant = Vocabulary.objects.filter(computed_at__lt=vocabulary.changed_at)
    ignorant.filter(pk__in=neighbours).update(due_at=timezone.now())
