"""The points of the checklist: which there are, whether each blocks, and where it points to.

An error is what the site knows for certain, and keeps an article offline; what it only supposes is
advice. So nobody stands before a closed door for a wrong guess. Pure; knows no Django.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from typing import Any, NamedTuple

from blog import care, html
from blog.elements import Element, elements

from . import texts

READ = ("title", "summary", "key_points", "body", "picture_caption")
# In the order of the list. What each says stands in blog.checks.texts.
ERRORS = """
    no-summary alt-none alt-file heading-empty heading-order link-empty link-broken link-hidden
    unsigned
""".split()
ADVICE = """
    alt-cover heading-fake link-vague link-bare link-same link-http link-moved link-later
    title-long meta-long meta-short care-commit care-success care-method care-cause care-romance
    credit phone
""".split()
KINDS = (*ERRORS, *ADVICE)


class Place(NamedTuple):
    """Where to look: a field of the form; in the text an element of a kind, or a quote."""

    field: str
    quote: str = ""
    kind: str = ""  # see blog.elements; empty for words
    nth: int = 0
    note: str = ""  # what is to be known of this one place
    picture: int | None = None  # the picture that has a page of its own


@dataclass(frozen=True)
class Point:
    code: str
    places: tuple[Place, ...]

    @property
    def is_error(self) -> bool:
        return self.code in ERRORS

    @property
    def text(self) -> str:
        return texts.WORDS[self.code].long

    @property
    def place(self) -> str:
        """The field of the form that the first of them is in."""
        return self.places[0].field

    @property
    def count(self) -> int:
        return len(self.places)


@dataclass(frozen=True)
class Draft:
    """What an article says: saved, or as it stands in a form."""

    title: str = ""
    summary: str = ""
    key_points: str = ""
    body: str = ""  # clean
    sources: str = ""
    has_picture: bool = False
    picture_alt: str = ""
    picture_caption: str = ""
    meta_title: str = ""
    meta_description: str = ""
    site: str = ""  # where it stands; a link to there is as safe as the page itself

    @classmethod
    def of(cls, article: Any, *, site: str = "") -> "Draft":
        texts = {
            name: getattr(article, name) or ""
            for name in cls.__dataclass_fields__
            if name not in ("body", "has_picture", "site")
        }
        body = html.clean(article.body or "")
        return cls(**texts, body=body, has_picture=article.picture_id is not None, site=site)

    @cached_property
    def elements(self) -> list[Element]:
        return elements(self.body)

    def of_kind(self, kind: str) -> list[Element]:
        return [element for element in self.elements if element.kind == kind]

    @cached_property
    def lines(self) -> str:
        """The words of the body, each block on a line of its own."""
        flat = html.INSIDE_WORDS.sub("", " ".join(self.body.split()))
        return unescape(html.TAG.sub("\n", flat))

    @cached_property
    def texts(self) -> dict[str, str]:
        """What a reader reads, by field."""
        return {name: getattr(self, name) for name in READ} | {"body": self.lines}

    @cached_property
    def suicide(self) -> care.Suicide:
        # Word for word what blog.fields.SuicideField asks, so that it is not found out twice.
        around = [self.sources, self.picture_alt, self.picture_caption]
        words = "\n".join([html.text(self.body), *around])
        return care.suicide_in(self.title, f"{self.summary}\n{self.key_points}", words)


Found = Iterator[tuple[str, Place]]


class Check(NamedTuple):
    """`find` gives a code with a place for each thing that it sees."""

    name: str
    find: Callable[[Draft], Iterable[tuple[str, Place]]]


@dataclass
class Report:
    points: list[Point]
    failed: list[str] = field(default_factory=list)  # the checks that could not be done
    fine: list[str] = field(default_factory=list)  # those that found nothing

    @property
    def errors(self) -> list[Point]:
        return [point for point in self.points if point.is_error]

    @property
    def advice(self) -> list[Point]:
        return [point for point in self.points if not point.is_error]


class NotAble(Exception):
    """A check has not been given what it needs."""


def report(
    draft: Draft, checks: Iterable[Check], failed: Callable[[Check], None] | None = None
) -> Report:
    """All checks; one that breaks says so, tells `failed`, and keeps none of the others."""
    places: defaultdict[str, list[Place]] = defaultdict(list)
    found = Report([])
    for check in checks:
        try:
            seen = list(check.find(draft))
        except Exception:
            found.failed.append(check.name)
            if failed:
                failed(check)
            continue
        for code, place in seen:
            places[code].append(place)
        if not seen:
            found.fine.append(check.name)
    found.points = [Point(code, tuple(places[code])) for code in KINDS if code in places]
    return found
