"""How much mail one mailbox gets from us in a day, whoever filled in its address.

A stranger can type somebody's address in our forms. What such a person gets of it is bounded here;
how many calls can be booked with it, in contact.limits. Mail that is left out becomes "niet meer
nodig" with a reason that the desk sees; the page after the form has told the same.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from .emails import TO_VISITOR
from .limits import NO_LIMIT
from .mailbox import mailbox_of, mark_of
from .models import OutboxMail

Kind = OutboxMail.Kind
PERIOD = timedelta(days=1)
MOST = 15
# Whoever does not hear that a call has another time, or none, waits for nothing or is waited for.
MOST_OF_CHANGES = 30
CHANGES = {
    Kind.BOOKING_CONFIRMED, Kind.BOOKING_MOVED, Kind.BOOKING_CANCELLED, Kind.BOOKING_DISPLACED,
}  # fmt: skip
REASON = "EnoughForToday"  # as contact.mail_errors says it


def is_over(row: OutboxMail, now: datetime) -> bool:
    """Whether the mailbox that this mail is for has had its share in the day before `now`."""
    about = row.booking or row.callback
    if row.kind not in TO_VISITOR or not about.email:
        return False
    # The one mail that leads back to a call that holds is always sent; not each next one, for whose
    # address was filled in since (limits bounds the calls).
    if row.kind == Kind.BOOKING_CONFIRMED and not row.revision:
        return False
    if settings.REQUESTS_PER_ADDRESS >= NO_LIMIT:
        return False
    return _sent(about.email, now) >= (MOST_OF_CHANGES if row.kind in CHANGES else MOST)


def _sent(address: str, now: datetime) -> int:
    """How many mails the mailbox got: by the mark in the key where there is one, for the address
    may be another by now. The database looks first, so that a flood to others is not read here."""
    mailbox, mark = mailbox_of(address), mark_of(address)
    name = mailbox.rpartition("@")[0]
    sent = OutboxMail.objects.filter(
        Q(key__contains=mark)
        | Q(booking__email__istartswith=name)
        | Q(callback__email__istartswith=name),
        status=OutboxMail.Status.SENT,
        sent_at__gt=now - PERIOD,
        kind__in=TO_VISITOR,
    ).values_list("key", "booking__email", "callback__email")
    return sum(
        mark in key if "@" in key else mailbox_of(booking or callback or "") == mailbox
        for key, booking, callback in sent
    )
