"""Mail that cannot be lost: a row in the transaction of the change, sent later by the worker.

A row is claimed by moving its `due_at` one lease ahead, in one conditional UPDATE: a worker
killed in mid-send leaves a row that falls due again by itself. The Message-ID follows from the
row's key, so that the one unavoidable repeat (sent, but killed before it was marked) is the same
mail to whoever receives it.
"""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from . import emails, mail_cap, mailbox, spool
from .models import OutboxMail
from .models.mail import give_up_at

log = logging.getLogger("spreekkamer.outbox")
LEASE = timedelta(minutes=5)  # more than all the steps of one SMTP conversation may take
LONGEST_PAUSE = timedelta(minutes=5)
BATCH = 50
# A mail about a call is tried until so long before it, but for an hour at least.
TIME_TO_CALL = timedelta(hours=2)
SHORTEST_TRY = timedelta(hours=1)
# The third time that somebody at the desk sends a mail again is the last.
MOST_REPEATS = 3
REPEAT = "~"  # between the key of a mail and the number of its repeat
REPEATABLE = [OutboxMail.Status.SENT, OutboxMail.Status.FAILED]


def post(kind: str, *, booking=None, callback=None, key: str = "") -> bool:
    """Write down that a mail is to go out about a request as it stands now; or, without one, to
    the practice itself. Whether it was written.

    A visitor without an e-mail address gets none. A mail with a `key` of its own, which says what
    it tells (`2026-11-25`), is written once, however often it is posted; others once a revision.
    """
    about = booking or callback
    if kind in emails.TO_VISITOR and not about.email:
        return False
    row = {
        "kind": kind,
        "key": key_of(kind, about, key),
        "booking": booking,
        "callback": callback,
        "revision": about.revision if about else 0,
        "give_up_at": last_try(booking),
    }
    if key:
        return bool(OutboxMail.objects.get_or_create(key=row.pop("key"), defaults=row)[1])
    OutboxMail.objects.create(**row)
    return True


def key_of(kind: str, about, key: str = "") -> str:
    """What the row of a mail is known by: see `post`.

    Of a mail once a revision to a visitor it ends with the mark of the mailbox (mail_cap), which
    may be another by the next revision.
    """
    number = about.pk if about else "-"
    if key:
        return f"{kind}:{number}:{key}"
    mark = mailbox.mark_of(about.email) if kind in emails.TO_VISITOR else ""
    return f"{kind}:{number}:{about.revision}{mark}"


def last_try(booking=None) -> datetime:
    """When a mail that does not arrive is given up.

    About a call: in time for somebody to telephone before it begins.
    """
    if booking is None:
        return give_up_at()
    soonest = timezone.now() + SHORTEST_TRY
    return min(give_up_at(), max(soonest, booking.starts_at - TIME_TO_CALL))


def send_due() -> int:
    """Send what is due, oldest first; give how many were sent.

    A mail server that cannot be reached ends the round, for it would hold up the worker with
    each next mail.
    """
    now = timezone.now()
    sent = 0
    for pk in list(OutboxMail.objects.due(now).values_list("pk", flat=True)[:BATCH]):
        if not _claim(pk):
            continue
        try:
            sent += _send(pk)
        except ServerAway:
            break
    return sent


def again(row: OutboxMail) -> bool:
    """Send a mail once more, as things stand now: a row of its own, so another Message-ID.

    One that had failed counts as no longer needed: the new one took its place. False where a
    repeat still waits. Raises SentOften after MOST_REPEATS, and NotAgain for a mail that neither
    went out nor failed.
    """
    if row.status not in REPEATABLE:
        raise NotAgain
    about, first = row.booking or row.callback, row.key.partition(REPEAT)[0]
    repeats = OutboxMail.objects.filter(key__startswith=first + REPEAT)
    if repeats.filter(status=OutboxMail.Status.WAITING).exists():
        return False
    number = repeats.count() + 1
    if number > MOST_REPEATS:
        raise SentOften
    new = {
        "kind": row.kind,
        "booking": row.booking,
        "callback": row.callback,
        "revision": about.revision if about else 0,
        "give_up_at": last_try(row.booking),
    }
    with transaction.atomic():
        _, is_new = OutboxMail.objects.get_or_create(key=f"{first}{REPEAT}{number}", defaults=new)
        OutboxMail.objects.filter(pk=row.pk, status=OutboxMail.Status.FAILED).update(
            status=OutboxMail.Status.VOID
        )
    return is_new


class NotAgain(Exception):
    """The mail still waits, or has nothing to tell any more."""


class SentOften(Exception):
    """The mail was sent again as often as anybody should get it."""


class ServerAway(Exception):
    """There was no SMTP conversation to be had."""


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
        if mail_cap.is_over(row, timezone.now()):
            _settle(row, OutboxMail.Status.VOID, error=mail_cap.REASON)
            return False
        message = emails.write(row)
        if message is None:
            _settle(row, OutboxMail.Status.VOID)
            return False
        message.send()
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
        _retry(row, _name_of(error))
        return False
    except (smtplib.SMTPException, OSError) as error:
        _retry(row, _name_of(error))
        raise ServerAway from error
    except Exception as error:  # a mail that cannot be written must not hold up the others
        log.exception("Mail %s cannot be written", row.pk)
        _settle(row, OutboxMail.Status.FAILED, error=type(error).__name__)
        return False
    if not _settle(row, OutboxMail.Status.SENT, sent_at=timezone.now()):
        _forget_if_erased(row)
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
    if now > row.give_up_at:
        _settle(row, OutboxMail.Status.FAILED, error=error)
    else:
        due_at = now + pause_after(row.attempts)
        _settle(row, OutboxMail.Status.WAITING, error=error, due_at=due_at)


def _settle(row: OutboxMail, status: str, **fields) -> bool:
    """Note how an attempt ended, unless a later attempt has begun since or the row has gone."""
    current = OutboxMail.objects.filter(
        pk=row.pk, status=OutboxMail.Status.WAITING, attempts=row.attempts
    )
    return bool(current.update(status=status, **fields))


def _forget_if_erased(row: OutboxMail) -> None:
    """Whom the mail was for may have been erased while it was on its way; then no file stays."""
    if not OutboxMail.objects.filter(pk=row.pk).exists():
        mark = emails.message_id(row)
        for file in spool.of_person(addresses=(), marks=[mark], numbers=()):
            file.unlink(missing_ok=True)
