"""Articles."""

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from blog import prose, wordforms
from blog.care import Suicide
from blog.fields import (
    ChecksField,
    PlainTextField,
    RelatedDueField,
    ShareTriesField,
    StemsField,
    SuicideField,
    derived_of,
)
from blog.querysets import EDITED, ArticleQuerySet
from blog.slugs import ARTICLE_RESERVED, address_field, free_for_article

from .body import WithProse
from .help import HelpCard
from .pictures import Picture
from .shelves import Author, Topic
from .versions import Version

# Derived from the rest, or no words of an editor.
NOT_OF_A_VERSION = [
    "body_text", "suicide", "checks", "share_tries", "search_title", "search_about", "search_rest",
    "search_words", "related_due_at", "was_public", "picks",
]  # fmt: skip


class Article(WithProse):
    title = models.CharField(
        "titel", max_length=120, help_text="Tot ongeveer 60 tekens past hij heel in Google."
    )
    slug = address_field(free_for_article)
    summary = models.TextField(
        "samenvatting",
        validators=[MaxLengthValidator(800)],
        help_text="Eén alinea: waar gaat het over, en wat heeft de lezer eraan? Staat boven het "
        "artikel, in lijsten en bij zoeken. Tot 200 tekens leest het prettigst.",
    )
    body_text = PlainTextField(of="body")
    key_points = models.TextField(
        "in het kort",
        blank=True,
        validators=[MaxLengthValidator(800)],
        help_text="Het belangrijkste in twee tot vijf korte regels; elke regel wordt een punt in "
        "een kader boven de tekst. Leeg: geen kader.",
    )
    sources = models.TextField(
        "bronnen",
        blank=True,
        validators=[MaxLengthValidator(4000)],
        help_text="Eén bron per regel, met het adres erachter. Verwijs er in de tekst naar met "
        "[1], [2] enzovoort.",
    )
    picture = models.ForeignKey(
        Picture,
        models.PROTECT,
        verbose_name="afbeelding bovenaan",
        null=True,
        blank=True,
        help_text="Kies een afbeelding, of voeg er met de plus een toe.",
    )
    picture_alt = models.CharField(
        "beschrijving van de afbeelding",
        max_length=250,
        blank=True,
        help_text="Wat is er te zien? Laat leeg als de afbeelding alleen versiering is.",
    )
    picture_caption = models.CharField("onderschrift", max_length=250, blank=True)
    topics = models.ManyToManyField(
        Topic, verbose_name="onderwerpen", blank=True, related_name="articles"
    )
    author = models.ForeignKey(
        Author, models.PROTECT, verbose_name="auteur", related_name="articles"
    )
    help_cards = models.ManyToManyField(
        HelpCard,
        verbose_name="hulpkaders",
        blank=True,
        related_name="articles",
        help_text="Naast de kaders die bij de onderwerpen horen; samen hooguit twee. Noemt het "
        "artikel zelfdoding, dan staat het 113-kader er vanzelf, en eerst.",
    )
    meta_title = models.CharField(
        "titel in zoekmachines",
        max_length=120,
        blank=True,
        help_text="Leeg: de titel van het artikel.",
    )
    meta_description = models.CharField(
        "omschrijving in zoekmachines",
        max_length=320,
        blank=True,
        help_text="Leeg: het begin van de samenvatting.",
    )
    suicide = SuicideField()
    checks = ChecksField("opmerkingen")
    share_tries = ShareTriesField()
    search_title = StemsField("woorden in de titel", layer="title")
    search_about = StemsField("woorden waar het over gaat", layer="about")
    search_rest = StemsField("andere woorden", layer="rest")
    search_words = StemsField("woorden zoals ze er staan", layer="words")
    publish_at = models.DateTimeField(
        "publiceren op",
        null=True,
        blank=True,
        help_text="Leeg: een concept, dat niemand buiten de praktijk ziet. In de toekomst: het "
        "artikel verschijnt vanzelf op dat moment.",
    )
    withdraw_at = models.DateTimeField(
        "intrekken op",
        null=True,
        blank=True,
        help_text="Leeg: het artikel blijft staan. Vanaf dit moment is het nergens meer te lezen; "
        "wie het adres opent, leest dat het er niet meer is.",
    )
    review_due_on = models.DateField(
        "opnieuw nakijken voor",
        null=True,
        blank=True,
        help_text="Vanaf die dag staat het artikel op de eerste pagina van het bureau bij "
        "‘herziening nodig’. Leeg: niemand wordt eraan herinnerd.",
    )
    # The worker has seen it published, so there may be people who know where its pictures are.
    was_public = models.BooleanField("stond op de site", default=False, editable=False)
    updated_at = models.DateTimeField("laatst gewijzigd", auto_now=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="afgetekend door",
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    reviewed_at = models.DateTimeField("afgetekend op", null=True, blank=True, editable=False)
    picks = models.ManyToManyField(
        "self",
        verbose_name="verwante artikelen",
        through="RelatedArticle",
        through_fields=("article", "related"),
        symmetrical=False,
        related_name="picked_by",
    )

    related_due_at = RelatedDueField("te vergelijken vanaf")
    # Another number after each change to what an editor writes: who saves says which one they saw.
    version = models.PositiveIntegerField("versie", default=0, editable=False)

    objects = ArticleQuerySet.as_manager()
    # What each version said. blog.history writes it and blog.versions reads it: a row per change.
    history = HistoricalRecords(
        bases=[Version],
        excluded_fields=NOT_OF_A_VERSION,
        verbose_name="versie",
        verbose_name_plural="versies",
        user_related_name="+",
    )

    class State(models.TextChoices):
        DRAFT = "draft", "Concept"
        SCHEDULED = "scheduled", "Ingepland"
        PUBLISHED = "published", "Gepubliceerd"
        WITHDRAWN = "withdrawn", "Ingetrokken"

    class Meta:
        verbose_name = "artikel"
        verbose_name_plural = "artikelen"
        ordering = ["-publish_at", "-id"]
        permissions = [("sign_article", "Mag een artikel aftekenen")]
        indexes = [
            models.Index(fields=["-publish_at", "-id"], name="article_newest"),
            models.Index(fields=["author", "-publish_at", "-id"], name="article_by_author"),
            models.Index(fields=["-updated_at", "-id"], name="article_last_changed"),
            # What the desk's list is narrowed to.
            models.Index(
                fields=["-updated_at", "-id"],
                condition=Q(publish_at__isnull=True),
                name="article_drafts",
            ),
            models.Index(
                fields=["-updated_at", "-id"], condition=~Q(checks=""), name="article_with_checks"
            ),
            models.Index(
                fields=["review_due_on"],
                condition=Q(review_due_on__isnull=False),
                name="article_review_due",
            ),
            # What the worker has seen appear, and has yet to see.
            models.Index(fields=["was_public", "publish_at"], name="article_was_public"),
            # The next moment at which something appears or disappears by itself.
            models.Index(
                fields=["withdraw_at"],
                condition=Q(withdraw_at__isnull=False),
                name="article_to_withdraw",
            ),
            # All that the index of the sitemap counts.
            models.Index(
                fields=["publish_at", "withdraw_at", "updated_at"], name="article_in_sitemap"
            ),
            # What waits for the worker to draw it.
            models.Index(
                fields=["-share_tries", "-id"],
                condition=Q(share_tries__isnull=False, publish_at__isnull=False),
                name="article_to_draw",
            ),
            # The few that speak of suicide, for the desk and for the choice of what to read next.
            models.Index(fields=["suicide"], condition=~Q(suicide=""), name="article_with_113"),
            models.Index(
                fields=["related_due_at"],
                condition=Q(related_due_at__isnull=False),
                name="article_related_due",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=ARTICLE_RESERVED), name="article_slug_not_reserved"
            ),
            models.CheckConstraint(
                condition=Q(withdraw_at=None)
                | Q(publish_at=None)
                | Q(withdraw_at__gt=F("publish_at")),
                name="article_withdrawn_after_published",
                violation_error_message="Het artikel zou al ingetrokken zijn voor het verschijnt.",
            ),
        ]

    def __str__(self):
        return self.title

    def save_base(self, *args, update_fields=None, **kwargs):
        """Save what follows from a field along with it, whatever was deferred or left out."""
        if not update_fields or not EDITED.isdisjoint(update_fields):
            self.version = (self.version or 0) + 1
            update_fields = update_fields and {*update_fields, "version"}
        if update_fields:
            names = {field.name for field in derived_of(type(self), update_fields)}
            update_fields = names.union(update_fields)
        with transaction.atomic(savepoint=False):
            super().save_base(*args, update_fields=update_fields, **kwargs)
            if not update_fields or "search_rest" in update_fields:
                wordforms.learn([self])

    def get_absolute_url(self):
        return reverse("blog:article", args=[self.slug])

    @property
    def changed_at(self):
        """When a reader last saw something change; a draft's is its last edit."""
        return max(self.publish_at or self.updated_at, self.updated_at)

    @property
    def is_about_suicide(self):
        return self.suicide == Suicide.ABOUT

    # What stands around the text.

    @cached_property
    def prose(self):
        return prose.typeset(self.body, sources=len(self.source_list))

    @property
    def minutes(self):
        return prose.minutes(self.body_text)

    @cached_property
    def key_point_list(self):
        return prose.lines(self.key_points)

    @cached_property
    def source_list(self):
        """Pairs of text and address; the address is empty where there is none."""
        return prose.source_list(self.sources)

    @property
    def footnotes(self):
        """Each source with the anchors of the places that name it."""
        return list(zip(self.source_list, self.prose.backs, strict=True))

    @property
    def reviewer(self):
        """Who signed, as an author; None when they are no author, or work here no more."""
        return getattr(self.reviewed_by, "author", None)

    @property
    def reviewer_name(self):
        """Never the name to log in with; empty when there is no other."""
        if self.reviewer:
            return self.reviewer.name
        return self.reviewed_by.get_full_name() if self.reviewed_by else ""

    @property
    def mail_subject(self):
        """For who sends it on. A subject shows on locked screens and in shared mailboxes."""
        if self.is_about_suicide or any(
            topic.is_sensitive or topic.has_quick_exit for topic in self.topics.all()
        ):
            return "Een artikel voor jou"
        return self.title

    @property
    def has_quick_exit(self):
        return any(topic.has_quick_exit for topic in self.topics.all())

    def state(self, at=None):
        """Judged by the rules of the QuerySet: in the query (with_state), or with one."""
        state = getattr(self, "state_now", None) if at is None else None
        if state is None:
            rows = Article.objects.filter(pk=self.pk).with_state(at)
            state = rows.values_list("state_now", flat=True).get()
        return self.State(state)
