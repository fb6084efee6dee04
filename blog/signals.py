"""What the pages tell whoever wants to hear it."""

from django.dispatch import Signal

# A search that found nothing: `query`, and the `environ` of the request.
searched_in_vain = Signal()
