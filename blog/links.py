"""Which texts link to which addresses of this site: kept with the text, asked before one goes.

`to(articles)` tells who links to them; `broken(paths)` which addresses lead nowhere, and
`broken_in(ids)` in which articles those stand. Each in a number of queries that does not grow.
"""

import re
from collections import defaultdict
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

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


def path_of(href: str) -> str | None:
    """An address of this site from the root; None for one elsewhere, or too long to keep."""
    href = unescape(href)
    if href.startswith(f"{settings.SITE_URL}/"):
        href = href.removeprefix(settings.SITE_URL)
    if not href.startswith("/"):
        return None
    try:
        path = urlsplit(href).path
    except ValueError:
        return None
    return path if len(path) <= LONGEST else None


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


# --- Which lead nowhere --------------------------------------------------------------------------


def broken_in(article_ids, *, at=None) -> dict[int, list[str]]:
    """Per article that has any: the addresses it links to that lead nowhere, in order."""
    InternalLink = apps.get_model("blog", "InternalLink")
    rows = InternalLink.objects.filter(article__in=list(article_ids)).order_by("path")
    pairs = list(rows.values_list("article", "path"))
    bad = broken({path for _, path in pairs}, at=at)
    found = defaultdict(list)
    for pk, path in pairs:
        if path in bad:
            found[pk].append(path)
    return dict(found)


def broken(paths, *, at=None) -> set[str]:
    """Those of these paths (see `paths_in`) at which a reader finds nothing to read at `at`.

    Withdrawn counts as nothing, and so does the desk. An address without its last stroke, and one
    that something had before, leads on. At most eight queries, one for each kind of address.
    """
    bad, named = set(), defaultdict(dict)  # per name of a view: what is looked for, and its paths
    for path in paths:
        if path.startswith(settings.STATIC_URL):
            continue
        match = _match(path)
        if match is None or match.namespaces[:1] == ["admin"]:
            bad.add(path)
        elif match.view_name in _THERE:
            wanted = match.kwargs.get("slug") or match.kwargs["token"]
            named[match.view_name].setdefault(wanted, set()).add(path)
    for name, wanted in named.items():
        there = _THERE[name](list(wanted), at or timezone.now())
        bad.update(path for one in wanted.keys() - there for path in wanted[one])
    return bad - _moved(bad, at) if bad else bad


def _match(path):
    path = unquote(path)
    for one in (path, f"{path}/"):
        try:
            return resolve(one)
        except Resolver404:
            continue
    return None


def _articles(slugs, at):
    Article, OldAddress = (apps.get_model("blog", name) for name in ("Article", "OldAddress"))
    there = Article.objects.published(at)
    now = there.filter(slug__in=slugs).order_by().values_list("slug")
    there = Exists(there.filter(pk=OuterRef("article")))
    old = OldAddress.objects.filter(there, slug__in=slugs).order_by()
    return {slug for (slug,) in now.union(old.values_list("slug"))}


def _shelves(model):
    def there(slugs, at):
        rows = apps.get_model("blog", model).objects.with_published(at)
        return set(rows.filter(slug__in=slugs).values_list("slug", flat=True))

    return there


def _rows(model, field):
    def there(values, at):
        rows = apps.get_model("blog", model).objects.filter(**{f"{field}__in": values})
        return set(rows.values_list(field, flat=True))

    return there


# What stands in the database decides whether these addresses lead somewhere; all others do.
_THERE = {
    "blog:article": _articles,
    "blog:topic": _shelves("Topic"),
    "blog:author": _shelves("Author"),
    "blog:page": _rows("Page", "slug"),
    "blog:media": _rows("Picture", "token"),
    "blog:share_picture": _rows("SharePicture", "token"),
}


def _moved(paths, at):
    """Those at which something stood on the former site that can still be read."""
    Article, OldPath = (apps.get_model("blog", name) for name in ("Article", "OldPath"))
    can_be_read = Q(article=None) | Exists(
        Article.objects.published(at).filter(pk=OuterRef("article"))
    )
    rows = OldPath.objects.filter(can_be_read, path__in=paths)
    return set(rows.order_by().values_list("path", flat=True))


def _address(slug):
    return reverse("blog:article", args=[slug])
