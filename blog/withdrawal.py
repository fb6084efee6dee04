"""Taking an article offline. Its address answers 410 from then on, and nothing shows it."""

from django.utils import timezone

from .models import Article


class NotPublished(Exception):
    """Nobody can read it at that moment: a draft, one still to come, or withdrawn already."""


def withdraw(*, article, at=None):
    """From `at` on (now) the article is nowhere to be read. One that was to go later, goes now."""
    at = at or timezone.now()
    if not Article.objects.filter(pk=article.pk).published(at).update(withdraw_at=at):
        raise NotPublished
