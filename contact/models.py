"""What is asked of the practice, and what the practice says of itself.

No `__str__` here holds personal data: the admin's log stores what it returns.
"""

import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField

from .querysets import BookingQuerySet, CallbackRequestQuerySet, ClosureQuerySet, OutboxQuerySet

WEEKDAYS = list(
    enumerate(["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"])
)


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
        validators=[RegexValidator(r"^(\+|0)[0-9 ]{6,18}$", "Gebruik alleen cijfers en spaties.")],
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

    @classmethod
    def load(cls) -> "Practice":
        """The one row; its defaults where nobody has saved one yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @property
    def phone_uri(self) -> str:
        """The address behind a phone link (RFC 3966), in international form."""
        digits = self.phone.replace(" ", "")
        return "tel:" + ("+31" + digits[1:] if digits.startswith("0") else digits)


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
    is_active = models.BooleanField("houdt gesprekken", default=True)

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

    class Meta(TimesOfWeek.Meta):
        verbose_name = "spreekuur"
        verbose_name_plural = "spreekuren"

    def __str__(self):
        return f"{self.get_weekday_display()} {self.start:%H:%M}–{self.end:%H:%M}"


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
        help_text="Bezoekers lezen dit als de hele praktijk dicht is, bijvoorbeeld ‘Kerst’.",
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


class Request(models.Model):
    """What a callback request and a booking share: a person who asked for contact."""

    first_name = models.CharField("voornaam", max_length=60)
    phone = PhoneNumberField("telefoonnummer")
    email = models.EmailField("e-mailadres", blank=True)
    created_at = models.DateTimeField("gevraagd op", default=timezone.now, editable=False)
    is_suspect = models.BooleanField(
        "mogelijk een robot",
        default=False,
        help_text="Het formulier is ingevuld zoals robots dat doen. Bel bij twijfel gewoon.",
    )
    # One press of the button is one request, however often the browser sends it.
    form_key = models.CharField(max_length=64, null=True, editable=False)
    # A keyed hash of the address it came from, for the limit per address; never the address.
    source = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["source", "created_at"], name="%(class)s_source")]


class CallbackRequest(Request):
    class Status(models.TextChoices):
        OPEN = "open", "te bellen"
        NO_ANSWER = "no_answer", "geen gehoor"
        CALLED = "called", "gebeld"
        WITHDRAWN = "withdrawn", "ingetrokken"

    class DayPart(models.TextChoices):
        MORNING = "ochtend", "ochtend"
        AFTERNOON = "middag", "middag"
        EVENING = "avond", "avond"

    TO_CALL = [Status.OPEN, Status.NO_ANSWER]

    status = models.CharField("status", max_length=10, choices=Status, default=Status.OPEN)
    day = models.DateField("liefst op", null=True, blank=True)
    day_part = models.CharField("dagdeel", max_length=10, choices=DayPart, blank=True)
    voicemail_ok = models.BooleanField("voicemail mag", default=False)
    subject = models.CharField("onderwerp", max_length=120, blank=True)
    message = models.TextField("bericht", max_length=2000, blank=True)
    promised_at = models.DateTimeField("bellen vóór", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("belpogingen", default=0, editable=False)
    handled_at = models.DateTimeField("afgehandeld op", null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="afgehandeld door",
    )

    objects = CallbackRequestQuerySet.as_manager()

    class Meta(Request.Meta):
        verbose_name = "terugbelverzoek"
        verbose_name_plural = "terugbelverzoeken"
        permissions = [("see_all_callbackrequest", "Ziet alle terugbelverzoeken")]
        indexes = [
            *Request.Meta.indexes,
            models.Index(fields=["status", "promised_at"], name="callback_queue"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="callback_once_per_form"),
            models.UniqueConstraint(
                "phone",
                Lower("first_name"),
                condition=models.Q(status__in=["open", "no_answer"]),
                name="callback_once_per_person",
            ),
        ]

    def __str__(self):
        return f"Terugbelverzoek {self.pk}"


class Booking(Request):
    """One advice call. Its cells (BookedCell) are what makes an overlap impossible."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", "bevestigd"
        CANCELLED = "cancelled", "afgezegd"
        DONE = "done", "gehouden"
        NO_SHOW = "no_show", "niet verschenen"

    class Kind(models.TextChoices):
        PHONE = "phone", "telefonisch"
        VIDEO = "video", "met beeld"

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    adviser = models.ForeignKey(
        Adviser, models.PROTECT, related_name="bookings", verbose_name="adviseur"
    )
    starts_at = models.DateTimeField("begint op")
    ends_at = models.DateTimeField("eindigt op")
    kind = models.CharField("soort", max_length=10, choices=Kind, default=Kind.PHONE)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.CONFIRMED)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField("gewijzigd op", default=timezone.now, editable=False)

    objects = BookingQuerySet.as_manager()

    class Meta(Request.Meta):
        verbose_name = "adviesgesprek"
        verbose_name_plural = "adviesgesprekken"
        permissions = [("see_all_booking", "Ziet alle adviesgesprekken")]
        indexes = [
            *Request.Meta.indexes,
            models.Index(fields=["starts_at"], name="booking_starts"),
            models.Index(fields=["adviser", "starts_at"], name="booking_adviser_starts"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["form_key", "starts_at"],
                condition=models.Q(status="confirmed"),
                name="booking_once_per_form",
            ),
        ]

    def __str__(self):
        return f"Adviesgesprek {self.pk}"

    @property
    def is_confirmed(self) -> bool:
        return self.status == self.Status.CONFIRMED


class BookedCell(models.Model):
    """Five minutes of one adviser, held by one booking: the referee of every race.

    One rule for both databases; PostgreSQL's exclusion constraint would serve only one.
    """

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="cells")
    adviser = models.ForeignKey(Adviser, models.CASCADE, related_name="+")
    starts_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["adviser", "starts_at"], name="one_call_at_a_time")
        ]

    def __str__(self):
        return f"Cel {self.pk}"


class OutboxMail(models.Model):
    """A mail that is to go out: what and about whom, never the text or the address itself.

    Written in the transaction of the change it tells of; sent by the worker (contact.outbox).
    """

    class Kind(models.TextChoices):
        BOOKING_CONFIRMED = "booking_confirmed", "afspraak bevestigd"
        BOOKING_MOVED = "booking_moved", "afspraak verzet"
        BOOKING_CANCELLED = "booking_cancelled", "afspraak afgezegd"
        CALLBACK_RECEIVED = "callback_received", "terugbelverzoek ontvangen"
        PRACTICE_BOOKING = "practice_booking", "bericht aan de praktijk: adviesgesprek"
        PRACTICE_CALLBACK = "practice_callback", "bericht aan de praktijk: terugbelverzoek"

    class Status(models.TextChoices):
        WAITING = "waiting", "wacht"
        SENT = "sent", "verzonden"
        FAILED = "failed", "mislukt"
        VOID = "void", "niet meer nodig"

    kind = models.CharField("mail", max_length=20, choices=Kind)
    key = models.CharField(max_length=100, unique=True)
    booking = models.ForeignKey(
        Booking, models.CASCADE, null=True, blank=True, verbose_name="adviesgesprek"
    )
    callback = models.ForeignKey(
        CallbackRequest, models.CASCADE, null=True, blank=True, verbose_name="terugbelverzoek"
    )
    sequence = models.PositiveIntegerField(default=0)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField("gemaakt op", default=timezone.now)
    due_at = models.DateTimeField("volgende poging", default=timezone.now)
    attempts = models.PositiveIntegerField("pogingen", default=0)
    sent_at = models.DateTimeField("verzonden op", null=True, blank=True)
    error = models.CharField("laatste fout", max_length=100, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "uitgaande mail"
        verbose_name_plural = "uitgaande mail"
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(status="waiting"), name="outbox_waiting"
            )
        ]

    def __str__(self):
        return f"Mail {self.pk}"

    def clean(self):
        if (self.booking is None) == (self.callback is None):
            raise ValidationError("Een mail gaat over precies één verzoek.")
