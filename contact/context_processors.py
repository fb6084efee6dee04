from django.utils.functional import SimpleLazyObject

from .models import Practice


def practice(request):
    """`practice` on every page, asked of the database only where a template uses it."""
    return {"practice": SimpleLazyObject(Practice.load)}
