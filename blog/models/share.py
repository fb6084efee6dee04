"""What a link to an article shows in a chat, without the file: blog.share_pictures makes that."""

from django.conf import settings
from django.db import models

from .articles import Article
from .pictures import new_token


class SharePicture(models.Model):
    """One drawing. Without an article it is refuse: its file goes, and then the row.

    A table beside the article, for whoever saves an article at the desk writes all its columns,
    and would write back the address of a drawing that the worker has replaced meanwhile.
    """

    token = models.CharField(max_length=32, unique=True, default=new_token)
    article = models.OneToOneField(
        Article, models.SET_NULL, null=True, related_name="share_picture"
    )
    title = models.CharField("titel", max_length=120)
    name = models.CharField("naam", max_length=80)
    created_at = models.DateTimeField("getekend op", auto_now_add=True)

    class Meta:
        verbose_name = "deelplaatje"
        verbose_name_plural = "deelplaatjes"
        indexes = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(article=None),
                name="share_picture_refuse",
            ),
        ]

    def __str__(self):
        return self.token[:8]

    @property
    def path(self):
        return f"share/{self.token}.jpg"

    @property
    def url(self):
        return f"{settings.MEDIA_URL}{self.path}"
