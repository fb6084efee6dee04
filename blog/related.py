"""What to read next."""

from django.db.models import prefetch_related_objects

from .models import Article


def related_to(article, *, at=None, count=4):
    """Published articles beside this one: hand-picked in order, then same topics, then newest.

    At most four queries, however many articles there are.
    """
    others = Article.objects.published(at).exclude(pk=article.pk).with_card()
    others = others.prefetch_related(None)
    picked = others.filter(picked_in__article=article)
    found = list(picked.order_by("picked_in__position", "picked_in__id")[:count])
    topics = [topic.pk for topic in article.topics.all()]
    for more in (others.about_any(topics), others):
        if missing := count - len(found):
            rest = more.exclude(pk__in=[other.pk for other in found])
            found += rest.newest_first()[:missing]
    prefetch_related_objects(found, "topics")
    return found
