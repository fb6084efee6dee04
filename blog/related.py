"""What to read next."""

from .models import Article, RelatedArticle


def related_to(article, *, at=None, count=4):
    """Published articles beside this one: hand-picked in order, then same topics, then newest.

    At most three queries, however many articles there are.
    """
    others = Article.objects.published(at).exclude(pk=article.pk).defer("body", "body_text")
    pins = RelatedArticle.objects.filter(article=article, choice="pin")
    picked = others.filter(picked_in__in=pins)
    found = list(picked.order_by("picked_in__position", "picked_in__id")[:count])
    topics = [topic.pk for topic in article.topics.all()]
    for more in (others.about_any(topics), others):
        if missing := count - len(found):
            rest = more.exclude(pk__in=[other.pk for other in found])
            found += rest.newest_first()[:missing]
    return found
