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
from django.db.models import F
from django.utils import timezone
from PIL import Image, ImageCms, ImageOps

from .models import Picture
from .responsive import WIDTHS

log = logging.getLogger("spreekkamer.pictures")

ACCEPTED = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "GIF": "png", "WEBP": "webp", "AVIF": "webp"}
WRITTEN = {
    "jpg": {"format": "JPEG", "quality": 88, "progressive": True, "optimize": True},
    "png": {"format": "PNG"},
    "webp": {"format": "WEBP", "quality": 90},
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


def keep(encoded, *, by=None, alt="") -> Picture:
    """Store the file under a name of ours, then the row that knows it."""
    picture = Picture(
        format=encoded.format, width=encoded.width, height=encoded.height, alt=alt, uploaded_by=by
    )
    default_storage.save(picture.path(picture.original), ContentFile(encoded.content))
    picture.save()
    return picture


def store(file, *, by=None, alt="") -> Picture:
    """Encode and keep an upload. Raises Refused."""
    return keep(encode(file), by=by, alt=alt)


def render(picture) -> None:
    """Make the renditions below the original's width; doing it again gives the same files."""
    widths = [width for width in WIDTHS if width < picture.width]
    with default_storage.open(picture.path(picture.original)) as file, Image.open(file) as image:
        image.load()
        for width in sorted(widths, reverse=True):
            height = max(1, round(picture.height * width / picture.width))
            image = image.resize((width, height), Image.Resampling.LANCZOS)
            _replace(picture.path(f"{width}.webp"), _written(image, format="WEBP", quality=80))
    picture.widths, picture.rendered_at = widths, timezone.now()
    picture.save(update_fields=["widths", "rendered_at"])


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
    names = [picture.original, *(f"{width}.webp" for width in WIDTHS)]
    paths = [picture.path(name) for name in names]
    picture.delete()
    transaction.on_commit(lambda: _delete(paths))


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
