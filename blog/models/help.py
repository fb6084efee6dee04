"""Where help is: cards that staff edit and tie to topics and articles."""

from django.core.exceptions import ValidationError
from django.db import models

from blog import care, html
from blog.fields import RichTextField
from blog.querysets import TextQuerySet

from .body import WithBody


class HelpCard(WithBody):
    """One card. Which of them a page shows, and in what order, blog.help decides."""

    class Purpose(models.TextChoices):
        SUICIDE = "suicide", "zelfdoding"
        OTHER = "other", "iets anders"

    purpose = models.CharField(
        "waarvoor", max_length=10, choices=Purpose, default=Purpose.OTHER, editable=False
    )
    heading = models.CharField("kop", max_length=80, help_text="Kort, bijvoorbeeld: Hulp, nu.")
    body = RichTextField(
        "tekst",
        config_name="short",
        help_text="Twee of drie zinnen: wie kun je bereiken, wanneer, en wat kost het? Maak van "
        "elk nummer een link: kies bij Link het linktype Telefoon. Wie in nood is, hoeft dan niet "
        "te kiezen of te typen, alleen te drukken.",
    )
    is_sensitive = models.BooleanField(
        "over zelfdoding of geweld",
        default=False,
        help_text="Een artikel met dit kader wordt nooit vanzelf voorgesteld onder een artikel "
        "over iets anders.",
    )
    position = models.PositiveSmallIntegerField(
        "volgorde",
        default=0,
        help_text="Een pagina toont hooguit twee kaders: die met het laagste getal. Het kader over "
        "zelfdoding staat altijd eerst, welk getal hier ook staat.",
    )
    updated_at = models.DateTimeField("laatst gewijzigd", auto_now=True)

    objects = TextQuerySet.as_manager()

    class Meta:
        verbose_name = "hulpkader"
        verbose_name_plural = "hulpkaders"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose"],
                condition=models.Q(purpose="suicide"),
                name="one_card_about_suicide",
            )
        ]

    def __str__(self):
        return self.heading

    def clean(self):
        """Who needs these numbers presses them: each is a link, and those of 113 are there."""
        body = html.clean(self.body or "")
        if self.purpose == self.Purpose.SUICIDE and (missing := care.lifelines_missing(body)):
            raise ValidationError(
                {
                    "body": "Dit kader staat bij elk artikel over zelfdoding. Zet er een link in "
                    f"naar {_listed(missing)}."
                }
            )
        if bare := care.numbers_without_link(body):
            raise ValidationError(
                {"body": f"Maak van {_listed(bare)} een link met linktype Telefoon."}
            )


def _listed(names):
    return " en ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
