"""What every page knows of the site itself."""

from django.conf import settings
from django.core.cache import caches
from django.utils.functional import SimpleLazyObject

from . import clock


def site(request):
    """`site_url`, this page's `canonical` address without a query, and the pages of the footer;
    and `shown_at`, the minute as of which a colleague sees this page, if it is not now."""
    from blog.models import Page

    return {
        "site_url": settings.SITE_URL,
        "canonical": settings.SITE_URL + request.path,
        "shown_at": clock.shown_at(),
        "footer_pages": SimpleLazyObject(
            lambda: caches["site"].get_or_set(
                "blog.footer",
                lambda: list(Page.objects.filter(is_in_footer=True).only("title", "slug")),
            )
        ),
    }
