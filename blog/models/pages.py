"""Standing pages, which staff edit at the desk."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from blog.querysets import TextQuerySet
from blog.slugs import PAGE_RESERVED, address_field, free_for_page

from .body import WithProse


class Page(WithProse):
    title = models.CharField("titel", max_length=120)
    slug = address_field(free_for_page)
    description = models.CharField(
        "omschrijving",
        max_length=200,
        blank=True,
        help_text="Eén zin voor zoekmachines, en bovenaan de pagina.",
    )
    position = models.PositiveSmallIntegerField(
        "volgorde", default=0, help_text="Het laagste getal staat vooraan."
    )
    is_in_footer = models.BooleanField("onderaan elke pagina tonen", default=True)
    updated_at = models.DateTimeField("laatst gewijzigd", auto_now=True)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = "pagina"
        verbose_name_plural = "pagina's"
        ordering = ["position", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=PAGE_RESERVED), name="page_slug_not_reserved"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("blog:page", args=[self.slug])
