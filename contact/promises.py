"""What we promised whom, put to the rules: by when we call, when we try again, and what no longer
holds once phone hours, closures or holidays have changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from . import access_log, attempts, outbox, promise, slots
from .availability import Closed, Hours
from .closed import closed_days
from .models import (
    AccessEntry,
    BusyPeriod,
    CallbackRequest,
    Closure,
    OpeningHours,
    OutboxMail,
    Practice,
)

# Whom we let down (see CallbackRequest.Reason) is called within this much phone time, busy or not.
URGENT = timedelta(hours=1)


@dataclass(frozen=True)
class PhoneRules:
    """The rows that promises follow from, as the pure rules know them."""

    hours: list[Hours]
    closed: list[Closed]
    busy: list[promise.Busy]
    phone_time: timedelta

    @classmethod
    def load(cls, now: datetime) -> "PhoneRules":
        """As they stand, from the day of `now` on. Four queries."""
        today, practice = now.astimezone(slots.TZ).date(), Practice.load()
        return cls(
            hours=slots.hours_of(OpeningHours.objects.all()),
            closed=closed_days(today, practice),
            busy=[
                promise.Busy(row.first_on, row.last_on, row.factor)
                for row in BusyPeriod.objects.filter(last_on__gte=today)
            ],
            phone_time=timedelta(hours=practice.promise_hours),
        )

    def deadline(
        self, *, now: datetime, day: date | None, part: str, reason: str
    ) -> datetime | None:
        """By when we call whom we hear of now, and why (see `promise.deadline`)."""
        is_asked = reason == CallbackRequest.Reason.ASKED
        return promise.deadline(
            now=now,
            hours=self.hours,
            closed=self.closed,
            tz=slots.TZ,
            phone_time=self.phone_time if is_asked else URGENT,
            busy=self.busy if is_asked else [],
            day=day,
            part=part,
        )

    def deadline_of(self, request: CallbackRequest, now: datetime) -> datetime | None:
        """By when we call somebody whose request comes in now."""
        return self.deadline(now=now, day=request.day, part=request.day_part, reason=request.reason)

    def next_attempt(
        self, request: CallbackRequest, failed: Iterable[datetime], now: datetime
    ) -> datetime | None:
        """When to try again whom we did not reach (see `attempts.next_attempt`)."""
        return attempts.next_attempt(
            now=now,
            failed=failed,
            hours=self.hours,
            closed=self.closed,
            tz=slots.TZ,
            day=request.day,
            part=request.day_part,
        )

    def can_keep(self, instant: datetime) -> bool:
        """Whether somebody is at the phone at `instant`, or was until then."""
        return promise.is_kept_by(instant, hours=self.hours, closed=self.closed, tz=slots.TZ)

    def is_open(self, instant: datetime) -> bool:
        """Whether somebody is at the phone at `instant`."""
        return promise.is_open(instant, hours=self.hours, closed=self.closed, tz=slots.TZ)


def deadline_for(
    *,
    now: datetime,
    day: date | None = None,
    part: str = "",
    reason: str = CallbackRequest.Reason.ASKED,
) -> datetime | None:
    """By when we call whom we hear of now: within the practice's phone time who asked, within
    URGENT whom we let down (any other reason)."""
    return PhoneRules.load(now).deadline(now=now, day=day, part=part, reason=reason)


def affected_by(closure: Closure | None, *, now: datetime | None = None) -> list[CallbackRequest]:
    """Whose promise, still to come, nobody is there to keep: on the days of a closure that
    stands or, with None, at any moment outside phone hours. The nearest first.

    Nobody's, where the closure is one adviser's. What was promised for a moment that has passed is
    late, and stays so.
    """
    now = now or timezone.now()
    return list(_unkept(closure, now).order_by("promised_at", "pk"))


def count_outside_hours(now: datetime) -> int:
    """How many promises `affected_by(None)` finds, without reading whose they are."""
    return _unkept(None, now).count()


def _unkept(closure: Closure | None, now: datetime) -> QuerySet[CallbackRequest]:
    """It asks of each moment once whether somebody is there, however many were promised it."""
    waiting = CallbackRequest.objects.waiting().filter(promised_at__gt=now, next_attempt_at=None)
    if closure and closure.adviser_id:
        return waiting.none()
    if closure:
        waiting = waiting.filter(promised_at__range=_instants(closure))
    moments = list(waiting.order_by().values_list("promised_at", flat=True).distinct())
    rules = PhoneRules.load(now) if moments else None
    unkept = [moment for moment in moments if not rules.can_keep(moment)]
    return waiting.filter(promised_at__in=unkept) if unkept else waiting.none()


def promise_again(closure: Closure | None, *, by, now: datetime | None = None) -> int:
    """Make a new promise to everybody in `affected_by`, and tell them by mail; give how many.

    The new one is what they would have been promised had we known when they asked, or what
    somebody is promised who asks now, where that has passed already. Doing it twice changes
    nothing. Attempts that were proposed for such a moment are proposed anew.
    """
    now = now or timezone.now()
    rows = affected_by(closure, now=now)
    rules = PhoneRules.load(min([now, *(row.created_at for row in rows)]))
    # Repeats first: whoever leads them keeps the nearest of their promises.
    rows.sort(key=lambda row: row.same_as_id is None)
    made = [row for row in rows if _promise_anew(row, rules, now)]
    access_log.note(by, AccessEntry.Action.CHANGE, made)
    _propose_anew(closure, rules, now)
    return len(made)


def _promise_anew(row: CallbackRequest, rules: PhoneRules, now: datetime) -> bool:
    with transaction.atomic():
        same = CallbackRequest.objects.waiting().filter(
            pk=row.pk, promised_at=row.promised_at, next_attempt_at=None
        )
        current = same.select_for_update().first()
        if current is None:
            return False  # called, or changed, in the meantime
        promised = rules.deadline_of(current, current.created_at)
        if promised is None or promised <= now:
            promised = rules.deadline_of(current, now)
        nearer = current.repeats.waiting().filter(promised_at__gt=now).order_by("promised_at")
        if promised and (nearest := nearer.values_list("promised_at", flat=True).first()):
            promised = min(promised, nearest)
        current.promised_at = promised
        current.revision += 1
        current.save(update_fields=["promised_at", "revision"])
        outbox.post(OutboxMail.Kind.CALLBACK_MOVED, callback=current)
    return True


def _propose_anew(closure: Closure | None, rules: PhoneRules, now: datetime) -> None:
    tried = CallbackRequest.objects.to_call().filter(next_attempt_at__gt=now)
    if closure:
        tried = tried.filter(next_attempt_at__range=_instants(closure))
    for row in tried:
        if not rules.is_open(row.next_attempt_at):
            again = rules.next_attempt(row, failed_before(row), now)
            tried.filter(pk=row.pk, next_attempt_at=row.next_attempt_at).order_by().update(
                next_attempt_at=again
            )


def failed_before(request: CallbackRequest) -> list[datetime]:
    """The moments at which we called in vain."""
    return list(request.calls.values_list("at", flat=True))


def _instants(closure: Closure) -> tuple[datetime, datetime]:
    """From the first moment of the closure's first day up to that after its last."""
    after = closure.last_on + timedelta(days=1)
    return slots.midnight(closure.first_on), slots.midnight(after)
