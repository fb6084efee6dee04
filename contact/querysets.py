"""Which rows: the questions that views, verbs and the desk ask."""

from datetime import datetime

from django.db import models
from django.utils import timezone


class OwnRows(models.QuerySet):
    """Rows that belong to an adviser; `adviser` says through which field."""

    adviser = "adviser"

    def visible_to(self, user):
        """Everybody's rows for whoever may see all; else those of the user's own adviser."""
        permission = f"{self.model._meta.app_label}.see_all_{self.model._meta.model_name}"
        if user.has_perm(permission):
            return self
        return self.filter(**{f"{self.adviser}__user": user})


class BookingQuerySet(OwnRows):
    def confirmed(self):
        return self.filter(status="confirmed")

    def upcoming(self, at: datetime | None = None):
        return self.confirmed().filter(ends_at__gt=at or timezone.now()).order_by("starts_at")


class CallbackRequestQuerySet(models.QuerySet):
    def to_call(self):
        """The queue: open requests, the nearest promise first."""
        return self.filter(status__in=self.model.TO_CALL).order_by("promised_at", "created_at")


class ClosureQuerySet(models.QuerySet):
    def of_practice(self):
        return self.filter(adviser=None)

    def not_over(self, today):
        return self.filter(last_on__gte=today)


class OutboxQuerySet(models.QuerySet):
    def due(self, at: datetime):
        return self.filter(status="waiting", due_at__lte=at).order_by("due_at", "pk")
