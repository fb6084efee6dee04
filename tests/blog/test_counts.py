"""How often an article is read, and what was searched in vain."""

from datetime import date

import pytest

from blog import counts
from blog.models import ArticleReads, SearchMiss
from blog.signals import searched_in_vain

from .make import make_article

pytestmark = pytest.mark.django_db
NOVEMBER, OCTOBER = date(2026, 11, 1), date(2026, 10, 1)


def test_reads_add_up_in_their_month(django_assert_num_queries):
    one, other = make_article(slug="een"), make_article(slug="twee")
    with django_assert_num_queries(2):
        counts.add_reads({"een": 2, "twee": 1, "weg": 5})
    counts.add_reads({"een": 3})
    assert set(ArticleReads.objects.values_list("article", "month", "count")) == {
        (one.pk, counts.this_month(), 5),
        (other.pk, counts.this_month(), 1),
    }


def test_the_desk_sees_the_most_read_first():
    make_article(slug="een"), make_article(slug="twee")
    counts.add_reads({"een": 2, "twee": 7})
    found = counts.most_read(counts.this_month())
    assert [(row.article.slug, row.count) for row in found] == [("twee", 7), ("een", 2)]


@pytest.mark.parametrize(
    "query",
    ["Slapeloosheid", "  angst   voor de tandarts ", "burn-out", "zo'n dag", "één keer"],
)
def test_short_plain_words_are_counted(query):
    assert counts.words_to_count(query) == " ".join(query.casefold().split())


@pytest.mark.parametrize(
    "query",
    [
        "",
        "0612345678",
        "robin@example.org",
        "robin 1984",
        "https://example.org",
        "ik wil weten of mijn zus Robin hulp krijgt",
        "x" * 61,
        "a<script>",
    ],
)
def test_what_may_be_about_somebody_is_not_counted(query):
    assert counts.words_to_count(query) == ""


def test_a_search_is_shown_from_three_times_in_a_month():
    counts.add_misses({"plankenkoorts": 2, "robin jansen": 1})
    counts.add_misses({"plankenkoorts": 1})
    found = counts.searched_in_vain(counts.this_month())
    assert [(row.words, row.count) for row in found] == [("plankenkoorts", 3)]


def test_rare_searches_go_after_their_month_and_all_after_a_year():
    SearchMiss.objects.create(month=OCTOBER, words="zelden", count=2)
    SearchMiss.objects.create(month=OCTOBER, words="vaker", count=3)
    SearchMiss.objects.create(month=NOVEMBER, words="pas", count=1)
    assert counts.forget(date(2026, 11, 25)) == 1
    assert set(SearchMiss.objects.values_list("words", flat=True)) == {"vaker", "pas"}
    assert counts.forget(date(2027, 10, 2)) == 2


def test_a_flood_of_searches_fills_no_table(monkeypatch):
    monkeypatch.setattr(counts, "MOST_MISSES", 3)
    counts.add_misses({f"woord {letter}": 1 for letter in "abcdef"})
    counts.add_misses({"woord a": 1, "woord z": 1})
    assert SearchMiss.objects.count() == 3
    assert SearchMiss.objects.get(words="woord a").count == 2


def test_a_search_that_finds_nothing_says_so_and_another_does_not(client):
    make_article(title="Rouw", slug="rouw")
    heard = []

    def hear(query, **kwargs):
        heard.append(query)

    searched_in_vain.connect(hear)
    try:
        client.get("/zoeken/", {"q": "xyzzy"})
        client.get("/zoeken/", {"q": "rouw"})
        client.get("/zoeken/")
    finally:
        searched_in_vain.disconnect(hear)
    assert heard == ["xyzzy"]
