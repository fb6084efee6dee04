"""The newest articles as Atom (RFC 4287): links by SITE_URL, ids that outlive a changed slug.

An entry holds the whole article, with the help that stands beside it on its page.
"""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape, format_html, format_html_join
from django.views.decorators.http import conditional_page, require_safe

from . import html
from .help import every_card, help_for
from .models import Article

NEWEST = 20
NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
FROM_THE_ROOT = re.compile(r' (href|src)="/')


class FullAtom(Atom1Feed):
    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["content"], {"type": "html"})


class ArticleFeed(Feed):
    feed_type = FullAtom
    language = "nl"

    def __init__(self, whose: Callable[[], str]):
        """`whose()` is the name of the site; the blog itself does not know it."""
        self.whose = whose

    @method_decorator([require_safe, conditional_page])
    def __call__(self, request, *args, **kwargs):
        response = super().__call__(request, *args, **kwargs)
        # Not the newest article's date: withdrawing that one would set the clock back.
        del response["Last-Modified"]
        return response

    def title(self):
        return NOT_XML.sub("", f"Artikelen van {self.whose()}")

    def link(self):
        return settings.SITE_URL + reverse("blog:list")

    def feed_url(self):
        return settings.SITE_URL + reverse("feed")

    def feed_guid(self):
        return _tag("blogs")

    def items(self):
        articles = Article.objects.published().select_related("author", "picture")
        articles = articles.without_stems().defer("body_text")
        articles = articles.prefetch_related("topics", "help_cards")
        cards = every_card()
        for article in articles.newest_first()[:NEWEST]:
            article.help = help_for(article, cards)
            yield article

    def item_title(self, article):
        return NOT_XML.sub("", article.title)

    def item_description(self, article):
        return escape(NOT_XML.sub("", article.summary))  # Django writes it as type="html"

    def item_extra_kwargs(self, article):
        return {"content": NOT_XML.sub("", content(article))}

    def item_link(self, article):
        return settings.SITE_URL + article.get_absolute_url()

    def item_guid(self, article):
        return _tag(f"artikel/{article.pk}")

    def item_author_name(self, article):
        return NOT_XML.sub("", article.author.name)

    def item_author_link(self, article):
        return settings.SITE_URL + article.author.get_absolute_url()

    def item_categories(self, article):
        return [NOT_XML.sub("", topic.name) for topic in article.topics.all()]

    def item_pubdate(self, article):
        return article.publish_at

    def item_updateddate(self, article):
        return article.changed_at


def content(article) -> str:
    """The page without what is around it: help, picture, gist, text, sources, help."""
    above, below = article.help
    parts = [_help(above)]
    if picture := article.picture:
        parts.append(
            format_html(
                '<figure><img src="{}" alt="{}" width="{}" height="{}">{}</figure>',
                picture.original_url,
                article.picture_alt,
                picture.width,
                picture.height,
                _element("figcaption", article.picture_caption),
            )
        )
    parts += [_list("In het kort", "ul", article.key_points), article.body]
    parts += [_list("Bronnen", "ol", article.sources), _help(below)]
    return _absolute("".join(parts))


def _help(cards):
    return "".join(_element("h2", card.heading) + card.body for card in cards)


def _list(heading, kind, lines):
    """A field of one item a line; nothing for an empty one."""
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines.splitlines() if line))
    return f"<h2>{heading}</h2><{kind}>{items}</{kind}>" if items else ""


def _element(name, text):
    return format_html("<{0}>{1}</{0}>", name, text) if text else ""


def _absolute(text):
    """Links and pictures of ours with SITE_URL in front; the texts were cleaned when stored."""
    site = settings.SITE_URL
    return html.TAG.sub(lambda tag: FROM_THE_ROOT.sub(rf' \1="{site}/', tag[0]), text)


def _tag(name):
    """A tag URI (RFC 4151). The year is that of the first release, and never changes."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},2026:{name}"
