"""What is counted of calls and promises, a day at a time, without anybody in it."""

from datetime import date

from django.db.models import F
from django.utils import timezone

from .models import Measure


def count(name: str, value: int = 1, *, day: date | None = None) -> None:
    """Add to a number of this day (see `Measure.Name`)."""
    row, _ = Measure.objects.get_or_create(day=day or timezone.localdate(), name=name)
    Measure.objects.filter(pk=row.pk).update(value=F("value") + value)
