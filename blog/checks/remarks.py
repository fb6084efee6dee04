"""What the list of articles says of each: points on the checklist, and what depends on others."""

from collections import defaultdict

from django.utils import timezone
from django.utils.formats import date_format

from blog.models import Article, InternalLink

from . import inner_links
from .texts import WORDS

OTHER = "Een punt op de nakijklijst"
# Behind which a reader finds nothing; an old address leads on.
LINKS = ("link-broken", "link-hidden", "link-later")
READ = 2_000  # links on one page of the list


def attach(articles):
    """Give each of these `remarks`; two queries, and none per row. They have their topics."""
    articles = list(articles)
    verdicts = verdicts_on(articles)
    today = timezone.localdate()
    for article in articles:
        article.remarks = list(_of(article, today, verdicts[article.pk]))
    return articles


def _of(article, today, wrong_links):
    due = article.review_due_on
    if due and due <= today and article.state() == Article.State.PUBLISHED:
        yield f"Herziening nodig sinds {date_format(due, 'j-n-Y')}"
    if lacks_signature(article):
        yield WORDS["unsigned"].short
    yield from (WORDS[code].short for code in LINKS if code in wrong_links)
    yield from dict.fromkeys(points(article))


def lacks_signature(article):
    asks = any(topic.needs_signature for topic in article.topics.all())
    return asks and article.reviewed_at is None


def points(article):
    """Of its own words, in few words; one of which there are none here is still a point."""
    return [WORDS[code].short if code in WORDS else OTHER for code in article.checks.split()]


def verdicts_on(articles):
    """Per key the codes of what is wrong with its links, as one reads them once it is out.

    Two queries: the links as they were kept when the text was saved, and where they lead.
    """
    kept, now = defaultdict(set), timezone.now()
    rows = InternalLink.objects.filter(article__in=[article.pk for article in articles])
    for key, path in rows.order_by("article").values_list("article", "path")[:READ]:
        kept[key].add(path)
    readings = [
        inner_links.Reading(frozenset(kept[one.pk]), max(now, one.publish_at or now), one.slug)
        for one in articles
    ]
    return {
        article.pk: {verdict.code for verdict in verdicts.values()}
        for article, verdicts in zip(articles, inner_links.judge(readings), strict=True)
    }
