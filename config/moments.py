"""The next moment at which a page says something else though nobody changed anything.

An article appears or is withdrawn; the phone line opens or closes. Asked of the database once per
edition, and once more when that moment has come.
"""

import math
import threading
from datetime import UTC, datetime

from . import edition

_known = (None, math.inf, math.inf)  # the edition, from when, and the moment
_asking = threading.local()


def until(at: float, most: float) -> float:
    """To when what is made from `at` on may be kept: `most` seconds, and not past that moment."""
    return min(at + most, _next_moment(at))


def _next_moment(at: float) -> float:
    global _known
    number = edition.of_site().now()
    known_in, since, moment = _known
    if known_in == number and since <= at < moment:
        return moment
    if getattr(_asking, "is_busy", False):
        return at  # the answer stands on something that itself wants to be kept: not this time
    _asking.is_busy = True
    try:
        moment = _ask(datetime.fromtimestamp(at, UTC))
    finally:
        _asking.is_busy = False
    _known = (number, at, moment)
    return moment


def _ask(at: datetime) -> float:
    from blog.models import Article
    from contact import reach

    changes = (Article.objects.next_change(at), reach.next_change(at))
    return min((change.timestamp() for change in changes if change), default=math.inf)
