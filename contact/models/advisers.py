"""Who holds advice calls, and when."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models

from contact.querysets import AdviserQuerySet, ClosureQuerySet, OwnRows

from .practice import TimesOfWeek


class Adviser(models.Model):
    """A colleague who holds advice calls."""

    name = models.CharField("naam", max_length=80, help_text="Zo noemen we je tegen bezoekers.")
    email = models.EmailField("e-mailadres", blank=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="adviser",
        verbose_name="medewerker",
        help_text="Wie hiermee inlogt, ziet alleen deze gesprekken.",
    )
    video_room = models.URLField(
        "kamer voor beeldbellen",
        blank=True,
        help_text="Het vaste adres van je beeldbelkamer. Leeg: je belt alleen per telefoon.",
    )
    max_per_day = models.PositiveSmallIntegerField(
        "hoogstens … gesprekken per dag",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Leeg: zoveel als er in het spreekuur passen.",
    )
    # The token of the private calendar feed follows from this number; 0 is none, and the next
    # number ends the address of before (contact.feed).
    feed_number = models.PositiveIntegerField(default=0, editable=False)
    feed_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)
    is_active = models.BooleanField("houdt gesprekken", default=True)

    objects = AdviserQuerySet.as_manager()

    class Meta:
        verbose_name = "adviseur"
        verbose_name_plural = "adviseurs"
        ordering = ["name"]
        permissions = [("see_all_adviser", "Ziet alle adviseurs en hun uren")]

    def __str__(self):
        return self.name


class WeeklyHours(TimesOfWeek):
    """When an adviser holds calls."""

    adviser = models.ForeignKey(
        Adviser, models.CASCADE, related_name="weekly_hours", verbose_name="adviseur"
    )

    objects = OwnRows.as_manager()

    class Meta(TimesOfWeek.Meta):
        verbose_name = "spreekuur"
        verbose_name_plural = "spreekuren"

    def __str__(self):
        return f"{self.get_weekday_display()} {self.start:%H:%M}–{self.end:%H:%M}"


class SpecialHours(models.Model):
    """An adviser's hours on one day; a day that has any, has none of the weekly ones."""

    adviser = models.ForeignKey(
        Adviser, models.CASCADE, related_name="special_hours", verbose_name="adviseur"
    )
    day = models.DateField("dag")
    start = models.TimeField("van")
    end = models.TimeField("tot")

    objects = OwnRows.as_manager()

    class Meta:
        verbose_name = "afwijkend spreekuur"
        verbose_name_plural = "afwijkende spreekuren"
        ordering = ["day", "start"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")),
                name="specialhours_starts_before_it_ends",
                violation_error_message="‘Van’ moet vóór ‘tot’ liggen.",
            )
        ]

    def __str__(self):
        return f"{self.day:%d-%m-%Y} {self.start:%H:%M}–{self.end:%H:%M}"


class Closure(models.Model):
    """Days without calls: of the whole practice, or of one adviser."""

    adviser = models.ForeignKey(
        Adviser,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="closures",
        verbose_name="adviseur",
        help_text="Leeg: de hele praktijk is dicht.",
    )
    first_on = models.DateField("eerste dag")
    last_on = models.DateField("laatste dag")
    reason = models.CharField(
        "reden",
        max_length=80,
        blank=True,
        help_text="Bezoekers lezen dit als de hele praktijk dicht is, bijvoorbeeld ‘Vakantie’. "
        "Feestdagen kies je bij de praktijk.",
    )

    objects = ClosureQuerySet.as_manager()

    class Meta:
        verbose_name = "sluiting"
        verbose_name_plural = "sluitingen"
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")),
                name="closure_first_day_first",
                violation_error_message="De laatste dag ligt vóór de eerste.",
            )
        ]

    def __str__(self):
        return f"{self.first_on:%d-%m-%Y} t/m {self.last_on:%d-%m-%Y}"
