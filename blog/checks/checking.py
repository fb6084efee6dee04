"""The whole checklist of an article: what its words tell, and what depends on other rows.

Errors keep an article from becoming public: whatever is not public now, and will be once it is
saved, has none. What is public already, by older rules or by import, can always be saved.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from blog import html, links
from blog.elements import elements
from blog.help import every_card
from blog.models import Article, Picture

from . import checklist, inner_links, phones
from .points import Check, Draft, NotAble, Place, Report, report

log = logging.getLogger("spreekkamer.checklist")

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


def links_within(around, draft):
    places = {}
    for link in draft.of_kind("a"):
        address = links.path_of(link.address, with_query=True)
        if address is not None and (address in places or len(places) < inner_links.MOST):
            place = Place("body", link.text, "a", link.nth, note=inner_links.path_only(address))
            places.setdefault(address, []).append(place)
    reading = inner_links.Reading(frozenset(places), around.at, around.article.slug)
    [verdicts] = inner_links.judge([reading])
    for address, there in places.items():
        code, new = verdicts[address]
        if code:
            for place in there:
                yield code, place._replace(note=f"{place.note} is nu {new}") if new else place


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
    ("Links binnen de site", links_within),
    ("Meelezen door een psycholoog", unsigned),
    ("Maker of licentie van afbeeldingen", makers),
    ("Telefoonnummers", numbers),
)
