"""Which texts link to which addresses of this site: kept with the text, asked before one goes.

`to(articles)` tells who links to them; `judge(readings)` where links lead, to a reader at some
moment. Each in a number of queries that does not grow.
"""

import re
from collections import defaultdict
from datetime import datetime
from html import unescape
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import CharField, Exists, F, IntegerField, OuterRef, Subquery, Value
from django.urls import Resolver404, resolve, reverse

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


# --- Where they lead -----------------------------------------------------------------------------

MOST = 300  # addresses of ours in one text that are looked up
SHELVES = {"blog:topic": "topic", "blog:author": "author", "blog:page": "page"}


class Verdict(NamedTuple):
    """What is wrong with a link, as a code of the checklist, and the address it has now if any."""

    code: str = ""
    new: str = ""


FINE, BROKEN, HIDDEN = Verdict(), Verdict("link-broken"), Verdict("link-hidden")
STATES = {"published": FINE, "scheduled": Verdict("link-later")}


class Reading(NamedTuple):
    """Addresses of ours that are read together: those of one text, at one moment.

    From the root, without fragment; with the query if it is to count (`/?p=12` on the former site).
    """

    addresses: frozenset[str]
    at: datetime
    slug: str = ""  # of the article that they stand in


def judge(readings) -> list[dict[str, Verdict]]:
    """Per reading its verdicts, by address: one query for all of them, and none where the address
    alone tells."""
    named = {path_only(one) for reading in readings for one in reading.addresses}
    named = {path: _named(path) for path in named}
    rows = _rows(readings, named)
    return [
        {address: _verdict(address, named, rows, reading) for address in reading.addresses}
        for reading in readings
    ]


def path_only(address):
    return address.partition("?")[0]


def _named(path):
    """(view, slug) of what a row decides; the view's name of a fixed address; None for nothing."""
    path = unquote(path)
    if path.startswith(settings.STATIC_URL):
        return "static"
    for tried in (path, f"{path}/"):
        try:
            match = resolve(tried)
        except Resolver404:
            continue
        if match.view_name == "blog:article" or match.view_name in SHELVES:
            return match.view_name, match.kwargs["slug"]
        return None if match.app_name == "admin" or tried.startswith("/admin/") else tried
    return None


def _verdict(address, named, rows, reading):
    path = path_only(address)
    found = _of_name(named[path], rows, reading)
    moved = rows.get(("path", address)) if address != path else None
    if moved is None and found == BROKEN:
        moved = rows.get(("path", path))
    if moved is None:
        return found
    view, slug = moved
    return Verdict("link-moved", reverse(view, args=[slug]))


def _of_name(name, rows, reading):
    if not isinstance(name, tuple):
        return BROKEN if name is None else FINE
    view, slug = name
    if view in SHELVES:
        return FINE if name in rows else BROKEN
    if slug == reading.slug:
        return FINE
    now, old = rows.get((reading.at, slug)), rows.get((reading.at, "old", slug))
    if now and now[0] == "published":
        return FINE
    if old and old[0] == "published":
        return Verdict("link-moved", _address(old[1]))
    if found := now or old:
        return STATES.get(found[0], HIDDEN)
    return BROKEN


def _rows(readings, named):
    """One query for all kinds: (moment, slug) or (moment, "old", slug) of articles, (view, slug) of
    the others, and ("path", path) of the former site: each with (state or view, slug it has now).
    """
    keys, parts = [], []

    def ask(rows, of, *columns):
        parts.append(rows.order_by().values_list(Value(len(keys), IntegerField()), *columns))
        keys.append(of)

    models = apps.all_models["blog"]
    slugs = defaultdict(set)
    for reading in readings:
        for path in map(path_only, reading.addresses):
            if isinstance(named[path], tuple):
                view, slug = named[path]
                slugs[reading.at if view == "blog:article" else view].add(slug)
    for at, wanted in slugs.items():
        if at in SHELVES:
            shelf = models[SHELVES[at]].objects.filter(slug__in=wanted)
            ask(shelf, (at,), F("slug"), Value("", CharField()), F("slug"))
            continue
        stated = models["article"].objects.with_state(at)
        ask(stated.filter(slug__in=wanted), (at,), F("slug"), F("state_now"), F("slug"))
        former = F("old_addresses__slug")
        before = stated.filter(old_addresses__slug__in=wanted)
        ask(before, (at, "old"), former, F("state_now"), F("slug"))
    OldPath = models["oldpath"]
    paths = {one for reading in readings for one in reading.addresses if "?" in one}
    paths |= {path for path, name in named.items() if name is None or isinstance(name, tuple)}
    for target in OldPath.TARGETS if paths else ():
        moved = OldPath.objects.filter(path__in=paths, **{f"{target}__isnull": False})
        view = Value(f"blog:{target}", CharField())
        ask(moved, ("path",), F("path"), view, F(f"{target}__slug"))
    if not parts:
        return {}
    first, *others = parts
    found = first.union(*others, all=True)
    return {(*keys[of], key): (state, new) for of, key, state, new in found}


def _address(slug):
    return reverse("blog:article", args=[slug])
