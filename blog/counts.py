"""What is counted of reading: how often each article, and which searches found nothing.

Nothing here tells who read or asked. Of a search only words are kept that can hardly be about
somebody: no number, no address, a few short words; and the desk shows only what was asked more
than once or twice. They are forgotten after a year, the rare ones after their month.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from django.db import connection, transaction
from django.utils import timezone

from .models import Article, ArticleReads, SearchMiss

TELLING = 3  # a search that found nothing is shown from so many times in a month
MOST_WORDS = 4
MOST_MISSES = 2000  # different ones in a month
LONGEST_MISS = SearchMiss._meta.get_field("words").max_length
A_YEAR = timedelta(days=365)
PLAIN = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")


def add_reads(slugs: Mapping[str, int]) -> None:
    """So many more times read, this month, for each of these articles."""
    keys = dict(Article.objects.filter(slug__in=list(slugs)).values_list("slug", "pk"))
    month = this_month()
    _add(
        ArticleReads,
        ("article_id", "month"),
        [(keys[slug], month, count) for slug, count in slugs.items() if slug in keys],
    )


def add_misses(searches: Mapping[str, int]) -> None:
    """So many more searches for each of these that found nothing, this month."""
    month = this_month()
    known = set(SearchMiss.objects.filter(month=month).values_list("words", flat=True))
    room = MOST_MISSES - len(known)
    rows = []
    for words, count in searches.items():
        if words not in known:
            if room <= 0:
                continue
            room -= 1
        rows.append((month, words, count))
    _add(SearchMiss, ("month", "words"), rows)


def words_to_count(query: str) -> str:
    """The search as it may be counted; empty for one that may be about somebody."""
    words = " ".join(query.casefold().split())
    is_plain = PLAIN.fullmatch(words) and len(words.split()) <= MOST_WORDS
    return words if is_plain and len(words) <= LONGEST_MISS else ""


def most_read(month: date, count: int = 25) -> list[ArticleReads]:
    """The articles that were read most in a month, with how often."""
    rows = ArticleReads.objects.filter(month=month).select_related("article")
    return list(rows.only("count", "article__title").order_by("-count", "article_id")[:count])


def searched_in_vain(month: date, count: int = 25) -> list[SearchMiss]:
    """What was searched at least TELLING times in a month and gave nothing, the most first."""
    rows = SearchMiss.objects.filter(month=month, count__gte=TELLING)
    return list(rows.order_by("-count", "words")[:count])


def forget(today: date | None = None) -> int:
    """Delete the searches that are past their time; give how many."""
    today = today or timezone.localdate()
    rare = SearchMiss.objects.filter(month__lt=today.replace(day=1), count__lt=TELLING)
    old = SearchMiss.objects.filter(month__lt=today - A_YEAR)
    return rare.delete()[0] + old.delete()[0]


def this_month() -> date:
    return timezone.localdate().replace(day=1)


def _add(model, keys, rows) -> None:
    """Add to the count of each row, all or none; a new row begins at its count."""
    if not rows:
        return
    table = model._meta.db_table
    columns = ", ".join([*keys, "count"])
    places = ", ".join(["%s"] * (len(keys) + 1))
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES ({places}) "
            f"ON CONFLICT ({', '.join(keys)}) DO UPDATE SET count = {table}.count + excluded.count",
            rows,
        )
