"""Which addresses are pages to read, and on which parameters each of them depends.

Paths and queries are judged as they were sent: what is written in another way, with `%` or `//`,
is an address of its own that nobody keeps.
"""

import re

SLUG = r"[-\w]+/"
ARTICLE = re.compile(r"/blogs/(?!feed/)([-\w]+)/", re.ASCII)
LISTS = re.compile(rf"/blogs/(?:(?:onderwerp|auteur)/{SLUG})?", re.ASCII)
MAPS = re.compile(r"/sitemap(?:-[a-z0-9-]+)?\.xml", re.ASCII)
ARTICLES = re.compile(rf"/(?:blogs/{SLUG})?", re.ASCII)  # and home, and the feed
# A standing page; and not the forms, for those are somebody's own.
OTHERS = re.compile(
    rf"/(?:robots\.txt|(?!admin/|adviesgesprek/|afspraak/|terugbellen/|healthz/){SLUG})", re.ASCII
)
PARAMETERS = ((LISTS, ("page", "voor")), (ARTICLES, ()), (MAPS, ()))

PLAIN_NAME = re.compile(r"[\w.-]*", re.ASCII)
TRACKING = re.compile(r"utm_\w+|\w*clid|mc_[ce]id|mtm_\w+|pk_\w+", re.ASCII)
# Of the site that was here before (blog.old_paths): home looks it up, and may lead elsewhere.
OLD_NUMBER = re.compile(r"(?:.*&)?(?:p|page_id|attachment_id|cat|author)=\d+(?:&.*)?", re.ASCII)
NUMBER = re.compile(r"[1-9]\d{0,5}", re.ASCII)
VALUES = {
    "page": NUMBER,
    "voor": re.compile(r"(?:[\w.,:~-]|%[0-9A-Fa-f]{2}){1,64}", re.ASCII),
}


def article_at(path: str) -> str:
    """The slug of the article at this address; empty where there is another page."""
    found = ARTICLE.fullmatch(path)
    return found[1] if found else ""


def tidy(path: str, query: str) -> str | None:
    """The part of the query that the page depends on; None where it is no page to keep.

    A parameter that the page does not know is left out: it cannot change what the page says. One
    that it knows, but that comes twice or looks odd, is for the page itself to judge.
    """
    if path == "/" and OLD_NUMBER.fullmatch(query):
        return None
    known = next((names for pattern, names in PARAMETERS if pattern.fullmatch(path)), None)
    if known is None and not OTHERS.fullmatch(path):
        return None
    kept = {}
    for part in query.split("&") if query else ():
        name, _, value = part.partition("=")
        if not PLAIN_NAME.fullmatch(name):
            return None
        if known is None and name and not TRACKING.fullmatch(name):
            return None  # some of these pages look something up
        if name in (known or ()):
            if name in kept or not VALUES[name].fullmatch(value):
                return None
            kept[name] = value
    return "&".join(f"{name}={kept[name]}" for name in known or () if name in kept)
