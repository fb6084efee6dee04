"""What the list of articles says of each: points on the checklist, and what depends on others."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Length, Substr
from django.utils import timezone
from django.utils.formats import date_format

from blog.models import Article, InternalLink, OldAddress

FOLDER = "/blogs/"
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
OTHER_LISTS = (f"{FOLDER}onderwerp/", f"{FOLDER}auteur/", f"{FOLDER}feed/")


def attach(articles):
    """Give each of these `remarks`; one query, and none per row. They have their topics."""
    articles = list(articles)
    broken = with_broken_links([article.pk for article in articles])
    today = timezone.localdate()
    for article in articles:
        article.remarks = list(_of(article, today, article.pk in broken))
    return articles


def _of(article, today, has_broken_link):
    due = article.review_due_on
    if due and due <= today and article.state() == Article.State.PUBLISHED:
        yield f"Herziening nodig sinds {date_format(due, 'j-n-Y')}"
    if lacks_signature(article):
        yield "Nog niet afgetekend"
    if has_broken_link:
        yield "Link naar een artikel dat niet online staat"
    yield from dict.fromkeys(points(article))


def lacks_signature(article):
    asks = any(topic.needs_signature for topic in article.topics.all())
    return asks and article.reviewed_at is None


def points(article):
    """Of its own words, in few words; one of which there are none here is still a point."""
    return [SHORT.get(code, OTHER) for code in article.checks.split()]


def with_broken_links(keys):
    """Those of these articles that link to one that nobody can read."""
    path = OuterRef("path")
    slug = Substr(path, len(FOLDER) + 1, Length(path) - len(FOLDER) - 1)
    now = Article.objects.published()
    links = InternalLink.objects.filter(article__in=keys, path__startswith=FOLDER)
    for other in OTHER_LISTS:
        links = links.exclude(path__startswith=other)
    links = links.exclude(path=FOLDER).filter(
        ~Exists(now.filter(slug=slug)),
        ~Exists(OldAddress.objects.filter(slug=slug, article__in=now)),
    )
    return set(links.values_list("article_id", flat=True))
