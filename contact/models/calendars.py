"""When an adviser is taken up by something else, and the calendar in which that stands."""

from datetime import datetime, timedelta

from django.db import models

from contact.querysets import CalendarQuerySet, OwnRows

from .advisers import Adviser


class BusyTime(models.Model):
    """A stretch of time in which an adviser holds no calls."""

    class Source(models.TextChoices):
        DESK = "desk", "ingevuld"
        CALENDAR = "calendar", "uit de eigen agenda"

    adviser = models.ForeignKey(
        Adviser, models.CASCADE, related_name="busy_times", verbose_name="adviseur"
    )
    starts_at = models.DateTimeField("van")
    ends_at = models.DateTimeField("tot")
    source = models.CharField(
        "bron", max_length=10, choices=Source, default=Source.DESK, editable=False
    )

    objects = OwnRows.as_manager()

    class Meta:
        verbose_name = "bezette tijd"
        verbose_name_plural = "bezette tijden"
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["adviser", "ends_at"], name="busy_until")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")),
                name="busytime_starts_before_it_ends",
                violation_error_message="‘Van’ moet vóór ‘tot’ liggen.",
            )
        ]

    def __str__(self):
        return f"Bezette tijd {self.pk}"


class AdviserCalendar(models.Model):
    """The busy-only .ics address of an adviser, and how it went when the worker last read it."""

    # Read every ten minutes: this is eighteen times in vain, longer than most breakdowns last.
    STALE = timedelta(hours=3)

    adviser = models.OneToOneField(
        Adviser, models.CASCADE, related_name="calendar", verbose_name="adviseur"
    )
    address = models.URLField(
        "adres van je agenda",
        max_length=500,
        help_text="Het geheime .ics-adres waarop alleen staat wanneer je bezet bent. Op die tijden "
        "kan niemand een gesprek plannen.",
    )
    next_read_at = models.DateTimeField("lezen vanaf", null=True, editable=False)
    read_at = models.DateTimeField("laatst gelezen", null=True, editable=False)
    error = models.CharField("wat er misging", max_length=100, blank=True, editable=False)
    warned_at = models.DateTimeField("gewaarschuwd op", null=True, editable=False)

    objects = CalendarQuerySet.as_manager()

    class Meta:
        verbose_name = "eigen agenda"
        verbose_name_plural = "eigen agenda’s"

    def __str__(self):
        return f"Agenda {self.pk}"

    def is_stale(self, at: datetime) -> bool:
        """Whether the times that we hold may be no longer true: the last reading is long ago, or
        not one has succeeded."""
        return self.read_at < at - self.STALE if self.read_at else bool(self.error)

    def busy_ahead(self, at: datetime):
        """The stretches of time, read from it, that are not over."""
        busy = self.adviser.busy_times.filter(source=BusyTime.Source.CALENDAR)
        return busy.filter(ends_at__gt=at)
