"""What was brought in from another site."""

from django.db import models

from .articles import Article
from .pages import Page
from .pictures import Picture
from .shelves import Author, Topic


class Imported(models.Model):
    """One thing of the other site, under the name it had there, and what became of it here.

    That is what makes an import repeatable: what is known is not made twice. `digest` tells whether
    it has changed there since. What staff threw away here keeps its row and does not come back.
    """

    source = models.CharField("herkomst", max_length=500, unique=True)
    digest = models.CharField("vingerafdruk", max_length=64)
    imported_at = models.DateTimeField("ingelezen op", auto_now=True)
    article = models.ForeignKey(
        Article, models.SET_NULL, verbose_name="artikel", null=True, related_name="+"
    )
    page = models.ForeignKey(
        Page, models.SET_NULL, verbose_name="pagina", null=True, related_name="+"
    )
    topic = models.ForeignKey(
        Topic, models.SET_NULL, verbose_name="onderwerp", null=True, related_name="+"
    )
    author = models.ForeignKey(
        Author, models.SET_NULL, verbose_name="auteur", null=True, related_name="+"
    )
    picture = models.ForeignKey(
        Picture, models.SET_NULL, verbose_name="afbeelding", null=True, related_name="+"
    )

    class Meta:
        verbose_name = "ingelezen stuk"
        verbose_name_plural = "ingelezen stukken"

    def __str__(self):
        return self.source
