"""Pages about the site itself: health, robots, and what goes wrong."""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blog import old_paths


@never_cache
@require_safe
def healthz(request):
    """200 while the database answers; a failing one becomes BusyDatabase's 503."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def robots(request):
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /afspraak/",
        "Disallow: /agenda/",
        "",
        f"Sitemap: {settings.SITE_URL}/sitemap.xml",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request):
    """RFC 9116. It expires a year from the day it is asked for: whoever serves it keeps it."""
    from contact.models import Practice

    expires = (timezone.now() + timedelta(days=364)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: mailto:{Practice.load().email}",
        f"Expires: {expires}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def not_here(request, rest):
    raise Http404


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def page_not_found(request, exception=None):
    """Or the way to where that is now, which stood here on the site before this one."""
    return old_paths.redirect(request) or render(request, "404.html", status=404)


def server_error(request):
    """No request, no context processors: what broke the page must not break this one."""
    return render(None, "500.html", status=500)


def csrf_failure(request, reason=""):
    """Show a visitor's form again with what was typed, and a fresh token; else the Dutch page."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        view = None
    if again := getattr(view, "show_again", None):
        return again(request)
    return render(request, "csrf.html", status=403)
