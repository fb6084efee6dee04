"""One <img> for header and body pictures alike: sized, lazy, and as large as the screen asks."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from . import html

WIDTHS = (400, 800, 1200, 1600)  # of the renditions, as far as they are below the original's
BODY_SIZES = "(min-width: 45rem) 42rem, 100vw"
FALLBACK_WIDTH = 800  # what a browser without srcset, and the share of a page, gets


def img(picture, *, alt="", sizes="100vw", lazy=True, css_class="", width=None):
    """The element; `width` shows it at that many CSS pixels, its own shape kept."""
    files = {rendition: picture.url(f"{rendition}.webp") for rendition in picture.widths}
    if not files or picture.width <= WIDTHS[-1]:
        files[picture.width] = picture.original_url
    shown = min(width or picture.width, picture.width)
    attributes = {
        "src": files.get(FALLBACK_WIDTH, picture.original_url),
        "srcset": ", ".join(f"{files[size]} {size}w" for size in sorted(files)),
        "sizes": sizes,
        "width": shown,
        "height": max(1, round(picture.height * shown / picture.width)),
        "alt": alt,
        "class": css_class or None,
        "loading": "lazy" if lazy else "eager",
        "fetchpriority": None if lazy else "high",
        "decoding": "async",
    }
    if len(files) == 1:
        attributes["srcset"] = attributes["sizes"] = None
    given = ((name, value) for name, value in attributes.items() if value is not None)
    return format_html("<img{}>", format_html_join("", ' {}="{}"', given))


def body_html(body):
    """A cleaned body with its pictures made responsive: one query, none without pictures.

    The one place that marks HTML safe; what comes in left blog.html.clean by way of the field.
    """
    if tokens := {match[2] for match in html.PICTURE.finditer(body)}:
        from .models import Picture

        pictures = {picture.token: picture for picture in Picture.objects.filter(token__in=tokens)}
        body = html.IMG.sub(lambda tag: _body_img(tag[0], pictures), body)
    return mark_safe(body)


def _body_img(tag, pictures):
    given = html.image_attributes(tag)
    picture = pictures.get(html.PICTURE.fullmatch(given["src"])[2])
    if picture is None:
        return tag
    width = int(given["width"]) if "width" in given else None
    is_narrow = width is not None and width < picture.width
    sizes = f"(min-width: {width}px) {width}px, 100vw" if is_narrow else BODY_SIZES
    return img(picture, alt=given.get("alt", ""), sizes=sizes, width=width)
