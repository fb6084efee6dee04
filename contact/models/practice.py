"""What the practice says of itself, edited by staff."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from contact.holidays import NAMES
from contact.presence import DAYS

WEEKDAYS = list(enumerate(DAYS))
# Most practices work on these two.
WORKED_ON = {"goede-vrijdag", "bevrijdingsdag"}
check_number = RegexValidator(r"^(\+|0)[0-9 ]{6,18}$", "Gebruik alleen cijfers en spaties.")


def default_holidays() -> list[str]:
    return [name for name in NAMES if name not in WORKED_ON]


def check_holidays(names) -> None:
    if not isinstance(names, list) or not set(names) <= NAMES.keys():
        raise ValidationError("Kies uit de feestdagen die hier staan.")


def phone_uri(number: str) -> str:
    """The address behind a phone link (RFC 3966): international, but for the numbers (0800, 0900)
    that answer in this country only."""
    digits = number.replace(" ", "")
    if digits.startswith("0") and not digits.startswith(("0800", "0900")):
        digits = "+31" + digits[1:]
    return "tel:" + digits


class Practice(models.Model):
    """The practice itself: one row, edited by staff."""

    name = models.CharField("naam", max_length=80, default="Praktijk Twee Stoelen")
    tagline = models.CharField(
        "ondertitel",
        max_length=160,
        blank=True,
        default="Psychologische hulp, online en dichtbij",
        help_text="Eén zin onder de naam op de voorpagina.",
    )
    phone = models.CharField(
        "telefoonnummer",
        max_length=20,
        default="010 012 34 56",
        validators=[check_number],
        help_text="Zoals mensen het lezen, bijvoorbeeld 010 012 34 56.",
    )
    email = models.EmailField("e-mailadres", default="praktijk@tweestoelen.example.org")
    street = models.CharField("straat en huisnummer", max_length=120, default="Voorbeeldlaan 2")
    postcode = models.CharField("postcode", max_length=10, default="0000 AA")
    city = models.CharField("plaats", max_length=80, default="Voorbeeldstad")
    route = models.TextField(
        "route in woorden",
        blank=True,
        default="",
        help_text="Hoe kom je er, met de trein, de fiets en de auto? En is er een drempel?",
    )
    kvk = models.CharField("KvK-nummer", max_length=20, blank=True, default="00000000")
    agb = models.CharField("AGB-code", max_length=20, blank=True, default="00-000000")
    call_minutes = models.PositiveSmallIntegerField(
        "duur van een adviesgesprek (minuten)",
        default=20,
        validators=[MinValueValidator(5), MaxValueValidator(120)],
    )
    video_minutes = models.PositiveSmallIntegerField(
        "duur van een adviesgesprek via videobellen (minuten)",
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(120)],
        help_text="Leeg: even lang als per telefoon.",
    )
    minutes_before = models.PositiveSmallIntegerField(
        "… minuten vrij vóór een gesprek", default=0, validators=[MaxValueValidator(60)]
    )
    minutes_after = models.PositiveSmallIntegerField(
        "… minuten vrij na een gesprek", default=0, validators=[MaxValueValidator(60)]
    )
    step_minutes = models.PositiveSmallIntegerField(
        "een gesprek kan beginnen om de … minuten",
        default=30,
        validators=[MinValueValidator(5), MaxValueValidator(240)],
    )
    notice_hours = models.PositiveSmallIntegerField(
        "minstens … uur van tevoren",
        default=4,
        validators=[MaxValueValidator(240)],
        help_text="Korter van tevoren kan niemand online een gesprek plannen.",
    )
    horizon_days = models.PositiveSmallIntegerField(
        "hoogstens … dagen vooruit",
        default=21,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )

    promise_hours = models.PositiveSmallIntegerField(
        "we bellen binnen … uur beltijd",
        default=4,
        validators=[MinValueValidator(1), MaxValueValidator(80)],
        help_text="Zo berekenen we ‘We bellen je uiterlijk donderdag 12:00’. Uren waarin de "
        "telefoon dicht is, tellen niet mee.",
    )
    max_attempts = models.PositiveSmallIntegerField(
        "hoe vaak we iemand proberen te bellen",
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text="Daarna sluit het verzoek vanzelf. Vraagt iemand het opnieuw, dan gaat het "
        "weer open.",
    )
    keep_message_days = models.PositiveSmallIntegerField(
        "berichten wissen na … dagen",
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(365)],
        help_text="Geteld vanaf de dag waarop het verzoek is afgehandeld.",
    )
    keep_person_days = models.PositiveSmallIntegerField(
        "naam en nummer wissen na … dagen",
        default=183,
        validators=[MinValueValidator(7), MaxValueValidator(730)],
        help_text="Geteld vanaf de dag waarop het verzoek is afgehandeld of het gesprek was. De "
        "aantallen blijven.",
    )
    holidays = models.JSONField(
        "dicht op",
        default=default_holidays,
        blank=True,
        validators=[check_holidays],
        help_text="Op deze feestdagen nemen we niet op en zijn er geen gesprekken.",
    )
    night_line_name = models.CharField(
        "hulplijn voor als wij dicht zijn",
        max_length=60,
        blank=True,
        default="de Luisterlijn",
        help_text="Een lijn die dag en nacht opneemt. Leeg: we noemen er geen.",
    )
    night_line_phone = models.CharField(
        "nummer van die hulplijn",
        max_length=20,
        blank=True,
        default="088 0767 000",
        validators=[check_number],
    )
    notice = models.CharField(
        "mededeling",
        max_length=200,
        blank=True,
        help_text="Staat boven aan elke pagina zolang hier iets staat, bijvoorbeeld ‘Onze "
        "telefoon heeft een storing. Mail ons of plan online een gesprek.’",
    )
    phone_is_down = models.BooleanField(
        "de telefoon doet het nu niet",
        default=False,
        help_text="Dan staat nergens meer dat we bereikbaar zijn of worden. Mensen kunnen wel een "
        "gesprek plannen of vragen of we terugbellen.",
    )

    class Meta:
        verbose_name = "praktijk"
        verbose_name_plural = "de praktijk"
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="practice_is_one_row"),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    def clean(self):
        if bool(self.night_line_name) != bool(self.night_line_phone):
            empty = "night_line_phone" if self.night_line_name else "night_line_name"
            raise ValidationError({empty: "Vul naam en nummer allebei in, of geen van beide."})

    @classmethod
    def load(cls) -> "Practice":
        """The one row; its defaults where nobody has saved one yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def minutes_of(self, kind: str) -> int:
        """How long a call of this kind lasts."""
        return self.video_minutes or self.call_minutes if kind == "video" else self.call_minutes

    @property
    def has_two_lengths(self) -> bool:
        return self.minutes_of("video") != self.call_minutes

    @property
    def duration(self) -> str:
        """`20 minuten`, or `20 minuten, via videobellen 30`"""
        video = f", via videobellen {self.video_minutes}" if self.has_two_lengths else ""
        return f"{self.call_minutes} minuten{video}"

    @property
    def phone_uri(self) -> str:
        return phone_uri(self.phone)

    @property
    def night_line_uri(self) -> str:
        return phone_uri(self.night_line_phone)


class TimesOfWeek(models.Model):
    """Open on one weekday, from one wall time to another, in the practice's own zone."""

    weekday = models.PositiveSmallIntegerField("dag", choices=WEEKDAYS)
    start = models.TimeField("van")
    end = models.TimeField("tot")

    class Meta:
        abstract = True
        ordering = ["weekday", "start"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")),
                name="%(class)s_starts_before_it_ends",
                violation_error_message="‘Van’ moet vóór ‘tot’ liggen.",
            )
        ]


class OpeningHours(TimesOfWeek):
    """When the phone is answered."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="opening_hours", default=1, editable=False
    )

    class Meta(TimesOfWeek.Meta):
        verbose_name = "telefonische bereikbaarheid"
        verbose_name_plural = "telefonische bereikbaarheid"

    def __str__(self):
        return f"{self.get_weekday_display()} {self.start:%H:%M}–{self.end:%H:%M}"


class BusyPeriod(models.Model):
    """Days on which calling back takes longer than usual."""

    practice = models.ForeignKey(
        Practice, models.CASCADE, related_name="busy_periods", default=1, editable=False
    )
    first_on = models.DateField("eerste dag")
    last_on = models.DateField("laatste dag")
    factor = models.DecimalField(
        "beloftes … keer zo ruim",
        max_digits=3,
        decimal_places=1,
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )

    class Meta:
        verbose_name = "drukke periode"
        verbose_name_plural = "drukke periodes"
        ordering = ["first_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")),
                name="busyperiod_first_day_first",
                violation_error_message="De laatste dag ligt vóór de eerste.",
            )
        ]

    def __str__(self):
        return f"{self.first_on:%d-%m-%Y} t/m {self.last_on:%d-%m-%Y}"
