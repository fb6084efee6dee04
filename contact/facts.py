"""What the pages tell of costs, waiting and complaints: the facts, remembered."""

from django.core.cache import caches

from .models import Fact


def known_facts() -> list[Fact]:
    return caches["site"].get_or_set("contact.facts", Fact.objects.in_order, timeout=None)
