"""Addresses of the site that was here before: where a reader goes who still has one.

Only asked where nothing is found, and at `/?p=12`; so it costs a page that exists nothing.
"""

import re
import unicodedata
from urllib.parse import unquote

from django.http import HttpResponsePermanentRedirect
from django.urls import reverse

from .models import Article, OldPath

LONGEST = 500
# What told one thing from another before there were words in addresses. `p` first: it says most.
NUMBERS = ("p", "page_id", "attachment_id", "cat", "author")
NUMBER = re.compile(r"[0-9]{1,19}")
# Behind any address there: its feed, its next page, itself for a phone.
BEHIND = re.compile(r"/(?:feed(?:/(?:atom|rss|rss2|rdf))?|page/[0-9]{1,6}|amp|embed)/\Z")
FEEDS = {"/feed/", "/feed/atom/", "/feed/rss/", "/feed/rss2/", "/feed/rdf/", "/rss/", "/atom/"}
TOGETHER = OldPath.TARGETS
NEEDED = ("path", *TOGETHER, *(f"{target}__slug" for target in TOGETHER))


def normal(path, query=""):
    """The one way to write an old address: decoded, in small letters, with a slash at the end and
    of the query only the number that says what it is. None for what cannot be one."""
    path = unicodedata.normalize("NFC", unquote(path)).lower().replace("/index.php", "/")
    path = "/" + "/".join(filter(None, path.split("/")))
    path = path if path == "/" else f"{path}/"
    given = dict(part.partition("=")[::2] for part in query.split("&"))
    for name in NUMBERS:
        if NUMBER.fullmatch(given.get(name, "")):
            path = f"{path}?{name}={int(given[name])}"
            break
    return path if path != "/" and len(path) <= LONGEST and "\0" not in path else None


def redirect(request):
    """The answer for an address that is not ours (any more); None if it never was one."""
    if request.method not in ("GET", "HEAD"):
        return None
    to = leads_to(request.path_info, request.META.get("QUERY_STRING", ""))
    if to is None or to == request.path_info:
        return None
    response = HttpResponsePermanentRedirect(to)
    # For ever, to a search engine. A browser asks again: what stands there may change.
    response["Cache-Control"] = "no-cache"
    return response


def leads_to(path, query="", *, at=None):
    """The address that it has now, always one of ours; None where there is nothing to read.

    A withdrawn article has an address that says so. A draft counts as never written.
    """
    asked = [one for one in (normal(path, query), normal(path)) if one]
    if FEEDS.intersection(asked):
        return reverse("feed")
    wanted = list(dict.fromkeys(asked + [BEHIND.sub("/", one) for one in asked]))
    if not wanted:
        return None
    found = OldPath.objects.filter(path__in=wanted).select_related(*TOGETHER).only(*NEEDED)
    rows = {old.path: old for old in found}
    old = next((rows[one] for one in wanted if one in rows), None)
    return _address(old.target, at) if old else None


def _address(target, at):
    if isinstance(target, Article):
        rows = Article.objects.filter(pk=target.pk)
        is_known = rows.published(at).exists() or rows.withdrawn(at).exists()
    elif hasattr(target, "articles"):
        is_known = type(target).objects.with_published(at).filter(pk=target.pk).exists()
    else:
        is_known = True
    return target.get_absolute_url() if is_known else None
