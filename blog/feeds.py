"""The newest articles as Atom (RFC 4287): links by SITE_URL, ids that outlive a changed slug."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from .models import Article

NEWEST = 20
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class ArticleFeed(Feed):
    feed_type = Atom1Feed
    language = "nl"

    def __init__(self, whose: Callable[[], str]):
        """`whose()` is the name of the site; the blog itself does not know it."""
        self.whose = whose

    @method_decorator([require_safe, conditional_page])
    def __call__(self, request, *args, **kwargs):
        return super().__call__(request, *args, **kwargs)

    def title(self):
        return NOT_XML.sub("", f"Artikelen van {self.whose()}")

    def link(self):
        return settings.SITE_URL + reverse("blog:list")

    def feed_url(self):
        return settings.SITE_URL + reverse("feed")

    def feed_guid(self):
        return _tag("blogs")

    def items(self):
        articles = Article.objects.published().select_related("author").newest_first()
        return articles.defer("body", "body_text")[:NEWEST]

    def item_title(self, article):
        return NOT_XML.sub("", article.title)

    def item_description(self, article):
        return escape(NOT_XML.sub("", article.summary))  # Django writes it as type="html"

    def item_link(self, article):
        return settings.SITE_URL + article.get_absolute_url()

    def item_guid(self, article):
        return _tag(f"artikel/{article.pk}")

    def item_author_name(self, article):
        return NOT_XML.sub("", article.author.name)

    def item_author_link(self, article):
        return settings.SITE_URL + article.author.get_absolute_url()

    def item_pubdate(self, article):
        return article.publish_at

    def item_updateddate(self, article):
        return article.changed_at


def _tag(name):
    """A tag URI (RFC 4151). The year is that of the first release, and never changes."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"
