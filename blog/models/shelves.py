"""What articles stand under: topics and authors."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from blog.querysets import ShelfQuerySet
from blog.slugs import address_field

from .help import HelpCard
from .pictures import Picture


class Topic(models.Model):
    name = models.CharField("naam", max_length=60, unique=True)
    slug = address_field()
    introduction = models.TextField(
        "inleiding",
        blank=True,
        help_text="Een paar zinnen boven de lijst met artikelen. Een lege regel begint een nieuwe "
        "alinea.",
    )
    position = models.PositiveSmallIntegerField(
        "volgorde", default=0, help_text="Het laagste getal staat vooraan."
    )
    help_cards = models.ManyToManyField(
        HelpCard,
        verbose_name="hulpkaders",
        blank=True,
        related_name="topics",
        help_text="Staan bij elk artikel over dit onderwerp en op de pagina van het onderwerp.",
    )
    is_sensitive = models.BooleanField(
        "gevoelig onderwerp",
        default=False,
        help_text="Aan bij zelfdoding en geweld. Artikelen hierover worden nooit vanzelf "
        "voorgesteld onder een artikel over iets anders; met de hand kiezen mag wel.",
    )
    needs_signature = models.BooleanField(
        "vraagt om aftekenen",
        default=False,
        help_text="Aan waar een psycholoog hoort mee te lezen. De nakijklijst van een artikel "
        "hierover vraagt om een handtekening.",
    )
    has_quick_exit = models.BooleanField(
        "snelle uitweg tonen",
        default=False,
        help_text="Aan waar meelezen gevaarlijk kan zijn, zoals bij geweld thuis: bovenaan staat "
        "dan een link waarmee je de pagina meteen verlaat.",
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
    big_number = models.CharField(
        "BIG-nummer",
        max_length=11,
        blank=True,
        validators=[RegexValidator(r"\A\d{11}\Z", "Een BIG-nummer heeft elf cijfers.")],
        help_text="Elf cijfers, uit het BIG-register. Leeg als de auteur daar niet in staat.",
    )
    picture = models.ForeignKey(
        Picture,
        models.PROTECT,
        verbose_name="portret",
        null=True,
        blank=True,
        related_name="portraits",
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
        help_text="Alleen nodig als de auteur zelf inlogt, of artikelen aftekent.",
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
