"""Who may see an answer: the lasting link, the short cookie behind it, and the marks of a form.

The lasting link's token is derived from the booking's uid and the SECRET_KEY, so that the worker
can write it into a mail while the database holds only its hash. Opening the link swaps it for a
signed cookie of half an hour, bound to the path of the answer, and the address stays clean.
"""

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

ANSWER_SECONDS = 30 * 60
# Nobody fills a form in less than this; robots do.
QUICKEST = timedelta(seconds=1)
_form_signer = signing.TimestampSigner(salt="contact.form")


def token_for(uid: UUID) -> str:
    """The 43 characters of a booking's lasting link: 256 bits, unguessable without the key."""
    return _token("contact.link", uid.hex)


def feed_token(adviser_pk: int, number: int) -> str:
    """The 43 characters of an adviser's private calendar feed; another for each next number."""
    return _token("contact.feed", f"{adviser_pk}.{number}")


def _token(salt: str, value: str) -> str:
    digest = salted_hmac(salt, value, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def hash_token(token: str) -> str:
    """What the database holds of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class AnswerCookie:
    """A signed cookie that opens one answer page for ANSWER_SECONDS."""

    name: str
    path: str

    @property
    def full_name(self) -> str:
        return settings.PATH_PREFIX + self.name

    def give(self, response, value: str):
        response.set_signed_cookie(
            self.full_name,
            value,
            salt=self.path,
            max_age=ANSWER_SECONDS,
            path=self.path,
            secure=settings.IS_HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return response

    def take_away(self, request, response):
        """Close what another link opened in this browser: it is not for whoever comes next."""
        if self.full_name in request.COOKIES:
            response.delete_cookie(self.full_name, path=self.path, samesite="Lax")
        return response

    def read(self, request) -> str | None:
        """The value, or None when the cookie is absent, forged or too old: all alike."""
        return request.get_signed_cookie(
            self.full_name, default=None, salt=self.path, max_age=ANSWER_SECONDS
        )


APPOINTMENT = AnswerCookie("afspraak", "/adviesgesprek/")
CALLBACK = AnswerCookie("terugbellen", "/terugbellen/")


def mark_form(topic: str = "") -> str:
    """What a form carries hidden: a random key, signed, with the moment it was shown and the topic
    that led to it."""
    return _form_signer.sign(f"{secrets.token_urlsafe(16)}.{topic}")


def topic_in(mark: str) -> str:
    """The topic (its slug) that led to the form; empty for none, and for a forged mark."""
    try:
        return _form_signer.unsign(mark).partition(".")[2]
    except signing.BadSignature:
        return ""


def read_form_mark(mark: str) -> tuple[str | None, bool]:
    """The key of a form (None where the mark is missing or forged) and whether a robot sent it.

    A form may stand open for as long as it likes.
    """
    try:
        key = _form_signer.unsign(mark)
    except signing.BadSignature:
        return None, True
    try:
        _form_signer.unsign(mark, max_age=QUICKEST)
    except signing.SignatureExpired:
        is_robot = False
    else:
        is_robot = True
    return hashlib.sha256(key.encode()).hexdigest(), is_robot


def source_of(request) -> str:
    """A keyed hash of the visitor's address: enough to count by, no way back without the key.

    Of IPv6 it takes the network of 64 bits, for one household has all of it; but IPv4 written as
    IPv6 (::ffff:192.0.2.1), as a server that listens to both sees it, is the IPv4 address.
    """
    address = request.META.get("REMOTE_ADDR", "")
    if ":" in address:
        found = ip_address(address)
        mapped = found.ipv4_mapped
        address = str(mapped or ip_network((int(found) >> 64 << 64, 64)))
    return salted_hmac("contact.source", address, algorithm="sha256").hexdigest()
