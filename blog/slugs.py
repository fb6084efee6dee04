"""The last part of an address: small letters, digits, hyphens, and no word with a meaning."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

ARTICLE_RESERVED = ("auteur", "feed", "onderwerp")
# Every first word of an address on this site, and those that browsers and servers ask for.
PAGE_RESERVED = (
    "admin", "adviesgesprek", "afspraak", "agenda", "api", "apple-touch-icon", "auteur", "blogs",
    "contact", "favicon", "feed", "healthz", "home", "manifest", "media", "onderwerp", "robots",
    "sitemap", "static", "terugbellen", "well-known", "zoeken",
)  # fmt: skip

well_formed = RegexValidator(
    r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z",
    "Gebruik alleen kleine letters, cijfers en losse streepjes, zoals in te-veel-moeten.",
)


def free_for_article(slug):
    _free(slug, ARTICLE_RESERVED)


def free_for_page(slug):
    _free(slug, PAGE_RESERVED)


def _free(slug, reserved):
    if slug in reserved:
        raise ValidationError(
            "“%(slug)s” is al een vast adres van de site. Kies een ander woord.",
            code="reserved",
            params={"slug": slug},
        )


def address_field(*validators):
    """A unique slug of at most 100 signs."""
    return models.SlugField(
        "adres",
        max_length=100,
        unique=True,
        validators=[well_formed, *validators],
        help_text="Het laatste stuk van het adres. Laat het staan zodra het online is: anderen "
        "linken ernaar.",
    )
