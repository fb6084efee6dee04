"""The life of a callback request, as verbs. What is done to keep it stands in `calling` (claim,
attempts) and `promises` (by when); those verbs are here too."""

import unicodedata
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from . import calling, limits, outbox
from .calling import claim, give_back
from .calling import log as log_call
from .models import Booking, CallAttempt, CallbackRequest, OutboxMail
from .promises import affected_by, deadline_for, promise_again

__all__ = [
    "ANSWERS",
    "NotWaiting",
    "affected_by",
    "ask",
    "change",
    "claim",
    "deadline_for",
    "give_back",
    "log_call",
    "mark_called",
    "mark_no_answer",
    "mark_withdrawn",
    "promise_again",
]
Status = CallbackRequest.Status
Reason = CallbackRequest.Reason
Mail = OutboxMail.Kind
ANSWERS = [
    "first_name", "phone", "email", "day", "day_part", "voicemail_ok", "subject", "message",
]  # fmt: skip


class NotWaiting(Exception):
    """The request was handled, so what was asked stays as it is."""


def ask(
    *,
    first_name: str,
    phone: str,
    email: str = "",
    day: date | None = None,
    day_part: str = "",
    voicemail_ok: bool = False,
    subject: str = "",
    message: str = "",
    form_key: str | None = None,
    source: str = "",
    is_suspect: bool = False,
    reason: str = Reason.ASKED,
    booking: Booking | None = None,
    now: datetime | None = None,
) -> CallbackRequest:
    """Ask to be called; `reason` and `booking` say why where nobody asked (see the model).

    The same form sent again is the same request, with what was changed in it since. Somebody who
    still waits and asks again, in another form, stands in the queue once: see `same_as`.
    """
    now = now or timezone.now()
    request = CallbackRequest(
        first_name=first_name,
        phone=phone,
        email=email,
        day=day,
        day_part=day_part,
        voicemail_ok=voicemail_ok,
        subject=subject,
        message=message,
        form_key=form_key,
        source=source,
        is_suspect=is_suspect,
        reason=reason,
        booking=booking,
        created_at=now,
    )
    answers = {name: getattr(request, name) for name in ANSWERS}
    for _ in range(2):
        if before := CallbackRequest.objects.filter(form_key=form_key or "-").first():
            try:
                return change(callback=before, now=now, **answers)
            except NotWaiting:
                request.form_key = None  # handled since: what is asked now is asked anew
        try:
            with transaction.atomic():
                request.promised_at = deadline_for(now=now, day=day, part=day_part, reason=reason)
                _place(request)
                if reason in (Reason.ASKED, Reason.NOT_CALLED):  # the others asked for nothing
                    outbox.post(Mail.CALLBACK_RECEIVED, callback=request)
                outbox.post(Mail.PRACTICE_CALLBACK, callback=request)
        except IntegrityError:  # the very same form, at this very moment
            request.pk = request.same_as = None
        else:
            return request
    raise RuntimeError("one form made a request and did not make it")


def change(
    *, callback: CallbackRequest, now: datetime | None = None, by_visitor: bool = True, **answers
) -> CallbackRequest:
    """Put other answers (any of ANSWERS) on a waiting request.

    Another wish gives another promise, and so does another number once we tried the old one; the
    visitor hears of any change by mail. Raises NotWaiting and limits.TooManyChanges.
    """
    now = now or timezone.now()
    with transaction.atomic():
        current = CallbackRequest.objects.select_for_update().get(pk=callback.pk)
        if not current.is_waiting:
            raise NotWaiting
        changed = {name for name, value in answers.items() if getattr(current, name) != value}
        if not changed:
            return current
        for name in changed:
            setattr(current, name, answers[name])
        if "phone" in changed and current.attempts:  # the tries were for somebody else's phone
            current.status, current.attempts = Status.OPEN, 0
            changed.add("day")
        if changed & {"day", "day_part"}:
            current.next_attempt_at = None
            current.promised_at = deadline_for(
                now=now, day=current.day, part=current.day_part, reason=current.reason
            )
        limits.count_change(current, by_visitor=by_visitor)
        if changed & {"first_name", "phone"}:
            promote_repeat(current)
        _place(current)
        outbox.post(Mail.CALLBACK_RECEIVED, callback=current)
    return current


def mark_called(*, callback: CallbackRequest, by) -> bool:
    """Somebody spoke with them. False where that no longer counts (see `calling.log`)."""
    return log_call(callback=callback, by=by, outcome=CallAttempt.Outcome.SPOKE)


def mark_no_answer(*, callback: CallbackRequest, by) -> bool:
    """We called and nobody answered: tried again, until it was often enough. False where that no
    longer counts (see `calling.log`)."""
    return log_call(callback=callback, by=by, outcome=CallAttempt.Outcome.NO_ANSWER)


def take_back(*, booking: Booking, now: datetime) -> None:
    """Nobody need call about this displaced call any more: its visitor chose. What the same person
    asked besides stays in the queue. Inside a transaction."""
    about = CallbackRequest.objects.waiting().filter(
        booking=booking, reason=CallbackRequest.Reason.DISPLACED
    )
    for request in about.select_for_update():
        promote_repeat(request)
        about.filter(pk=request.pk).update(
            status=Status.WITHDRAWN, handled_at=now, next_attempt_at=None, **calling.NOBODY
        )


def mark_withdrawn(*, callback: CallbackRequest, by) -> bool:
    """They no longer need a call, nor do their repeats. False when no longer waiting."""
    waiting = CallbackRequest.objects.waiting().filter(Q(pk=callback.pk) | Q(same_as=callback.pk))
    return bool(
        waiting.update(
            status=Status.WITHDRAWN,
            handled_at=timezone.now(),
            handled_by=by,
            next_attempt_at=None,
            **calling.NOBODY,
        )
    )


def person_key(request: CallbackRequest) -> str:
    """The same for the same number and first name, however that is spelt: a keyed hash."""
    name = unicodedata.normalize("NFKC", request.first_name).casefold().strip()
    return salted_hmac("contact.person", f"{request.phone}|{name}", algorithm="sha256").hexdigest()


def _place(request: CallbackRequest) -> None:
    """Save a waiting request: in the queue, or behind the one that this person has there."""
    request.person_key = person_key(request)
    queue = CallbackRequest.objects.select_for_update().to_call()
    for _ in range(5):
        first = queue.filter(person_key=request.person_key).exclude(pk=request.pk).first()
        request.same_as = first
        if first is None and request.pk is None:
            request.follows = _unreached(request.person_key)
        try:
            with transaction.atomic():
                request.save()
        except IntegrityError:
            same_form = CallbackRequest.objects.filter(form_key=request.form_key or "-")
            if same_form.exclude(pk=request.pk).exists():
                raise
            continue  # the same person, at this very moment
        if first and request.promised_at and not _keeps(first.due_at, request.promised_at):
            # One call keeps both promises, so it is due at the earlier one.
            queue.filter(pk=first.pk).order_by().update(
                promised_at=request.promised_at, next_attempt_at=None
            )
        return
    raise RuntimeError("a callback request was handled each time it was about to be joined")


def _keeps(due: datetime | None, promised: datetime) -> bool:
    return due is not None and due <= promised


def _unreached(key: str) -> CallbackRequest | None:
    """What this person asked when we last could not reach them."""
    closed = CallbackRequest.objects.filter(status=Status.UNREACHED, person_key=key)
    return closed.filter(same_as=None).order_by("-pk").first()


def promote_repeat(request: CallbackRequest) -> None:
    """Where a request leaves the queue, or goes under another name or number, its repeats wait
    on: the eldest leads, and is due at the nearest of their promises. Inside a transaction."""
    repeats = list(request.repeats.waiting().order_by("pk"))
    if not repeats:
        return
    eldest = repeats[0]
    promises = [repeat.promised_at for repeat in repeats if repeat.promised_at]
    # Out of the way first: two leaders of one person cannot stand side by side.
    CallbackRequest.objects.filter(pk=request.pk).update(same_as=eldest)
    CallbackRequest.objects.filter(pk=eldest.pk).update(
        same_as=None, promised_at=min(promises, default=None)
    )
    request.repeats.exclude(pk=eldest.pk).update(same_as=eldest)
