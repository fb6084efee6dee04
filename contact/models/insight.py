"""What is counted. No row here is about a person, and none tells who it was or at what hour."""

from django.db import models


class Measure(models.Model):
    """One number of one day."""

    class Name(models.TextChoices):
        CALLBACKS = "callbacks", "terugbelverzoeken"
        BOOKINGS = "bookings", "adviesgesprekken gepland"
        CANCELLED = "cancelled", "adviesgesprekken afgezegd"
        DONE = "done", "adviesgesprekken gehouden"
        NO_SHOW = "no_show", "niet verschenen"
        KEPT = "kept", "beloftes gehouden"
        BROKEN = "broken", "beloftes niet gehouden"
        FIRST_CALLS = "first_calls", "eerste belpogingen"
        MINUTES_TO_CALL = "minutes_to_call", "minuten tot de eerste belpoging, opgeteld"
        UNREACHED = "unreached", "niet bereikt"

    day = models.DateField("dag")
    name = models.CharField("wat", max_length=20, choices=Name)
    value = models.PositiveBigIntegerField("aantal", default=0)

    class Meta:
        verbose_name = "telling"
        verbose_name_plural = "inzicht"
        constraints = [models.UniqueConstraint(fields=["day", "name"], name="measure_once_per_day")]

    def __str__(self):
        return f"{self.day}: {self.get_name_display()}"


class TopicCount(models.Model):
    """How many asked for contact in a quarter after reading about a topic."""

    class Kind(models.TextChoices):
        CALLBACK = "callback", "terugbelverzoek"
        BOOKING = "booking", "adviesgesprek"

    quarter = models.CharField("kwartaal", max_length=7)  # 2026-Q4
    topic = models.SlugField("onderwerp", max_length=120)
    kind = models.CharField("soort", max_length=10, choices=Kind)
    count = models.PositiveIntegerField("aantal", default=0)

    class Meta:
        verbose_name = "vraag per onderwerp"
        verbose_name_plural = "vragen per onderwerp"
        constraints = [
            models.UniqueConstraint(
                fields=["quarter", "topic", "kind"], name="topic_once_per_quarter"
            )
        ]

    def __str__(self):
        return f"{self.quarter}: {self.topic}"
