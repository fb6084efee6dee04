"""The life of an advice call, as verbs. The database is the referee: BookedCell's constraint."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from . import access, callbacks, emails, limits, outbox, slots
from .models import Adviser, BookedCell, Booking, CallbackRequest, OutboxMail, Practice

Mail = OutboxMail.Kind
# What the desk may change in a call, and of it what the visitor has to hear of.
CHANGEABLE = {"first_name", "phone", "email", "room"}
TOLD = {"phone", "email", "room"}
DEADLOCK = "40P01"  # PostgreSQL's code


class SlotTaken(Exception):
    """Nobody is free at this start, or no longer."""


class NotChangeable(Exception):
    """The call was cancelled, has been held, or has already begun."""


def book(
    *,
    starts_at: datetime,
    first_name: str,
    phone: str,
    email: str = "",
    kind: str = Booking.Kind.PHONE,
    form_key: str | None = None,
    source: str = "",
    is_suspect: bool = False,
    adviser: Adviser | None = None,
    overrule: bool = False,
    now: datetime | None = None,
) -> Booking:
    """Book a call with `adviser`, or with whoever is free at `starts_at` in the order of
    `slots.in_turn`.

    With `overrule` the adviser need not be free by the rules, but no call can meet another.
    The same form sent twice for the same start gives the booking that it made the first time,
    with what was changed in it since. Raises SlotTaken and limits.TooManyChanges.
    """
    now = now or timezone.now()
    person = {"first_name": first_name, "phone": phone, "email": email, "kind": kind}
    if before := sent_before(form_key, starts_at):
        return _renew(before, person, now)
    practice = Practice.load()
    for candidate in _candidates(
        starts_at, kind=kind, now=now, practice=practice, adviser=adviser, overrule=overrule
    ):
        booking = Booking(
            adviser=candidate,
            starts_at=starts_at,
            ends_at=starts_at + slots.length_of(practice, kind),
            **person,
            form_key=form_key,
            source=source,
            is_suspect=is_suspect,
        )
        booking.token_hash = access.hash_token(access.token_for(booking.uid))
        try:
            with _all_or_taken():
                booking.save(force_insert=True)
                _hold(booking, practice)
                outbox.post(Mail.BOOKING_CONFIRMED, booking=booking)
                outbox.post(Mail.PRACTICE_BOOKING, booking=booking)
        except SlotTaken:
            continue
        return booking
    # Taken in the meantime, perhaps by the very same form, pressed twice.
    if before := sent_before(form_key, starts_at):
        return _renew(before, person, now)
    raise SlotTaken


def move(
    *,
    booking: Booking,
    starts_at: datetime,
    adviser: Adviser | None = None,
    overrule: bool = False,
    by_visitor: bool = True,
    now: datetime | None = None,
) -> Booking:
    """Move a call to another start: with `adviser`, or with the same one if free, else with a
    colleague. `overrule` as in `book`.

    One that was displaced holds again, and nobody need call about it. Moving one to where it
    stands changes nothing. Raises SlotTaken (the call then stands as it stood), NotChangeable and
    limits.TooManyChanges.
    """
    now = now or timezone.now()
    practice = Practice.load()
    free = _candidates(
        starts_at,
        kind=booking.kind,
        now=now,
        practice=practice,
        adviser=adviser,
        overrule=overrule,
        without=booking,
    )
    for candidate in sorted(free, key=lambda free: free.pk != booking.adviser_id):
        try:
            with _all_or_taken():
                current = _changeable(booking, now)
                stays = adviser is None or adviser.pk == current.adviser_id
                was_displaced = current.is_displaced
                if stays and current.starts_at == starts_at and not was_displaced:
                    return current
                current.cells.all().delete()
                current.adviser = candidate
                current.starts_at = starts_at
                current.ends_at = starts_at + slots.length_of(practice, current.kind)
                current.status, current.displaced_at = Booking.Status.CONFIRMED, None
                current.delay_minutes = 0
                # Who lost a time through us may always choose another.
                _save_change(current, now, by_visitor=by_visitor and not was_displaced)
                _hold(current, practice)
                if was_displaced:
                    callbacks.take_back(booking=current, now=now)
                outbox.post(Mail.BOOKING_MOVED, booking=current)
                outbox.post(Mail.PRACTICE_BOOKING, booking=current)
        except SlotTaken:
            continue
        return current
    raise SlotTaken


def change(*, booking: Booking, now: datetime | None = None, **answers) -> Booking:
    """Put other answers (any of CHANGEABLE) on a call, at the desk.

    The visitor hears of what they must know before a call that is still to come (TOLD); another
    spelling of their name goes without a mail. Raises NotChangeable for a call that was cancelled.
    """
    now = now or timezone.now()
    if unknown := answers.keys() - CHANGEABLE:
        raise ValueError(unknown)
    with transaction.atomic():
        current = locked(booking)
        if current.status == Booking.Status.CANCELLED:
            raise NotChangeable
        changed = {name for name, value in answers.items() if getattr(current, name) != value}
        for name in changed:
            setattr(current, name, answers[name])
        told = TOLD if current.kind == Booking.Kind.VIDEO else TOLD - {"room"}
        if changed & told and is_changeable(current, now):
            _save_change(current, now, by_visitor=False)
            outbox.post(Mail.BOOKING_CONFIRMED, booking=current)
        elif changed:
            current.save(update_fields=sorted(changed))
    return current


def cancel(*, booking: Booking, now: datetime | None = None) -> Booking:
    """Cancel a call and free its time; nobody need call about it either. Raises NotChangeable."""
    now = now or timezone.now()
    with transaction.atomic():
        current = _cancel(booking, now)
        callbacks.take_back(booking=current, now=now)
    return current


def _cancel(booking: Booking, now: datetime) -> Booking:
    with transaction.atomic():
        current = _changeable(booking, now)
        current.cells.all().delete()
        current.status = Booking.Status.CANCELLED
        _save_change(current, now, by_visitor=False)  # whoever wants to cancel, always may
        outbox.post(Mail.BOOKING_CANCELLED, booking=current)
        outbox.post(Mail.PRACTICE_BOOKING, booking=current)
    return current


def call_me_instead(*, booking: Booking, now: datetime | None = None) -> CallbackRequest:
    """Turn a call into a callback request and free its time, both or neither.

    Raises NotChangeable.
    """
    now = now or timezone.now()
    with transaction.atomic():
        current = _cancel(booking, now)
        return callbacks.ask(
            first_name=current.first_name,
            phone=current.phone,
            email=current.email,
            source=current.source,
            is_suspect=current.is_suspect,
            now=now,
        )


def hand_over(*, booking: Booking, adviser: Adviser, now: datetime | None = None) -> Booking:
    """Give a call to a colleague at the time that it has. Raises SlotTaken and NotChangeable, the
    latter also where it no longer stands as `booking` has it."""
    now = now or timezone.now()
    with _all_or_taken():
        current = _as_seen(booking, now)
        current.cells.all().delete()
        current.adviser = adviser
        current.room, current.delay_minutes = "", 0  # these were the other adviser's
        _save_change(current, now, by_visitor=False)
        _hold(current)
        told = emails.HANDED_OVER + str(current.revision)
        outbox.post(Mail.BOOKING_MOVED, booking=current, key=told)
        outbox.post(Mail.PRACTICE_BOOKING, booking=current, key=told)
    return current


def displace(*, booking: Booking, now: datetime | None = None) -> Booking:
    """Take a call's time away and ask the visitor, by mail, for another; who gave no address is
    called. Raises NotChangeable, also where it no longer stands as `booking` has it."""
    now = now or timezone.now()
    with transaction.atomic():
        current = _as_seen(booking, now)
        current.cells.all().delete()
        current.status, current.displaced_at = Booking.Status.DISPLACED, now
        current.delay_minutes = 0
        _save_change(current, now, by_visitor=False)
        if outbox.post(Mail.BOOKING_DISPLACED, booking=current):
            outbox.post(Mail.PRACTICE_BOOKING, booking=current)
        else:
            call_about(current, now)
    return current


def call_about(booking: Booking, now: datetime) -> CallbackRequest:
    """Put the visitor of a displaced call in the queue."""
    return callbacks.ask(
        first_name=booking.first_name,
        phone=booking.phone,
        email=booking.email,
        is_suspect=booking.is_suspect,
        reason=CallbackRequest.Reason.DISPLACED,
        booking=booking,
        now=now,
    )


def close(*, booking: Booking, status: str, now: datetime | None = None) -> None:
    """Note at the desk how a call ended: held, or nobody there.

    Raises NotChangeable for a call that has not begun, or was closed or cancelled before.
    """
    now = now or timezone.now()
    if status not in (Booking.Status.DONE, Booking.Status.NO_SHOW):
        raise ValueError(status)
    begun = Booking.objects.confirmed().filter(pk=booking.pk, starts_at__lte=now)
    if not begun.update(status=status, changed_at=now):
        raise NotChangeable


def sent_before(form_key: str | None, starts_at: datetime) -> Booking | None:
    if form_key is None:
        return None
    return Booking.objects.confirmed().filter(form_key=form_key, starts_at=starts_at).first()


def _candidates(
    starts_at: datetime,
    *,
    kind: str,
    now: datetime,
    practice: Practice,
    adviser: Adviser | None,
    overrule: bool,
    without: Booking | None = None,
) -> list[Adviser]:
    """Whom to try at this start, in order."""
    if overrule:
        if adviser is None:
            raise ValueError("somebody says with whom, where the rules do not")
        may = starts_at > now and kind in slots.kinds_of(adviser, without)
        return [adviser] if may else []
    free = slots.free_advisers(starts_at, kind=kind, now=now, practice=practice, without=without)
    return [one for one in free if adviser in (None, one)]


def _renew(booking: Booking, person: dict, now: datetime) -> Booking:
    """The booking with name, number, address and kind as the form has them now.

    The kind stays as it was where the adviser cannot hold the other, or has no time for it.
    """
    practice = Practice.load()
    if person["kind"] != booking.kind and not _can_be(booking, person["kind"], practice, now):
        person = person | {"kind": booking.kind}
    try:
        with _all_or_taken():
            current = locked(booking)
            if all(getattr(current, name) == value for name, value in person.items()):
                return current
            length = slots.length_of(practice, person["kind"])
            is_longer_or_shorter = length != slots.length_of(practice, current.kind)
            for name, value in person.items():
                setattr(current, name, value)
            limits.count_change(current, by_visitor=True)
            if is_longer_or_shorter:
                current.ends_at = current.starts_at + length
                current.sequence += 1
                current.changed_at = now
                current.cells.all().delete()
                _hold(current, practice)
            current.save()
            outbox.post(Mail.BOOKING_CONFIRMED, booking=current)
    except SlotTaken:  # the minutes that the other kind takes more, at this very moment
        return _renew(booking, person | {"kind": booking.kind}, now)
    return current


def _can_be(booking: Booking, kind: str, practice: Practice, now: datetime) -> bool:
    if practice.minutes_of(kind) == practice.minutes_of(booking.kind):
        return kind in slots.kinds_of(booking.adviser, booking)
    return booking.adviser in slots.free_advisers(
        booking.starts_at, kind=kind, now=now, practice=practice, without=booking
    )


@contextmanager
def _all_or_taken() -> Iterator[None]:
    """A transaction that raises SlotTaken where the database lets another call go first."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise SlotTaken from error
    except OperationalError as error:
        # Two calls that move into each other's time: PostgreSQL lets one of them go on.
        if getattr(error.__cause__, "sqlstate", "") == DEADLOCK:
            raise SlotTaken from error
        raise


def is_changeable(booking: Booking, now: datetime) -> bool:
    """A displaced call can still be moved when its old time has passed: the visitor waits."""
    return booking.is_displaced or (booking.is_confirmed and booking.starts_at > now)


def locked(booking: Booking) -> Booking:
    """The row as it stands, held until the transaction ends.

    Whoever needs a call, a callback request and a mail takes them in that order, so that no two
    wait for each other.
    """
    return Booking.objects.select_for_update().get(pk=booking.pk)


def _changeable(booking: Booking, now: datetime) -> Booking:
    current = locked(booking)
    if not is_changeable(current, now):
        raise NotChangeable
    return current


def _as_seen(booking: Booking, now: datetime) -> Booking:
    """The row, locked, where it still holds the time and the adviser that `booking` has."""
    current = _changeable(booking, now)
    seen = (True, booking.adviser_id, booking.starts_at)
    if (current.is_confirmed, current.adviser_id, current.starts_at) != seen:
        raise NotChangeable
    return current


def _hold(booking: Booking, practice: Practice | None = None) -> None:
    """Take the time of a call and the free minutes around it: IntegrityError where any is held."""
    practice = practice or Practice.load()
    BookedCell.objects.bulk_create(
        BookedCell(booking=booking, adviser_id=booking.adviser_id, starts_at=cell)
        for cell in slots.cells_held(booking.starts_at, booking.ends_at, practice)
    )


def _save_change(booking: Booking, now: datetime, *, by_visitor: bool) -> None:
    """Save what a calendar must hear of too. Raises limits.TooManyChanges."""
    limits.count_change(booking, by_visitor=by_visitor)
    booking.sequence += 1
    booking.changed_at = now
    booking.save()
