"""One <picture> for header, card and body alike: sized, lazy, as large as the screen asks."""

import hashlib

from django.core.cache import caches
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from . import credits, html

WIDTHS = (400, 800, 1200, 1600)  # of the renditions; a smaller original has its own width
BODY_SIZES = "(min-width: 45rem) 42rem, 100vw"
FALLBACK_WIDTH = 800  # what a browser without srcset, and the share of a page, gets


def widths_for(width):
    """The widths in which a picture of this width is kept: at most four."""
    return sorted({*(step for step in WIDTHS if step < width), min(width, WIDTHS[-1])})


def picture_html(picture, *, alt="", sizes="100vw", lazy=True, css_class="", width=None):
    """The element; `width` shows it at that many CSS pixels, its own shape kept.

    AVIF for whoever reads it, WebP for everybody else. Before the worker has made those it is the
    original.
    """
    shown = min(width or picture.width, picture.width)
    fallback = min(picture.widths, key=lambda size: abs(size - FALLBACK_WIDTH), default=None)
    attributes = {
        "src": picture.url(f"{fallback}.webp") if fallback else picture.original_url,
        "srcset": _srcset(picture, "webp"),
        "sizes": sizes if picture.widths else None,
        "width": shown,
        "height": max(1, round(picture.height * shown / picture.width)),
        "alt": alt,
        "class": " ".join(filter(None, [css_class, *_focus(picture)])) or None,
        "loading": "lazy" if lazy else "eager",
        "fetchpriority": None if lazy else "high",
        "decoding": "async",
    }
    img = format_html("<img{}>", _written(attributes))
    if not picture.widths:
        return img
    source = {"type": "image/avif", "srcset": _srcset(picture, "avif"), "sizes": sizes}
    return format_html("<picture><source{}>{}</picture>", _written(source), img)


def _srcset(picture, extension):
    files = (f"{picture.url(f'{size}.{extension}')} {size}w" for size in picture.widths)
    return ", ".join(files) or None


def _focus(picture):
    """Classes of static/css/picture.css, in steps of ten; the middle needs none."""
    for axis, value in (("x", picture.focal_x), ("y", picture.focal_y)):
        if (step := round(value / 10) * 10) != 50:
            yield f"{axis}{step}"


def _written(attributes):
    given = ((name, value) for name, value in attributes.items() if value is not None)
    return format_html_join("", ' {}="{}"', given)


def body_html(body):
    """A cleaned body with its pictures made responsive: at most one query, none without pictures.

    The one place that marks HTML safe; what comes in left blog.html.clean by way of the field.
    """
    if tokens := {match[2] for match in html.PICTURE.finditer(body)}:
        from .models import Picture

        name = hashlib.sha256("".join(sorted(tokens)).encode()).hexdigest()
        pictures = caches["site"].get_or_set(
            f"blog.pictures.{name}",
            lambda: {
                picture.token: picture for picture in Picture.objects.filter(token__in=tokens)
            },
        )
        body = credits.with_pictures(body, lambda tag: _body_img(tag, pictures))
    return mark_safe(body)


def _body_img(tag, pictures):
    """The picture, and the line that says who made it."""
    given = html.image_attributes(tag)
    picture = pictures.get(html.PICTURE.fullmatch(given["src"])[2])
    if picture is None:
        return tag, ""
    width = int(given["width"]) if "width" in given else None
    is_narrow = width is not None and width < picture.width
    sizes = f"(min-width: {width}px) {width}px, 100vw" if is_narrow else BODY_SIZES
    image = picture_html(picture, alt=given.get("alt", ""), sizes=sizes, width=width)
    return image, credits.credit_html(picture)
