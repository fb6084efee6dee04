"""Which rules the articles were last read by."""

from django.db import models


class Rules(models.Model):
    """The mark that blog.derived leaves when it has gone through all articles. One row at most."""

    fingerprint = models.CharField("vingerafdruk", max_length=64)

    class Meta:
        verbose_name = "leesregels"
        verbose_name_plural = "leesregels"

    def __str__(self):
        return self.fingerprint[:8]
