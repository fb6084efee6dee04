"""Who our mail comes from, and what about that gives somebody away."""

from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings

from . import neutral
from .models import Practice


def address(practice: Practice) -> str:
    """The From of every mail."""
    return formataddr((neutral.sender_name(practice.name), settings.MAIL_FROM))


def domain() -> str:
    """What stands behind the @ in all that we number: mails, and entries of a calendar."""
    return settings.MAIL_FROM.rsplit("@", 1)[1]


def remarks(practice: Practice) -> list[str]:
    """What whoever looks along in a mailbox would read of somebody's health, in Dutch sentences."""
    said = []
    if words := neutral.health_words(practice.name):
        said.append(
            f"De naam van de praktijk zegt iets over gezondheid ({', '.join(words)}). Daarom staat "
            f"er ‘{neutral.NEUTRAL_NAME}’ als afzender boven onze mail."
        )
    for what, text in (
        ("Het adres waarvan we mailen (MAIL_FROM)", settings.MAIL_FROM),
        ("Het adres van de site (SITE_URL), dat in elke mail staat,", _host(settings.SITE_URL)),
        ("Het e-mailadres van de praktijk, waar antwoorden heen gaan,", practice.email),
    ):
        if words := neutral.health_words(text):
            said.append(
                f"{what} zegt iets over gezondheid ({', '.join(words)}). Wie meekijkt in de "
                "mailbox, leest dat. Kies liever een neutraal adres."
            )
    return said


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""
