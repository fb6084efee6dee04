"""Who asked to be called, or must be, and how often we tried."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

from contact.querysets import CallbackRequestQuerySet

from .bookings import Booking
from .requests import Request


class CallbackRequest(Request):
    class Status(models.TextChoices):
        OPEN = "open", "te bellen"
        NO_ANSWER = "no_answer", "geen gehoor"
        CALLED = "called", "gebeld"
        WITHDRAWN = "withdrawn", "ingetrokken"
        UNREACHED = "unreached", "niet bereikt"

    class DayPart(models.TextChoices):
        MORNING = "ochtend", "ochtend"
        AFTERNOON = "middag", "middag"
        EVENING = "avond", "avond"

    class Reason(models.TextChoices):
        """Why we call. All but the first were asked by nobody: the site puts them in the queue."""

        ASKED = "asked", "vroeg erom"
        DISPLACED = "displaced", "afspraak kan niet doorgaan"
        NOT_CALLED = "not_called", "is niet gebeld"
        BOUNCED = "bounced", "onze mail kwam niet aan"

    TO_CALL = [Status.OPEN, Status.NO_ANSWER]
    # How long a colleague who said "ik bel nu" has the request to themselves.
    CLAIM = timedelta(minutes=30)

    status = models.CharField("status", max_length=10, choices=Status, default=Status.OPEN)
    reason = models.CharField(
        "waarom we bellen", max_length=10, choices=Reason, default=Reason.ASKED, editable=False
    )
    # The call that this is about, where the site asks for it.
    booking = models.ForeignKey(
        Booking,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="callbacks",
        verbose_name="adviesgesprek",
    )
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
    # Whom we could not reach and who asks again: the request that was closed then.
    follows = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="followed_by",
        verbose_name="komt na",
    )
    # Who is calling at this moment, so that two people never do; it lapses after CLAIM.
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="in behandeling bij",
    )
    claimed_at = models.DateTimeField("in behandeling sinds", null=True, editable=False)
    attempts = models.PositiveSmallIntegerField("belpogingen", default=0, editable=False)
    next_attempt_at = models.DateTimeField("volgende poging", null=True, editable=False)
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
        permissions = [
            ("export_callbackrequest", "Geeft iemand zijn gegevens mee"),
            ("erase_callbackrequest", "Wist iemands gegevens"),
        ]
        indexes = [
            *Request.Meta.indexes,
            models.Index(fields=["status", "promised_at"], name="callback_queue"),
            # Not partial: where values are bound, SQLite cannot see that an IN implies a condition.
            models.Index(fields=["same_as", "status"], name="callback_to_call"),
            models.Index(fields=["person_key", "status", "same_as"], name="callback_person"),
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

    @property
    def is_waiting(self) -> bool:
        return self.status in self.TO_CALL

    @property
    def due_at(self) -> datetime | None:
        """What the queue goes by (see `CallbackRequestQuerySet.due`)."""
        return self.next_attempt_at or self.promised_at

    def is_late(self, at: datetime) -> bool:
        """See `CallbackRequestQuerySet.late`."""
        if not self.is_waiting or self.due_at is None:
            return False
        return self.due_at < (at - timedelta(days=1) if self.next_attempt_at else at)

    def is_claimed(self, at: datetime) -> bool:
        """Whether a colleague is calling at this moment."""
        return bool(self.claimed_by_id and self.claimed_at and self.claimed_at > at - self.CLAIM)


class CallAttempt(models.Model):
    """One try to reach somebody: who called, when, and how it ended."""

    class Outcome(models.TextChoices):
        SPOKE = "spoke", "gesproken"
        NO_ANSWER = "no_answer", "geen gehoor"
        VOICEMAIL = "voicemail", "voicemail ingesproken"
        WRONG_NUMBER = "wrong", "nummer klopt niet"

    callback = models.ForeignKey(
        CallbackRequest, models.CASCADE, related_name="calls", verbose_name="terugbelverzoek"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="door",
    )
    at = models.DateTimeField("wanneer", default=timezone.now)
    outcome = models.CharField("uitkomst", max_length=10, choices=Outcome)

    class Meta:
        verbose_name = "belpoging"
        verbose_name_plural = "belpogingen"
        ordering = ["at"]

    def __str__(self):
        return f"Belpoging {self.pk}"
