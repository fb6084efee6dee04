"""Addresses that an article once had."""

from django.db import models

from .articles import Article


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
