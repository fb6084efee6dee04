"""The words that articles use, as search looks them up."""

from django.db import models


class WordForm(models.Model):
    """One way to come upon a word: as it is written, from its end, or with one letter left out.

    Rows are only ever added (until blog.derived makes all anew), of drafts too; which words are
    published the index knows, and is asked for each (blog.fulltext.is_said). The same row twice
    does no harm, so nothing has to wait for a lock.
    """

    class Kind(models.TextChoices):
        WORD = "w", "zoals het er staat"
        TAIL = "t", "stam van achter naar voren"
        SLIP = "s", "begin, met een letter minder"

    kind = models.CharField("soort", max_length=1, choices=Kind)
    form = models.CharField("vorm", max_length=40)
    word = models.CharField("woord", max_length=40)
    stem = models.CharField("stam", max_length=40)

    class Meta:
        verbose_name = "woordvorm"
        verbose_name_plural = "woordvormen"
        indexes = [models.Index(fields=["kind", "form"], name="word_form_lookup")]

    def __str__(self):
        return self.form
