"""Links by which somebody outside the practice may read an article before it is published."""

from django.conf import settings
from django.db import models

from .articles import Article


class PreviewLink(models.Model):
    """Good for one article until `expires_at`, and no longer than it is unpublished.

    Of the token in the address only the SHA-256 is kept: who reads the database has no link.
    """

    token_hash = models.CharField(
        "afdruk van de sleutel", max_length=64, unique=True, editable=False
    )
    article = models.ForeignKey(
        Article, models.CASCADE, verbose_name="artikel", related_name="preview_links"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="gemaakt door",
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    expires_at = models.DateTimeField("geldig tot")

    class Meta:
        verbose_name = "voorbeeldlink"
        verbose_name_plural = "voorbeeldlinks"
        ordering = ["-created_at", "-id"]

    def __str__(self):
        return f"voorbeeldlink {self.pk}"
