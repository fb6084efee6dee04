"""Which topic somebody read about before asking for contact: counted, and never kept with them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from blog.models import Article, Topic


def topic_that_led_here(request) -> str:
    """The slug of the topic of the page of ours that this one was reached from; empty for none.

    It is read from the Referer, which browsers send to the same site only, and never from the
    address. Of an article with several topics it is the first.
    """
    came_from = request.headers.get("Referer", "")
    if request.method != "GET" or not came_from.startswith(f"{settings.SITE_URL}/blogs/"):
        return ""
    try:
        match = resolve(urlsplit(came_from).path)
    except (Resolver404, ValueError):
        return ""
    slug = match.kwargs.get("slug")
    if match.view_name == "blog:topic":
        topics = Topic.objects.filter(slug=slug)
    elif match.view_name == "blog:article":
        article = Article.objects.published().filter(slug=slug)
        topics = Topic.objects.filter(articles__in=article).order_by("position", "pk")
    else:
        return ""
    return topics.values_list("slug", flat=True).first() or ""
