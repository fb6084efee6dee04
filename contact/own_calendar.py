"""An adviser's own calendar: read it when it is due, and keep those times free of calls.

Reading is done by a process of its own (contact.calendars). A calendar is claimed by moving its
`next_read_at` ahead, in one conditional UPDATE; only who holds the claim writes what was read. So
a worker may be killed at any moment, and of two only one has its way.
"""

import json
import logging
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from . import calendars, outbox
from .calendars.troubles import Trouble
from .models import Adviser, AdviserCalendar, Booking, BusyTime, OutboxMail, Practice
from .slots import TZ, midnight

log = logging.getLogger("spreekkamer.calendars")
EVERY = timedelta(minutes=10)
WARN_EVERY = timedelta(days=1)
Times = list[tuple[datetime, datetime]]
# All that the reading process needs of our own surroundings: none of our secrets.
SURROUNDINGS = ("PATH", "SSL_CERT_FILE", "SSL_CERT_DIR")
FROM_CALENDAR = BusyTime.Source.CALENDAR


def set_address(*, adviser: Adviser, address: str, now: datetime | None = None) -> None:
    """Read the adviser's calendar at this address from now on. What was read of another address
    keeps its time until this one has been read."""
    fresh = {"address": address, "next_read_at": now or timezone.now(), "error": ""}
    AdviserCalendar.objects.update_or_create(adviser=adviser, defaults=fresh | {"warned_at": None})


def remove(*, adviser: Adviser) -> None:
    """Forget the calendar, and free the times that were read from it."""
    with transaction.atomic():
        AdviserCalendar.objects.filter(adviser=adviser).delete()
        BusyTime.objects.filter(adviser=adviser, source=FROM_CALENDAR).delete()


def read_soon(*, adviser: Adviser, now: datetime | None = None) -> None:
    """Have the worker read it in its next round."""
    AdviserCalendar.objects.filter(adviser=adviser).update(next_read_at=now or timezone.now())


def read_due() -> int:
    """Read the one calendar that is longest due, if any; give how many were read."""
    now = timezone.now()
    row = AdviserCalendar.objects.due(now).first()
    if row is None or not _claim(row, now):
        return 0
    result = _read(row, now)
    if isinstance(result, Trouble):
        _note_trouble(row, result, now)
    elif result is not None:
        return int(_store(row, result, now))
    return 0


def clashes(now: datetime):
    """The calls still to come that fall in a time in which their adviser is taken up elsewhere.

    The site leaves them as they are: a colleague decides.
    """
    busy = BusyTime.objects.filter(
        adviser=OuterRef("adviser"),
        source=FROM_CALENDAR,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    ahead = Booking.objects.confirmed().filter(starts_at__gt=now)
    return ahead.filter(Exists(busy)).order_by("starts_at", "pk")


def _claim(row: AdviserCalendar, now: datetime) -> bool:
    before, row.next_read_at = row.next_read_at, now + EVERY
    free = AdviserCalendar.objects.filter(pk=row.pk, next_read_at=before)
    return bool(free.update(next_read_at=row.next_read_at))


def _held(row: AdviserCalendar):
    """The row, unless somebody claimed, changed or removed it since."""
    return AdviserCalendar.objects.filter(pk=row.pk, next_read_at=row.next_read_at)


def _read(row: AdviserCalendar, now: datetime) -> Times | Trouble | None:
    """What the reading process says: times, or why not; None where it was told to stop."""
    first, last = window(now, Practice.load().horizon_days)
    ours = Booking.objects.filter(ends_at__gt=first).values_list("uid", flat=True)
    asked = {
        "address": row.address,
        "allowed": [str(network) for network in settings.CALENDAR_NETWORKS],
        "first": first.isoformat(),
        "last": last.isoformat(),
        "tz": settings.TIME_ZONE,
        "ours": [str(uid) for uid in ours],
    }
    try:
        done = subprocess.run(
            [sys.executable, "-m", "contact.calendars"],
            input=json.dumps(asked),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a traceback might quote what it read
            text=True,
            timeout=calendars.SECONDS + 5,
            cwd=settings.BASE_DIR,
            env={name: os.environ[name] for name in SURROUNDINGS if name in os.environ},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Trouble.TOO_LONG
    if done.returncode in (-signal.SIGTERM, -signal.SIGINT):
        return None
    if done.returncode:
        return Trouble.TOO_LONG if done.returncode < 0 else Trouble.UNREADABLE
    answer = json.loads(done.stdout)
    if "trouble" in answer:
        return Trouble[answer["trouble"]]
    return [tuple(map(datetime.fromisoformat, pair)) for pair in answer["times"]]


def window(now: datetime, horizon_days: int) -> tuple[datetime, datetime]:
    """From when to when a calendar is read (UTC): whole local days, so that what is cut off at an
    end changes no more than once a day."""
    today = now.astimezone(TZ).date()
    first, last = today - timedelta(days=1), today + timedelta(days=horizon_days + 2)
    return midnight(first).astimezone(UTC), midnight(last).astimezone(UTC)


def _store(row: AdviserCalendar, times: Times, now: datetime) -> bool:
    """Make the busy times those that were read, and write only the difference: public pages show
    them, and are made anew at each write."""
    with transaction.atomic():
        if not _held(row).update(read_at=now, error="", warned_at=None):
            return False
        wanted, gone = set(times), []
        stored = BusyTime.objects.filter(adviser=row.adviser_id, source=FROM_CALENDAR)
        for pk, *stretch in stored.order_by().values_list("pk", "starts_at", "ends_at"):
            if tuple(stretch) in wanted:
                wanted.remove(tuple(stretch))
            else:
                gone.append(pk)
        if gone:
            stored.filter(pk__in=gone).delete()
        if wanted:
            BusyTime.objects.bulk_create(
                BusyTime(
                    adviser_id=row.adviser_id, starts_at=start, ends_at=end, source=FROM_CALENDAR
                )
                for start, end in sorted(wanted)
            )
    return True


def _note_trouble(row: AdviserCalendar, trouble: Trouble, now: datetime) -> None:
    """Say what went wrong, and tell the practice of a calendar that has gone stale, once a day.
    The times that were read before stay taken."""
    if row.error != trouble.value:
        log.warning("Calendar %s was not read: %s", row.pk, trouble.name)
    row.error = trouble.value
    with transaction.atomic():
        if not _held(row).update(error=row.error) or not row.is_stale(now):
            return
        unwarned = Q(warned_at=None) | Q(warned_at__lte=now - WARN_EVERY)
        if AdviserCalendar.objects.filter(unwarned, pk=row.pk).update(warned_at=now):
            day = timezone.localdate(now)
            outbox.post(OutboxMail.Kind.PRACTICE_CALENDAR, key=f"{row.adviser_id}:{day}")
