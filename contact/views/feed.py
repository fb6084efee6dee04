"""The private calendar feed of an adviser."""

import hashlib

from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from contact import feed

from .shared import unlisted


@never_cache
@unlisted
@require_safe
def calls(request, token):
    """An address that has ended answers as one that never was."""
    adviser = feed.adviser_of(token)
    if adviser is None:
        return HttpResponse(
            "Op dit adres staat geen agenda.\n",
            content_type="text/plain; charset=utf-8",
            status=404,
        )
    now = timezone.now()
    found = feed.calls_of(adviser, now)
    ics = feed.calendar_of(found)
    etag = f'"{hashlib.blake2b(ics, digest_size=12).hexdigest()}"'
    response = HttpResponse(ics, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    if answer.status_code == 200:
        feed.note_reading(adviser, found, now)
    return answer
