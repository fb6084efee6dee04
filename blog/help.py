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


def cards_for_each(articles):
    """Each article with its cards, in three queries however many there are."""
    articles = list(articles)
    chosen = HelpCard.objects.filter(articles__in=articles).values_list("articles", "pk")
    of_topics = HelpCard.objects.filter(topics__articles__in=articles)
    links = {*chosen, *of_topics.values_list("topics__articles", "pk")}
    cards = list(HelpCard.objects.all())
    for article in articles:
        about = article.suicide != Suicide.NONE
        yield (
            article,
            [
                card
                for card in cards
                if (article.pk, card.pk) in links
                or (about and card.purpose == HelpCard.Purpose.SUICIDE)
            ][:MOST],
        )
