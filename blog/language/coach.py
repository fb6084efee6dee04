"""Plain Dutch: which sentences and words of a text are hard to read, and what would be easier.

Pure text in, remarks out; knows no Django. It advises and never forbids. A text comes in blocks (a
heading, a paragraph, a list item): offsets count the characters of a block.

The figure is Flesch's reading ease as W.H. Douma fitted it to Dutch in 1960 (De leesbaarheid van
landbouwbladen): 206.8 less 0.93 for each word of a sentence, less 77 for each syllable of a word,
with his own names for the results. It counts lengths and nothing else, and says nothing of B1: that
level is about what a reader can do, and no formula has measured it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import unescape

from blog.html import PARTED

from . import plain_words
from .passive import passives
from .sentences import Sentence, sentences
from .syllables import syllables

# Dutch government advice for B1 keeps a sentence near 10 to 15 words. From 20 on, a reader has to
# hold the start of it in mind to understand the end; at 30 many have to begin again.
LONG, VERY_LONG = 20, 30
ENOUGH = 100  # words: Flesch took samples of a hundred
EASY_SENTENCE, EASY_WORD = 12, 1.55  # words; syllables: what helps most is what is farthest off

# Douma's names, each from this figure on.
NAMES = [
    (90, "zeer makkelijk"),
    (80, "makkelijk"),
    (70, "tamelijk makkelijk"),
    (60, "gemiddeld"),
    (45, "tamelijk moeilijk"),
    (30, "moeilijk"),
    (0, "zeer moeilijk"),
]
INLINE = re.compile(r"</?(?:a|strong|em|b|i|sub|sup|cite|img)\b")
SURROGATE = re.compile("[\ud800-\udfff]")


class Kind(StrEnum):
    LONG = "long"
    PASSIVE = "passive"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class Remark:
    """What could be easier, at `text` in a block; `count` says how often it stands in the whole."""

    kind: Kind
    block: int
    start: int
    end: int
    text: str
    advice: str
    alternatives: tuple[str, ...] = ()
    count: int = 1
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """How the whole reads; `figure` from 0 (hard) to 100 (easy), `helps` what would help most."""

    figure: int
    name: str
    words_per_sentence: float
    syllables_per_word: float
    helps: str


@dataclass(frozen=True, slots=True)
class Report:
    remarks: tuple[Remark, ...]
    reading: Reading | None  # None: too little text to say


def look(blocks: Sequence[str]) -> Report:
    """All remarks in the order of the text. Takes time in proportion to the text."""
    remarks: list[Remark] = []
    words: dict[str, int] = {}  # difficult word: where its remark stands
    explained: set[str] = set()
    told: list[Sentence] = []
    loose: list[Sentence] = []
    for number, text in enumerate(blocks):
        for sentence in sentences(text):
            (told if sentence.is_closed else loose).append(sentence)
            remarks += _on_length(number, text, sentence)
            for first, last in passives(text, sentence.words):
                start, end = sentence.words[first].start, sentence.words[last].end
                remarks.append(_on_passive(number, text, start, end))
            for found in plain_words.find(sentence.words):
                name = found.entry.name
                if plain_words.is_explained(text, found):
                    explained.add(name)
                if name in words:
                    before = remarks[words[name]]
                    remarks[words[name]] = replace(before, count=before.count + 1)
                else:
                    words[name] = len(remarks)
                    remarks.append(_on_word(number, text, found))
    spared = {words[name] for name in explained}
    kept = [remark for place, remark in enumerate(remarks) if place not in spared]
    kept.sort(key=lambda remark: (remark.block, remark.start, -remark.end))
    return Report(tuple(kept), _reading(told) or _reading(told + loose))


def blocks_of(html: str) -> list[str]:
    """The blocks of cleaned HTML as plain text, white space as a browser shows it."""
    pieces = [""]
    for place, piece in enumerate(PARTED.split(html)):
        if place % 2 == 0:
            pieces[-1] += re.sub(r"\s+", " ", unescape(piece))
        elif piece.startswith("<br"):
            pieces[-1] += "\n"
        elif not INLINE.match(piece):
            pieces.append("")
    return [block for block in map(str.strip, pieces) if block]


def sound(text: str) -> str:
    """The same text, character for character, in which every character can be written out."""
    return SURROGATE.sub("\ufffd", text)


def _on_length(block: int, text: str, sentence: Sentence) -> list[Remark]:
    count = len(sentence.words)
    if count <= LONG:
        return []
    advice = f"{count} woorden: maak er twee of meer zinnen van."
    if count <= VERY_LONG:
        advice = f"{count} woorden: kan dit in twee zinnen?"
    return [
        Remark(
            Kind.LONG,
            block,
            sentence.start,
            sentence.end,
            text[sentence.start : sentence.end],
            advice,
            is_strong=count > VERY_LONG,
        )
    ]


def _on_passive(block: int, text: str, start: int, end: int) -> Remark:
    advice = "Kun je zeggen wie het doet?"
    return Remark(Kind.PASSIVE, block, start, end, text[start:end], advice)


def _on_word(block: int, text: str, found: plain_words.Found) -> Remark:
    easier = found.entry.easier
    advice = f"Makkelijker: {' of '.join(f'‘{word}’' for word in easier)}."
    words = text[found.start : found.end]
    return Remark(Kind.WORD, block, found.start, found.end, words, advice, easier)


def _reading(told: Sequence[Sentence]) -> Reading | None:
    words = [word.key for sentence in told for word in sentence.words]
    if len(words) < ENOUGH:
        return None
    per_sentence = len(words) / len(told)
    per_word = sum(map(syllables, words)) / len(words)
    figure = max(0, min(100, round(206.8 - 0.93 * per_sentence - 77 * per_word)))
    name = next(name for least, name in NAMES if figure >= least)
    return Reading(
        figure, name, round(per_sentence, 1), round(per_word, 2), _helps(per_sentence, per_word)
    )


def _helps(per_sentence: float, per_word: float) -> str:
    """What costs the figure most."""
    by_sentences = 0.93 * (per_sentence - EASY_SENTENCE)
    by_words = 77 * (per_word - EASY_WORD)
    if max(by_sentences, by_words) <= 0:
        return "De zinnen en de woorden zijn kort genoeg."
    if by_sentences >= by_words:
        return "Kortere zinnen helpen hier het meest."
    return "Kortere woorden helpen hier het meest."
