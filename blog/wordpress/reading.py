"""Reads a WordPress export (WXR 1.0, 1.1, 1.2) piece by piece, however large it is.

Pure; knows no Django. A file is data of strangers: no document type, no entities, nothing fetched.
https://wordpress.org/documentation/article/tools-export-screen/ describes what makes such a file.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

VERSIONS = ("1.0", "1.1", "1.2")
CHUNK = 64 * 1024
LONGEST_PIECE = 20_000_000  # signs of one article with all that belongs to it
DEEPEST = 50
NUMBER = re.compile(r"[0-9]{1,19}")
# Prefixes by the start of their namespace; the number of the version stands behind the first.
WORDPRESS = "http://wordpress.org/export/"
PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
REASONS = {
    expat.errors.XML_ERROR_NO_ELEMENTS: "het bestand is leeg of houdt te vroeg op",
    expat.errors.XML_ERROR_UNCLOSED_TOKEN: "het bestand houdt midden in een stuk op",
    expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION: "het bestand houdt midden in een stuk op",
    expat.errors.XML_ERROR_PARTIAL_CHAR: "het bestand houdt midden in een teken op",
    expat.errors.XML_ERROR_INVALID_TOKEN: (
        "hier staat een teken dat niet mag. Is het bestand wel als UTF-8 bewaard?"
    ),
    expat.errors.XML_ERROR_TAG_MISMATCH: "hier sluit iets wat niet open was",
    expat.errors.XML_ERROR_UNKNOWN_ENCODING: "het bestand noemt een tekenset die we niet kennen",
    expat.errors.XML_ERROR_INCORRECT_ENCODING: "het bestand heeft een andere tekenset dan het zegt",
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: "hier staat een afkorting (&…;) die niemand kent",
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: "na het einde staat nog iets",
}


class Malformed(Exception):
    """No export that we can read: `line` and, in Dutch, `reason`."""

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"regel {line}: {reason}")
        self.line = line
        self.reason = reason


@dataclass(frozen=True)
class Creator:
    """Who wrote there. `login` only tells whose the articles are; it is kept nowhere."""

    login: str
    name: str
    id: str = ""


@dataclass(frozen=True)
class Term:
    """A category or a tag: `kind` is `category` or `post_tag`."""

    kind: str
    slug: str
    name: str
    id: str = ""
    parent: str = ""


@dataclass(frozen=True)
class Item:
    """A post, page, attachment, or something else that WordPress keeps in the same way."""

    line: int
    id: str = ""
    kind: str = ""
    status: str = ""
    title: str = ""
    slug: str = ""
    link: str = ""
    guid: str = ""
    login: str = ""
    date: str = ""
    date_gmt: str = ""
    modified: str = ""
    modified_gmt: str = ""
    parent: str = ""
    password: str = ""
    body: str = ""
    excerpt: str = ""
    file: str = ""
    terms: tuple[Term, ...] = ()
    meta: dict[str, str] = field(default_factory=dict)
    comments: int = 0

    @property
    def digest(self) -> str:
        """Another one when anything in it is."""
        parts = [repr(getattr(self, name)) for name in DIGESTED]
        return hashlib.sha256("\n".join(parts).encode("utf-8", "replace")).hexdigest()


DIGESTED = (
    "kind", "status", "title", "slug", "date", "date_gmt", "parent", "password", "body", "excerpt",
    "terms", "meta",
)  # fmt: skip


@dataclass
class Site:
    """What the head of the file says, complete once all of it has been read."""

    title: str = ""
    address: str = ""
    version: str = ""
    creators: dict[str, Creator] = field(default_factory=dict)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)


# Where in an item the values stand.
FIELDS = {
    "title": "title",
    "link": "link",
    "guid": "guid",
    "dc:creator": "login",
    "content:encoded": "body",
    "excerpt:encoded": "excerpt",
    "wp:post_id": "id",
    "wp:post_type": "kind",
    "wp:status": "status",
    "wp:post_name": "slug",
    "wp:post_date": "date",
    "wp:post_date_gmt": "date_gmt",
    "wp:post_modified": "modified",
    "wp:post_modified_gmt": "modified_gmt",
    "wp:post_parent": "parent",
    "wp:post_password": "password",
    "wp:attachment_url": "file",
}
# What is read of the many notes that plug-ins keep with an article.
META = (
    "_thumbnail_id", "_wp_attachment_image_alt", "_wp_old_slug", "_yoast_wpseo_title",
    "_yoast_wpseo_metadesc", "rank_math_title", "rank_math_description", "_elementor_data",
)  # fmt: skip
TAGS = {"tag": "post_tag"}  # as 1.0 calls them


def items(path: Path, site: Site) -> Iterator[Item]:
    """Each item of the file, in its order; what the head says goes into `site` on the way.

    One item at a time is in memory. Raises Malformed at the first thing that is not right, and
    when the end shows that this was no export.
    """
    reader = _Reader(site)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield from reader.feed(chunk)
        yield from reader.feed(b"", is_last=True)
    reader.check()


class _Reader:
    def __init__(self, site: Site) -> None:
        self.site = site
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.path: list[str] = []
        self.texts: list[str] = []
        self.size = 0
        self.line = 0
        self.attributes: dict[str, str] = {}
        self.values: dict[str, str] = {}
        self.pair: dict[str, str] = {}
        self.meta: dict[str, str] = {}
        self.terms: list[Term] = []
        self.comments = 0
        self.done: list[Item] = []

    def feed(self, chunk: bytes, *, is_last: bool = False) -> list[Item]:
        try:
            self.parser.Parse(chunk, is_last)
        except expat.ExpatError as error:
            said = expat.errors.messages.get(error.code, "")
            reason = REASONS.get(said, "dit is geen geldige XML")
            raise Malformed(error.lineno, reason) from None
        except (LookupError, UnicodeError, ValueError):
            reason = "het bestand noemt een tekenset die we niet kennen"
            raise Malformed(self.parser.CurrentLineNumber, reason) from None
        done, self.done = self.done, []
        return done

    def check(self) -> None:
        if self.site.version not in VERSIONS:
            raise Malformed(
                1, "dit is geen export van WordPress (WXR 1.0, 1.1 of 1.2): het versienummer mist"
            )

    def _malformed(self, reason: str) -> Malformed:
        return Malformed(self.parser.CurrentLineNumber, reason)

    def _refuse_doctype(self, *of: object) -> None:
        raise self._malformed("een DOCTYPE hoort niet in een export en mag hier niet")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _short(name)
        if not self.path and name != "rss":
            raise self._malformed("dit is geen export van WordPress: het begint niet met <rss>")
        self.path.append(name)
        if len(self.path) > DEEPEST:
            raise self._malformed("hier staat te veel in elkaar")
        self.attributes = attributes
        self.texts = []
        if self.path == ["rss", "channel", "item"]:
            self._empty()
            self.line = self.parser.CurrentLineNumber
        elif len(self.path) == 3 or self.path[3:] == ["wp:postmeta"]:
            self.pair = {}
            self.size = self.size if len(self.path) > 3 else 0

    def _text(self, text: str) -> None:
        if self.path[3:4] == ["wp:comment"]:
            return  # of visitors: not read at all
        self.size += len(text)
        if self.size > LONGEST_PIECE:
            raise self._malformed("dit stuk is te groot om een artikel te zijn")
        self.texts.append(text)

    def _end(self, name: str) -> None:
        path, text = self.path, "".join(self.texts)
        if path[:2] == ["rss", "channel"] and len(path) > 2:
            if path[2] == "item":
                self._end_in_item(path[3:], text)
            else:
                self._end_in_head(path[2:], text)
        self.texts = []
        path.pop()

    def _end_in_head(self, path: list[str], text: str) -> None:
        match path:
            case ["title"]:
                self.site.title = text.strip()
            case ["link"] | ["wp:base_blog_url"]:
                self.site.address = text.strip() or self.site.address
            case ["wp:wxr_version"]:
                self.site.version = text.strip()
                if self.site.version not in VERSIONS:
                    raise self._malformed(
                        f"versie {self.site.version[:20]} van de export kennen we niet"
                    )
            case ["wp:author"]:
                self._end_author()
            case ["wp:category" | "wp:tag" as kind]:
                self._end_term(kind)
            case [_, inner]:
                self.pair[inner] = text.strip()

    def _end_author(self) -> None:
        login = self.pair.get("wp:author_login", "")
        names = (self.pair.get(f"wp:author_{part}_name", "") for part in ("first", "last"))
        name = self.pair.get("wp:author_display_name", "")
        if not name or name.casefold() == login.casefold() or "@" in name:
            name = " ".join(names).strip() or name
        if login:
            self.site.creators[login] = Creator(login, name, self.pair.get("wp:author_id", ""))

    def _end_term(self, kind: str) -> None:
        pair = self.pair
        if kind == "wp:category":
            parent = pair.get("wp:category_parent", "")
            found = Term(
                "category", pair.get("wp:category_nicename", ""), pair.get("wp:cat_name", ""),
                pair.get("wp:term_id", ""), parent,
            )  # fmt: skip
        else:
            found = Term(
                "post_tag", pair.get("wp:tag_slug", ""), pair.get("wp:tag_name", ""),
                pair.get("wp:term_id", ""),
            )  # fmt: skip
        if found.slug:
            self.site.terms[found.kind, found.slug] = found

    def _end_in_item(self, path: list[str], text: str) -> None:
        match path:
            case []:
                self._end_item()
            case ["category"]:
                kind = self.attributes.get("domain", "")
                kind, slug = TAGS.get(kind, kind), self.attributes.get("nicename", "")
                if kind and slug:
                    self.terms.append(Term(kind, slug, text.strip()))
            case ["wp:postmeta"]:
                key = self.pair.get("wp:meta_key", "")
                if key == "_wp_old_slug":
                    self.meta[key] = (
                        f"{self.meta.get(key, '')} {self.pair.get('wp:meta_value', '')}"
                    )
                elif key in META:
                    self.meta[key] = self.pair.get("wp:meta_value", "")
            case ["wp:postmeta", inner]:
                self.pair[inner] = text
            case ["wp:comment"]:
                self.comments += 1
            case [name] if name in FIELDS:
                self.values[FIELDS[name]] = text if name.endswith("encoded") else text.strip()

    def _end_item(self) -> None:
        if not self.site.version:
            raise Malformed(
                self.line, "dit is geen export van WordPress: het versienummer staat er niet voor"
            )
        if not NUMBER.fullmatch(self.values.get("id", "")) or not self.values.get("kind"):
            raise Malformed(self.line, "dit stuk heeft geen nummer of geen soort")
        terms = tuple(dict.fromkeys(self.terms))
        self.done.append(
            Item(self.line, **self.values, terms=terms, meta=self.meta, comments=self.comments)
        )
        self._empty()

    def _empty(self) -> None:
        self.values, self.meta, self.terms, self.comments, self.size = {}, {}, [], 0, 0


def _short(name: str) -> str:
    """`wp:post_id` for an element of the export's own, whichever version; `title` for RSS."""
    space, _, local = name.rpartition(" ")
    if space.startswith(WORDPRESS):
        return f"{'excerpt' if space.rstrip('/').endswith('/excerpt') else 'wp'}:{local}"
    if not space:
        return local
    return PREFIXES.get(space, "other:") + local
