"""What wraps every request, in the order of settings.MIDDLEWARE."""

import time
from ipaddress import IPv4Address, IPv6Address, ip_address

from django.conf import settings
from django.db import DatabaseError, DataError, OperationalError, connection
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from . import as_of, clock, moments, reading

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


class TrustedProxies:
    """Believe forwarded headers from TRUSTED_PROXIES, and from nobody else.

    The client's address is the rightmost one in X-Forwarded-For that is no trusted proxy; what is
    no address there, is passed over.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        meta = request.META
        if is_trusted(address_in(meta.get("REMOTE_ADDR", ""))):
            hops = map(address_in, meta.get("HTTP_X_FORWARDED_FOR", "").split(","))
            for hop in reversed([hop for hop in hops if hop]):
                if not is_trusted(hop):
                    meta["REMOTE_ADDR"] = str(hop)
                    break
        else:
            for name in FORWARDED:
                meta.pop(name, None)
        return self.get_response(request)


def address_in(hop: str) -> IPv4Address | IPv6Address | None:
    """The address in one hop, which may carry a port: `192.0.2.1:5555`, `[2001:db8::1]:5555`."""
    hop = hop.strip()
    for text in (hop, hop.rpartition(":")[0], hop.partition("]")[0].removeprefix("[")):
        try:
            found = ip_address(text)
        except ValueError:
            continue
        # A socket that listens to both kinds sees IPv4 as IPv6: ::ffff:192.0.2.1.
        return getattr(found, "ipv4_mapped", None) or found
    return None


def is_trusted(address: IPv4Address | IPv6Address | None) -> bool:
    return address is not None and any(address in net for net in settings.TRUSTED_PROXIES)


def client_address(request) -> str:
    """The visitor's address, after TrustedProxies has settled it."""
    return request.META.get("REMOTE_ADDR", "")


class SharedPages:
    """Say of a page to read how long all may share it: until something known changes, at most.

    That is a page which came without cookie or token, and did not look at any. Within a
    transaction nobody can say what others see.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        at = time.time()
        response = self.get_response(request)
        if self._is_for_everyone(request, response) and not connection.in_atomic_block:
            try:
                until = moments.until(at, settings.PAGE_SECONDS)
            except DatabaseError:
                return response
            seconds = max(0, int(until - time.time()))
            response["Cache-Control"] = f"public, max-age=0, s-maxage={seconds}"
        return response

    def _is_for_everyone(self, request, response):
        return (
            response.status_code == 200
            and request.method in ("GET", "HEAD")
            and not response.cookies
            and not response.has_header("Cache-Control")
            and response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
            and reading.tidy(request.path_info, request.META.get("QUERY_STRING", "")) is not None
        )


class PlainHeaders:
    """Headers that every answer carries; and no shared cache keeps an answer with a cookie."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()"
        )
        if request.path.startswith("/admin/"):
            response["X-Robots-Tag"] = "noindex"
        if not response.has_header("Cache-Control"):
            if response.cookies:
                response["Cache-Control"] = "private, no-store"
                patch_vary_headers(response, ("Cookie",))
            elif response.status_code >= 400:
                # Nobody keeps a 404 past the moment at which an article appears there.
                response["Cache-Control"] = "no-cache"
        return response


class CompressText(GZipMiddleware):
    """Compress pages, feeds and maps; pictures are compressed already.

    Django pads each page at random, so that its length tells nothing of the form token (BREACH).
    """

    KINDS = ("text/", "application/xml", "application/atom+xml", "application/json")

    def process_response(self, request, response):
        if not response.get("Content-Type", "").startswith(self.KINDS):
            return response
        return super().process_response(request, response)


class BusyDatabase:
    """A database that stays busy or away gives a Dutch page that asks to try again, not a 500; a
    value that it cannot hold is the asker's fault."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        # SQLite's way to say that a number is too large.
        if isinstance(exception, (DataError, OverflowError)):
            return render(request, "400.html", status=400)
        if not isinstance(exception, OperationalError):
            return None
        response = render(None, "503.html", status=503)
        response["Retry-After"] = "5"
        return response


class BodyLimit:
    """Refuse a body that no form of ours can fill (413), before anything reads it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        limit = (
            settings.STAFF_BODY_MAX_BYTES
            if request.path.startswith("/admin/")
            else settings.PUBLIC_BODY_MAX_BYTES
        )
        try:
            length = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            length = 0
        if length > limit:
            return render(request, "413.html", status=413)
        return self.get_response(request)


class NoNul:
    """Refuse a NUL where no form of ours puts one: PostgreSQL takes it for no text at all."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        values = list(request.COOKIES.values())
        if request.path.startswith("/admin/"):
            values += [text for pair in request.GET.lists() for text in (pair[0], *pair[1])]
        if any("\0" in value for value in values):
            return render(None, "400.html", status=400)
        return self.get_response(request)


class ShownAsOf:
    """Show a colleague the site as it is at the minute they chose, and nobody else.

    Nothing is asked of the practice in a time that is not: a form that is sent gets a page that
    says so. The desk itself stays in the present.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        has_cookie = settings.PREVIEW_COOKIE_NAME in request.COOKIES
        if not has_cookie or request.path.startswith("/admin/"):
            return self.get_response(request)
        moment = as_of.chosen_by(request)
        if moment is None:
            return _of_one_person(as_of.forget(self.get_response(request)))
        with clock.set_at(moment):
            if request.method in ("GET", "HEAD"):
                response = self.get_response(request)
            else:
                response = render(request, "as_of_refused.html", status=409)
        return _of_one_person(response)


def _of_one_person(response):
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
