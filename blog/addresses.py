"""Addresses that last: what a reader gets who comes where an article once was.

The old addresses themselves are written by the database (blog.triggers), however a slug changes.
"""

from .models import Article


class Gone(Exception):
    """The article that stood here has been withdrawn: `article`."""

    def __init__(self, article):
        super().__init__(article.pk)
        self.article = article


def moved_to(slug, *, at=None):
    """The published article that had this slug before; None for an address that never was one.

    Only for slugs under which nothing is published: who has an address now, comes before who had
    it. Raises Gone. A draft that was once published counts as never written.
    """
    articles = Article.objects.without_text().order_by()
    for rows in (articles.filter(slug=slug), articles.filter(old_addresses__slug=slug)):
        if article := rows.published(at).first():
            return article
        if article := rows.withdrawn(at).first():
            if slug == article.slug and _is_renamed_since(article):
                return None
            raise Gone(article)
    return None


def _is_renamed_since(article):
    """Whether it got its address after it was withdrawn, so that no reader ever saw that."""
    return article.old_addresses.filter(created_at__gte=article.withdraw_at).exists()
