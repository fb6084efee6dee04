"""What word processors and web pages say in their own way, in that of the list in blog.html.

The editor's filters do the same where its script runs. Pure; cleans nothing: whatever goes in here
still has to pass the list.
"""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

# Google Docs puts all in <b style="font-weight:normal">, and says bold with a number.
STYLED = re.compile(r"<(/?)(span|b|strong|i|em)\b([^<>]*)>", re.IGNORECASE)
STYLE = re.compile(r"""\bstyle\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
BOLD = re.compile(r"font-weight:\s*(?:bold|bolder|[6-9]00)\b", re.IGNORECASE)
ITALIC = re.compile(r"font-style:\s*(?:italic|oblique)\b", re.IGNORECASE)
NOT_BOLD = re.compile(r"font-weight:\s*(?:normal|[1-5]00)\b", re.IGNORECASE)
NOT_ITALIC = re.compile(r"font-style:\s*normal\b", re.IGNORECASE)
# Word and browsers make room with spaces that do not break.
ROOM = re.compile(r"(?:\s|&nbsp;){2,}")

# Who sent a reader, and who that reader is: none of it is needed to get there.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|mc_[ce]id|igshid|_hs(?:enc|mi)|yclid|twclid"
)
GOOGLE = re.compile(r"(?:www\.)?google\.[a-z.]{2,6}")


def in_elements(html: str) -> str:
    """Bold and italic that stand in a style, as <strong> and <em>; those undone by one, left out.

    Only the matching end of a tag is rewritten; one that is never closed ends with the text.
    """
    if "style" not in html.lower():
        return html
    opened: dict[str, list[str]] = {}

    def rewrite(match: re.Match[str]) -> str:
        end, name, rest = match[1], match[2].lower(), match[3]
        if end:
            ends = opened.get(name)
            return ends.pop() if ends else match[0]
        style = STYLE.search(rest)
        said = (style[1] or style[2] or "") if style else ""
        names = _meant(name, said)
        closing = "".join(f"</{one}>" for one in reversed(names))
        opened.setdefault(name, []).append(closing)
        return "".join(f"<{one}>" for one in names)

    return STYLED.sub(rewrite, html)


def _meant(name: str, style: str) -> list[str]:
    if name in ("b", "strong"):
        return [] if NOT_BOLD.search(style) else [name]
    if name in ("i", "em"):
        return [] if NOT_ITALIC.search(style) else [name]
    meant = ["strong"] if BOLD.search(style) else []
    return [*meant, "em"] if ITALIC.search(style) else meant


def without_room(html: str) -> str:
    """One space where there were more, of which some do not break; a single one of those stays."""
    return ROOM.sub(lambda room: " " if "&nbsp;" in room[0] else room[0], html)


def without_tracking(href: str) -> str:
    """The address itself: not by way of a search engine, and without what says who followed it."""
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
        query = parse_qsl(parts.query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return href
    if parts.scheme.lower() not in ("http", "https"):
        return href
    if GOOGLE.fullmatch(host) and parts.path == "/url":
        for name, value in query:
            if name in ("q", "url") and value.startswith(("http://", "https://")):
                return without_tracking(value) if len(value) < len(href) else href
    kept = [pair for pair in query if not TRACKING.fullmatch(pair[0].lower())]
    if len(kept) == len(query):
        return href
    return urlunsplit(parts._replace(query=urlencode(kept)))
