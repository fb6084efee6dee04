"""What a page says of itself to machines: schema.org in JSON-LD. Rows in, dicts out."""

import json
from typing import NamedTuple

from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from . import seen
from .seen import shorten
from .share_drawing import SIZE

LONGEST_HEADLINE = 110
# What could end the element or start a comment in it; JSON reads the escapes as the signs.
ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


class Image(NamedTuple):
    url: str  # from the root
    width: int
    height: int
    alt: str


def script(data):
    """A block of data: browsers do not run it, so script-src does not reach it.

    Safe by the escapes: within this element HTML knows no entities.
    """
    text = json.dumps(
        {"@context": "https://schema.org"} | data, ensure_ascii=False, separators=(",", ":")
    )
    block = mark_safe(text.translate(ESCAPES))
    return format_html('<script type="application/ld+json">{}</script>', block)


def article(row, *, site_url, publisher):
    """The article and the page it is on; `publisher` is the name of the site.

    Each fact once, for this is part of what a reader waits for.
    """
    address = site_url + row.get_absolute_url()
    trail = [("Artikelen", site_url + reverse("blog:list")), (row.title, address)]
    reviewer = row.reviewer
    has_page = getattr(row, "reviewer_has_page", reviewer == row.author)
    page = {
        "@type": "MedicalWebPage",
        "@id": address,
        "about": [
            {"@type": "Thing", "name": topic.name, "url": site_url + topic.get_absolute_url()}
            for topic in row.topics.all()
        ],
        "lastReviewed": row.reviewed_at and f"{localtime(row.reviewed_at):%Y-%m-%d}",
        "reviewedBy": reviewer and person(reviewer, site_url=site_url, has_page=has_page),
        "breadcrumb": breadcrumbs(trail, site_url=site_url, home=publisher),
    }
    text = {
        "@type": "BlogPosting",
        "url": address,
        "mainEntityOfPage": _filled(page),
        "headline": shorten(row.title, LONGEST_HEADLINE),
        "description": seen.description(row.meta_description, row.summary),
        "image": [site_url + image.url for image in share_images(row, name=publisher)],
        "inLanguage": "nl",
        "author": person(row.author, site_url=site_url),
        "publisher": organization(publisher, site_url=site_url),
        "citation": [_source(source) for source in row.source_list],
        "datePublished": _moment(row.publish_at),
        "dateModified": _moment(row.changed_at),
    }
    return _filled(text)


def person(author, *, site_url, has_page=True):
    return _filled(
        {
            "@type": "Person",
            "name": author.name,
            "jobTitle": author.role,
            "url": has_page and site_url + author.get_absolute_url(),
            "identifier": author.big_number
            and {"@type": "PropertyValue", "propertyID": "BIG", "value": author.big_number},
        }
    )


def organization(name, *, site_url):
    """Who publishes; contact.structured tells the rest of it, under the same @id."""
    return {
        "@type": "Organization",
        "@id": f"{site_url}/#praktijk",
        "name": name,
        "url": f"{site_url}/",
        "logo": site_url + static("img/apple-touch-icon.png"),
    }


def breadcrumbs(places, *, site_url, home):
    """`places` are pairs of name and address, from the first below home to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": address}
            for position, (name, address) in enumerate([(home, f"{site_url}/"), *places], start=1)
        ],
    }


def share_images(article, *, name) -> list[Image]:
    """What may stand beside a link, the best first: the drawing, the article's own picture; else
    the picture of the site. `article` is None or empty for a page that is none; `name` is that of
    the site."""
    found = []
    if drawing := getattr(article, "share_picture", None):
        alt = f"De titel, {article.title}, naast twee vormen in gesprek."
        found.append(Image(drawing.url, *SIZE, alt))
    if picture := getattr(article, "picture", None):
        found.append(
            Image(picture.original_url, picture.width, picture.height, article.picture_alt)
        )
    alt = f"Twee halve cirkels tegenover elkaar: het beeldmerk van {name}."
    return found or [Image(static("img/share.png"), *SIZE, alt)]


def _source(source):
    return _filled({"@type": "CreativeWork", "name": source.text, "url": source.url})


def _moment(at):
    """ISO 8601 with the offset that held then."""
    return localtime(at).isoformat(timespec="seconds")


def _filled(data):
    return {name: value for name, value in data.items() if value}
