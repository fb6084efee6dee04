"""The one list of HTML that an article or page may hold. Everything else goes when it is stored.

Pure text in, pure text out; knows no Django. Cleaning twice gives what cleaning once gave.
"""

import re
from functools import lru_cache
from html import unescape
from html.entities import html5

import nh3

from . import pasted

TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "a", "strong", "em", "b", "i", "blockquote", "figure",
    "figcaption", "img", "table", "thead", "tbody", "tr", "th", "td", "caption", "br", "hr", "sub",
    "sup", "cite",
}  # fmt: skip
# These go with all that is in them; of any other forbidden tag the text stays.
DROPPED_WHOLE = {
    "script", "style", "title", "template", "noscript", "iframe", "object", "embed", "svg", "math",
    "textarea", "select",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
}
SCHEMES = {"http", "https", "mailto", "tel"}

# An address of a picture of ours; the one in front of it is a host that was pasted along.
PICTURE = re.compile(
    r"(?:https?://[^/]+)?(/media/pictures/([0-9a-f]{32})/(?:origineel\.(?:jpg|png|webp)|[1-9]\d{0,3}\.(?:avif|webp)))"
)
# What a browser strips from an address before it reads it (WHATWG URL, 4.4).
ENDS = "".join(map(chr, range(0x21)))
LINE_BREAKS = re.compile(r"[\t\n\r]")
NUMBER = re.compile(r"[1-9]\d{0,3}")
# Pasted structure that has a near relation on the list.
RENAMED = [
    (re.compile(r"<(/?)h1\b", re.IGNORECASE), r"<\1h2"),
    (re.compile(r"<(/?)h[56]\b", re.IGNORECASE), r"<\1h4"),
    (re.compile(r"<(/?)div\b", re.IGNORECASE), r"<\1p"),
]
IMG = re.compile(r'<img(?: [a-z]+="[^"]*")*>')
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
LINK_TO_NOWHERE = re.compile(r"<a>(.*?)</a>", re.DOTALL)
# What says nothing when it is empty.
OPENING = re.compile(
    r"<(p|h2|h3|h4|ul|ol|li|a|strong|em|b|i|blockquote|figure|figcaption|sub|sup|cite)\b[^<>]*>"
)
OPENED = re.compile(r"<[a-zA-Z]")
# The parser of nh3 looks back over all that is open, so elements deep in one another cost it the
# square of their number. No article comes near this.
MOST_OPENED = 10_000
# Signs of a text with its tags: a book of a hundred pages. What is longer the forms refuse, and
# nothing at the desk cleans it, for whoever saves keeps all others waiting.
MOST = 300_000
# nh3 takes a time that grows with the square of the number of & that begin no entity.
AMPERSAND = re.compile(r"&(?:(#\d{1,7};|#[xX][0-9a-fA-F]{1,6};)|(\w{2,31};))?")
# nh3 writes < and > in values as entities. Without [^<] a row of < would be read to its end for
# each of them.
TAG = re.compile(r"<[^<>]*>")
# Signs that nobody sees, and that turn the order of what is seen or part a word for a search. A
# soft hyphen and the joiner of an emoji stay.
UNSEEN = re.compile(
    "[\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0001\U000e0020-\U000e007f]"
)
PARTED = re.compile(f"({TAG.pattern})")
PLAIN_TAG = re.compile(rf"<(/?)([a-z][a-z0-9]*)((?:{ATTRIBUTE.pattern})*)>")
SAME = {"b": "strong", "i": "em"}
BLOCK_END = re.compile(r"</(?:p|h2|h3|h4|li|td|th|caption|figcaption|blockquote)>")
INSIDE_WORDS = re.compile(r"</?(?:a|strong|em|b|i|sub|sup|cite)\b[^<>]*>")


@lru_cache(maxsize=16)  # one save asks ten times
def clean(html: str) -> str:
    """The same content within the list: no script, style, class, id, or address we do not trust."""
    html = html.replace("\0", "").encode("utf-8", "ignore").decode()
    for pattern, replacement in RENAMED:
        html = pattern.sub(replacement, html)
    html = AMPERSAND.sub(_entity, pasted.in_elements(html))
    # What one round leaves can parse anew in the next; real text settles in one or two.
    for _ in range(10):
        if len(OPENED.findall(html)) > MOST_OPENED:
            break
        cleaned = _clean_once(html)
        if cleaned == html:
            return html
        html = cleaned
    html = nh3.clean(TAG.sub(" ", html).replace("<", " "), tags=set())
    return UNSEEN.sub("", html).strip()


def is_too_long(html: str) -> bool:
    return len(html) > MOST


def text(html: str) -> str:
    """The words alone, for search: tags become spaces where they part words."""
    return " ".join(unescape(TAG.sub(" ", INSIDE_WORDS.sub("", html))).split())


def same_content(one: str, other: str) -> bool:
    """True when the editor has only written it out again: with other white space, attributes in
    another order, <strong> for <b>, and what fills an empty cell or ends a line that ends anyway.
    """
    return _without_layout(one) == _without_layout(other)


def image_attributes(tag: str) -> dict[str, str]:
    """The attributes of a cleaned <img …>, unescaped."""
    return {name: unescape(value) for name, value in ATTRIBUTE.findall(tag)}


def _entity(found: re.Match[str]) -> str:
    return found[0] if found[1] or found[2] in html5 else f"&amp;{found[0][1:]}"


def _clean_once(html: str) -> str:
    html = nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags=DROPPED_WHOLE,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    html = UNSEEN.sub("", html)  # here, for until now they could be entities
    html = IMG.sub(lambda img: img[0] if "src" in image_attributes(img[0]) else "", html)
    html = LINK_TO_NOWHERE.sub(r"\1", html)
    return pasted.without_room(_without_hollow(html)).strip()


def _without_hollow(html: str) -> str:
    """Without elements that hold white space, breaks and one another, and nothing else.

    In one pass, for `<sub><sub>…` can be as deep as a text is long. nh3 has closed each tag.
    """
    kept: list[str] = []
    hollow: list[tuple[str, int]] = []  # of what is open and still empty: its end, where it began
    for piece in PARTED.split(html):
        if opening := OPENING.fullmatch(piece):
            hollow.append((f"</{opening[1]}>", len(kept)))
        elif hollow and piece == hollow[-1][0]:
            del kept[hollow.pop()[1] :]
            continue
        elif piece != "<br>" and piece.replace("&nbsp;", "").strip():
            hollow.clear()  # this fills all that it stands in
        kept.append(piece)
    return "".join(kept)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return _address(value)
    if name == "src":
        ours = PICTURE.fullmatch(value.strip())
        return ours[1] if ours else None
    if name == "scope":
        return value if value in ("col", "row") else None
    if name == "alt":
        return value
    return value if NUMBER.fullmatch(value) else None


def _address(href: str) -> str | None:
    """A link of ours from the root, or one with a scheme on the list; never `//host`."""
    href = LINE_BREAKS.sub("", href.strip(ENDS))
    if href.startswith("/"):
        return None if href[1:2] in ("/", "\\") else href.replace(" ", "%20")
    scheme, colon, rest = href.partition(":")
    if not colon or scheme.lower() not in SCHEMES:
        return None
    if scheme.lower() == "tel":
        return f"tel:{rest.replace(' ', '')}"
    return pasted.without_tracking(href).replace(" ", "%20")


def _without_layout(html: str) -> str:
    """Within a sentence a space counts: `1<b>0</b>` is ten, `1 <b>0</b>` is not."""
    pieces = PARTED.split(" ".join(html.split()))
    for at in range(1, len(pieces), 2):
        if not INSIDE_WORDS.fullmatch(pieces[at]):
            pieces[at - 1] = pieces[at - 1].rstrip()
            pieces[at + 1] = pieces[at + 1].lstrip()
    kept: list[str] = []
    for piece in pieces:
        if BLOCK_END.fullmatch(piece):
            while kept and kept[-1].replace("&nbsp;", "").strip() in ("", "<br>"):
                kept.pop()
        kept.append(PLAIN_TAG.sub(_in_order, piece))
    return "".join(kept).strip()


def _in_order(tag: re.Match[str]) -> str:
    """Without a description is as with an empty one."""
    attributes = {one[0] for one in ATTRIBUTE.finditer(tag[3])} - {' alt=""'}
    return f"<{tag[1]}{SAME.get(tag[2], tag[2])}{''.join(sorted(attributes))}>"
