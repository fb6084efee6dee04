"""What stands in a cleaned text, in its order, and where: so that a remark can point to it.

Takes what blog.html.clean left. Pure; knows no Django. One pass: its time grows with the text.
"""

from html import unescape
from typing import NamedTuple

from . import html

HEADINGS = ("h2", "h3", "h4")
# Within these a bold paragraph is no heading that somebody made by hand.
QUOTED = ("blockquote", "li", "td", "th", "figcaption", "figure")


class Element(NamedTuple):
    """A heading, link, picture or paragraph. `nth` counts from 0 among those of its `kind`."""

    kind: str  # "h", "a", "img" or "p"
    nth: int
    text: str  # what a screen reader says; of a picture its description
    address: str = ""  # href, src
    level: int = 0  # of a heading
    is_bold: bool = False  # all that a paragraph says; one on its own, not in a list or quote


class _Open:
    """An element whose end has not come yet."""

    def __init__(self, at: int, address: str, level: int, is_quoted: bool):
        self.at, self.address, self.level, self.is_quoted = at, address, level, is_quoted
        self.texts: list[str] = []
        self.has_plain = False


def elements(body: str) -> list[Element]:
    found: list[Element | None] = []
    counts = {"h": 0, "a": 0, "img": 0, "p": 0}
    current: dict[str, _Open] = {}
    bold = quoted = 0

    def begin(kind: str, address: str = "", level: int = 0) -> None:
        current[kind] = _Open(len(found), address, level, quoted > 0)
        found.append(None)  # its place, among what stands inside it

    def finish(kind: str) -> None:
        if kind not in current:
            return
        done = current.pop(kind)
        text = " ".join("".join(done.texts).split())
        is_bold = kind == "p" and not (done.has_plain or done.is_quoted)
        found[done.at] = Element(kind, counts[kind], text, done.address, done.level, is_bold)
        counts[kind] += 1

    for at, piece in enumerate(html.PARTED.split(body)):
        if at % 2 == 0:
            words = unescape(piece)
            for one in current.values():
                one.texts.append(words)
                one.has_plain = one.has_plain or (not bold and bool(words.strip()))
            continue
        closes = piece.startswith("</")
        name = piece.strip("</>").partition(" ")[0]
        if name in ("strong", "b"):
            bold += -1 if closes else 1
        elif name in QUOTED:
            quoted += -1 if closes else 1
        if name == "img":
            given = html.image_attributes(piece)
            alt, address = given.get("alt", "").strip(), given.get("src", "")
            found.append(Element("img", counts["img"], alt, address))
            counts["img"] += 1
            for one in current.values():
                one.texts.append(alt)
                one.has_plain = True
        elif name in HEADINGS:
            finish("h") if closes else begin("h", level=int(name[1]))
        elif name == "a":
            href = html.image_attributes(piece).get("href", "")
            finish("a") if closes else begin("a", address=href)
        elif name == "p":
            finish("p") if closes else begin("p")
        elif name not in ("strong", "b", "em", "i", "sub", "sup", "cite"):
            for one in current.values():
                one.texts.append(" ")
    return [element for element in found if element is not None]
