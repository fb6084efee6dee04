"""What a visitor wants to know before asking, with the day on which somebody last checked it."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.formats import number_format

from contact.querysets import FactQuerySet


class Fact(models.Model):
    """One answer of the practice, and its figures where it has any."""

    class Kind(models.TextChoices):
        """The order is that of the pages; the value is the place in the page (#kosten)."""

        COSTS = "kosten", "kosten"
        COVER = "vergoeding", "vergoeding"
        WAIT = "wachttijd", "wachttijd"
        REFERRAL = "verwijzing", "verwijzing"
        COMPLAINTS = "klachten", "klachten"

    QUESTIONS = {
        Kind.COSTS: "Wat kost een gesprek?",
        Kind.COVER: "Betaalt je verzekering mee?",
        Kind.WAIT: "Hoe lang is de wachttijd?",
        Kind.REFERRAL: "Heb je een verwijzing nodig?",
        Kind.COMPLAINTS: "Heb je een klacht?",
    }

    kind = models.CharField("onderwerp", max_length=12, choices=Kind, unique=True)
    text = models.TextField(
        "antwoord",
        max_length=600,
        help_text="Twee of drie korte zinnen, zonder vaktaal. Zeg je tegen de lezer.",
    )
    amount = models.DecimalField(
        "bedrag per gesprek (euro)",
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="Alleen bij kosten.",
    )
    weeks_to_intake = models.PositiveSmallIntegerField(
        "weken tot het eerste gesprek", null=True, blank=True, help_text="Alleen bij wachttijd."
    )
    weeks_to_treatment = models.PositiveSmallIntegerField(
        "weken van het eerste gesprek tot de behandeling",
        null=True,
        blank=True,
        help_text="Alleen bij wachttijd.",
    )
    checked_on = models.DateField(
        "peildatum",
        default=timezone.localdate,
        help_text="De dag waarop iemand voor het laatst heeft nagekeken of dit klopt.",
    )
    goes_stale_after_days = models.PositiveSmallIntegerField(
        "opnieuw nakijken na … dagen", default=180, validators=[MinValueValidator(1)]
    )

    objects = FactQuerySet.as_manager()

    class Meta:
        verbose_name = "feit"
        verbose_name_plural = "feiten om te weten"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="kosten") | models.Q(amount=None),
                name="fact_amount_only_of_costs",
                violation_error_message="Een bedrag hoort alleen bij kosten.",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="wachttijd")
                | models.Q(weeks_to_intake=None, weeks_to_treatment=None),
                name="fact_weeks_only_of_wait",
                violation_error_message="Weken horen alleen bij wachttijd.",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    @property
    def question(self) -> str:
        return self.QUESTIONS[self.kind]

    @property
    def figures(self) -> str:
        """`€ 110 per gesprek`, `4 weken tot het eerste gesprek, daarna 2 weken tot …`"""
        if self.amount is not None:
            cents = 0 if self.amount == int(self.amount) else 2
            return f"€\xa0{number_format(self.amount, cents)} per gesprek"
        waits = [
            f"{weeks} {'week' if weeks == 1 else 'weken'} tot {what}"
            for weeks, what in [
                (self.weeks_to_intake, "het eerste gesprek"),
                (self.weeks_to_treatment, "de behandeling"),
            ]
            if weeks is not None
        ]
        return ", daarna ".join(waits)

    def clean(self):
        if self.checked_on and self.checked_on > timezone.localdate():
            raise ValidationError({"checked_on": "Deze dag moet nog komen."})

    def is_stale(self, today: date) -> bool:
        """Checked so long ago that it may no longer be true."""
        return today - self.checked_on > timedelta(days=self.goes_stale_after_days)
