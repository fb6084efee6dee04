"""Mail for a site without a mail server: each message one `.eml` file."""

from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend


class EmlBackend(BaseEmailBackend):
    """Write each message to EMAIL_FILE_PATH as RFC 5322 text; the file appears whole or not."""

    def send_messages(self, messages) -> int:
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for message in messages:
            text = message.message().as_bytes(linesep="\r\n")
            part = folder / f".{uuid4().hex}.part"
            part.touch(mode=0o600)
            part.write_bytes(text)
            part.rename(folder / f"{uuid4().hex}.eml")
        return len(messages)
