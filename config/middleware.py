"""What wraps every request, in the order of settings.MIDDLEWARE."""

from django.conf import settings
from django.db import OperationalError
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


class TrustedProxies:
    """Believe forwarded headers from TRUSTED_PROXIES, and from nobody else.

    The client's address is the rightmost one in X-Forwarded-For that is no trusted proxy.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.trusted = frozenset(settings.TRUSTED_PROXIES)

    def __call__(self, request):
        meta = request.META
        if meta.get("REMOTE_ADDR") in self.trusted:
            hops = [hop.strip() for hop in meta.get("HTTP_X_FORWARDED_FOR", "").split(",")]
            for hop in reversed(hops):
                if hop and hop not in self.trusted:
                    meta["REMOTE_ADDR"] = hop
                    break
        else:
            for name in FORWARDED:
                meta.pop(name, None)
        return self.get_response(request)


def client_address(request) -> str:
    """The visitor's address, after TrustedProxies has settled it."""
    return request.META.get("REMOTE_ADDR", "")


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
        if response.cookies and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ("Cookie",))
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
    """A database that stays busy or away gives a Dutch page that asks to try again, not a 500."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
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
