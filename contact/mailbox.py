"""Which mailbox an address leads to: pure, but for the key of the mark."""

from django.utils.crypto import salted_hmac


def mailbox_of(address: str) -> str:
    """What two spellings of one mailbox share: `Robin+werk@Example.org` is robin@example.org."""
    name, _, domain = address.casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"


def mark_of(address: str) -> str:
    """A keyed hash of the mailbox: enough to count by, no way back without the key."""
    mailbox = mailbox_of(address)
    return "@" + salted_hmac("contact.mailbox", mailbox, algorithm="sha256").hexdigest()[:20]
