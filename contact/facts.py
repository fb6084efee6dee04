"""What the pages tell of costs, waiting and complaints: the facts, remembered."""

import re

from django.core.cache import caches

from .models import Fact

Kind = Fact.Kind
# How the words begin with which somebody asks for each of them.
ASKED_WITH = {
    Kind.COSTS: "kost prijs prijz tarief tariev betaal betal gratis duur geld",
    Kind.COVER: "vergoed verzeker polis zorgverzekering",
    Kind.WAIT: "wachttijd wachtlijst wachten hoelang",
    Kind.REFERRAL: "verwijs verwijz huisarts",
    Kind.COMPLAINTS: "klacht klagen",
}


def known_facts() -> list[Fact]:
    return caches["site"].get_or_set("contact.facts", Fact.objects.in_order, timeout=None)


def answers_to(query: str) -> list[Fact]:
    """The facts that somebody seems to look for who searches with these words."""
    words = re.findall(r"\w+", query.casefold())
    kinds = {
        kind
        for kind, beginnings in ASKED_WITH.items()
        if any(word.startswith(tuple(beginnings.split())) for word in words)
    }
    return [fact for fact in known_facts() if fact.kind in kinds] if kinds else []
