"""Which help cards stand beside an article, and on the page of a topic.

All cards and the topics they go with are one query, kept until something changes. Whether an
article has cards of its own comes with the article (`ArticleQuerySet.with_help`); which, is asked
only then.
"""

from typing import NamedTuple

from django.core.cache import caches
from django.db.models import F

from . import care
from .care import Suicide
from .models import HelpCard

MOST = 2  # a page with more is a wall
SUICIDE = HelpCard.Purpose.SUICIDE
# Stands in for the card about suicide when that is gone, or names no longer where help is.
BUILT_IN = {
    "heading": "Hulp, nu",
    "body": "<p>Denk je aan zelfdoding, of ben je bang dat iemand het doet? Bel "
    '<a href="tel:113">113</a> of gratis <a href="tel:0800-0113">0800-0113</a>, dag en nacht, of '
    'chat op <a href="https://www.113.nl/">113.nl</a>. Is er direct gevaar? Bel '
    '<a href="tel:112">112</a>.</p>',
}


class Help(NamedTuple):
    """The cards of one article: above its text, and below."""

    above: list[HelpCard]
    below: list[HelpCard]


def help_for(article, cards=None) -> Help:
    """Called for by its words, chosen for it, and of its topics: at most MOST, in their order.

    What is not about suicide and only names it has that card below the text. Who asks for many
    articles hands over `every_card()`.
    """
    topics = {topic.pk for topic in article.topics.all()}
    own = set()
    if getattr(article, "has_own_cards", True):
        own = {card.pk for card in article.help_cards.all()}
    found = []
    for card, of_topics in every_card() if cards is None else cards:
        is_tied = card.pk in own or not topics.isdisjoint(of_topics)
        is_called_for = card.purpose == SUICIDE and article.suicide != Suicide.NONE
        if is_tied or is_called_for:
            found.append((card, is_tied or article.suicide == Suicide.ABOUT))
    found = found[:MOST]
    return Help([card for card, is_above in found if is_above], [card for card, _ in found])


def cards_for(article) -> list[HelpCard]:
    """Every card that the page of an article shows."""
    return help_for(article).below


def cards_of_topic(topic) -> list[HelpCard]:
    return [card for card, topics in every_card() if topic.pk in topics][:MOST]


def cards_for_words(text, topics) -> list[HelpCard]:
    """What the words of somebody who searches call for; `topics` are those of the site."""
    quick = {topic.pk for topic in topics if topic.has_quick_exit}
    is_suicide = care.suicide_in(text, "", "") != Suicide.NONE
    is_violence = care.speaks_of_violence(text)
    if not (is_suicide or is_violence):
        return []
    return [
        card
        for card, of_topics in every_card()
        if (is_suicide and card.purpose == SUICIDE)
        or (is_violence and not quick.isdisjoint(of_topics))
    ][:MOST]


def every_card():
    """Every card with its topics; the one about suicide first, whatever its number says."""
    return caches["site"].get_or_set("blog.help", _read)


def _read():
    cards = {}
    for row in HelpCard.objects.annotate(topic=F("topics")):
        cards.setdefault(row.pk, (row, set()))[1].add(row.topic)
    pairs = list(cards.values())
    first = next((pair for pair in pairs if pair[0].purpose == SUICIDE), (None, set()))
    if first[0] is None or care.lifelines_missing(first[0].body):
        built_in = HelpCard(purpose=SUICIDE, **BUILT_IN), first[1]
        return [built_in, *(pair for pair in pairs if pair is not first)]
    return [first, *(pair for pair in pairs if pair is not first)]
