"""Pictures, without their files: blog.pictures makes and removes those."""

import secrets

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q


def new_token():
    """128 random bits: who was not given the address of a picture cannot guess it."""
    return secrets.token_hex(16)


class Picture(models.Model):
    """A re-encoded upload and its renditions; blog.pictures makes and removes the files."""

    class Format(models.TextChoices):
        JPEG = "jpg"
        PNG = "png"
        WEBP = "webp"

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    format = models.CharField(max_length=4, choices=Format, editable=False)
    width = models.PositiveIntegerField("breedte", editable=False)
    height = models.PositiveIntegerField("hoogte", editable=False)
    widths = models.JSONField("gemaakte breedtes", default=list, editable=False)
    rendered_at = models.DateTimeField(null=True, editable=False)
    render_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    alt = models.CharField(
        "beschrijving",
        max_length=250,
        blank=True,
        help_text="Wat is er te zien? Voor wie de afbeelding niet ziet, en om hem terug te vinden.",
    )
    credit = models.CharField(
        "maker of licentie",
        max_length=200,
        blank=True,
        help_text="Van wie is de afbeelding, en mag hij hier staan? Bijvoorbeeld: eigen werk, of "
        "Foto: naam (CC BY 4.0).",
    )
    focal_x = models.PositiveSmallIntegerField(
        "brandpunt, van links",
        default=50,
        validators=[MaxValueValidator(100)],
        help_text="In procenten; je kunt ook op de afbeelding klikken. Waar zij wordt bijgesneden, "
        "blijft dit punt in beeld.",
    )
    focal_y = models.PositiveSmallIntegerField(
        "brandpunt, van boven", default=50, validators=[MaxValueValidator(100)]
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="toegevoegd door",
        null=True,
        editable=False,
    )
    created_at = models.DateTimeField("toegevoegd op", auto_now_add=True)

    class Meta:
        verbose_name = "afbeelding"
        verbose_name_plural = "afbeeldingen"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["render_attempts", "id"],
                condition=Q(rendered_at=None),
                name="picture_to_render",
            )
        ]

    def __str__(self):
        return f"{self.alt or self.token[:8]} ({self.width} × {self.height})"

    @property
    def original(self):
        return f"origineel.{self.format}"

    def path(self, name):
        """Where a file of this picture lies in the storage."""
        return f"pictures/{self.token}/{name}"

    def url(self, name):
        return f"{settings.MEDIA_URL}{self.path(name)}"

    @property
    def original_url(self):
        return self.url(self.original)
