"""Mail that is to go out."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from contact.querysets import OutboxQuerySet

from .bookings import Booking
from .callbacks import CallbackRequest

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
        BOOKING_DISPLACED = "booking_displaced", "afspraak kan niet doorgaan"
        BOOKING_DELAYED = "booking_delayed", "gesprek loopt uit"
        REMINDER_DAY = "reminder_day", "herinnering een dag vooraf"
        REMINDER_HOUR = "reminder_hour", "herinnering een uur vooraf"
        CALLBACK_MOVED = "callback_moved", "nieuwe tijd om terug te bellen"
        CALLBACK_UNREACHED = "callback_unreached", "niet bereikt"
        PRACTICE_BOOKING = "practice_booking", "bericht aan de praktijk: adviesgesprek"
        PRACTICE_CALLBACK = "practice_callback", "bericht aan de praktijk: terugbelverzoek"
        PRACTICE_OVERDUE = "practice_overdue", "bericht aan de praktijk: beloftes te laat"
        PRACTICE_CALENDAR = "practice_calendar", "bericht aan de praktijk: agenda is oud"

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
    # When a mail that was given up became a person to call (contact.bounces).
    followed_up_at = models.DateTimeField("opgevolgd op", null=True, editable=False)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        verbose_name = "uitgaande mail"
        verbose_name_plural = "uitgaande mail"
        indexes = [
            models.Index(
                fields=["due_at"], condition=models.Q(status="waiting"), name="outbox_waiting"
            ),
            models.Index(fields=["sent_at"], condition=models.Q(status="sent"), name="outbox_sent"),
            models.Index(fields=["id"], condition=models.Q(status="failed"), name="outbox_failed"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(booking=None) | models.Q(callback=None),
                name="mail_about_one_request",
            )
        ]

    def __str__(self):
        return f"Mail {self.pk}"
