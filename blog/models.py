"""What is read: articles with their topics, authors and pictures, and standing pages."""

import secrets

from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from . import responsive
from .fields import PlainTextField, RichTextField
from .querysets import ArticleQuerySet, ShelfQuerySet
from .slugs import (
    ARTICLE_RESERVED,
    PAGE_RESERVED,
    address_field,
    free_for_article,
    free_for_page,
)


class Topic(models.Model):
    name = models.CharField("naam", max_length=60, unique=True)
    slug = address_field()
    introduction = models.TextField(
        "inleiding", blank=True, help_text="Een of twee zinnen boven de lijst met artikelen."
    )
    position = models.PositiveSmallIntegerField(
        "volgorde", default=0, help_text="Het laagste getal staat vooraan."
    )

    objects = ShelfQuerySet.as_manager()

    class Meta:
        verbose_name = "onderwerp"
        verbose_name_plural = "onderwerpen"
        ordering = ["position", "name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("blog:topic", args=[self.slug])


class Author(models.Model):
    name = models.CharField("naam", max_length=100)
    slug = address_field()
    role = models.CharField(
        "functie", max_length=100, blank=True, help_text="Bijvoorbeeld: GZ-psycholoog."
    )
    biography = models.TextField(
        "over de auteur", blank=True, help_text="Een paar zinnen, in gewone taal."
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="account",
        null=True,
        blank=True,
        related_name="author",
        help_text="Alleen nodig als de auteur zelf inlogt.",
    )

    objects = ShelfQuerySet.as_manager()

    class Meta:
        verbose_name = "auteur"
        verbose_name_plural = "auteurs"
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("blog:author", args=[self.slug])


def new_token():
    """128 random bits: who was not given the address of a picture cannot guess it."""
    return secrets.token_hex(16)


class Picture(models.Model):
    """A re-encoded upload and its renditions; blog.pictures makes and removes the files."""

    class Format(models.TextChoices):
        JPEG = "jpg"
        PNG = "png"
        WEBP = "webp"

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    format = models.CharField(max_length=4, choices=Format, editable=False)
    width = models.PositiveIntegerField("breedte", editable=False)
    height = models.PositiveIntegerField("hoogte", editable=False)
    widths = models.JSONField("gemaakte breedtes", default=list, editable=False)
    rendered_at = models.DateTimeField(null=True, editable=False)
    render_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    alt = models.CharField(
        "beschrijving",
        max_length=250,
        blank=True,
        help_text="Wat is er te zien? Voor wie de afbeelding niet ziet, en om hem terug te vinden.",
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="toegevoegd door",
        null=True,
        editable=False,
    )
    created_at = models.DateTimeField("toegevoegd op", auto_now_add=True)

    class Meta:
        verbose_name = "afbeelding"
        verbose_name_plural = "afbeeldingen"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["render_attempts", "id"],
                condition=Q(rendered_at=None),
                name="picture_to_render",
            )
        ]

    def __str__(self):
        return f"{self.alt or self.token[:8]} ({self.width} × {self.height})"

    @property
    def original(self):
        return f"origineel.{self.format}"

    def path(self, name):
        """Where a file of this picture lies in the storage."""
        return f"pictures/{self.token}/{name}"

    def url(self, name):
        return f"{settings.MEDIA_URL}{self.path(name)}"

    @property
    def original_url(self):
        return self.url(self.original)


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


class Article(WithBody):
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
    shows_help = models.BooleanField(
        "113-kader tonen",
        default=False,
        help_text="Aan bij elk artikel dat over zelfdoding gaat: boven en onder de tekst staat dan "
        "waar nu hulp is.",
    )
    publish_at = models.DateTimeField(
        "publiceren op",
        null=True,
        blank=True,
        help_text="Leeg: een concept, dat niemand buiten de praktijk ziet. In de toekomst: het "
        "artikel verschijnt vanzelf op dat moment.",
    )
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

    objects = ArticleQuerySet.as_manager()

    class State(models.TextChoices):
        DRAFT = "draft", "Concept"
        SCHEDULED = "scheduled", "Ingepland"
        PUBLISHED = "published", "Gepubliceerd"

    class Meta:
        verbose_name = "artikel"
        verbose_name_plural = "artikelen"
        ordering = ["-publish_at", "-id"]
        permissions = [("sign_article", "Mag een artikel aftekenen")]
        indexes = [
            models.Index(fields=["-publish_at", "-id"], name="article_newest"),
            models.Index(fields=["author", "-publish_at", "-id"], name="article_by_author"),
            models.Index(fields=["-updated_at", "-id"], name="article_last_changed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(slug__in=ARTICLE_RESERVED), name="article_slug_not_reserved"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("blog:article", args=[self.slug])

    @property
    def changed_at(self):
        """When a reader last saw something change; a draft's is its last edit."""
        return max(self.publish_at or self.updated_at, self.updated_at)

    def state(self, at=None):
        """Judged by published() itself: in the query (with_state), or with one."""
        if self.publish_at is None:
            return self.State.DRAFT
        is_public = getattr(self, "is_public", None) if at is None else None
        if is_public is None:
            is_public = Article.objects.published(at).filter(pk=self.pk).exists()
        return self.State.PUBLISHED if is_public else self.State.SCHEDULED


class RelatedArticle(models.Model):
    article = models.ForeignKey(Article, models.CASCADE, related_name="related_picks")
    related = models.ForeignKey(
        Article, models.CASCADE, verbose_name="verwant artikel", related_name="picked_in"
    )
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


class Page(WithBody):
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
