"""How near two articles are, in words and topics. Pure: texts in, values out; knows no Django.

The words of an article are weighed twice: by how often it uses them (a title says more than a
text), and by how rare they are among the articles that it is compared with. What is left is the
cosine of the two lists of weights, a number from 0 to 1, and something for each topic they share.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from . import words

TERMS = 60  # kept of an article: what it uses less says little
KEYWORDS = 12  # of those, by which others find it
SHORTEST, LONGEST = 3, 60  # letters of a word that can say what a text is about
IN_TITLE, IN_SUMMARY = 4, 2  # times that a word counts there
FOR_A_TOPIC = 0.1
REASON_LENGTH = 200
WORDS_SHOWN, TOPICS_SHOWN = 3, 2

# Words that carry a sentence and say nothing of what it is about: besides words.STOP_WORDS, which
# search leaves out as well, what no editor would accept as a reason.
_EMPTY = """
    aantal achter afgelopen allebei allemaal alles alsof amerikaans anderen antwoord artikel
    bedenk beetje begin bekend bel belt best beter bijvoorbeeld blijf boven bovendien breng
    brengt buiten daarmee daarom dag dagen deel denk dicht dichter ding dinsdag direct doe
    donderdag draai drie duur duurt echt eens eerst eigen einde elk elkaar elke erbij ermee
    ernaar eruit ervan fijn gebeuren gebruik geef gemaakt genoeg geval gewone gewoon ging goed
    goede gratis groot haal haalt handig hardop helemaal help herken hoeft hoelang hoeveel hoor
    hoort houd houdt huisarts ieder iedereen ineens inmiddels intussen jaar jezelf jullie kant
    keer kies kijk klaar klein kleine klinkt klopt komt kort krijg krijgt kunt laatste lang
    langer later leer lees legt liever lig ligt lijk lukt maandag manier meestal mens mensen
    merk meteen midden minder minuut misschien moment morgen naast nederlands neem neemt niemand
    nodig noem onder opeens opnieuw overal paar pas past plek precies probeer probeert raakt
    reden rest samen schrijf snel soort spreek sta staan staat steeds stel stop straks stuk telt
    terug tien tijd toe tussen twee uur vaker vanaf vanzelf vast vel ver verschil vertel vier
    vijf voelt volgende volgens vooraf vooral voordat vraag vraagt vrijdag wacht wanneer week
    weet weg weinig weleens wijze wilt woensdag woord woorden zaterdag zeg zegt zeker zes zet
    zeven zie ziet zin zit zoek zondag
    """
EMPTY = frozenset(words.stem(word) for word in _EMPTY.split())

Terms = Mapping[str, tuple[float, str]]  # stem: (weight, the word that stands for it)


@dataclass(frozen=True)
class Nearness:
    """How near, and what binds them: topics in their order, words from the one that binds most."""

    score: float
    topics: tuple[int, ...]
    words: tuple[str, ...]


def terms_of(title: str, summary: str, text: str) -> dict[str, tuple[float, str]]:
    """The weightiest words of an article, from the heaviest."""
    count: Counter[str] = Counter()
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for part, times in ((title, IN_TITLE), (summary, IN_SUMMARY), (text, 1)):
        for word in words.words(part):
            if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
                continue
            stem = words.stem(word)
            if word not in words.STOP_WORDS and stem not in EMPTY:
                count[stem] += times
                forms[stem][word] += times
    heaviest = sorted(count, key=lambda stem: (-count[stem], stem))[:TERMS]
    return {
        stem: (round(1 + math.log(count[stem]), 3), forms[stem].most_common(1)[0][0])
        for stem in heaviest
    }


def keywords_of(terms: Terms) -> list[str]:
    """The stems by which an article is found."""
    return sorted(terms, key=lambda stem: (-terms[stem][0], stem))[:KEYWORDS]


def rarity(many: Iterable[Terms]) -> dict[str, float]:
    """What it says that two articles share a stem, judged by how many have it."""
    many = list(many)
    articles = Counter(stem for terms in many for stem in terms)
    return {stem: math.log(1 + len(many) / number) for stem, number in articles.items()}


def length(terms: Terms, rare: Mapping[str, float]) -> float:
    return math.sqrt(sum((weight * rare[stem]) ** 2 for stem, (weight, _) in terms.items()))


def nearness(
    mine: Terms,
    theirs: Terms,
    *,
    topics: Iterable[int],
    rare: Mapping[str, float],
    lengths: tuple[float, float],
) -> Nearness:
    """`topics` are those that both have; `rare` knows every stem of both."""
    shared = {
        stem: weight * theirs[stem][0] * rare[stem] ** 2
        for stem, (weight, _) in mine.items()
        if stem in theirs
    }
    product = math.prod(lengths)
    cosine = sum(shared.values()) / product if product else 0.0
    topics = tuple(topics)
    binding = sorted(shared, key=lambda stem: (-shared[stem], stem))[:WORDS_SHOWN]
    return Nearness(
        score=round(cosine + FOR_A_TOPIC * len(topics), 4),
        topics=topics,
        words=tuple(mine[stem][1] for stem in binding),
    )


def nearest(
    mine: Terms,
    my_topics: Iterable[int],
    others: Mapping[int, tuple[Terms, Iterable[int]]],
    *,
    count: int,
) -> list[tuple[int, Nearness]]:
    """The keys of the `count` nearest of the others, nearest first; among equals the highest key.

    What has no word and no topic in common is not near at all.
    """
    rare = rarity([mine, *(terms for terms, _ in others.values())])
    my_length, my_topics = length(mine, rare), list(my_topics)
    found = []
    for key, (theirs, topics) in others.items():
        topics = set(topics)
        near = nearness(
            mine,
            theirs,
            topics=(topic for topic in my_topics if topic in topics),
            rare=rare,
            lengths=(my_length, length(theirs, rare)),
        )
        if near.score > 0:
            found.append((key, near))
    return heapq.nlargest(count, found, key=lambda pair: (pair[1].score, pair[0]))


def reason(near: Nearness, names: Mapping[int, str]) -> str:
    """Why they belong together, as an editor reads it."""
    topics = [names[topic] for topic in near.topics if topic in names][:TOPICS_SHOWN]
    parts = []
    if topics:
        parts.append(f"Zelfde onderwerp{'en' * (len(topics) > 1)}: {', '.join(topics)}.")
    if near.words:
        label = "Gedeelde woorden" if len(near.words) > 1 else "Gedeeld woord"
        parts.append(f"{label}: {', '.join(near.words)}.")
    text = " ".join(parts)
    return text if len(text) <= REASON_LENGTH else f"{text[: REASON_LENGTH - 1]}…"
