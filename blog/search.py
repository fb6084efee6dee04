"""Plain search: every word somewhere in title, summary, text or topic; newest first."""

import re

from django.db.models import Q

from .models import Article, Topic

LONGEST_QUERY = 200
MOST_WORDS = 10
CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")


def tidy(query: str) -> str:
    """What was typed, on one line, at most LONGEST_QUERY signs."""
    return " ".join(CONTROLS.sub(" ", query).split())[:LONGEST_QUERY].strip()


def search(query: str, *, at=None):
    found = Article.objects.published(at).with_card().newest_first()
    for word in tidy(query).split()[:MOST_WORDS]:
        found = found.filter(
            Q(title__icontains=word)
            | Q(summary__icontains=word)
            | Q(body_text__icontains=word)
            | Q(pk__in=Topic.objects.filter(name__icontains=word).values("articles"))
        )
    return found
