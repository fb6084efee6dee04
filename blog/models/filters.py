"""Views of the list of articles that somebody keeps."""

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        verbose_name="account",
        related_name="saved_filters",
    )
    name = models.CharField("naam", max_length=60)
    query = models.CharField("filter", max_length=500)

    class Meta:
        verbose_name = "bewaard filter"
        verbose_name_plural = "bewaarde filters"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "name"], name="saved_filter_name_per_user")
        ]

    def __str__(self):
        return self.name
