"""Which help cards stand beside an article."""

from django.db.models import Q

from .care import Suicide
from .models import HelpCard

MOST = 2  # a page with more is a wall


def cards_for(article) -> list[HelpCard]:
    """Chosen for it, of its topics, and called for by its words; the one about suicide first."""
    wanted = Q(articles=article) | Q(topics__articles=article)
    if article.suicide != Suicide.NONE:
        wanted |= Q(purpose=HelpCard.Purpose.SUICIDE)
    return list(HelpCard.objects.filter(wanted).distinct()[:MOST])
