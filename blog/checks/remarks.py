"""What the list of articles says of each: points on the checklist, and what depends on others."""

from collections import defaultdict

from django.utils import timezone
from django.utils.formats import date_format

from blog import links
from blog.models import Article, InternalLink

# What the checklist says in a sentence or two, as a row of the list has room for it.
SHORT = {
    "no-summary": "Geen samenvatting",
    "alt-none": "Afbeelding zonder beschrijving",
    "alt-file": "Bestandsnaam als beschrijving",
    "alt-cover": "Afbeelding bovenaan zonder beschrijving",
    "heading-empty": "Kop zonder woorden",
    "heading-order": "Koppen slaan een stap over",
    "heading-fake": "Vette regel in plaats van een kop",
    "link-empty": "Link zonder woorden",
    "link-vague": "Link die niet zegt waarheen",
    "link-bare": "Adres als tekst van een link",
    "link-same": "Zelfde woorden, verschillende links",
    "link-http": "Link met http",
    "link-broken": "Link die nergens heen gaat",
    "link-hidden": "Link naar een artikel dat niet online staat",
    "link-later": "Link naar een artikel dat later verschijnt",
    "link-moved": "Link naar een oud adres",
    "title-long": "Lange titel",
    "meta-long": "Lange omschrijving voor zoekmachines",
    "meta-short": "Korte omschrijving voor zoekmachines",
    "care-commit": "Woorden over zelfdoding",
    "care-success": "Woorden over zelfdoding",
    "care-method": "Manier of plek van zelfdoding",
    "care-cause": "Eén oorzaak van zelfdoding",
    "care-romance": "Zelfdoding mooier gemaakt",
    "credit": "Afbeelding zonder maker of licentie",
    "phone": "Ander telefoonnummer",
}
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
        yield "Nog niet afgetekend"
    yield from (SHORT[code] for code in LINKS if code in wrong_links)
    yield from dict.fromkeys(points(article))


def lacks_signature(article):
    asks = any(topic.needs_signature for topic in article.topics.all())
    return asks and article.reviewed_at is None


def points(article):
    """Of its own words, in few words; one of which there are none here is still a point."""
    return [SHORT.get(code, OTHER) for code in article.checks.split()]


def verdicts_on(articles):
    """Per key the codes of what is wrong with its links, as one reads them once it is out.

    Two queries: the links as they were kept when the text was saved, and where they lead.
    """
    kept, now = defaultdict(set), timezone.now()
    rows = InternalLink.objects.filter(article__in=[article.pk for article in articles])
    for key, path in rows.order_by("article").values_list("article", "path")[:READ]:
        kept[key].add(path)
    readings = [
        links.Reading(frozenset(kept[one.pk]), max(now, one.publish_at or now), one.slug)
        for one in articles
    ]
    return {
        article.pk: {verdict.code for verdict in verdicts.values()}
        for article, verdicts in zip(articles, links.judge(readings), strict=True)
    }
