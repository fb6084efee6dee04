"""Promises that were not kept: mailed to the practice, while somebody is there to call."""

from datetime import UTC, datetime

from django.utils import timezone

from . import outbox
from .models import CallbackRequest, OutboxMail
from .promises import PhoneRules


def warn(now: datetime | None = None) -> bool:
    """Tell the practice, once an hour at most, that people wait longer than was promised.

    Only in phone hours. Whether a mail was written.
    """
    now = now or timezone.now()
    if not CallbackRequest.objects.late(now).exists() or not PhoneRules.load(now).is_open(now):
        return False
    return outbox.post(OutboxMail.Kind.PRACTICE_OVERDUE, key=f"{now.astimezone(UTC):%Y-%m-%dT%H}")
