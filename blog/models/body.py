"""The rich text that several kinds of page have."""

from django.db import models

from blog import responsive
from blog.fields import RichTextField


class WithBody(models.Model):
    body = RichTextField(
        "tekst",
        blank=True,
        help_text="Korte stukken met een tussenkop lezen het best. Zet het belangrijkste vooraan.",
    )

    class Meta:
        abstract = True

    @property
    def body_html(self):
        return responsive.body_html(self.body)
