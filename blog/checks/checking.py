"""The whole checklist of an article: what its words tell, and what depends on other rows.

Errors keep an article from becoming public: whatever is not public now, and will be once it is
saved, has none. What is public already, by older rules or by import, can always be saved.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import CharField, F, Q, Value
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from blog import html, links
from blog.elements import elements
from blog.help import every_card
from blog.models import Article, Author, OldPath, Page, Picture, Topic

from . import checklist, phones
from .points import Check, Draft, NotAble, Place, Report, report

log = logging.getLogger("spreekkamer.checklist")
MOST = 300  # addresses of ours in one text that are looked up

# The numbers on which the practice can be called, as a function. `config` hands it over: this app
# knows nothing of that one.
practice_numbers: Callable[[], list[str]] | None = None


@dataclass(frozen=True)
class Around:
    """What an article stands among. `topics` are its own; `is_signed` is asked only if one asks."""

    article: Article
    topics: object  # a QuerySet
    is_signed: Callable[[], bool]
    at: object  # when it is to be read


def look_over(article, *, topics=None, is_signed=None, at=None) -> Report:
    """Everything, in at most five queries; an article that is not saved brings its topics along."""
    around = Around(
        article=article,
        topics=article.topics.all() if topics is None else topics,
        is_signed=is_signed or (lambda: article.reviewed_at is not None),
        at=max(timezone.now(), at or article.publish_at or timezone.now()),
    )
    rows = [Check(name, partial(find, around)) for name, find in ROWS]
    return report(Draft.of(article, site=settings.SITE_URL), [*checklist.OWN, *rows], failed=_log)


def _log(check):
    log.exception("A check on the checklist could not be done: %s", check.name)


def becomes_public(article, *, publish_at, withdraw_at, now=None) -> bool:
    """Whether saving it with these moments puts online, now or later, what is not online yet."""
    now = now or timezone.now()
    if publish_at is None or (withdraw_at is not None and withdraw_at <= now):
        return False
    return not (article.pk and Article.objects.filter(pk=article.pk).published(now).exists())


# --- Signed --------------------------------------------------------------------------------------


def unsigned(around, draft):
    asking = around.topics.filter(needs_signature=True).values_list("name", flat=True)
    names = list(asking)
    if names and not around.is_signed():
        yield from (("unsigned", Place("topics", name)) for name in names)


# --- Pictures ------------------------------------------------------------------------------------


def makers(around, draft):
    images = {image: html.PICTURE.fullmatch(image.address) for image in draft.of_kind("img")}
    tokens = {match[2] for match in images.values() if match}
    cover = around.article.picture_id
    if not tokens and cover is None:
        return
    bare = Picture.objects.filter(Q(token__in=tokens) | Q(pk=cover), credit="").order_by()
    rows = dict(bare.values_list("token", "pk"))
    if cover in rows.values():
        yield "credit", Place("picture", note="afbeelding bovenaan", picture=cover)
    for image, match in images.items():
        if match and match[2] in rows:
            note = f"afbeelding {image.nth + 1}"
            place = Place("body", image.text, "img", image.nth, note, rows[match[2]])
            yield "credit", place


# --- Links within the site -----------------------------------------------------------------------


def inner_links(around, draft):
    places = {}
    for link in draft.of_kind("a"):
        path = links.path_of(link.address)
        if path is not None and len(places) < MOST:
            place = Place("body", link.text, "a", link.nth, note=path)
            places.setdefault(path, []).append((place, link.address))
    known = _known(places, around)
    for path, at_these in places.items():
        for place, address in at_these:
            code, new = known.get(_with_query(address), known[path])
            if code:
                yield code, place._replace(note=f"{path} is nu {new}" if new else path)


def _with_query(address):
    query = urlsplit(address).query
    return f"{links.path_of(address)}?{query}" if query else None


SHELVES = {"blog:topic": Topic, "blog:author": Author, "blog:page": Page}
FINE, BROKEN = ("", ""), ("link-broken", "")
STATES = {"published": FINE, "scheduled": ("link-later", "")}
HIDDEN = ("link-hidden", "")


def _known(places, around):
    """By path: the code of what is wrong with it, and its new address if it has one."""
    named = {path: _named(path) for path in places}
    of_rows = {path: name for path, name in named.items() if isinstance(name, tuple)}
    queries = set(filter(None, (_with_query(link) for at in places.values() for _, link in at)))
    rows = _rows(of_rows, {*places, *queries}, around) if places else {}
    known = {path: BROKEN if name is None else FINE for path, name in named.items()}
    for path, name in of_rows.items():
        known[path] = _judged(name, rows, around)
    for (kind, path), (state, new) in rows.items():
        if kind == "path" and known.get(path, BROKEN) == BROKEN:
            known[path] = ("link-moved", reverse(state, args=[new]))
    return known


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


def _judged(name, rows, around):
    if name[0] in SHELVES:
        return FINE if name in rows else BROKEN
    if name[1] == around.article.slug:
        return FINE
    now, old = rows.get(name), rows.get(("old", name[1]))
    if now and now[0] == "published":
        return FINE
    if old and old[0] == "published":
        return "link-moved", reverse("blog:article", args=[old[1]])
    if found := now or old:
        return STATES.get(found[0], HIDDEN)
    return BROKEN


def _rows(names, paths, around):
    """One query for all kinds: {(kind, slug or path): (state, slug it has now)}."""

    def labelled(rows, kind, key, state, new):
        label = Value(kind, CharField())
        return rows.order_by().values_list(label, key, state, new)

    slugs = {slug for view, slug in names.values() if view == "blog:article"}
    stated = Article.objects.with_state(around.at)
    empty = Value("", CharField())
    parts = [
        labelled(
            stated.filter(slug__in=slugs), "blog:article", F("slug"), F("state_now"), F("slug")
        ),
        labelled(
            stated.filter(old_addresses__slug__in=slugs),
            "old",
            F("old_addresses__slug"),
            F("state_now"),
            F("slug"),
        ),
    ]
    for view, model in SHELVES.items():
        slugs = {slug for shelf, slug in names.values() if shelf == view}
        parts.append(
            labelled(model.objects.filter(slug__in=slugs), view, F("slug"), empty, F("slug"))
        )
    for target in OldPath.TARGETS:
        moved = OldPath.objects.filter(path__in=paths, **{f"{target}__isnull": False})
        view = Value(f"blog:{target}", CharField())
        parts.append(labelled(moved, "path", F("path"), view, F(f"{target}__slug")))
    first, *others = parts
    return {(kind, key): (state, new) for kind, key, state, new in first.union(*others, all=True)}


# --- Phone numbers -------------------------------------------------------------------------------


def numbers(around, draft):
    if practice_numbers is None:
        raise NotAble
    yield from phones.phones(draft, _right_numbers)


def _right_numbers():
    yield from practice_numbers()
    for card, _ in every_card():
        for element in elements(card.body):
            yield element.address.removeprefix("tel:")
            yield from phones.numbers_in(element.text)


ROWS = (
    ("Links binnen de site", inner_links),
    ("Meelezen door een psycholoog", unsigned),
    ("Maker of licentie van afbeeldingen", makers),
    ("Telefoonnummers", numbers),
)
