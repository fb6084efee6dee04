"""What is counted of reading. No row tells who read or asked."""

from django.db import models

from .articles import Article


class ArticleReads(models.Model):
    """How often an article was served in a month (`month` is its first day)."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="reads")
    month = models.DateField("maand")
    count = models.PositiveIntegerField("aantal", default=0)

    class Meta:
        verbose_name = "aantal keer gelezen"
        verbose_name_plural = "aantallen keer gelezen"
        constraints = [
            models.UniqueConstraint(fields=["article", "month"], name="reads_once_per_month")
        ]

    def __str__(self):
        return f"{self.month:%m-%Y}: {self.count}"


class SearchMiss(models.Model):
    """Words that were searched and gave nothing, how often in a month."""

    month = models.DateField("maand")
    words = models.CharField("gezocht", max_length=60)
    count = models.PositiveIntegerField("aantal", default=0)

    class Meta:
        verbose_name = "zoekvraag zonder resultaat"
        verbose_name_plural = "zoekvragen zonder resultaat"
        constraints = [
            models.UniqueConstraint(fields=["month", "words"], name="search_miss_once_per_month")
        ]

    def __str__(self):
        return f"{self.month:%m-%Y}: {self.count}"
