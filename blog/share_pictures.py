"""The drawings behind the links that people share: made, replaced and taken away by the worker.

At every moment a row names each file: the row comes first and the file goes first. So whatever is
killed halfway leaves a row without an article, and `sweep` takes both away.
"""

import logging
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from . import share_drawing
from .fields import ShareTriesField
from .models import Article, SharePicture

log = logging.getLogger("spreekkamer.pictures")

JPEG = {"format": "JPEG", "quality": 86, "subsampling": 0, "optimize": True, "progressive": True}
HALFWAY = timedelta(hours=1)  # nobody takes longer between the row and its article


def draw_due(whose: Callable[[], str], limit=5) -> int:
    """Draw the next ones that are missing or say something else than the title.

    `whose()` is the name of the practice; the blog itself does not know it.
    """
    due = Article.objects.out_or_coming().filter(share_tries__isnull=False)
    due = due.select_related("share_picture").without_text()
    drawn = 0
    for article in due.order_by("-share_tries", "-id")[:limit]:
        rows = Article.objects.filter(pk=article.pk)
        rows.update(share_tries=article.share_tries - 1 or None)
        try:
            drawn += _draw_unless_there(article, name=whose())
        except Exception:
            log.exception("The share picture of article %s was not drawn", article.pk)
        else:
            rows.filter(title=article.title).update(share_tries=None)
    return drawn


def draw(article, *, name: str) -> SharePicture:
    """A new drawing under a new address, in the place of the one there was."""
    out = BytesIO()
    share_drawing.draw(article.title, name, article.pk).save(out, **JPEG)
    new = SharePicture.objects.create(title=article.title, name=name)
    default_storage.save(new.path, ContentFile(out.getvalue()))
    with transaction.atomic():
        before = list(SharePicture.objects.filter(article=article))
        SharePicture.objects.filter(article=article).update(article=None)
        new.article = article
        new.save(update_fields=["article"])
    for old in before:
        remove(old)
    return new


def sweep() -> None:
    """Take away the drawings of what nobody may read any more, and what was left halfway."""
    now = timezone.now()
    for gone in (
        SharePicture.objects.filter(article__in=Article.objects.withdrawn(now)),
        SharePicture.objects.filter(article__in=Article.objects.drafts()),
        SharePicture.objects.filter(article=None, created_at__lt=now - HALFWAY),
    ):
        for picture in gone.iterator():
            remove(picture)


def redraw_renamed(whose: Callable[[], str]) -> int:
    """Have those drawn again that carry another name than the practice has now."""
    others = SharePicture.objects.exclude(name=whose()).exclude(article=None)
    articles = Article.objects.filter(pk__in=others.values("article"))
    return articles.update(share_tries=ShareTriesField.MOST)


def remove(picture) -> None:
    default_storage.delete(picture.path)
    picture.delete()


def _draw_unless_there(article, *, name):
    there = getattr(article, "share_picture", None)
    if there and (there.title, there.name) == (article.title, name):
        return 0
    draw(article, name=name)
    return 1
