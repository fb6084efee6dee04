"""Addresses that an article once had."""

from django.db import models
from django.db.models import Q

from .articles import Article
from .pages import Page
from .shelves import Author, Topic


class OldAddress(models.Model):
    """A former slug of an article. It points to the article, so no chain or loop can form."""

    slug = models.SlugField("oud adres", max_length=100, unique=True)
    article = models.ForeignKey(
        Article, models.CASCADE, verbose_name="artikel", related_name="old_addresses"
    )
    created_at = models.DateTimeField("gewijzigd op", auto_now_add=True)

    class Meta:
        verbose_name = "oud adres"
        verbose_name_plural = "oude adressen"
        ordering = ["-created_at", "-id"]

    def __str__(self):
        return self.slug


class OldPath(models.Model):
    """Where something stood on the site that was here before, as a path from the root.

    With the query, if that is what told one from another (`/?p=12`). Points to one thing, and so
    to the address which that has now.
    """

    TARGETS = ("article", "page", "topic", "author")

    path = models.CharField("oud adres", max_length=500, unique=True)
    article = models.ForeignKey(
        Article, models.CASCADE, verbose_name="artikel", null=True, related_name="old_paths"
    )
    page = models.ForeignKey(
        Page, models.CASCADE, verbose_name="pagina", null=True, related_name="old_paths"
    )
    topic = models.ForeignKey(
        Topic, models.CASCADE, verbose_name="onderwerp", null=True, related_name="old_paths"
    )
    author = models.ForeignKey(
        Author, models.CASCADE, verbose_name="auteur", null=True, related_name="old_paths"
    )
    created_at = models.DateTimeField("toegevoegd op", auto_now_add=True)

    class Meta:
        verbose_name = "adres van de vorige site"
        verbose_name_plural = "adressen van de vorige site"
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, page=None, topic=None, author=None)
                | Q(article=None, page__isnull=False, topic=None, author=None)
                | Q(article=None, page=None, topic__isnull=False, author=None)
                | Q(article=None, page=None, topic=None, author__isnull=False),
                name="old_path_leads_somewhere",
            )
        ]

    def __str__(self):
        return self.path

    @property
    def target(self):
        return self.article or self.page or self.topic or self.author
