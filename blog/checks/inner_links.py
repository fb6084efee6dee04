"""Where links within the site lead, to a reader at some moment: in one query, however many."""

from collections import defaultdict
from datetime import datetime
from typing import NamedTuple
from urllib.parse import unquote

from django.apps import apps
from django.conf import settings
from django.db.models import CharField, F, IntegerField, Value
from django.urls import Resolver404, resolve, reverse

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
        return Verdict("link-moved", reverse("blog:article", args=[old[1]]))
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
