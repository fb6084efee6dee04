"""What search engines may find: everything published, and the pages that stand (sitemaps.org 0.9).

One file while PER_FILE holds the articles; beyond that an index of files. A file of articles is a
range of primary keys, so an article never moves to another one and no file grows with the site.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import BigIntegerField, Count, ExpressionWrapper, F, Max
from django.db.models.functions import Greatest
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.views.decorators.http import require_safe

from .models import Article, Author, Page, Picture, Topic

PER_FILE = 10_000
ON_FRONT = 20  # more than home and the first page of the list show
PAGES = "paginas"
ARTICLES = re.compile(r"artikelen-([1-9]\d{0,9})")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
SPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
)


class Entry(NamedTuple):
    """An address from the root, when what stands there last changed, and its picture."""

    path: str
    changed_at: datetime | None = None
    picture: str = ""


Entries = Iterable[Entry]


@require_safe
def sitemap(request, others: Callable[[], Entries]):
    """`others()` are the pages of other apps."""
    parts = _parts()
    if sum(count for count, _ in parts.values()) <= PER_FILE:
        return _urlset([*_standing(others), *_articles()])
    standing = max(filter(None, (entry.changed_at for entry in _standing(others))), default=None)
    files = [Entry(reverse("sitemap_part", args=[PAGES]), standing)]
    files += [
        Entry(reverse("sitemap_part", args=[f"artikelen-{number}"]), changed_at)
        for number, (_, changed_at) in parts.items()
    ]
    rows = "".join(f"<sitemap>{_loc(file)}</sitemap>\n" for file in files)
    return _xml(f"<sitemapindex {SPACES}>\n{rows}</sitemapindex>\n")


@require_safe
def part(request, part, others: Callable[[], Entries]):
    """One file of the index: `paginas`, or `artikelen-` and a number."""
    if part == PAGES:
        return _urlset(_standing(others))
    found = ARTICLES.fullmatch(part)
    number = int(found[1]) if found else 0
    entries = list(_articles(pk__gt=(number - 1) * PER_FILE, pk__lte=number * PER_FILE))
    if not entries:
        raise Http404
    return _urlset(entries)


def _parts() -> dict[int, tuple[int, datetime]]:
    """File number -> how many articles it holds and when one of them last changed."""
    part = ExpressionWrapper((F("pk") - 1) / PER_FILE + 1, output_field=BigIntegerField())
    rows = Article.objects.published().annotate(part=part).values("part").order_by("part")
    changed_at = Greatest(Max("publish_at"), Max("updated_at"))
    found = rows.annotate(rows=Count("pk"), changed_at=changed_at)
    return {row["part"]: (row["rows"], row["changed_at"]) for row in found}


def _articles(**within) -> Entries:
    path = reverse("blog:article", args=["-"]).rpartition("-")[0]
    rows = Article.objects.published().filter(**within).order_by("pk")
    columns = ("slug", "publish_at", "updated_at", "picture__token", "picture__format")
    for slug, publish_at, updated_at, token, format in rows.values_list(*columns).iterator():
        picture = Picture(token=token, format=format).original_url if token else ""
        yield Entry(f"{path}{slug}/", max(publish_at, updated_at), picture)


def _standing(others) -> list[Entry]:
    """Everything but the articles."""
    newest = Article.objects.published().newest_first().values_list("publish_at", "updated_at")
    changed_at = max((max(moments) for moments in newest[:ON_FRONT]), default=None)
    entries = [Entry(reverse("home"), changed_at), Entry(reverse("blog:list"), changed_at)]
    for shelf in (Topic, Author):
        rows = shelf.objects.with_published().with_last_change().order_by("pk")
        entries += [Entry(row.get_absolute_url(), row.changed_at) for row in rows]
    rows = Page.objects.order_by("pk").only("slug", "updated_at")
    entries += [Entry(page.get_absolute_url(), page.updated_at) for page in rows]
    return [*entries, *others()]


def _urlset(entries: Entries):
    rows = "".join(f"<url>{_loc(entry)}{_image(entry)}</url>\n" for entry in entries)
    return _xml(f"<urlset {SPACES}>\n{rows}</urlset>\n")


def _loc(entry):
    """Addresses by SITE_URL, whatever host was asked."""
    changed = (
        f"<lastmod>{entry.changed_at:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if entry.changed_at else ""
    )
    return f"<loc>{escape(settings.SITE_URL + entry.path)}</loc>{changed}"


def _image(entry):
    if not entry.picture:
        return ""
    return f"<image:image><image:loc>{settings.SITE_URL}{entry.picture}</image:loc></image:image>"


def _xml(text):
    return HttpResponse(HEAD + text, content_type="application/xml; charset=utf-8")
