"""Which texts link to which addresses of this site."""

from django.db import models
from django.db.models import Q

from .articles import Article
from .help import HelpCard
from .pages import Page


class InternalLink(models.Model):
    """One address of ours in one text. blog.links writes it in the transaction that saves the text.

    `path` is from the root, without query and fragment: an address and not a row, so that a link
    to what is not there (yet, or any more) can be told from one that leads somewhere.
    """

    SOURCES = ("article", "page", "help_card")

    article = models.ForeignKey(
        Article, models.CASCADE, verbose_name="artikel", null=True, related_name="links_out"
    )
    page = models.ForeignKey(
        Page, models.CASCADE, verbose_name="pagina", null=True, related_name="links_out"
    )
    help_card = models.ForeignKey(
        HelpCard, models.CASCADE, verbose_name="hulpkader", null=True, related_name="links_out"
    )
    path = models.CharField("adres", max_length=500)

    class Meta:
        verbose_name = "link binnen de site"
        verbose_name_plural = "links binnen de site"
        indexes = [models.Index(fields=["path"], name="internal_link_path")]
        constraints = [
            models.UniqueConstraint(
                fields=[source, "path"],
                condition=Q(**{f"{source}__isnull": False}),
                name=f"internal_link_once_in_{source}",
            )
            for source in ("article", "page", "help_card")
        ]

    def __str__(self):
        return self.path

    @property
    def source(self):
        return self.article or self.page or self.help_card
