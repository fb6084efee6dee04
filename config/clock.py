"""What time it is for what is shown: now, or the minute at which a colleague views the site.

For what pages show, and for nothing else. Who writes asks the real time, and so does whatever
works at the desk.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

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
