"""Which rows: the questions that views, verbs and the desk ask."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone

# No call lasts longer: lets the index on the start bound what may still be going on.
LONGEST_CALL = timedelta(hours=3)


class OwnRows(models.QuerySet):
    """Rows of an adviser; `owner` leads to the user who that is."""

    owner = "adviser__user"
    see_all = "contact.see_all_adviser"

    def visible_to(self, user):
        """Everybody's rows for whoever may see all; else those of the user's own adviser."""
        return self if user.has_perm(self.see_all) else self.filter(**{self.owner: user})


class AdviserQuerySet(OwnRows):
    owner = "user"


class ClosureQuerySet(OwnRows):
    def of_practice(self):
        return self.filter(adviser=None)

    def not_over(self, today: date):
        return self.filter(last_on__gte=today)


class CalendarQuerySet(OwnRows):
    def due(self, at: datetime):
        """What is to be read, the longest waiting first; of who holds no calls, nothing is."""
        is_due = models.Q(next_read_at=None) | models.Q(next_read_at__lte=at)
        return self.filter(is_due, adviser__is_active=True).order_by("next_read_at", "pk")

    def stale(self, at: datetime):
        """See AdviserCalendar.is_stale."""
        never = models.Q(read_at=None) & ~models.Q(error="")
        is_stale = never | models.Q(read_at__lt=at - self.model.STALE)
        return self.filter(is_stale, adviser__is_active=True)


class FactQuerySet(models.QuerySet):
    def in_order(self):
        """All of them (there are never more than kinds) in the order of the pages."""
        kinds = list(self.model.Kind)
        return sorted(self, key=lambda fact: kinds.index(fact.kind))

    def stale(self, today: date):
        return [fact for fact in self.in_order() if fact.is_stale(today)]


class BookingQuerySet(OwnRows):
    see_all = "contact.see_all_booking"

    def confirmed(self):
        return self.filter(status="confirmed")

    def holding(self):
        """What holds its time, or held it: neither cancelled nor in search of another."""
        return self.filter(status__in=("confirmed", "done", "no_show"))

    def displaced(self):
        """Whose visitor has still to choose another time."""
        return self.filter(status="displaced")

    def from_now(self, at: datetime | None = None):
        """What has not ended yet, whatever its status."""
        at = at or timezone.now()
        return self.filter(starts_at__gt=at - LONGEST_CALL, ends_at__gt=at)

    def on(self, day: date, tz: ZoneInfo):
        """What starts on a local day: a range, which an index answers."""
        midnights = (datetime.combine(d, time(), tz) for d in (day, day + timedelta(days=1)))
        first, last = midnights
        return self.filter(starts_at__gte=first, starts_at__lt=last)


class CallbackRequestQuerySet(models.QuerySet):
    # When a request is due: whoever was tried at the next attempt, the others at their promise.
    due = Coalesce("next_attempt_at", "promised_at")

    def waiting(self):
        """Whoever still expects a call, repeats included."""
        return self.filter(status__in=self.model.TO_CALL)

    def to_call(self):
        """The queue: one row per person, what is due first in front."""
        return self.waiting().filter(same_as=None).order_by(*self.in_order())

    @classmethod
    def in_order(cls):
        return [cls.due.asc(nulls_last=True), "created_at"]

    def late(self, at: datetime):
        """Of the queue, whom we should have called by now (see `lateness`)."""
        return self.to_call().filter(self.lateness(at))

    def with_refusal(self):
        """Each with `is_refused`: a form that joined it says no to voicemail, and one is enough."""
        repeats = self.model.objects.waiting().filter(same_as=models.OuterRef("pk"))
        return self.annotate(is_refused=models.Exists(repeats.filter(voicemail_ok=False)))

    @staticmethod
    def lateness(at: datetime) -> models.Q:
        """A promise that has passed without a try, or a next attempt that is a day behind."""
        return models.Q(next_attempt_at=None, promised_at__lt=at) | models.Q(
            next_attempt_at__lt=at - timedelta(days=1)
        )

    def free_for(self, user, at: datetime):
        """Whom no colleague is calling at this moment."""
        taken = models.Q(claimed_by__isnull=False, claimed_at__gt=at - self.model.CLAIM)
        return self.filter(~taken | models.Q(claimed_by=user)) if user else self.exclude(taken)


class OutboxQuerySet(models.QuerySet):
    def due(self, at: datetime):
        return self.filter(status="waiting", due_at__lte=at).order_by("due_at", "pk")

    def unheard(self):
        """Given up, with nobody called instead (`bounces.follow_up`) and no repeat sent."""
        return self.filter(status="failed", followed_up_at=None)
