"""What a reader needs in a long text: anchors, tables that scroll, references, sayers of quotes.

Takes the cleaned HTML of blog.html and gives HTML with nothing in it that a person wrote but that
was not there already. Pure; knows no Django.
"""

import math
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from . import html

# Dutch is read aloud at some 200 words a minute (202 in the IReST texts of Trauzettel-Klosinski
# and Dietz, 2012). Silent reading is faster, but who is tired or worried is not; and nobody minds
# being done early.
WORDS_PER_MINUTE = 200
# A table of contents for fewer would be longer than the way down.
HEADINGS_FOR_CONTENTS = 3
WORDS_IN_ANCHOR = 8

HEADING = re.compile(r"<(h[23])>(.*?)</\1>", re.DOTALL)
TABLE = re.compile(r"<table>(?:\s*<caption>(.*?)</caption>)?|</table>", re.DOTALL)
QUOTE = re.compile(r"<blockquote>((?:(?!</?blockquote>).)*)</blockquote>", re.DOTALL)
# `[1]`; and the tags, for in a tag, a link or a heading it is no reference.
REFERENCE = re.compile(r"<(/?)(a|h2|h3|h4)\b[^<>]*>|<[^<>]*>|\[([1-9]\d?)\]")
BULLET = re.compile(r"^\s*[-–•*]\s+")


class Heading(NamedTuple):
    level: int
    text: str
    anchor: str


class Source(NamedTuple):
    """A line of the list of sources; `url` is empty or starts with http:// or https://."""

    text: str
    url: str = ""

    @property
    def host(self) -> str:
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@dataclass(frozen=True)
class Prose:
    """A text made ready to read. `backs` holds, per source, the anchors where it is named."""

    html: str
    headings: tuple[Heading, ...] = ()
    backs: tuple[tuple[str, ...], ...] = ()

    @property
    def contents(self) -> list[Heading]:
        """The entries of a table of contents; none for a text that needs none."""
        chapters = [heading for heading in self.headings if heading.level == 2]
        return chapters if len(chapters) >= HEADINGS_FOR_CONTENTS else []


def typeset(body: str, *, sources: int = 0) -> Prose:
    """`body` as blog.html.clean left it; `sources` is how many `[n]` can point to."""
    body, backs = _referred(body, sources)
    body, headings = _anchored(body)
    return Prose(QUOTE.sub(_said, _scrolling(body)), headings, backs)


def minutes(text: str) -> int:
    """How long the words of a text take to read, rounded up; at least one minute."""
    return max(1, math.ceil(len(text.split()) / WORDS_PER_MINUTE))


def lines(text: str) -> list[str]:
    """The lines that say something, without the dash that people put before a point."""
    return [BULLET.sub("", line).strip() for line in text.splitlines() if line.strip()]


def source_list(text: str) -> list[Source]:
    """One source a line. An address at its end becomes its link, unless we do not trust it."""
    return [_source(line) for line in lines(text)]


def anchor_of(text: str) -> str:
    """`’s Nachts één vraag` -> `kop-s-nachts-een-vraag`. No other id of a page starts with kop-."""
    bare = unicodedata.normalize("NFKD", re.sub("['’‘]", "", text).casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return "-".join(["kop", *re.findall(r"[a-z0-9]+", bare)[:WORDS_IN_ANCHOR]])


def _anchored(body: str) -> tuple[str, tuple[Heading, ...]]:
    headings: dict[str, Heading] = {}
    counts: Counter[str] = Counter()  # how far each base has come: anchors never come free

    def with_anchor(found: re.Match[str]) -> str:
        tag, inner = found.groups()
        if not (text := html.text(inner)):
            return found[0]
        anchor = base = anchor_of(text)
        while anchor in headings:
            counts[base] += 1
            anchor = f"{base}-{counts[base] + 1}"
        headings[anchor] = Heading(int(tag[1]), text, anchor)
        return f'<{tag} id="{anchor}">{inner}</{tag}>'

    return HEADING.sub(with_anchor, body), tuple(headings.values())


def _scrolling(body: str) -> str:
    """Each table in a region of its own, which a keyboard can reach and scroll."""
    depth = count = 0

    def in_region(found: re.Match[str]) -> str:
        nonlocal depth, count
        if found[0] == "</table>":
            depth -= 1
            return found[0] if depth else f"{found[0]}</div>"
        depth += 1
        if depth > 1:
            return found[0]
        count += 1
        label = f"Tabel: {html.text(found[1])}" if found[1] else f"Tabel {count}"
        region = f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(label)}">'
        return region + found[0]

    return TABLE.sub(in_region, body)


def _referred(body: str, sources: int) -> tuple[str, tuple[tuple[str, ...], ...]]:
    backs: list[list[str]] = [[] for _ in range(sources)]
    inside: set[str] = set()

    def with_link(found: re.Match[str]) -> str:
        ends, tag, digits = found.groups()
        if tag:
            (inside.discard if ends else inside.add)(tag)
        if not digits or inside or int(digits) > sources:
            return found[0]
        number = int(digits)
        named = backs[number - 1]
        named.append(f"ref-{number}-{len(named) + 1}" if named else f"ref-{number}")
        name = f'id="{named[-1]}" href="#bron-{number}" aria-label="Bron {number}"'
        return f'<a class="ref" {name}>[{number}]</a>'

    return REFERENCE.sub(with_link, body), tuple(map(tuple, backs))


def _said(found: re.Match[str]) -> str:
    """The name of who said it stands beside the quote, not in it (HTML, 4.4.4).

    A last paragraph that starts with a dash, or is a <cite>, holds that name.
    """
    words, begin, last = found[1].rpartition("<p>")
    name, end, after = last.partition("</p>")
    name = name.strip()
    if not begin or not end or after.strip():
        return found[0]
    if name.startswith(("—", "–")):
        name = name[1:].strip()
    elif not (name.startswith("<cite>") and name.endswith("</cite>")):
        return found[0]
    return (
        f"<figure><blockquote>{words.strip()}</blockquote><figcaption>{name}</figcaption></figure>"
    )


def _source(line: str) -> Source:
    *words, last = line.split()
    url = last.lstrip("(<").rstrip(")>.,;")
    if not _is_plain(url):
        return Source(line)
    return Source(" ".join(words).rstrip(" ,:;–—-") or url, url)


def _is_plain(url: str) -> bool:
    """http or https, and a host with no name before it, which would pass for another host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and not set(url) & set("<>\"'\\")
    return is_web and "." in parts.netloc and "@" not in parts.netloc
