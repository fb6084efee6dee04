"""The life of a callback request, as verbs."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from . import outbox, promise, slots
from .models import CallbackRequest, Closure, OpeningHours, OutboxMail

Status = CallbackRequest.Status
Mail = OutboxMail.Kind


class NotCorrectable(Exception):
    """The request is no longer waiting for a call, so its number stays as it is."""


def deadline_for(*, now: datetime, day: date | None = None, part: str = "") -> datetime | None:
    """By when we call somebody who asks now (see `promise.deadline`)."""
    return promise.deadline(
        now=now,
        hours=slots.hours_of(OpeningHours.objects.all()),
        closed=slots.closed_of(Closure.objects.of_practice()),
        tz=slots.TZ,
        day=day,
        part=part,
    )


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
    now: datetime | None = None,
) -> CallbackRequest:
    """Ask to be called. Somebody who is still waiting and asks again has one request, renewed:
    the wish is the newest, the promise the earliest, and no word of an earlier message is lost.
    The same form sent again is the same request, with what was changed in it since.
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
        promised_at=deadline_for(now=now, day=day, part=day_part),
        form_key=form_key,
        source=source,
        is_suspect=is_suspect,
        created_at=now,
    )
    for _ in range(5):
        if renewed := _renew_same_form(request) or _renew_same_person(request):
            return renewed
        try:
            with transaction.atomic():
                request.save(force_insert=True)
                _announce(request)
        except IntegrityError:
            request.pk = None  # the same form or person, at this very moment: renew that one
        else:
            return request
    raise RuntimeError("a callback request was handled each time it was about to be renewed")


def correct_number(*, callback: CallbackRequest, phone: str) -> CallbackRequest:
    """Put another number on a waiting request. Raises NotCorrectable."""
    try:
        with transaction.atomic():
            waiting = CallbackRequest.objects.to_call().filter(pk=callback.pk)
            if not waiting.update(phone=phone):
                raise NotCorrectable
    except IntegrityError:
        # The same person already waits under the right number: that request stands.
        CallbackRequest.objects.to_call().filter(pk=callback.pk).update(
            status=Status.WITHDRAWN, handled_at=timezone.now()
        )
        return CallbackRequest.objects.to_call().get(
            phone=phone, first_name__iexact=callback.first_name
        )
    callback.refresh_from_db()
    return callback


def mark_called(*, callback: CallbackRequest, by) -> bool:
    """Somebody spoke with them. False when the request was no longer waiting."""
    return _finish(callback, by, Status.CALLED)


def mark_withdrawn(*, callback: CallbackRequest, by) -> bool:
    """They no longer need a call. False when the request was no longer waiting."""
    return _finish(callback, by, Status.WITHDRAWN)


def mark_no_answer(*, callback: CallbackRequest, by) -> bool:
    """We called and nobody answered: the request stays in the queue, one attempt further."""
    with transaction.atomic():
        current = CallbackRequest.objects.select_for_update().get(pk=callback.pk)
        if current.status not in CallbackRequest.TO_CALL:
            return False
        current.status = Status.NO_ANSWER
        current.attempts += 1
        current.handled_by = by
        current.save(update_fields=["status", "attempts", "handled_by"])
    return True


def _finish(callback: CallbackRequest, by, status: str) -> bool:
    waiting = CallbackRequest.objects.to_call().filter(pk=callback.pk)
    return bool(waiting.update(status=status, handled_at=timezone.now(), handled_by=by))


def _announce(request: CallbackRequest) -> None:
    outbox.post(Mail.CALLBACK_RECEIVED, callback=request)
    outbox.post(Mail.PRACTICE_CALLBACK, callback=request)


def _waiting():
    return CallbackRequest.objects.select_for_update().filter(status__in=CallbackRequest.TO_CALL)


ANSWERS = [
    "first_name", "phone", "email", "day", "day_part", "voicemail_ok", "subject", "message",
]  # fmt: skip


def _renew_same_form(new: CallbackRequest) -> CallbackRequest | None:
    """The request that this form made, as the form now says it; None where it made none."""
    if new.form_key is None:
        return None
    before = CallbackRequest.objects.filter(form_key=new.form_key).first()
    if before is None:
        return None
    if before.status not in CallbackRequest.TO_CALL:
        new.form_key = None  # handled since: what is asked now is asked anew
        return None
    changed = {name: getattr(new, name) for name in ANSWERS}
    if changed == {name: getattr(before, name) for name in ANSWERS}:
        return before
    try:
        with transaction.atomic():
            CallbackRequest.objects.filter(pk=before.pk).update(
                **changed, promised_at=new.promised_at
            )
            before.refresh_from_db()
            outbox.post(Mail.CALLBACK_RECEIVED, callback=before)
    except IntegrityError:  # under this name and number somebody waits already: one is enough
        _finish(before, None, Status.WITHDRAWN)
        new.form_key = None
        return None
    return before


@transaction.atomic
def _renew_same_person(new: CallbackRequest) -> CallbackRequest | None:
    """The request that this person still waits on, renewed; None where there is none."""
    waiting = _waiting().filter(phone=new.phone, first_name__iexact=new.first_name).first()
    if waiting is None:
        return None
    waiting.day, waiting.day_part = new.day, new.day_part
    waiting.voicemail_ok = new.voicemail_ok
    waiting.email = new.email or waiting.email
    waiting.subject = new.subject or waiting.subject
    if new.message and new.message not in waiting.message:
        waiting.message = f"{waiting.message}\n\n{new.message}".strip()
    if new.day is None and waiting.promised_at and new.promised_at:
        waiting.promised_at = min(waiting.promised_at, new.promised_at)
    else:
        waiting.promised_at = new.promised_at
    waiting.save()
    outbox.post(Mail.CALLBACK_RECEIVED, callback=waiting)
    return waiting
