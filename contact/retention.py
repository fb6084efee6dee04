"""Forgetting, by itself: what the privacy page promises, done by the worker.

A message goes so many days after its request was handled, a person's row so many after it was
handled or the call was due; the practice sets both (Practice.keep_…). Mail rows and attempts to
call go with the request they are about, mails that were written to files when they are as old. The
mark of the address that it came from goes after a day: then no limit counts it any more. So do
passwords tried in vain, and sessions that are over; the access log stays for years
(contact.access_log). Counts have nobody in them and stay.

All in batches, so that nobody who writes waits for 100,000 rows.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from . import access_log, limits, spool, traces
from .models import AccessEntry, Booking, BusyTime, CallbackRequest, OutboxMail, Practice

BATCH = 500
BUSY_TIME = timedelta(days=7)


def forget(now: datetime | None = None) -> int:
    """Erase what is past its time; give how many rows about people were emptied or deleted."""
    now, practice = now or timezone.now(), Practice.load()
    old_message = now - timedelta(days=practice.keep_message_days)
    old_person = now - timedelta(days=practice.keep_person_days)
    _forget_marks(now)
    _delete(Session.objects.filter(expire_date__lt=now))
    _delete(AccessAttempt.objects.filter(attempt_time__lt=now - limits.PERIOD))
    _delete(BusyTime.objects.filter(ends_at__lt=now - BUSY_TIME))
    _delete(AccessEntry.objects.filter(at__lt=now - access_log.KEPT_FOR))
    _delete(_to_the_practice().filter(created_at__lt=old_message))
    count = _delete(_handled(old_person), rewrites=True)
    count += _delete(Booking.objects.filter(ends_at__lt=old_person), rewrites=True)
    count += _empty_messages(_handled(old_message))
    for file in spool.older_than(old_person):
        file.unlink(missing_ok=True)
    traces.empty_log()
    return count


def _handled(before: datetime) -> QuerySet:
    """Requests that nobody waits for any more, since before this moment."""
    done = CallbackRequest.objects.exclude(status__in=CallbackRequest.TO_CALL)
    unsaid = Q(handled_at=None, created_at__lt=before)
    return done.filter(Q(handled_at__lt=before) | unsaid)


def _to_the_practice() -> QuerySet:
    """Mail about no request in particular, and done with."""
    return OutboxMail.objects.filter(booking=None, callback=None).exclude(
        status=OutboxMail.Status.WAITING
    )


def _forget_marks(now: datetime) -> None:
    for model in (CallbackRequest, Booking):
        # An index holds the marks, of which there are few; not what has none any more.
        marked = model.objects.filter(source__gt="", created_at__lt=now - limits.PERIOD)
        _in_batches(marked, lambda rows: rows.update(source=""))


def _empty_messages(rows: QuerySet) -> int:
    full = rows.exclude(message="", subject="")
    return _in_batches(full, lambda rows: rows.update(message="", subject=""), rewrites=True)


def _delete(rows: QuerySet, *, rewrites=False) -> int:
    return _in_batches(rows, lambda rows: rows.delete(), rewrites=rewrites)


def _in_batches(rows: QuerySet, write: Callable, *, rewrites=False) -> int:
    """Write to all of these a batch at a time, each in its own transaction; give how many.

    `rewrites`: with the last batch goes what deleted rows leave behind (contact.traces).
    """
    count, more = 0, True
    while more:
        keys = list(rows.order_by("pk").values_list("pk", flat=True)[: BATCH + 1])
        more = len(keys) > BATCH
        if not keys:
            break
        with transaction.atomic():
            write(rows.filter(pk__in=keys[:BATCH]))
            if rewrites and not more:
                traces.rewrite(rows.model)
        count += len(keys[:BATCH])
    return count
