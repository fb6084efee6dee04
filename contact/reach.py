"""Whether the practice can be reached now, and when that changes."""

from datetime import datetime


def next_change(now: datetime) -> datetime | None:
    """The first moment after `now` at which a page would say something else; None for never."""
    return None
