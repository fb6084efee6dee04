"""The HTML of an article there as a tree: elements, texts, and the comments that mark blocks.

Pure; knows no Django. Takes anything: what is not closed is closed, what is too deep is flattened.
"""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
BLOCKS = {
    "address", "article", "aside", "blockquote", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr", "ul", "iframe", "video", "audio", "object", "gallery",
}  # fmt: skip
# What an opening tag closes, as far up as the second set does not stop it.
CLOSES = {
    "li": ({"li"}, {"ul", "ol"}),
    "dt": ({"dt", "dd"}, {"dl"}),
    "dd": ({"dt", "dd"}, {"dl"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "tr": ({"tr"}, {"table"}),
    "tbody": ({"thead", "tbody"}, {"table"}),
}
DEEPEST = 60
MOST_ENDLESS = 20
# `<!-- wp:name {…} -->`, `<!-- /wp:name -->`, `<!-- wp:name /-->`
BLOCK = re.compile(
    r"\s*(?P<end>/)?wp:(?P<name>[a-z][a-z0-9_/-]*)\s*(?P<given>\{.*\})?\s*(?P<alone>/)?\s*",
    re.DOTALL,
)
DECLARATION = re.compile(r"<(?:!(?!--)|\?)[^>]*>?")


@dataclass(eq=False)
class Element:
    """`tag` is a name of HTML, or `wp:` and the name of a block."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)
    given: dict[str, Any] = field(default_factory=dict)

    @property
    def is_block(self) -> bool:
        return self.tag in BLOCKS or self.tag.startswith("wp:")

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    @property
    def text(self) -> str:
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return " ".join("".join(parts).split())

    def all(self, *tags: str) -> "list[Element]":
        """Those in it with these tags, in the order of the text."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags:
                    found.append(child)
                found += child.all(*tags)
        return found

    def outermost(self, *tags: str) -> "list[Element]":
        """The same, without those that stand in another of them."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                found += [child] if child.tag in tags else child.outermost(*tags)
        return found

    def has_blocks(self) -> bool:
        return any(
            child.is_block or child.has_blocks()
            for child in self.children
            if isinstance(child, Element)
        )


def parse(html: str) -> Element:
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    # A comment without end is none, or the parser looks for that end from each of them.
    closed = html.rfind("-->") + 1
    html = html[:closed] + html[closed:].replace("<!--", "")
    # Nor is a tag, which it would read to the end of the text each time.
    closed = html.rfind(">") + 1
    html = html[:closed] + html[closed:].replace("<", "&lt;")
    builder = _Builder()
    builder.feed(DECLARATION.sub("", html))
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]
        self.said: list[str] = []  # text that came in pieces, and is one
        self.endless = 0

    def close(self) -> None:
        super().close()
        self._say()

    def parse_starttag(self, i: int) -> int:
        """Tags that quotes run on from to the end of the text: after a few, they are words."""
        if self.endless > MOST_ENDLESS:
            self.handle_data("<")
            return i + 1
        end = super().parse_starttag(i)
        self.endless += end < 0
        return end

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._say()
        self._close_before(tag)
        self._add(Element(tag, {name: value or "" for name, value in reversed(attrs)}))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag == "gallery":
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for at in range(len(self.open) - 1, 0, -1):
            if self.open[at].tag == tag:
                self._say()
                del self.open[at:]
                return
            if self.open[at].tag.startswith("wp:") and not tag.startswith("wp:"):
                return  # a stray end does not reach outside its block

    def handle_data(self, data: str) -> None:
        self.said.append(data)

    def _say(self) -> None:
        if self.said:
            self.open[-1].children.append("".join(self.said))
            self.said.clear()

    def handle_comment(self, data: str) -> None:
        block = BLOCK.fullmatch(data) if data.lstrip().startswith(("wp:", "/wp:")) else None
        if not block:
            return
        tag = f"wp:{block['name'].removeprefix('core/')}"
        if block["end"]:
            self.handle_endtag(tag)
            return
        try:
            given = json.loads(block["given"] or "{}")
        except (ValueError, RecursionError):
            given = {}
        element = Element(tag, given=given if isinstance(given, dict) else {})
        self._add(element, is_alone=bool(block["alone"]))

    def _add(self, element: Element, *, is_alone: bool = False) -> None:
        self._say()
        self.open[-1].children.append(element)
        is_alone = is_alone or element.tag in VOID
        if not is_alone and len(self.open) < DEEPEST:
            self.open.append(element)

    def _close_before(self, tag: str) -> None:
        if tag in BLOCKS and self.open[-1].tag == "p":
            self.open.pop()
        if tag not in CLOSES:
            return
        closed, stops = CLOSES[tag]
        for at in range(len(self.open) - 1, 0, -1):
            name = self.open[at].tag
            if name in stops or name.startswith("wp:"):
                return
            if name in closed:
                del self.open[at:]
                return
