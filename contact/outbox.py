"""Mail that cannot be lost: a row in the transaction of the change, sent later by the worker.

A row is claimed by moving its `due_at` one lease ahead, in one conditional UPDATE: a worker
killed in mid-send leaves a row that falls due again by itself. The Message-ID follows from the
row's key, so that the one unavoidable repeat (sent, but killed before it was marked) is the same
mail to whoever receives it.
"""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from . import emails
from .models import OutboxMail

log = logging.getLogger("spreekkamer.outbox")
LEASE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(days=3)
BATCH = 50


def post(kind: str, *, booking=None, callback=None) -> None:
    """Write down that a mail is to go out, once for each state of what it is about.

    A visitor without an e-mail address gets none.
    """
    about = booking or callback
    if not about.email and kind in emails.TO_VISITOR:
        return
    sequence = booking.sequence if booking else 0
    OutboxMail.objects.get_or_create(
        key=f"{kind}:{about.pk}:{sequence}",
        defaults={"kind": kind, "booking": booking, "callback": callback, "sequence": sequence},
    )


def send_due() -> int:
    """Send what is due, oldest first; give how many were sent."""
    now = timezone.now()
    due = list(OutboxMail.objects.due(now).values_list("pk", flat=True)[:BATCH])
    return sum(_send(pk) for pk in due if _claim(pk))


def pause_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: doubling, at most LONGEST_PAUSE."""
    seconds = settings.MAIL_RETRY_SECONDS * 2 ** min(attempts - 1, 20)
    return min(timedelta(seconds=seconds), LONGEST_PAUSE)


def _claim(pk: int) -> bool:
    now = timezone.now()
    return bool(
        OutboxMail.objects.due(now)
        .filter(pk=pk)
        .order_by()
        .update(due_at=now + LEASE, attempts=F("attempts") + 1)
    )


def _send(pk: int) -> bool:
    row = OutboxMail.objects.select_related("booking__adviser", "callback").get(pk=pk)
    try:
        message = emails.write(row)
        if message is None:
            _settle(row, OutboxMail.Status.VOID)
            return False
        message.send()
    except (smtplib.SMTPException, OSError) as error:
        _retry(row, _name_of(error))
        return False
    except Exception as error:  # a mail that cannot be written must not hold up the others
        log.exception("Mail %s cannot be written", row.pk)
        _retry(row, type(error).__name__)
        return False
    _settle(row, OutboxMail.Status.SENT, sent_at=timezone.now())
    return True


def _name_of(error: Exception) -> str:
    """What went wrong, without the address or the server's text that quotes it."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
    else:
        code = getattr(error, "smtp_code", "")
    return f"{type(error).__name__} {code}".strip()


def _retry(row: OutboxMail, error: str) -> None:
    now = timezone.now()
    if now - row.created_at > GIVE_UP_AFTER:
        _settle(row, OutboxMail.Status.FAILED, error=error)
        return
    _settle(row, OutboxMail.Status.WAITING, error=error, due_at=now + pause_after(row.attempts))


def _settle(row: OutboxMail, status: str, **fields) -> None:
    OutboxMail.objects.filter(pk=row.pk).update(status=status, **fields)


def try_again(rows) -> int:
    """Put mails that wait or have failed at the head of the queue; give how many."""
    open_ones = rows.filter(status__in=[OutboxMail.Status.WAITING, OutboxMail.Status.FAILED])
    return open_ones.update(
        status=OutboxMail.Status.WAITING, due_at=timezone.now(), created_at=timezone.now()
    )
