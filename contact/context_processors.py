from django.core.cache import caches
from django.utils.functional import SimpleLazyObject

from .models import Practice


def practice(request):
    """`practice` on every page, looked up only where a template uses it."""
    return {
        "practice": SimpleLazyObject(
            lambda: caches["site"].get_or_set("contact.practice", Practice.load, timeout=None)
        )
    }
