"""The text of a post there into the HTML of an article here: blocks, and the classic editor's.

Pure; knows no Django. What comes out still goes through blog.html's allow-list, as everything does;
here it gets the shape that an editor of ours would have given it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urlsplit

from . import shortcodes
from .tree import Element, parse

# Blocks of which the HTML says all; the rest is told of.
KNOWN = {
    "paragraph", "heading", "list", "list-item", "quote", "pullquote", "image", "gallery", "table",
    "separator", "spacer", "buttons", "button", "columns", "column", "group", "cover", "media-text",
    "preformatted", "code", "verse", "more", "nextpage", "html", "details", "embed", "shortcode",
    "video", "audio", "file", "freeform", "missing", "footnotes", "row", "stack", "block",
}  # fmt: skip
INLINE = {"strong", "em", "b", "i", "sub", "sup", "cite"}
LEFT_OUT = {"script", "style", "noscript", "template", "svg", "canvas", "link", "meta", "title"}
FORM = {"form", "input", "button", "select", "textarea", "fieldset"}
ADDRESS = re.compile(r"https?://\S+")
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif)(?:\?.*)?$", re.IGNORECASE)
NUMBER = re.compile(r"wp-image-(\d+)")
EMPTY_LINE = re.compile(r"\n[ \t\xa0]*\n\s*")
# A picture that stands in the text itself, in letters.
INLINED = re.compile(r"data:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=%]*")
LONGEST = 1_000_000  # signs; a book has fewer
SPAN = re.compile(r"[1-9]\d?")


class TooLong(Exception):
    """No article has so much text."""


@dataclass(frozen=True)
class Shown:
    """A picture of ours in place of one there."""

    address: str
    alt: str = ""
    caption: str = ""


@dataclass(frozen=True)
class Wanted:
    """A picture that a text shows: its address there, its number if that is known."""

    address: str
    number: str = ""
    alt: str = ""


@dataclass
class Converted:
    html: str
    notes: list[tuple[str, str]] = field(default_factory=list)


def convert(
    body: str,
    *,
    picture: Callable[[Wanted], Shown | None],
    link: Callable[[str], str],
    attached: Callable[[], list[str]] = list,
) -> Converted:
    """The text as HTML, and notes of what it lost: pairs of a kind and a name.

    `picture` gives what we have instead, or None; `link` the address to use; `attached` the numbers
    of the pictures that hang on the post, for a gallery that names none. Raises TooLong.
    """
    body = INLINED.sub("data:", body)
    if len(body) > LONGEST:
        raise TooLong
    notes: list[tuple[str, str]] = []

    def note(kind: str, name: str) -> None:
        if (kind, name) not in notes:
            notes.append((kind, name))

    root = parse(shortcodes.replace(body, note))
    writer = _Writer(note, picture, link, attached)
    return Converted("\n".join(writer.blocks(root.children, is_classic=True)), notes)


class _Writer:
    def __init__(
        self,
        note: Callable[[str, str], None],
        picture: Callable[[Wanted], Shown | None],
        link: Callable[[str], str],
        attached: Callable[[], list[str]],
    ) -> None:
        self.note = note
        self.picture = picture
        self.link = link
        self.attached = attached

    def blocks(self, children: list[Element | str], *, is_classic: bool = False) -> list[str]:
        """Paragraphs and whatever else stands by itself. In a classic text an empty line begins a
        paragraph and each other line end is a line end."""
        out: list[str] = []
        run: list[Element | str] = []
        for child in children:
            if isinstance(child, str) or not self._stands_alone(child):
                run.append(child)
                continue
            out += self._paragraphs(run, is_classic)
            run = []
            out += self._block(child, is_classic)
        return out + self._paragraphs(run, is_classic)

    def _stands_alone(self, element: Element) -> bool:
        if element.is_block or element.tag == "img" or element.tag in FORM:
            return True
        return element.tag not in LEFT_OUT and (
            element.has_blocks() or bool(element.all("img", "iframe"))
        )

    # Running text ------------------------------------------------------------------------------

    def _paragraphs(self, run: list[Element | str], is_classic: bool) -> list[str]:
        parts: list[list[Element | str]] = [[]]
        for child in run:
            if is_classic and isinstance(child, str):
                first, *others = EMPTY_LINE.split(child)
                parts[-1].append(first)
                parts += [[other] for other in others]
            else:
                parts[-1].append(child)
        return [html for part in parts for html in self._paragraph(part, is_classic)]

    def _paragraph(self, part: list[Element | str], is_classic: bool) -> list[str]:
        alone = Element("p", children=part).text
        if ADDRESS.fullmatch(alone) and not Element("p", children=part).all("a"):
            return self._embedded(alone)
        html = self.inline(part, has_lines=is_classic).strip()
        while html.startswith("<br>"):
            html = html.removeprefix("<br>").lstrip()
        while html.endswith("<br>"):
            html = html.removesuffix("<br>").rstrip()
        return [f"<p>{html}</p>"] if html else []

    def inline(self, children: list[Element | str], *, has_lines: bool = False) -> str:
        return "".join(self._inline(child, has_lines) for child in children)

    def _inline(self, child: Element | str, has_lines: bool) -> str:
        if isinstance(child, str):
            text = escape(child, quote=False)
            return "<br>\n".join(text.split("\n")) if has_lines else text
        if child.tag == "br":
            return "<br>"
        if child.tag in LEFT_OUT or child.tag in FORM:
            if child.tag in FORM:
                self.note("formulier", child.tag)
            return ""
        if child.tag == "img":
            return ""
        inner = self.inline(child.children, has_lines=has_lines)
        if child.tag == "a" and child.attributes.get("href", "").strip():
            return f'<a href="{escape(self.link(child.attributes["href"]))}">{inner}</a>'
        if child.tag in INLINE:
            return f"<{child.tag}>{inner}</{child.tag}>"
        if child.is_block:  # where none belongs: its words, apart
            return f" {inner} "
        return inner

    # What stands by itself ---------------------------------------------------------------------

    def _block(self, element: Element, is_classic: bool) -> list[str]:
        tag, children = element.tag, element.children
        if tag.startswith("wp:"):
            return self._of_editor(element)
        if tag in FORM:
            self.note("formulier", tag)
            return []
        match tag:
            case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
                return self._heading(element)
            case "ul" | "ol":
                return self._list(element)
            case "blockquote":
                return self._quote(element, is_classic)
            case "table":
                return self._table(element, "")
            case "hr":
                return ["<hr>"]
            case "pre":
                lines = self.inline(children, has_lines=True).strip()
                return [f"<p>{lines}</p>"] if lines else []
            case "summary":
                return self._heading(Element("h3", children=children))
            case "figure":
                return self._figure(element)
            case "figcaption":
                return self._small(element)
            case "img":
                return self._image(element)
            case "a":
                return self._around(element, is_classic)
            case "gallery":
                return self._gallery_code(element)
            case "iframe" | "video" | "audio" | "object":
                return self._media(element)
        return self.blocks(children, is_classic=is_classic)

    def _of_editor(self, element: Element) -> list[str]:
        """A block. Between its own paragraphs line ends mean nothing."""
        name = element.tag.removeprefix("wp:")
        if name == "block":
            self.note("herbruikbaar blok", str(element.given.get("ref", "")))
            return []
        if name in ("more", "nextpage", "spacer"):
            return []
        out = self.blocks(element.children, is_classic=name in ("freeform", "shortcode", "html"))
        if name == "embed" or name.startswith("core-embed/"):
            address = str(element.given.get("url", ""))
            return out or (self._embedded(address) if ADDRESS.fullmatch(address) else [])
        if name not in KNOWN:
            self.note("blok" if out else "leeg blok", name)
        return out

    def _heading(self, element: Element) -> list[str]:
        level = max(2, min(4, int(element.tag[1])))
        words = self.inline(element.children).strip()
        images = [html for image in element.all("img") for html in self._image(image)]
        return images + ([f"<h{level}>{words}</h{level}>"] if words else [])

    def _list(self, element: Element) -> list[str]:
        if "blocks-gallery-grid" in element.classes:
            return self.blocks(element.children)
        points, after = [], []
        for child in self._without_blocks(element.children):
            if isinstance(child, Element) and child.tag != "li" and not child.is_block:
                child = Element("li", children=[child])
            if isinstance(child, Element):
                points.append(self._point(child))
                for image in child.all("img"):
                    after += self._image(image)
        start = element.attributes.get("start", "")
        start = f' start="{start}"' if element.tag == "ol" and SPAN.fullmatch(start) else ""
        points = [f"<li>{point}</li>" for point in points if point]
        return (
            [f"<{element.tag}{start}>{''.join(points)}</{element.tag}>", *after]
            if points
            else after
        )

    def _point(self, element: Element) -> str:
        if element.tag in ("ul", "ol"):  # a list in a list, without a point of its own
            return "".join(self._list(element))
        parts = []
        for child in self._without_blocks(element.children):
            if isinstance(child, Element) and child.tag in ("ul", "ol"):
                parts += self._list(child)
            else:
                parts.append(self._inline(child, False))
        return "".join(parts).strip()

    def _without_blocks(self, children: list[Element | str]) -> list[Element | str]:
        """Points of a list with the marks of their blocks taken off."""
        flat: list[Element | str] = []
        for child in children:
            is_mark = isinstance(child, Element) and child.tag in ("wp:list-item", "wp:list")
            flat += self._without_blocks(child.children) if is_mark else [child]  # type: ignore[union-attr]
        return flat

    def _quote(self, element: Element, is_classic: bool) -> list[str]:
        children = list(element.children)
        sayer = next(
            (c for c in children if isinstance(c, Element) and c.tag in ("cite", "footer")), None
        )
        if sayer:
            children.remove(sayer)
        said = self.blocks(children, is_classic=is_classic)
        if sayer and (name := self.inline(sayer.children).strip()):
            said.append(f"<p>— {name.lstrip('—–- ')}</p>")
        return [f"<blockquote>{''.join(said)}</blockquote>"] if said else []

    def _table(self, element: Element, caption: str) -> list[str]:
        own = next(iter(element.all("caption")), None)
        caption = (self.inline(own.children).strip() if own else "") or caption
        rows: dict[str, list[str]] = {"thead": [], "tbody": []}
        images: list[str] = []
        for part in (element, *element.all("thead", "tbody", "tfoot")):
            for row in (c for c in part.children if isinstance(c, Element) and c.tag == "tr"):
                cells = [self._cell(cell) for cell in row.outermost("td", "th")]
                rows["thead" if part.tag == "thead" else "tbody"].append(
                    f"<tr>{''.join(cells)}</tr>"
                )
                for image in row.all("img"):
                    images += self._image(image)
        parts = [f"<{name}>{''.join(found)}</{name}>" for name, found in rows.items() if found]
        if not parts:
            return images
        head = f"<caption>{caption}</caption>" if caption else ""
        return [f"<table>{head}{''.join(parts)}</table>", *images]

    def _cell(self, cell: Element) -> str:
        spans = "".join(
            f' {name}="{cell.attributes[name]}"'
            for name in ("colspan", "rowspan")
            if SPAN.fullmatch(cell.attributes.get(name, ""))
        )
        return f"<{cell.tag}{spans}>{self.inline(cell.children).strip()}</{cell.tag}>"

    def _small(self, element: Element) -> list[str]:
        words = self.inline(element.children).strip()
        return [f"<p>{words}</p>"] if words else []

    # Pictures and what moves -------------------------------------------------------------------

    def _figure(self, element: Element) -> list[str]:
        images = element.all("img")
        captions = [c for c in element.children if isinstance(c, Element) and c.tag == "figcaption"]
        rest = [child for child in element.children if child not in captions]
        caption = self.inline(captions[0].children).strip() if captions else ""
        table = next(iter(element.all("table")), None)
        if table:
            return self._table(table, caption)
        if len(images) == 1 and not element.all("blockquote", "figure"):
            return self._image(images[0], caption, self._way_on(element))
        out = self.blocks(rest)
        return out + ([f"<p>{caption}</p>"] if caption else [])

    def _around(self, element: Element, is_classic: bool) -> list[str]:
        """A link with something in it that stands alone: mostly a picture."""
        images = element.all("img")
        if len(images) == 1 and not element.text:
            return self._image(images[0], "", self._way_on(Element("p", children=[element])))
        return self.blocks(element.children, is_classic=is_classic)

    def _way_on(self, element: Element) -> str:
        """Where the picture in it leads, unless that is only to itself at another size."""
        for way in element.all("a"):
            href = way.attributes.get("href", "").strip()
            if href and way.all("img") and not PICTURE_FILE.search(href):
                address = self.link(href)
                return "" if "attachment_id=" in address else address
        return ""

    def _image(self, element: Element, caption: str = "", way_on: str = "") -> list[str]:
        number = NUMBER.search(element.attributes.get("class", ""))
        number_given = number[1] if number else element.attributes.get("data-id", "")
        address = element.attributes.get("data-src") or element.attributes.get("src", "")
        alt = element.attributes.get("alt", "")
        shown = self.picture(Wanted(address.strip(), number_given, " ".join(alt.split())))
        if shown is None:
            return [f"<p>{caption}</p>"] if caption else []
        image = f'<img src="{escape(shown.address)}" alt="{escape(shown.alt)}">'
        if way_on:
            image = f'<a href="{escape(way_on)}">{image}</a>'
        words = f"<figcaption>{caption}</figcaption>" if caption else ""
        return [f"<figure>{image}{words}</figure>"]

    def _gallery_code(self, element: Element) -> list[str]:
        given = element.attributes.get("ids", "")
        numbers = re.findall(r"\d+", given) if given else self.attached()
        figures = []
        for number in numbers:
            shown = self.picture(Wanted("", number))
            if shown:
                caption = escape(shown.caption, quote=False)
                words = f"<figcaption>{caption}</figcaption>" if caption else ""
                image = f'<img src="{escape(shown.address)}" alt="{escape(shown.alt)}">'
                figures.append(f"<figure>{image}{words}</figure>")
        return figures

    def _media(self, element: Element) -> list[str]:
        sources = [element, *element.all("source", "embed")]
        values = (
            source.attributes.get(name, "").strip()
            for source in sources
            for name in ("src", "data-src", "data")
        )
        address = next((f"https:{v}" if v.startswith("//") else v for v in values if v), "")
        if ADDRESS.fullmatch(address):
            return self._embedded(address)
        self.note("ingesloten", element.tag)
        return []

    def _embedded(self, address: str) -> list[str]:
        """A plain link: nothing of a third party loads by itself here."""
        try:
            host = (urlsplit(address).hostname or "").removeprefix("www.")
        except ValueError:
            return [f"<p>{escape(address)}</p>"]
        here = self.link(address)
        if here.startswith("/"):  # an article of their own, shown as a card
            return [f'<p><a href="{escape(here)}">Lees ook dit artikel</a></p>']
        self.note("ingesloten", address)
        return [f'<p><a href="{escape(here)}">Bekijk dit op {escape(host)}</a></p>']
