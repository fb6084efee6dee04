"""Pages of a list that cost the same however long the list is: nothing is counted, little skipped.

The first twenty pages go by number (`?page=2`); further back a page starts where the one before it
ended (`?voor=20251104T090000Z-123`: after the article of that instant and id).
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import Http404
from django.utils import timezone
from django.utils.formats import date_format
from django.views.generic import TemplateView

from config import clock

PER_PAGE = 9
BY_NUMBER = 20
FRONT = "./"  # the list itself, without a query
NUMBER = re.compile(r"[1-9]\d?", re.ASCII)
CURSOR = re.compile(r"(\d{8}T\d{6}(?:\.\d{6})?Z)-([1-9]\d{0,17})", re.ASCII)


@dataclass(frozen=True)
class Cursor:
    """The place of an article in a list that is newest first."""

    at: datetime
    pk: int

    @classmethod
    def of(cls, article):
        return cls(article.publish_at, article.pk)

    @classmethod
    def parse(cls, text):
        """ValueError for anything but what `str()` gives, so that a place has one address."""
        match = CURSOR.fullmatch(text)
        if not match:
            raise ValueError(text)
        at = datetime.strptime(match[1], _form(match[1])).replace(tzinfo=UTC)
        cursor = cls(at, int(match[2]))
        if str(cursor) != text:
            raise ValueError(text)
        return cursor

    def __str__(self):
        at = self.at.astimezone(UTC)
        return f"{at:%Y%m%dT%H%M%S}{f'.{at:%f}' if at.microsecond else ''}Z-{self.pk}"


def _form(instant):
    return "%Y%m%dT%H%M%S.%fZ" if "." in instant else "%Y%m%dT%H%M%SZ"


class NoSuchPage(Exception):
    """The list does not reach that far, or nobody ever wrote such an address."""


@dataclass(frozen=True)
class Page:
    """Some articles of a list, and the ways on: `older` and `newer` are addresses, or empty.

    `address` is what the page adds to the address of its list, `place` what it adds to its title.
    """

    object_list: list
    number: int | None = None
    address: str = ""
    place: str = ""
    older: str = ""
    newer: str = ""
    front = FRONT

    def __iter__(self):
        return iter(self.object_list)


def page_by_number(articles, text):
    """`articles()` gives the list, newest first."""
    if not NUMBER.fullmatch(text) or int(text) > BY_NUMBER:
        raise NoSuchPage(text)
    number = int(text)
    begin = (number - 1) * PER_PAGE
    found = list(articles()[begin : begin + PER_PAGE + 1])
    if number == 1:
        return Page(found[:PER_PAGE], number=1, older=_older(found, number))
    if not found:
        raise NoSuchPage(text)
    return Page(
        found[:PER_PAGE],
        number=number,
        address=f"?page={number}",
        place=f"pagina {number}",
        older=_older(found, number),
        newer=f"?page={number - 1}" if number > 2 else FRONT,
    )


def page_before(articles, text):
    """`articles(before=…)` and `articles(after=…)` give what is past a place, and what is not."""
    try:
        cursor = Cursor.parse(text)
    except ValueError:
        raise NoSuchPage(text) from None
    if cursor.at > clock.now():  # nothing there was ever published
        raise NoSuchPage(text)
    found = list(articles(before=cursor)[: PER_PAGE + 1])
    if not found:
        raise NoSuchPage(text)
    return Page(
        found[:PER_PAGE],
        address=f"?voor={cursor}",
        place=f"ouder dan {date_format(timezone.localtime(cursor.at), 'j-n-Y G:i')}",
        older=_older(found, BY_NUMBER),
        newer=_newer(articles(after=Cursor.of(found[0]))),
    )


def _older(found, number):
    """One article more than a page holds was asked for: if it came, there is a next page."""
    if len(found) <= PER_PAGE:
        return ""
    return f"?page={number + 1}" if number < BY_NUMBER else f"?voor={Cursor.of(found[-2])}"


def _newer(articles):
    """The page of the nine just before; the front of the list where that is all there is."""
    ahead = articles.reverse()[PER_PAGE : PER_PAGE + 1]
    return next((f"?voor={Cursor.of(article)}" for article in ahead), FRONT)


class PagedView(TemplateView):
    """A list by page; an address that asks for a page that is not there is a 404."""

    def articles(self, **bounds):
        """The list, newest first; `bounds` are those of ArticleQuerySet.published."""
        raise NotImplementedError

    def get_context_data(self, **kwargs):
        number, before = (self.request.GET.get(name) for name in ("page", "voor"))
        if number is not None and before is not None:
            raise Http404
        try:
            if before is not None:
                page = page_before(self.articles, before)
            else:
                page = page_by_number(self.articles, "1" if number is None else number)
        except NoSuchPage:
            raise Http404 from None
        return super().get_context_data(page_obj=page, articles=page.object_list, **kwargs)
