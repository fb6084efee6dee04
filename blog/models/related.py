"""What to read next: pinned or blocked by hand, and computed."""

from django.db import models
from django.db.models import F, Q

from .articles import Article


class RelatedArticle(models.Model):
    """An editor's word on one article under another: always, or never."""

    class Choice(models.TextChoices):
        PIN = "pin", "vastzetten"
        BLOCK = "block", "nooit tonen"

    article = models.ForeignKey(Article, models.CASCADE, related_name="related_picks")
    related = models.ForeignKey(
        Article, models.CASCADE, verbose_name="verwant artikel", related_name="picked_in"
    )
    choice = models.CharField("keuze", max_length=5, choices=Choice, default=Choice.PIN)
    position = models.PositiveSmallIntegerField("volgorde", default=0)

    class Meta:
        verbose_name = "verwant artikel"
        verbose_name_plural = "verwante artikelen"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "related"],
                name="related_article_once",
                violation_error_message="Dit artikel staat al in de lijst.",
            ),
            models.CheckConstraint(
                condition=~Q(article=F("related")),
                name="related_article_other",
                violation_error_message="Een artikel kan niet naar zichzelf verwijzen.",
            ),
        ]
        indexes = [models.Index(fields=["article", "position", "id"], name="related_in_order")]

    def __str__(self):
        return str(self.related)


class Suggestion(models.Model):
    """What the worker computed: the article nearest in words and topics at position 1, and so on.

    Rows outlive the state of the articles: who reads them asks `published()`.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="suggestions")
    related = models.ForeignKey(Article, models.CASCADE, related_name="suggested_in")
    position = models.PositiveSmallIntegerField()
    score = models.FloatField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = "voorstel"
        verbose_name_plural = "voorstellen"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "related"], name="suggestion_once"),
            models.CheckConstraint(condition=~Q(article=F("related")), name="suggestion_other"),
        ]
        indexes = [models.Index(fields=["article", "position"], name="suggestion_in_order")]

    def __str__(self):
        return str(self.related)


class Vocabulary(models.Model):
    """What the worker knows of an article to compare it by, and what it still has to do with it."""

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True)
    terms = models.JSONField("woorden", default=dict)  # stem: [weight, word], see blog.similarity
    topics = models.JSONField("onderwerpen", default=list)
    changed_at = models.DateTimeField("gelezen op")
    due_at = models.DateTimeField(
        "te vergelijken vanaf", null=True
    )  # its suggestions are to be computed
    computed_at = models.DateTimeField("vergeleken op", null=True)

    class Meta:
        verbose_name = "woordenlijst"
        verbose_name_plural = "woordenlijsten"
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="vocabulary_due"
            ),
            models.Index(fields=["computed_at"], name="vocabulary_stalest"),
        ]

    def __str__(self):
        return f"Woorden van artikel {self.article_id}"


class Keyword(models.Model):
    """The way from a weighty stem, or a topic, to the articles that have it."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="+", db_index=False)
    word = models.CharField("woord", max_length=64)

    class Meta:
        verbose_name = "trefwoord"
        verbose_name_plural = "trefwoorden"
        constraints = [
            models.UniqueConstraint(fields=["article", "word"], name="keyword_once"),
        ]
        indexes = [models.Index(fields=["word", "-article"], name="keyword_newest")]

    def __str__(self):
        return self.word
