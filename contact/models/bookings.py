"""The advice calls, and the time that each of them holds."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from contact.querysets import BookingQuerySet

from .advisers import Adviser
from .requests import Request


class Booking(Request):
    """One advice call. Its cells (BookedCell) are what makes an overlap impossible."""

    class Status(models.TextChoices):
        CONFIRMED = "confirmed", "bevestigd"
        # Its adviser cannot, and the visitor has still to choose another time; it holds none.
        DISPLACED = "displaced", "zoekt een andere tijd"
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
    room = models.URLField(
        "kamer voor dit gesprek",
        blank=True,
        help_text="Alleen als dit gesprek in een andere kamer is dan die van de adviseur.",
    )
    displaced_at = models.DateTimeField("zoekt sinds", null=True, editable=False)
    delay_minutes = models.PositiveSmallIntegerField("loopt uit (minuten)", default=0)
    wants_hour_reminder = models.BooleanField("ook een uur vooraf een mail", default=False)
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
            models.Index(
                fields=["starts_at"],
                condition=models.Q(status="displaced"),
                name="booking_displaced",
            ),
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

    @property
    def is_displaced(self) -> bool:
        return self.status == self.Status.DISPLACED

    @property
    def expected_at(self) -> datetime:
        """When the call is likely to begin: its start, or later where it is delayed."""
        return self.starts_at + timedelta(minutes=self.delay_minutes)

    @property
    def expected_end(self) -> datetime:
        return self.ends_at + timedelta(minutes=self.delay_minutes)

    @property
    def room_address(self) -> str:
        """Where they meet on screen: the room of this call, else its adviser's. Empty where there
        is none; then the visitor is telephoned, whatever was asked."""
        if self.kind != self.Kind.VIDEO:
            return ""
        return self.room or self.adviser.video_room


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
