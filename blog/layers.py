"""What search compares of an article, in layers. Pure text in, values out; knows no Django.

An engine that counted words to rank an answer would have to look at each article that has them.
So the counting is done when the article is saved, and leaves three sets of stems.
"""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from . import html, words

OFTEN = 3  # a text that says a word so many times is about it
HEADING = re.compile(r"<h[2-4]>(.*?)</h[2-4]>", re.DOTALL)


@dataclass(frozen=True)
class Layers:
    """Stems, each in the first layer that has it; and the words themselves."""

    title: frozenset[str]  # with its stop words: a title may have no others
    about: frozenset[str]  # summary, key points, headings, and what the text says OFTEN
    rest: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=64)  # three fields and the vocabulary ask one after another, also of many rows
def layers(title: str, summary: str, key_points: str, body: str) -> Layers:
    """Of an article's fields, the body being HTML of any kind."""
    body = html.clean(body)
    headings = html.text(" ".join(HEADING.findall(body)))
    in_title = words.terms(title)
    in_front = _telling(f"{summary}\n{key_points}\n{headings}")
    in_text = _telling(html.text(body))
    first = _stems(in_title)
    counts = Counter(map(words.stem, in_text))
    about = _stems(in_front) | {stem for stem, count in counts.items() if count >= OFTEN}
    return Layers(
        title=first,
        about=about - first,
        rest=counts.keys() - about - first,
        words=frozenset(in_title).union(in_front, in_text),
    )


def _telling(text):
    return [term for term in words.terms(text) if term not in words.STOP_WORDS]


def _stems(terms):
    return frozenset(map(words.stem, terms))
