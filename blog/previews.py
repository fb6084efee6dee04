"""Links by which somebody outside the practice reads an article before it is published.

A link is good while the article is a draft or scheduled. The moment it is published, by hand or by
itself, the link answers no more; and what the database does when `publish_at` leaves the past
(blog.triggers) sees to it that no link comes back when an article is taken offline again.
"""

import secrets
from datetime import timedelta
from hashlib import sha256

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from .models import Article, PreviewLink

DAYS = (1, 7, 30)
USUAL_DAYS = 7
TOKEN_BYTES = 32


class NotShareable(Exception):
    """Published, or withdrawn after that: it has, or had, an address of its own."""


def is_shareable(article, at=None):
    return Article.objects.filter(pk=article.pk).not_yet(at or timezone.now()).exists()


@transaction.atomic
def share(*, article, by, days, at=None) -> tuple[PreviewLink, str]:
    """Make a link, good for so many of DAYS. Its token is told here and never again."""
    at = at or timezone.now()
    article = Article.objects.select_for_update().only("publish_at").get(pk=article.pk)
    if not is_shareable(article, at):
        raise NotShareable
    token = secrets.token_urlsafe(TOKEN_BYTES)
    link = PreviewLink.objects.create(
        token_hash=hash_of(token), article=article, made_by=by, expires_at=at + timedelta(days=days)
    )
    return link, token


def living(at=None):
    """The links that answer at this moment, by the real clock."""
    at = at or timezone.now()
    to_come = Exists(Article.objects.filter(pk=OuterRef("article")).not_yet(at))
    return PreviewLink.objects.filter(to_come, expires_at__gt=at)


def link_for(token, at=None):
    """The living link with this token; None where there is none, for whatever reason."""
    return living(at).filter(token_hash=hash_of(token)).first()


def forget_expired():
    PreviewLink.objects.filter(expires_at__lte=timezone.now()).delete()


def hash_of(token: str) -> str:
    return sha256(token.encode("utf-8", "replace")).hexdigest()
