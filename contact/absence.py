"""Somebody is away, or the practice closes, over calls that were booked: what becomes of each.

A call keeps its time where a colleague is free. Else its visitor is asked, once, for another time:
by mail, or by telephone where there is no address. Each call is settled by itself, so that all of
this can be stopped in the middle, done twice, or done by two people at once.
"""

from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from math import gcd

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from . import bookings, callbacks, slots
from .models import Adviser, Booking, BusyTime, CallbackRequest, Closure, Practice
from .querysets import LONGEST_CALL

# Who has chosen nothing by then is called.
TIME_TO_CHOOSE = timedelta(hours=24)


class Outcome(StrEnum):
    COLLEAGUE = "colleague"
    MAIL = "mail"
    CALL = "call"


@dataclass(frozen=True)
class Fate:
    """What happens to a call, or has happened: `colleagues` are those who can take it over, or the
    one who did. `is_soon`: a mail alone would come too late."""

    booking: Booking
    outcome: Outcome
    colleagues: tuple[Adviser, ...] = ()
    is_soon: bool = False

    @property
    def names(self) -> str:
        """`Sem, Bo of Ali`"""
        *others, last = [adviser.name for adviser in self.colleagues] or [""]
        return f"{', '.join(others)} of {last}" if others else last


def span(row: Closure | BusyTime) -> tuple[datetime, datetime]:
    """From when to when (UTC) somebody is away; whole days are local ones, however long."""
    if isinstance(row, BusyTime):
        return row.starts_at, row.ends_at
    first, after = row.first_on, row.last_on + timedelta(days=1)
    return slots.midnight(first).astimezone(UTC), slots.midnight(after).astimezone(UTC)


def affected(row: Closure | BusyTime, now: datetime | None = None):
    """The calls still to come whose adviser is away then, the nearest first.

    What an adviser's own calendar says hits none: the calls stand in it too.
    """
    if isinstance(row, BusyTime) and row.source != BusyTime.Source.DESK:
        return Booking.objects.none()
    return _within(row, Booking.objects.confirmed()).filter(starts_at__gt=now or timezone.now())


def seeking(row: Closure | BusyTime):
    """The calls that lost their time to this absence, or to another at that time, and whose
    visitor has still to choose."""
    return _within(row, Booking.objects.displaced())


def not_settled(rows, calls, now: datetime) -> tuple[int, Closure | BusyTime | None]:
    """How many of `calls` any of these absences hits, and the first one that does."""
    rows = list(rows)
    if not rows:
        return 0, None
    hit = Q()
    for row in rows:
        hit |= _condition(row)
    found = list(calls.confirmed().filter(hit, starts_at__gt=now).order_by("starts_at"))
    first = next((row for row in rows if found and _hits(row, found[0])), None)
    return len(found), first


def plan(row: Closure | BusyTime, now: datetime | None = None) -> list[Fate]:
    """What `settle` would do at this moment. Constant queries."""
    now = now or timezone.now()
    calls = list(affected(row, now))
    if not calls:
        return []
    practice, soon = Practice.load(), callbacks.deadline_for(now=now)
    last = calls[-1].starts_at
    free = {
        length: slots.offered(now, _as_it_stands(practice, same, last, now))
        for length, same in _by_length(calls).items()
    }
    fates = []
    for booking in calls:
        colleagues = tuple(
            adviser
            for adviser in free[_length(booking)].get(booking.starts_at, [])
            if _can(adviser, booking)
        )
        if colleagues:
            fates.append(Fate(booking, Outcome.COLLEAGUE, colleagues))
        elif booking.email:
            is_soon = soon is not None and booking.starts_at <= soon
            fates.append(Fate(booking, Outcome.MAIL, is_soon=is_soon))
        else:
            fates.append(Fate(booking, Outcome.CALL))
    return fates


def settle(row: Closure | BusyTime, now: datetime | None = None) -> list[Fate]:
    """Settle each call that this absence hits; give what was done. Again: nothing more."""
    now = now or timezone.now()
    done = []
    for booking in affected(row, now):
        with suppress(bookings.NotChangeable):  # settled, moved or cancelled in the meantime
            done.append(_settle(booking, now))
    return done


def follow_up(now: datetime | None = None) -> int:
    """Put on the call list, once, who chose no other time within a day, or whom we would else
    call after the time that they had. Give how many."""
    now = now or timezone.now()
    late = Q(displaced_at__lte=now - TIME_TO_CHOOSE)
    if soon := callbacks.deadline_for(now=now):
        late |= Q(starts_at__lte=soon)
    standing = Booking.objects.displaced().filter(~is_called())
    called = 0
    for booking in standing.filter(late):
        with transaction.atomic():
            current = bookings.locked(booking)
            if standing.filter(pk=current.pk).exists():
                bookings.call_about(current, now)
                called += 1
    return called


def _settle(booking: Booking, now: datetime) -> Fate:
    practice = _as_it_stands(Practice.load(), [booking], booking.starts_at, now)
    for colleague in slots.free_advisers(
        booking.starts_at, kind=booking.kind, now=now, practice=practice
    ):
        if _can(colleague, booking):
            with suppress(bookings.SlotTaken):
                given = bookings.hand_over(booking=booking, adviser=colleague, now=now)
                return Fate(given, Outcome.COLLEAGUE, (colleague,))
    displaced = bookings.displace(booking=booking, now=now)
    return Fate(displaced, Outcome.MAIL if displaced.email else Outcome.CALL)


def _by_length(calls: list[Booking]) -> dict[timedelta, list[Booking]]:
    found: dict[timedelta, list[Booking]] = {}
    for booking in calls:
        found.setdefault(_length(booking), []).append(booking)
    return found


def _as_it_stands(practice: Practice, calls: list[Booking], start: datetime, now: datetime):
    """The practice's rules up to `start` for calls that were booked before and are as long as each
    other: no notice, that length, and starts that the rules of today would not offer."""
    # The desk may put a call at any minute.
    is_odd = any(booking.starts_at.minute % 5 for booking in calls)
    rules = copy(practice)
    rules.notice_hours = 0
    rules.call_minutes = rules.video_minutes = _length(calls[0]) // timedelta(minutes=1)
    rules.step_minutes = 1 if is_odd else gcd(practice.step_minutes, 5)
    days = start.astimezone(slots.TZ).date() - now.astimezone(slots.TZ).date()
    rules.horizon_days = days.days
    return rules


def _length(booking: Booking) -> timedelta:
    return booking.ends_at - booking.starts_at


def _can(adviser: Adviser, booking: Booking) -> bool:
    if adviser.pk == booking.adviser_id:
        return False
    return booking.kind != Booking.Kind.VIDEO or bool(adviser.video_room)


def _within(row: Closure | BusyTime, calls):
    return calls.filter(_condition(row)).select_related("adviser").order_by("starts_at", "pk")


def _condition(row: Closure | BusyTime) -> Q:
    start, end = span(row)
    # The first bound lets an index answer; the last is the one that counts.
    within = Q(starts_at__gt=start - LONGEST_CALL, starts_at__lt=end, ends_at__gt=start)
    return within & Q(adviser=row.adviser_id) if row.adviser_id else within


def _hits(row: Closure | BusyTime, booking: Booking) -> bool:
    start, end = span(row)
    whose = row.adviser_id in (None, booking.adviser_id)
    return whose and booking.starts_at < end and booking.ends_at > start


def is_called() -> Exists:
    """Somebody was put on the call list about a displaced call, since it was."""
    return Exists(
        CallbackRequest.objects.filter(
            booking=OuterRef("pk"),
            reason=CallbackRequest.Reason.DISPLACED,
            created_at__gte=OuterRef("displaced_at"),
        )
    )
