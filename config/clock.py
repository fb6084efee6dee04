"""What time it is for what is shown: now, or the minute at which a colleague views the site.

For what pages show, and for nothing else. Who writes asks the real time, and so does whatever
works at the desk.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

TZ = ZoneInfo(settings.TIME_ZONE)

# Of this request: each thread has its own, and none is left behind.
_shown_at: ContextVar[datetime | None] = ContextVar("shown_at", default=None)


def now() -> datetime:
    return _shown_at.get() or timezone.now()


def today() -> date:
    """The day it is at the practice."""
    return timezone.localdate(now())


def shown_at() -> datetime | None:
    """The minute that is pretended; None where the site is shown as it is now."""
    return _shown_at.get()


@contextmanager
def set_at(instant: datetime) -> Iterator[None]:
    token = _shown_at.set(instant)
    try:
        yield
    finally:
        _shown_at.reset(token)


# --- The clock on the wall -------------------------------------------------------------------
class NotOneMoment(Exception):
    """A time that the clock skips that night, or strikes twice. Says so in Dutch."""


def instant_of(wall: datetime) -> datetime:
    """The one instant (UTC) at which a clock in the Netherlands shows this."""
    first, second = (wall.replace(tzinfo=TZ, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    day = date_format(wall, "l j F Y")
    if first.utcoffset() < second.utcoffset():
        raise NotOneMoment(
            f"Deze tijd bestaat niet: op {day} gaat de klok om 2:00 uur naar 3:00 uur. Kies een "
            "tijd vóór 2:00 of vanaf 3:00."
        )
    raise NotOneMoment(
        f"Deze tijd komt op {day} twee keer voor: de klok gaat van 3:00 uur terug naar 2:00 uur. "
        "Kies een tijd vóór 2:00 of vanaf 3:00."
    )
