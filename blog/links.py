"""Which texts link to which addresses of this site: kept with the text, asked before one goes.

`to(articles)` tells who links to them, in a number of queries that does not grow. Where links lead,
to a reader at some moment, blog.checks.inner_links judges.
"""

import re
from collections import defaultdict
from html import unescape
from typing import NamedTuple
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.urls import reverse

HREF = re.compile(r'<a href="([^"]*)"')
LONGEST = 500
SOURCES = {"article": "article", "page": "page", "helpcard": "help_card"}
SHOWN = 10  # of the texts that link to one article
READ = 500  # links at most, whatever links to these articles


class Text(NamedTuple):
    """A text with a link in it, as the desk shows it; `state` is that of an article, else ""."""

    model: str
    pk: int
    title: str
    state: str = ""

    @property
    def change_page(self):
        return f"admin:blog_{self.model}_change"


class Linking(NamedTuple):
    """The texts that link to one article: the first of them, and how many there are.

    More than READ are not counted: then `is_more`, and there are at least `count`.
    """

    texts: list[Text]
    count: int
    is_more: bool = False

    @property
    def others(self):
        return self.count - len(self.texts)


def paths_in(body: str) -> set[str]:
    """The addresses of this site in a cleaned text, from the root, without query and fragment."""
    return set(filter(None, map(path_of, HREF.findall(body or ""))))


def path_of(href: str, *, with_query=False) -> str | None:
    """An address of this site from the root; None for one elsewhere, or too long to keep."""
    href = unescape(href)
    if href.startswith(f"{settings.SITE_URL}/"):
        href = href.removeprefix(settings.SITE_URL)
    if not href.startswith("/"):
        return None
    try:
        path, query = urlsplit(href)[2:4]
    except ValueError:
        return None
    if len(path) > LONGEST:
        return None
    return f"{path}?{query}" if with_query and query else path


def learn(rows, into=None):
    """Keep what these articles, or pages, or help cards link to: rows of one model, in two or three
    queries. Within the transaction that saves them."""
    rows = [row for row in rows if row.pk]  # with ignore_conflicts nobody knows which were new
    if not rows:
        return
    links = (into or apps.get_model("blog", "InternalLink")).objects
    source = f"{SOURCES[rows[0]._meta.model_name]}_id"
    with transaction.atomic(savepoint=False):
        kept = links.filter(**{f"{source}__in": [row.pk for row in rows]})
        known = {(of, path): pk for of, path, pk in kept.values_list(source, "path", "pk")}
        wanted = {(row.pk, path) for row in rows for path in paths_in(row.body)}
        if gone := [pk for link, pk in known.items() if link not in wanted]:
            links.filter(pk__in=gone).delete()
        new = sorted(wanted - known.keys())
        links.bulk_create([links.model(**{source: of, "path": path}) for of, path in new])


# --- Who links here ------------------------------------------------------------------------------


def to(articles, *, at=None) -> dict[int, Linking]:
    """Per key of these articles: which other texts link to its address, or to one it once had.

    A former address that is now that of another published article counts there. What stands in
    these articles themselves does not count: they go together.
    """
    keys = [article.pk for article in articles]
    owners = dict(_former_paths(keys, at))
    owners |= {article.get_absolute_url(): article.pk for article in articles}
    owners |= {path.rstrip("/"): pk for path, pk in owners.items() if path.rstrip("/")}
    rows = list(_texts_with(owners, at, without=keys)) if owners else []
    found: dict[int, dict[tuple, Text]] = defaultdict(dict)
    for row in rows[:READ]:
        text = _text(row)
        found[owners[row["path"]]].setdefault(text[:2], text)
    is_more = len(rows) > READ
    return {pk: Linking(list(found[pk].values())[:SHOWN], len(found[pk]), is_more) for pk in keys}


def _former_paths(keys, at):
    """Pairs of path and key, in one query."""
    Article, OldAddress, OldPath = (
        apps.get_model("blog", name) for name in ("Article", "OldAddress", "OldPath")
    )
    taken = Exists(Article.objects.published(at).filter(slug=OuterRef("slug")))
    old = OldAddress.objects.filter(~taken, article__in=keys).order_by()
    paths = OldPath.objects.filter(article__in=keys).order_by()
    both = old.values_list("slug", "article").union(paths.values_list("path", "article"), all=True)
    # A slug has no stroke, and a path from the root begins with one.
    for where, pk in both:
        yield where if where.startswith("/") else _address(where), pk


def _texts_with(paths, at, *, without=()):
    """What stands around a link is looked up for those that are read, and not for all there are."""
    Article, InternalLink = (apps.get_model("blog", name) for name in ("Article", "InternalLink"))
    state = Article.objects.filter(pk=OuterRef("article")).with_state(at).order_by()
    order = [
        F("article").desc(nulls_last=True),
        F("page").asc(nulls_last=True),
        "help_card_id",
        "path",
    ]
    links = InternalLink.objects.filter(path__in=list(paths)).exclude(article__in=list(without))
    return (
        InternalLink.objects.filter(pk__in=links.order_by(*order).values("pk")[: READ + 1])
        .annotate(state=Subquery(state.values("state_now")))
        .order_by(*order)
        .values(
            "path", "article", "page", "help_card", "state", "article__title", "page__title",
            "help_card__heading",
        )
    )  # fmt: skip


def _text(row) -> Text:
    if row["article"]:
        label = apps.get_model("blog", "Article").State(row["state"]).label
        return Text("article", row["article"], row["article__title"], label)
    if row["page"]:
        return Text("page", row["page"], row["page__title"])
    return Text("helpcard", row["help_card"], row["help_card__heading"])


def _address(slug):
    return reverse("blog:article", args=[slug])
