"""What search engines may find: everything published, and the pages that stand."""

from functools import partial
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from .models import Article, Author, Page, Topic


class SiteSitemap(Sitemap):
    """Addresses by SITE_URL, whatever host was asked."""

    def get_protocol(self, protocol=None):
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site=None):
        return urlsplit(settings.SITE_URL).netloc


class FrontSitemap(SiteSitemap):
    """Home and the list: they change when an article appears or changes."""

    def items(self):
        newest = Article.objects.published().newest_first().only("publish_at", "updated_at")[:20]
        self.changed_at = max((article.changed_at for article in newest), default=None)
        return ["home", "blog:list"]

    def location(self, name):
        return reverse(name)

    def lastmod(self, name):
        return self.changed_at


class ArticleSitemap(SiteSitemap):
    def items(self):
        articles = Article.objects.published().newest_first()
        return articles.only("slug", "publish_at", "updated_at")

    def lastmod(self, article):
        return article.changed_at


class ShelfSitemap(SiteSitemap):
    def __init__(self, model):
        self.model = model

    def items(self):
        return self.model.objects.with_published().with_last_change().order_by("pk")

    def lastmod(self, shelf):
        return shelf.changed_at


class PageSitemap(SiteSitemap):
    def items(self):
        return Page.objects.order_by("pk").only("slug", "updated_at")

    def lastmod(self, page):
        return page.updated_at


# config/urls.py adds what other apps have to show.
SITEMAPS = {
    "front": FrontSitemap,
    "articles": ArticleSitemap,
    "topics": partial(ShelfSitemap, Topic),
    "authors": partial(ShelfSitemap, Author),
    "pages": PageSitemap,
}
