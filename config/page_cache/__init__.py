"""Whole public pages, kept in each server process, in front of Django.

Which answers may be kept Django decides (config.middleware.SharedPages); this obeys. A page is
made from nothing but its address: whatever else a visitor sent stays outside, so that nobody can
choose what the next one reads.
"""

import io
import time
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from config import edition, readers, reading
from config.middleware import address_in, is_trusted

from .page import Page
from .store import Flights, Store

LONGEST = 500  # signs of an address, or of a host, that is worth remembering


class PageCache:
    """WSGI middleware around the whole of Django. `count_read(slug)` hears of each article that
    somebody reads."""

    def __init__(self, application, count_read=None):
        self.application = application
        self.count_read = count_read
        self.edition = edition.of_site()
        self.pages = Store(settings.PAGE_CACHE_BYTES)
        self.flights = Flights()
        self._private_cookies = (settings.SESSION_COOKIE_NAME, settings.PREVIEW_COOKIE_NAME)
        self._is_https = settings.IS_HTTPS
        self._host = urlsplit(settings.SITE_URL).netloc
        # Judged once for each way in which visitors write them.
        self._is_host = lru_cache(1024)(_is_host)
        self._is_proxy = lru_cache(1024)(lambda address: is_trusted(address_in(address)))
        self._tidy = lru_cache(4096)(reading.tidy)

    def __call__(self, environ, start_response):
        key = self._key(environ)
        if key is None:
            return self.application(environ, start_response)
        number, now = self.edition.now(), time.time()
        page = self._kept(key, number, now)
        if page is None:
            page = self.flights.join(
                (number, key),
                # Once more: it may have been made while we came to ask.
                lambda: self._kept(key, number, now) or self._make(environ, key, number, now),
            )
        if page is None:  # the answer is this visitor's own
            return self.application(environ, start_response)
        if page.article and self.count_read and readers.is_reader(environ):
            self.count_read(page.article)
        return page.answer(environ, start_response, now)

    def _kept(self, key, number, now) -> Page | None:
        page = self.pages.get(key)
        return page if page and page.edition == number and now < page.until else None

    def _key(self, environ) -> str | None:
        """What the page depends on, in one text; None for a request that passes."""
        get = environ.get
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or get("CONTENT_LENGTH", "0") not in ("0", "")
            or get("SCRIPT_NAME")
            or "HTTP_TRANSFER_ENCODING" in environ
            or "HTTP_AUTHORIZATION" in environ
            or ("HTTP_COOKIE" in environ and self._is_private(environ["HTTP_COOKIE"]))
            or len(host := get("HTTP_HOST", "")) > LONGEST
            or not self._is_host(host)
            or self._is_secure(environ) is not self._is_https
        ):
            return None
        path, query = environ["PATH_INFO"], get("QUERY_STRING", "")
        if len(path) + len(query) > LONGEST:
            return None
        query = self._tidy(path, query)
        return None if query is None else f"{path}?{query}"

    def _is_private(self, cookies: str) -> bool:
        return any(f"{name}=" in cookies for name in self._private_cookies)

    def _is_secure(self, environ) -> bool:
        """As Django judges it once TrustedProxies has been."""
        told = environ.get("HTTP_X_FORWARDED_PROTO")
        if told is not None and self._is_proxy(environ.get("REMOTE_ADDR", "")):
            return told.partition(",")[0].strip() == "https"
        return environ.get("wsgi.url_scheme") == "https"

    def _make(self, environ, key, number, now) -> Page | None:
        """Have Django make the page; None where the answer is meant for one visitor."""
        seen = []

        def start_response(status, headers, error=None):
            seen.append((status, headers))

        answer = self.application(self._inward(environ, key), start_response)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        page = Page(*seen[-1], body, number, now)
        if page.status.startswith("200 "):
            page.article = reading.article_at(key.partition("?")[0])
        if page.until > now:
            self.pages.put(key, page)
        return page if page.is_for_everyone else None

    def _inward(self, environ, key) -> dict:
        """The request without anything of this visitor."""
        inward = {name: value for name, value in environ.items() if not name.startswith("HTTP_")}
        if "HTTP_X_FORWARDED_PROTO" in environ:
            inward["HTTP_X_FORWARDED_PROTO"] = environ["HTTP_X_FORWARDED_PROTO"]
        query = key.partition("?")[2]
        return inward | {
            "REQUEST_METHOD": "GET",
            "QUERY_STRING": query,
            "HTTP_HOST": self._host,
            "wsgi.input": io.BytesIO(),
        }


def _is_host(host: str) -> bool:
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
