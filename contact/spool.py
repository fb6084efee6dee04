"""The mails that a site without a mail server keeps as files (config.mail), one person's found.

A mail is theirs when it went to their address, is about one of their requests (its Message-ID
follows from the outbox), or has their number in it, however it was corrected since.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import getaddresses
from pathlib import Path

from django.conf import settings

SHORTEST_NUMBER = 8  # figures; fewer would be found in numbers of others


def of_person(
    *, addresses: Iterable[str], marks: Iterable[str], numbers: Iterable[str]
) -> Iterator[Path]:
    """Files to any of these addresses, with any of these Message-IDs or E.164 phone numbers."""
    addresses = {address.casefold() for address in addresses if address}
    marks = set(marks)
    # Without the country: +31 6 12345678 is also written 06 12345678.
    tails = {re.sub(r"\D", "", number)[-9:] for number in numbers}
    tails = {tail for tail in tails if len(tail) >= SHORTEST_NUMBER}
    for file in _files():
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        to = {address.casefold() for _, address in getaddresses(mail.get_all("To", []))}
        if to & addresses or mail["Message-ID"] in marks or _holds(mail, tails):
            yield file


def older_than(moment: datetime) -> Iterator[Path]:
    for file in _files():
        if file.stat().st_mtime < moment.timestamp():
            yield file


def _files() -> Iterator[Path]:
    """Whole mails, and parts that a kill left behind."""
    folder = Path(settings.EMAIL_FILE_PATH)
    if folder.is_dir():
        yield from (file for file in folder.iterdir() if file.suffix in (".eml", ".part"))


def _holds(mail, tails: set[str]) -> bool:
    for part in mail.walk():
        if tails and part.get_content_maintype() == "text":
            figures = re.sub(r"[^\d\n]", "", _text(part))
            if any(tail in figures for tail in tails):
                return True
    return False


def _text(part) -> str:
    return part.get_payload(decode=True).decode("utf-8", "replace")
