"""One page as Django made it, and the forms in which visitors ask for it."""

import gzip
import hashlib
import re
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from functools import lru_cache

import brotli

TEXT = ("text/", "application/xml", "application/atom+xml", "application/json")
WORTHWHILE = 200  # bytes; less is not worth compressing
OURS = {"content-length", "etag", "vary"}  # headers that the chosen form decides
S_MAXAGE = re.compile(r"\bs-maxage=(\d+)")
NOT_SHARED = re.compile(r"\b(?:private|no-store|no-cache)\b")
COMPRESS = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}


class Page:
    """An answer of Django: uncompressed, of `edition`, made from `at` (seconds) on."""

    article = ""  # the slug of the article that it shows

    def __init__(self, status: str, headers: list, body: bytes, edition: int, at: float):
        self.status, self.body, self.edition, self.at = status, body, edition, at
        own = {name.lower(): value for name, value in headers}
        self._headers = [pair for pair in headers if pair[0].lower() not in OURS]
        control = own.get("cache-control", "")
        vary = {name.strip().lower() for name in own.get("vary", "").split(",")} - {""}
        self.is_for_everyone = not (
            "set-cookie" in own
            or vary - {"accept-encoding"}
            or NOT_SHARED.search(control)
            or "content-encoding" in own
            or b"csrfmiddlewaretoken" in body
        )
        shared = S_MAXAGE.search(control) if "public" in control else None
        is_kept = self.is_for_everyone and status.startswith("200 ") and shared
        self.until = at + int(shared[1]) if is_kept else at
        self._is_text = own.get("content-type", "").startswith(TEXT)
        self._validators = [("Vary", "Accept-Encoding")]
        self.etag, self._modified = "", None
        if is_kept:
            self._validators.append(("Cache-Control", control))
            # Weak (RFC 9110, 8.8.1): one for all forms of the same page.
            tag = own.get("etag") or f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
            self.etag = tag if tag.startswith("W/") else f"W/{tag}"
            self._headers.append(("ETag", self.etag))
            self._validators.append(("ETag", self.etag))
            self._modified = _date(own.get("last-modified", ""))
        self._forms: dict[str, tuple[list, list[bytes]]] = {}

    @property
    def size(self) -> int:
        """Bytes it may take: compressed forms together stay below the page itself."""
        return 2 * len(self.body) + 2000

    def answer(self, environ: dict, start_response: Callable, now: float) -> list[bytes]:
        coding = coding_of(environ.get("HTTP_ACCEPT_ENCODING", "")[:200])
        headers, body = self._forms.get(coding) or self._make(coding)
        if self.etag:
            # Who keeps it next counts from when it was made (RFC 9111, 5.1).
            age = ("Age", str(max(0, int(now - self.at))))
            if ("HTTP_IF_NONE_MATCH" in environ or "HTTP_IF_MODIFIED_SINCE" in environ) and (
                self._is_known(environ)
            ):
                start_response("304 Not Modified", [*self._validators, age])
                return []
            headers = [*headers, age]
        start_response(self.status, headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else body

    def _make(self, coding: str) -> tuple[list, list[bytes]]:
        body, headers = self.body, [*self._headers, ("Vary", "Accept-Encoding")]
        if coding and self._is_text and len(body) >= WORTHWHILE:
            smaller = COMPRESS[coding](body)
            if len(smaller) * 2 < len(body):
                body = smaller
                headers.append(("Content-Encoding", coding))
        headers.append(("Content-Length", str(len(body))))
        form = self._forms[coding] = (headers, [body])
        return form

    def _is_known(self, environ: dict) -> bool:
        """Whether the visitor has this very page already (RFC 9110, 13.2.2)."""
        if tags := environ.get("HTTP_IF_NONE_MATCH"):
            return tags.strip() == "*" or self.etag[2:] in (
                tag.strip().removeprefix("W/") for tag in tags.split(",")
            )
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if not since or not self._modified:
            return False
        since = _date(since)
        return since is not None and self._modified <= since


@lru_cache(256)
def coding_of(accepted: str) -> str:
    """The coding to send to who accepts these: br, gzip, or none (RFC 9110, 12.5.3)."""
    weights = {}
    for part in accepted.lower().split(","):
        name, _, parameters = part.partition(";")
        weight = parameters.strip().removeprefix("q=") or "1"
        try:
            weights[name.strip()] = float(weight)
        except ValueError:
            weights[name.strip()] = 0.0
    found = max(COMPRESS, key=lambda coding: weights.get(coding, 0.0))
    return found if weights.get(found, 0.0) > 0 else ""


def _date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
