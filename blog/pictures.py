"""Pictures: what comes in is decoded, turned upright, stripped and written anew, never kept as is.

Renditions are made later, by the worker. A rendition that does not exist yet is not referred to.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from PIL import Image, ImageCms, ImageOps

from . import html
from .models import Article, Author, HelpCard, Page, Picture
from .models.pictures import new_token
from .responsive import widths_for

log = logging.getLogger("spreekkamer.pictures")

ACCEPTED = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "GIF": "png", "WEBP": "webp", "AVIF": "webp"}
WRITTEN = {
    "jpg": {"format": "JPEG", "quality": 88, "progressive": True, "optimize": True},
    "png": {"format": "PNG"},
    "webp": {"format": "WEBP", "quality": 90},
}
RENDITIONS = {
    "avif": {"format": "AVIF", "quality": 55, "speed": 8},
    "webp": {"format": "WEBP", "quality": 80},
}
LONGEST_SIDE = 3200  # of what is kept: twice the widest place a picture has
RENDER_ATTEMPTS = 5
SRGB = ImageCms.createProfile("sRGB")


class Refused(Exception):
    """Not a picture for us; the message says in Dutch why."""


TOO_LARGE = "Deze afbeelding is te groot. Maak hem kleiner en probeer het opnieuw."
NO_PICTURE = (
    "Dit bestand is geen afbeelding die we kunnen lezen. Gebruik een JPEG, PNG, WebP, AVIF of GIF."
)


@dataclass(frozen=True)
class Encoded:
    content: bytes
    format: str
    width: int
    height: int


def encode(file) -> Encoded:
    """Decode an upload and write it anew: upright, sRGB, no metadata, at most LONGEST_SIDE.

    The content decides what it is, not the name. Raises Refused.
    """
    if file.size > settings.PICTURE_MAX_BYTES:
        megabytes = settings.PICTURE_MAX_BYTES // (1024 * 1024)
        raise Refused(f"Deze afbeelding is groter dan {megabytes} MB. Maak hem kleiner.")
    try:
        with Image.open(file, formats=["JPEG", "PNG", "GIF", "WEBP", "AVIF"]) as image:
            if image.width * image.height > settings.PICTURE_MAX_PIXELS:
                raise Refused(TOO_LARGE)
            kind = ACCEPTED[image.format]
            image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            image = _plain(ImageOps.exif_transpose(image), has_alpha=kind != "jpg")
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(TOO_LARGE) from None
    except Exception:
        # Decoders fail in many ways on what is no picture, or half of one.
        raise Refused(NO_PICTURE) from None
    return Encoded(_written(image, **WRITTEN[kind]), kind, *image.size)


def keep(encoded, *, by=None, alt="", credit="") -> Picture:
    """Store the file under a name of ours, then the row that knows it."""
    picture = Picture(
        format=encoded.format,
        width=encoded.width,
        height=encoded.height,
        alt=alt,
        credit=credit,
        uploaded_by=by,
    )
    default_storage.save(picture.path(picture.original), ContentFile(encoded.content))
    picture.save()
    return picture


def store(file, *, by=None, alt="", credit="") -> Picture:
    """Encode and keep an upload. Raises Refused."""
    return keep(encode(file), by=by, alt=alt, credit=credit)


def render(picture) -> None:
    """Make the renditions; doing it again gives the same files."""
    widths = widths_for(picture.width)
    with default_storage.open(picture.path(picture.original)) as file, Image.open(file) as image:
        image.load()
        for width in sorted(widths, reverse=True):
            height = max(1, round(picture.height * width / picture.width))
            image = image.resize((width, height), Image.Resampling.LANCZOS)
            for extension, options in RENDITIONS.items():
                _replace(picture.path(f"{width}.{extension}"), _written(image, **options))
    rows = Picture.objects.filter(pk=picture.pk, token=picture.token)
    picture.widths, picture.rendered_at = widths, timezone.now()
    if not rows.update(widths=widths, rendered_at=picture.rendered_at):
        _delete(_paths(picture))  # renewed or removed in the meantime


def render_pending(limit=5) -> int:
    """Render the next pictures; one that keeps failing is left after RENDER_ATTEMPTS."""
    pending = Picture.objects.filter(rendered_at=None, render_attempts__lt=RENDER_ATTEMPTS)
    rendered = 0
    for picture in pending.order_by("render_attempts", "id")[:limit]:
        Picture.objects.filter(pk=picture.pk).update(render_attempts=F("render_attempts") + 1)
        try:
            render(picture)
        except Exception:
            log.exception("Picture %s was not rendered", picture.pk)
        else:
            rendered += 1
    return rendered


def remove(picture) -> None:
    """Delete the row, then, once that is certain, the files."""
    paths = _paths(picture)
    picture.delete()
    transaction.on_commit(lambda: _delete(paths))


def renew(picture) -> None:
    """Give a picture another address, so that who knew the old one finds nothing there.

    Its renditions go, to be made anew; texts that show it follow, and what they said before.
    """
    old, paths = picture.token, _paths(picture)
    with default_storage.open(picture.path(picture.original)) as file:
        content = file.read()
    picture.token = new_token()
    picture.widths, picture.rendered_at, picture.render_attempts = [], None, 0
    default_storage.save(picture.path(picture.original), ContentFile(content))
    with transaction.atomic():
        picture.save(update_fields=["token", "widths", "rendered_at", "render_attempts"])
        showing = Article.objects.filter(body__contains=old).values("pk")
        _follow(Article.history.filter(id__in=showing), old, picture)  # or none could be restored
        for model in (Article, Page, HelpCard):
            _follow(model.objects.all(), old, picture)
        transaction.on_commit(lambda: _delete(paths))


def _follow(texts, old, picture):
    for text in texts.filter(body__contains=old).only("body"):
        texts.model.objects.filter(pk=text.pk).update(body=text.body.replace(old, picture.token))


def follow_articles(limit=5) -> int:
    """Renew the pictures of articles that anybody could read and nobody can any more, whichever way
    that came about; but for those that stand elsewhere."""
    begun = Article.objects.published().filter(was_public=False)
    if new := list(begun.values_list("pk", flat=True)[:500]):
        Article.objects.filter(pk__in=new).update(was_public=True)
    ended = Article.objects.filter(was_public=True).no_longer_public().select_related("picture")
    hidden = 0
    for article in ended.order_by("pk")[:limit]:
        tokens = {match[2] for match in html.PICTURE.finditer(article.body)}
        for picture in Picture.objects.filter(Q(token__in=tokens) | Q(pk=article.picture_id)):
            if not is_public(picture):
                renew(picture)
        Article.objects.filter(pk=article.pk).update(was_public=False)
        hidden += 1
    return hidden


def is_public(picture) -> bool:
    """Whether any page that the public can read shows it."""
    in_body = Q(body__contains=picture.token)
    return (
        Article.objects.published().filter(in_body | Q(picture=picture)).exists()
        or Page.objects.filter(in_body).exists()
        or HelpCard.objects.filter(in_body).exists()
        or Author.objects.filter(picture=picture).exists()
    )


def _plain(image, *, has_alpha):
    """8 bits of RGB or RGBA, the colours as they were meant, nothing else carried along."""
    if image.mode.startswith("I"):  # 16 bits of grey
        image = image.convert("I").point(lambda grey: grey / 256).convert("L")
    is_see_through = has_alpha and image.has_transparency_data
    profile = image.info.get("icc_profile")
    if image.mode not in ("RGB", "RGBA", "L", "CMYK"):
        profile = None
        image = image.convert("RGBA" if is_see_through else "RGB")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError):
            out = "RGBA" if image.mode == "RGBA" else "RGB"
            image = ImageCms.profileToProfile(
                image, ImageCms.ImageCmsProfile(BytesIO(profile)), SRGB, outputMode=out
            )
    image = image.convert("RGBA" if is_see_through else "RGB")
    image.info = {}
    return image


def _paths(picture):
    """All files that it has or may have had."""
    names = [
        f"{width}.{extension}" for width in widths_for(picture.width) for extension in RENDITIONS
    ]
    return [picture.path(name) for name in [picture.original, *names]]


def _written(image, **options):
    out = BytesIO()
    image.save(out, **options)
    return out.getvalue()


def _replace(path, content):
    default_storage.delete(path)  # a name in use would get a suffix
    default_storage.save(path, ContentFile(content))


def _delete(paths):
    for path in paths:
        default_storage.delete(path)
    with suppress(OSError, NotImplementedError):  # not every storage has folders
        default_storage.delete(paths[0].rpartition("/")[0])
