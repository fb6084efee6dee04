"""How much one visitor may ask. Counts what was stored, never a refusal.

Only what came in over a form counts, and only for a day, for then the mark of its address is
forgotten (contact.retention). What colleagues enter counts for nobody. Nobody is lost: each refusal
says what stands already and which number to call, and the form keeps what was typed.

The counts precede the write. For a callback they are made once more in its transaction, of which
SQLite runs one at a time. Elsewhere requests at the very same instant may each still find room: at
most as many too many as the server has threads (16).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db.models import Q

from .mailbox import mailbox_of, mark_of
from .models import Booking, CallbackRequest, OutboxMail
from .shares import leaves_enough

PERIOD = timedelta(days=1)
# How often a visitor may change one request; each change sends mail.
MOST_CHANGES = 5
# Calls ahead for one phone number, and for one e-mail address: a family shares them.
MOST_AHEAD = 10
# A setting this high says that addresses (or numbers) tell nobody apart here: all visitors come
# through one machine, or it is a test. Then nothing is bounded by them, nor by mailbox.
NO_LIMIT = 1000


class TooManyChanges(Exception):
    """A visitor changed one request so often that it takes a call."""


class Limit(StrEnum):
    """What there was too much of."""

    ADDRESS = "requests from this address today"
    NUMBER = "requests for this phone number today, of which one still stands"
    AHEAD = "calls ahead for this phone number"
    MAILBOX = "calls for this e-mail address"
    NEAREST = "of the nearest starts held from this address"


class TooMany(Exception):
    """A visitor asks for more than one may have; `limit` says of what."""

    def __init__(self, limit: Limit):
        super().__init__(limit)
        self.limit = limit


def count_change(request, *, by_visitor: bool) -> None:
    """Note one more change on a request that is about to be saved. Raises TooManyChanges."""
    if by_visitor and request.revision >= MOST_CHANGES:
        raise TooManyChanges
    request.revision += 1


def check_callback(*, source: str, phone, now: datetime) -> None:
    """Raises TooMany where a visitor may not ask for one more callback."""
    _check_address(source, now)
    check_number(phone=phone, now=now)


def check_booking(
    *, source: str, phone, email: str, start: datetime, offered: dict, now: datetime
) -> None:
    """Raises TooMany where a visitor may not book one more call.

    `offered` is what `slots.offered` gave.
    """
    _check_address(source, now)
    check_number(phone=phone, now=now, of_call=True)
    ahead = Booking.objects.confirmed().filter(starts_at__gt=now)
    if email and settings.REQUESTS_PER_PHONE < NO_LIMIT:
        _check_mailbox(email, ahead, now)
    _check_share(source, start, offered, ahead)


def check_move(*, booking: Booking, start: datetime, offered: dict, now: datetime) -> None:
    """Raises TooMany where a call made far ahead would take one of the nearest starts."""
    ahead = Booking.objects.confirmed().filter(starts_at__gt=now).exclude(pk=booking.pk)
    if booking.source:
        _check_share(booking.source, start, offered, ahead)


def _check_share(source: str, start: datetime, offered: dict, ahead) -> None:
    if settings.REQUESTS_PER_ADDRESS >= NO_LIMIT:
        return
    held = ahead.filter(source=source).values_list("starts_at", flat=True)
    free = [at for at, advisers in offered.items() for _ in advisers]
    if not leaves_enough(start, held=held, free=free):
        raise TooMany(Limit.NEAREST)


def _check_address(source: str, now: datetime) -> None:
    if _stored(now, Q(source=source)) >= settings.REQUESTS_PER_ADDRESS:
        raise TooMany(Limit.ADDRESS)


def check_number(*, phone, now: datetime, of_call: bool = False) -> None:
    """Raises TooMany where so much stands for this number already: for a request that is new, and
    for one (`of_call`: a call ahead) that goes over to this number.

    Over the limit, what stands already keeps standing. Where nothing does, whoever asked so
    often in this number's name cannot keep its owner out."""
    ahead = Booking.objects.confirmed().filter(phone=phone, starts_at__gt=now)
    has_limit = of_call and settings.REQUESTS_PER_PHONE < NO_LIMIT
    if has_limit and ahead.count() >= MOST_AHEAD:
        raise TooMany(Limit.AHEAD)
    if _stored(now, Q(phone=phone)) < settings.REQUESTS_PER_PHONE:
        return
    waiting = CallbackRequest.objects.waiting().filter(phone=phone)
    if waiting.exists() or ahead.exists():
        raise TooMany(Limit.NUMBER)


def _check_mailbox(email: str, ahead, now: datetime) -> None:
    """The confirmation of a call that holds is always sent, so calls are what is bounded: those
    that stand, and those of today, whatever address was put on them since."""
    mailbox = mailbox_of(email)
    name, _, domain = mailbox.rpartition("@")
    spelt = ahead.filter(email__istartswith=name, email__iendswith=f"@{domain}")
    held = sum(mailbox_of(one) == mailbox for one in spelt.values_list("email", flat=True))
    confirmed = OutboxMail.objects.filter(
        kind=OutboxMail.Kind.BOOKING_CONFIRMED,
        key__contains=mark_of(email),
        booking__source__gt="",
        booking__created_at__gte=now - PERIOD,
    )
    if held >= MOST_AHEAD or confirmed.count() >= settings.REQUESTS_PER_PHONE:
        raise TooMany(Limit.MAILBOX)


def _stored(now: datetime, whose: Q) -> int:
    return sum(
        model.objects.filter(whose, _since(now)).count() for model in (CallbackRequest, Booking)
    )


def _since(now: datetime) -> Q:
    """Of the last day, from a form. An index holds the mark of the address, which older rows
    have no longer."""
    return Q(source__gt="", created_at__gt=now - PERIOD)
