"""A text as its blocks and their words, to hold one against another. Pure; knows no Django."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

from . import html

WORD = re.compile(r"https?://\S+|\w+(?:['’\-]\w+)*|[^\w\s]")
TAG = re.compile(r"<(/?)([a-z0-9]+)")
HREF = re.compile(r'<a href="([^"]*)"')
NAMES = {
    "p": "alinea",
    "h2": "kop 2",
    "h3": "kop 3",
    "h4": "kop 4",
    "figcaption": "bijschrift",
    "caption": "bijschrift van de tabel",
    "tr": "rij van de tabel",
    "hr": "lijn",
}
LISTS = {"ul": "punt", "ol": "genummerd punt"}
AROUND = {"blockquote", "figure", "table", "thead", "tbody", "ul", "ol", "li", "tr"}
FORMS = {
    "strong": "vet", "b": "vet", "em": "schuin", "i": "schuin", "sub": "laag", "sup": "hoog",
    "cite": "bron",
}  # fmt: skip
PARAGRAPH = NAMES["p"]
LINE = "regel"  # of a text that is no HTML


@dataclass(frozen=True)
class Token:
    """A word or sign. A note is no word: `link` and `picture` say where to, `form` how it looks."""

    text: str
    is_spaced: bool = True
    note: str = ""

    @property
    def is_form(self) -> bool:
        return self.note == "form"


@dataclass(frozen=True)
class Block:
    name: str
    tokens: tuple[Token, ...]


@dataclass
class Body:
    """`layout` is each tag but those that stand in words, so that nothing changes unseen."""

    blocks: list[Block] = field(default_factory=list)
    layout: list[str] = field(default_factory=list)


def of_text(text: str) -> list[Block]:
    """A block for each line that says something."""
    return [Block(LINE, tuple(_words(line))) for line in text.splitlines() if line.strip()]


def of_html(body: str) -> Body:
    """Of cleaned HTML; in anything else tags that we do not know say nothing."""
    reader = _Reader()
    for piece in html.PARTED.split(body):
        if found := TAG.match(piece):
            reader.tag(piece, found[2], ends=bool(found[1]))
        else:
            reader.text(unescape(piece))
    reader.flush()
    return reader.body


class _Reader:
    def __init__(self) -> None:
        self.body = Body()
        self.around: list[str] = []  # lists, quotes, tables: what blocks stand in
        self.name = ""  # of the block that is open, if its own tag says so
        self.tokens: list[Token] = []
        self.is_spaced = True  # the next word has white space before it
        self.has_words = False

    def tag(self, piece: str, name: str, *, ends: bool) -> None:
        if name == "a":
            address = HREF.match(piece)
            where = f"link naar {unescape(address[1])}" if address else "link"
            return self._note("einde link" if ends else where, "form" if ends else "link")
        if name in FORMS:
            return self._note(f"einde {FORMS[name]}" if ends else FORMS[name], "form")
        if name == "br":
            self._note("nieuwe regel", "form")
            self.is_spaced = True
            return None
        if name in ("td", "th"):
            self.body.layout.append(piece)
            if not ends and self.tokens:
                self.text(" | ")
            return None
        self.flush()
        self.body.layout.append(piece)
        if name == "img":
            return self._picture(piece)
        if name in AROUND:
            if not ends:
                self.around.append(name)
            elif name in self.around:
                del self.around[len(self.around) - 1 - self.around[::-1].index(name) :]
            return None
        self.name = "" if ends else name
        if name == "hr":
            self.text("streep")
            self.flush()
        return None

    def text(self, text: str) -> None:
        words = list(_words(text, self.is_spaced))
        self.tokens += words
        self.has_words = self.has_words or bool(words)
        self.is_spaced = text[-1:].isspace() or (self.is_spaced and not words)

    def flush(self) -> None:
        """What was read since the last border is a block, if it has words."""
        if self.has_words:
            self.body.blocks.append(Block(self._block_name(), tuple(self.tokens)))
        self.name, self.tokens, self.is_spaced, self.has_words = "", [], True, False

    def _note(self, text: str, kind: str) -> None:
        self.tokens.append(Token(text, note=kind))

    def _picture(self, piece: str) -> None:
        said = html.image_attributes(piece)
        found = html.PICTURE.fullmatch(said.get("src", ""))
        size = f", {said['width']} breed" if "width" in said else ""
        which = f"bestand {found[2][:8]}" if found else "onbekend bestand"
        self.tokens += [
            *_words(said.get("alt") or "zonder beschrijving"),
            Token(which + size, note="picture"),
        ]
        self.body.blocks.append(Block("afbeelding", tuple(self.tokens)))
        self.tokens = []

    def _block_name(self) -> str:
        if self.name in NAMES and self.name != "p":
            return NAMES[self.name]
        if "tr" in self.around:
            return NAMES["tr"]
        lists = [name for name in self.around if name in LISTS]
        if lists and self.around[-1] == "li":
            depth = f", niveau {len(lists)}" if len(lists) > 1 else ""
            return LISTS[lists[-1]] + depth
        return "citaat" if "blockquote" in self.around else PARAGRAPH


def _words(text: str, is_spaced: bool = True) -> Iterator[Token]:
    end = None
    for found in WORD.finditer(text):
        spaced = found.start() != end and (found.start() > 0 or is_spaced)
        yield Token(found[0], spaced)
        end = found.end()
