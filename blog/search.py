"""What a visitor looks for, and the articles that have it.

First what has every word, each in any inflection, as the begin of a word (`angst` finds
`angststoornis`) or as its end (`faalangst`). Where there is none, also words that look like those
typed, and articles that have some of the words. Title hits first, then what an article is about,
then what it mentions; of equals the newest.
"""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from config import clock

from . import fulltext, snippets, wordforms, words
from .models import Article
from .paging import PER_PAGE
from .querysets import STEMS

LONGEST_QUERY = 200
MOST_WORDS = 8
MOST = 10 * PER_PAGE  # who has not found it by then had better add a word
CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")

# What a match is worth by where it is: the word itself, one that begins or ends so, one like it.
EXACT, LOOSE, NEAR = range(3)
WORTH = {"title": (100, 60, 50), "about": (30, 15, 8), "rest": (10, 4, 2)}


@dataclass
class Results:
    """The keys of what was found, best first, and the stems it was found by."""

    keys: list[int] = field(default_factory=list)
    wanted: set[str] = field(default_factory=set)
    instead: list[set[str]] = field(default_factory=list)  # per word that nothing had: those near
    is_partial: bool = False  # nothing has all of the words

    def cards(self, keys):
        """These articles in this order, with `title_parts` and `snippet_parts`. One query."""
        shown = Article.objects.published().filter(pk__in=keys)
        shown = shown.only("title", "slug", "summary", "body_text", "publish_at")
        found = {article.pk: article for article in shown}
        cards = [found[key] for key in keys if key in found]
        for card in cards:
            card.title_parts = snippets.marked(card.title, self.wanted)
            card.snippet_parts = (
                snippets.snippet(card.summary, self.wanted)
                or snippets.snippet(card.body_text, self.wanted)
                or snippets.start_of(card.summary)
            )
        return cards

    def words_instead(self, cards) -> list[str]:
        """What was looked for instead of what was typed, as these published articles spell it."""
        texts = [f"{card.title}\n{card.summary}\n{card.body_text}" for card in cards]
        found = []
        for near in self.instead:
            said = (word for text in texts for word in snippets.matching_words(text, near))
            found += [word.lower() for word in [next(said, "")] if word]
        return found


@dataclass
class Sought:
    """A word that was typed, and how like it each stem is that may stand for it."""

    likeness: dict[str, int]
    is_known: bool  # False when no published article has it

    def stems(self, worst):
        return {stem for stem, likeness in self.likeness.items() if likeness <= worst}

    def worth(self, layers, stems):
        """The best that an article has of these stems; 0 for nothing."""
        return max(
            (
                WORTH[layer][self.likeness[stem]]
                for layer, said in layers.items()
                for stem in said & stems
            ),
            default=0,
        )


def tidy(query: str) -> str:
    """What was typed, on one line, at most LONGEST_QUERY signs."""
    query = query.encode("utf-8", "ignore").decode()  # half a surrogate pair is no sign
    return " ".join(CONTROLS.sub(" ", query).split())[:LONGEST_QUERY].strip()


def search(query: str, *, at=None) -> Results:
    """Two queries; three where each word is known but no article has all of them."""
    at = at or clock.now()
    sought = _sought(query, at)
    if not sought:
        return Results()
    if all(one.is_known for one in sought):
        groups = [one.stems(LOOSE) for one in sought]
        rows = _rows(fulltext.newest(groups, at=at, most=MOST))
        if rows:
            return _ranked(rows, sought, groups)
    groups = [one.stems(NEAR) for one in sought]
    found = fulltext.newest(groups, at=at, most=MOST, together=False)
    if len(groups) > 1:
        found |= fulltext.newest(groups, at=at, most=MOST)
    rows = _rows(found)
    # What looks like a word stands for it only where nothing has the word itself.
    instead = []
    for place, one in enumerate(sought):
        as_typed = one.stems(LOOSE)
        if any(one.worth(layers, as_typed) for *_, layers in rows):
            groups[place] = as_typed
        else:
            instead.append(groups[place] - as_typed)
    return _ranked(rows, sought, groups, instead)


def _sought(query, at):
    """The words of a query that say something; all of them if none does."""
    parts = [words.plain(part) for word in words.words(query) for part in words.INSIDE.split(word)]
    parts = [part for part in parts if part]
    joined = [""] + [one + other for one, other in pairwise(parts)] + [""]
    placed = [
        (part, {part, *joined[place : place + 2]} - {""})
        for place, part in enumerate(parts)
        if len(part) > 1 or part.isdigit()
    ]
    telling = [pair for pair in placed if pair[0] not in words.STOP_WORDS] or placed
    telling = list({part: (part, exact) for part, exact in telling}.values())[:MOST_WORDS]
    said = wordforms.look_up([part for part, _ in telling], fulltext.is_said(at))
    return [_one(part, exact, **said[part]) for part, exact in telling]


def _one(part, exact, *, begins, ends, near):
    likeness = dict.fromkeys(near, NEAR)
    likeness |= dict.fromkeys([*begins, *ends, *words.same_as(part)], LOOSE)
    likeness |= dict.fromkeys(map(words.stem, exact), EXACT)
    is_known = bool(begins or ends) or len(part) < wordforms.SHORTEST_BEGIN
    return Sought(likeness, is_known)


def _rows(articles):
    """(key, moment, stems per layer) of each."""
    return [
        (
            key,
            moment,
            dict(zip(fulltext.LAYERS, (set(text.split()) for text in texts), strict=True)),
        )
        for key, moment, *texts in articles.values_list("pk", "publish_at", *STEMS)
    ]


def _ranked(rows, sought, groups, instead=()):
    """Those that have as many of the words as the best has; then by worth, then the newest."""
    ranked = []
    for key, moment, layers in rows:
        worths = [one.worth(layers, stems) for one, stems in zip(sought, groups, strict=True)]
        ranked.append((sum(map(bool, worths)), sum(worths), moment, key))
    ranked.sort(reverse=True)
    most = ranked[0][0] if ranked else 0
    return Results(
        keys=[key for count, *_, key in ranked if count == most > 0][:MOST],
        wanted=set().union(*groups),
        instead=list(instead),
        is_partial=0 < most < len(sought),
    )


def topics_about(query: str, topics):
    """Of these topics those whose name has every telling word of the query."""
    typed = {words.stem(term) for term in words.terms(query) if term not in words.STOP_WORDS}
    named = ((topic, {words.stem(term) for term in words.terms(topic.name)}) for topic in topics)
    return [topic for topic, name in named if typed and typed <= name]


def fill_up(results: Results, topics, *, at=None) -> None:
    """Where a first page has room, add the newest articles about the first of these topics."""
    room = PER_PAGE - len(results.keys)
    if topics and room > 0:
        more = Article.objects.listed_under(topics[0], at).exclude(pk__in=results.keys)
        results.keys += more.values_list("pk", flat=True)[:room]
