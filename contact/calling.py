"""Calling somebody back, as verbs: one colleague at a time, and every try written down."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from . import outbox
from .models import CallAttempt, CallbackRequest, OutboxMail, Practice
from .promises import PhoneRules, failed_before

Status = CallbackRequest.Status
Outcome = CallAttempt.Outcome
# Dialling again at once is one attempt, and so are two colleagues who note the same call.
ONE_CALL = timedelta(minutes=5)
LONGEST_STORY = 5
NOBODY = {"claimed_by": None, "claimed_at": None}


def claim(*, callback: CallbackRequest, by, now: datetime | None = None) -> bool:
    """Take a request before calling; whoever has it already has it for another while.

    False where a colleague has it, or where nobody needs to be called any more.
    """
    now = now or timezone.now()
    free = _in_queue(callback).free_for(by, now)
    return bool(free.update(claimed_by=by, claimed_at=now))


def give_back(*, callback: CallbackRequest, by) -> bool:
    """Let a request go without having called. False where it was not theirs."""
    return bool(_in_queue(callback).filter(claimed_by=by).update(**NOBODY))


def log(
    *,
    callback: CallbackRequest,
    by,
    outcome: str,
    seen: int | None = None,
    now: datetime | None = None,
) -> bool:
    """Write down how a call ended; False, and nothing is written, where it counts no more.

    Who was spoken to is called. Who was not is tried again, until the practice's number of
    attempts is reached or the number turns out to be wrong: then the request closes as unreached,
    and a mail says so. It counts no more where the request is no longer waiting, where a colleague
    is calling, or where another try was written down since: `seen` are the attempts that there
    were for whoever decided (else those of `callback`).
    """
    now = now or timezone.now()
    if outcome == Outcome.SPOKE:
        return _close(callback, by, Status.CALLED, now, outcome)
    if outcome == Outcome.WRONG_NUMBER:
        return _close(callback, by, Status.UNREACHED, now, outcome)
    if seen is None and callback.same_as_id is None:
        seen = callback.attempts
    return _tried(callback, by, outcome, seen, now)


def may_leave_voicemail(callback: CallbackRequest) -> bool:
    """One refusal is enough, in whichever of a person's waiting forms it stands."""
    return callback.voicemail_ok and not (
        callback.repeats.waiting().filter(voicemail_ok=False).exists()
    )


def story_of(callback: CallbackRequest) -> list[CallbackRequest]:
    """The request and those that were closed unreached before it, the latest first."""
    story = [callback]
    while story[-1].follows_id and len(story) < LONGEST_STORY:
        story.append(story[-1].follows)
    return story


def _in_queue(callback: CallbackRequest):
    """The one row that is called for this person: a request, or the one that it joined."""
    return (
        CallbackRequest.objects.to_call().order_by().filter(pk=callback.same_as_id or callback.pk)
    )


def _tried(callback: CallbackRequest, by, outcome: str, seen: int | None, now: datetime) -> bool:
    most = Practice.load().max_attempts
    with transaction.atomic():
        row = _in_queue(callback)
        if seen is None:
            seen = row.values_list("attempts", flat=True).first()
        just_now = CallAttempt.objects.filter(callback__in=row, at__gt=now - ONE_CALL)
        if seen and just_now.exists():  # none is seen where it was for another number
            return False
        # The number of attempts decides between two who write at this very moment.
        unchanged = row.free_for(by, now).filter(attempts=seen)
        if not unchanged.update(
            status=Status.NO_ANSWER, attempts=F("attempts") + 1, handled_by=by, **NOBODY
        ):
            return False
        current = row.get()
        CallAttempt.objects.create(callback=current, by=by, at=now, outcome=outcome)
        if current.attempts >= most:
            return _end(current, by, Status.UNREACHED, now)
        again = PhoneRules.load(now).next_attempt(current, failed_before(current), now)
        row.update(next_attempt_at=again)
    return True


def _close(callback: CallbackRequest, by, status: str, now: datetime, outcome: str) -> bool:
    with transaction.atomic():
        # Taken for this one moment, so that of two who write only one ends it.
        row = _in_queue(callback)
        if not row.free_for(by, now).update(claimed_by=by, claimed_at=now):
            return False
        current = row.get()
        CallAttempt.objects.create(callback=current, by=by, at=now, outcome=outcome)
        return _end(current, by, status, now)


def _end(current: CallbackRequest, by, status: str, now: datetime) -> bool:
    """One call ends the request in the queue and all its repeats."""
    everything = CallbackRequest.objects.waiting().filter(Q(pk=current.pk) | Q(same_as=current.pk))
    rows = list(everything)
    ended = everything.update(
        status=status, handled_at=now, handled_by=by, next_attempt_at=None, **NOBODY
    )
    if status == Status.UNREACHED:
        for row in {row.email: row for row in rows if row.email}.values():
            outbox.post(OutboxMail.Kind.CALLBACK_UNREACHED, callback=row)
    return bool(ended)
