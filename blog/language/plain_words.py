"""Difficult words in a text, with something easier for each: the list is plain_words.txt. Pure.

A word that its article explains is left alone: the reader is told, and so needs no other word.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from .sentences import Word, key

LIST = Path(__file__).with_suffix(".txt")
ENDINGS = {"eren": "eer eert eerde eerden eren erend erende".split()}
# What stands behind a word that is being explained, or before it.
EXPLAINED_AFTER = re.compile(
    r"[\"'“”‘’]?(?: \((?!zie\b)\w+ \w|,? (?:dat|dit) (?:is|wil zeggen|betekent|zijn)\b"
    r"|,? (?:oftewel|ofwel|of wel)\b| betekent\b| is (?:een|het|als|hoe|wat) \w|: )",
    re.IGNORECASE,
)
EXPLAINED_BEFORE = re.compile(
    r"(?:\b(?:noem\w*|heet|heten|genoemd)(?: (?:we|wij|je|dat|dit|ze|ook|wel|dat ook|ook wel))*"
    r"(?: (?:een|de|het))? [\"'“”‘’]?|\((?:een |de |het |ook |ook wel )*[\"'“”‘’]?)$",
    re.IGNORECASE,
)
NAMED_AFTER = re.compile(r"[\"'“”‘’]?(?: noem(?:en|t)? | heet dat\b| genoemd\b)", re.IGNORECASE)
REACH = 40  # characters looked at on either side


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    name: str
    easier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    entry: Entry
    start: int
    end: int


def find(words: Sequence[Word]) -> Iterator[Found]:
    """The difficult words of one sentence; of two that begin alike the longer."""
    known = entries()
    at = 0
    while at < len(words):
        for forms, entry in known.get(words[at].key, ()):
            stop = at + len(forms)
            if tuple(word.key for word in words[at:stop]) == forms:
                yield Found(entry, words[at].start, words[stop - 1].end)
                at = stop
                break
        else:
            at += 1


def is_explained(text: str, found: Found) -> bool:
    """Whether the words around it say what it means."""
    before = text[max(0, found.start - REACH) : found.start]
    after = text[found.end : found.end + REACH]
    return bool(
        EXPLAINED_BEFORE.search(before) or EXPLAINED_AFTER.match(after) or NAMED_AFTER.match(after)
    )


@lru_cache(maxsize=1)
def entries() -> dict[str, list[tuple[tuple[str, ...], Entry]]]:
    """By first word: each form as its words, the longest first."""
    known: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            entry, forms = _read(line)
            for form in forms:
                parts = tuple(map(key, form.split()))
                known.setdefault(parts[0], []).append((parts, entry))
    for choices in known.values():
        choices.sort(key=lambda choice: -len(choice[0]))
    return known


def _read(line: str) -> tuple[Entry, list[str]]:
    words, sign, easier = line.partition(" = ")
    if not sign or not easier.strip():
        raise ValueError(f"plain_words.txt: no easier word in {line!r}")
    first, *others = words.strip().split("/")
    forms = [first]
    for other in others:
        if other == "~":
            stem = first.removesuffix("eren")
            forms += [stem + ending for ending in ENDINGS["eren"]]
            forms += [f"{_ge(stem)}eerd", f"{_ge(stem)}eerde"]
        elif other.startswith("-"):
            forms.append(first + other[1:])
        else:
            forms.append(other)
    return Entry(first, tuple(easier.strip().split(", "))), list(dict.fromkeys(forms))


def _ge(stem: str) -> str:
    """geëvalueerd, geïsoleerd, gereduceerd"""
    apart = {"e": "ë", "i": "ï", "u": "ü"}
    return f"ge{apart.get(stem[0], stem[0])}{stem[1:]}"
