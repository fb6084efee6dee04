"""Who asked for contact. No `__str__` holds personal data: the admin's log stores it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField

from contact.querysets import BookingQuerySet, CallbackRequestQuerySet

from .advisers import Adviser


class Request(models.Model):
    """What a callback request and a booking share: a person who asked for contact."""

    first_name = models.CharField("voornaam", max_length=60)
    phone = PhoneNumberField("telefoonnummer")
    email = models.EmailField("e-mailadres", blank=True)
    created_at = models.DateTimeField("gevraagd op", default=timezone.now, editable=False)
    is_suspect = models.BooleanField(
        "mogelijk een robot",
        default=False,
        help_text="Bij ja is het formulier ingevuld zoals robots dat doen. Bel bij twijfel gewoon.",
    )
    # One press of the button is one request, however often the browser sends it.
    form_key = models.CharField(max_length=64, null=True, editable=False)
    # A keyed hash of the address it came from, for the limit per address; never the address.
    # It is forgotten within the day (contact.retention).
    source = models.CharField(max_length=64, blank=True, editable=False)
    # Grows with each change that a mail tells of, so that no change goes untold.
    revision = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["source", "created_at"], name="%(class)s_source")]

    @property
    def phone_shown(self) -> str:
        """The number as people here write it; a foreign one with its country, for without that
        it would be somebody else's."""
        dutch = self.phone.country_code == 31
        return self.phone.as_national if dutch else self.phone.as_international

    @property
    def phone_uri(self) -> str:
        return self.phone.as_rfc3966


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
    # Who waits and asks again is called once: the later request points to the one in the queue.
    # Each keeps its own words, wish and answer page, so that neither shows or changes the other.
    same_as = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="repeats",
        verbose_name="hoort bij",
    )
    person_key = models.CharField(max_length=64, editable=False)
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
        indexes = [
            *Request.Meta.indexes,
            models.Index(fields=["status", "promised_at"], name="callback_queue"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="callback_once_per_form"),
            models.UniqueConstraint(
                fields=["person_key"],
                condition=models.Q(status__in=["open", "no_answer"], same_as=None),
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
        VIDEO = "video", "via videobellen"

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
