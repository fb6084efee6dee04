"""Which texts link to which addresses of this site: kept with the text, asked before one goes."""

import re
from html import unescape
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import transaction

HREF = re.compile(r'<a href="([^"]*)"')
LONGEST = 500
SOURCES = {"article": "article", "page": "page", "helpcard": "help_card"}


def paths_in(body: str) -> set[str]:
    """The addresses of this site in a cleaned text, from the root, without query and fragment."""
    return set(filter(None, map(path_of, HREF.findall(body or ""))))


def path_of(href: str) -> str | None:
    """An address of this site from the root; None for one elsewhere, or too long to keep."""
    href = unescape(href)
    if href.startswith(f"{settings.SITE_URL}/"):
        href = href.removeprefix(settings.SITE_URL)
    if not href.startswith("/"):
        return None
    try:
        path = urlsplit(href).path
    except ValueError:
        return None
    return path if len(path) <= LONGEST else None


def learn(rows, into=None):
    """Keep what these articles, or pages, or help cards link to: rows of one model, in two or three
    queries. Within the transaction that saves them."""
    rows = list(rows)
    if not rows:
        return
    links = (into or apps.get_model("blog", "InternalLink")).objects
    source = f"{SOURCES[rows[0]._meta.model_name]}_id"
    with transaction.atomic(savepoint=False):
        kept = links.filter(**{f"{source}__in": [row.pk for row in rows]})
        known = {(of, path): pk for of, path, pk in kept.values_list(source, "path", "pk")}
        wanted = {(row.pk, path) for row in rows for path in paths_in(row.body)}
        if gone := [pk for link, pk in known.items() if link not in wanted]:
            links.filter(pk__in=gone).delete()
        new = sorted(wanted - known.keys())
        links.bulk_create([links.model(**{source: of, "path": path}) for of, path in new])
