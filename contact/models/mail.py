"""Mail that is to go out."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from contact.querysets import OutboxQuerySet

from .requests import Booking, CallbackRequest

GIVE_UP_AFTER = timedelta(days=3)


def give_up_at() -> datetime:
    return timezone.now() + GIVE_UP_AFTER


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
    revision = models.PositiveIntegerField(default=0)
    status = models.CharField("status", max_length=10, choices=Status, default=Status.WAITING)
    created_at = models.DateTimeField("gemaakt op", default=timezone.now)
    due_at = models.DateTimeField("volgende poging", default=timezone.now)
    attempts = models.PositiveIntegerField("pogingen", default=0)
    give_up_at = models.DateTimeField(default=give_up_at)
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
        constraints = [
            models.CheckConstraint(
                condition=models.Q(booking=None, callback__isnull=False)
                | models.Q(booking__isnull=False, callback=None),
                name="mail_about_one_request",
            )
        ]

    def __str__(self):
        return f"Mail {self.pk}"
