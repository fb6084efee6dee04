"""The rich text that several kinds of page have."""

from django.db import models, transaction
from django.utils.functional import cached_property

from blog import links, prose, responsive
from blog.fields import RichTextField


class WithBody(models.Model):
    body = RichTextField(
        "tekst",
        blank=True,
        help_text="Korte stukken met een tussenkop lezen het best. Zet het belangrijkste vooraan. "
        "Wie een citaat uitsprak, staat in het citaat op de laatste regel, na een streepje (—).",
    )

    class Meta:
        abstract = True

    def save_base(self, *args, update_fields=None, **kwargs):
        with transaction.atomic(savepoint=False):
            super().save_base(*args, update_fields=update_fields, **kwargs)
            if not update_fields or "body" in update_fields:
                links.learn([self])

    @cached_property
    def body_html(self):
        return responsive.body_html(self.body)


class WithProse(WithBody):
    """A text that is the main thing of its page, once on it: so its headings can have anchors."""

    class Meta:
        abstract = True

    @cached_property
    def prose(self):
        return prose.typeset(self.body)

    @cached_property
    def body_html(self):
        return responsive.body_html(self.prose.html)
