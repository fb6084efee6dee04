from datetime import timedelta

import pytest

from blog.models import Article
from blog.related import related_to

from .make import LONG_AGO, make_article, make_draft, make_scheduled, make_topic, pick

pytestmark = pytest.mark.django_db


def titles(article, **options):
    return [other.title for other in related_to(article, **options)]


def test_hand_picked_articles_come_first_and_in_their_order():
    article, old, new = make_article("A"), make_article("Oud"), make_article("Nieuw", days=9)
    newer = make_article("Nieuwer", days=10)
    pick(article, new, old)
    assert titles(article) == ["Nieuw", "Oud", "Nieuwer"]
    assert titles(newer) == ["Nieuw", "Oud", "A"]


def test_then_come_those_with_a_same_topic_then_the_newest():
    grief, work = make_topic("Rouw"), make_topic("Werk")
    article = make_article("A", topics=[grief, work])
    make_article("Beide", topics=[grief, work], days=1)
    make_article("Werk", topics=[work], days=2)
    make_article("Anders", days=3)
    make_article("Nieuwste", days=4)
    picked = make_article("Gekozen")
    pick(article, picked)
    assert titles(article) == ["Gekozen", "Werk", "Beide", "Nieuwste"]


def test_there_are_never_more_than_four():
    article = make_article("A")
    pick(article, *(make_article(f"B{number}") for number in range(6)))
    assert titles(article) == ["B0", "B1", "B2", "B3"]


def test_an_article_alone_has_nothing_beside_it():
    assert titles(make_article()) == []


@pytest.mark.parametrize("make_hidden", [make_draft, make_scheduled])
def test_what_is_not_published_is_not_shown_picked_or_not(make_hidden):
    topic = make_topic()
    article, hidden = make_article("A", topics=[topic]), make_hidden(topics=[topic])
    pick(article, hidden)
    assert titles(article) == []


def test_the_moment_decides():
    article, later = make_article("A"), make_article("B", days=1)
    assert titles(article, at=later.publish_at - timedelta(seconds=1)) == []
    assert titles(article, at=later.publish_at) == ["B"]


def test_a_draft_that_is_previewed_has_company_too():
    make_article("A", publish_at=LONG_AGO)
    assert titles(make_draft()) == ["A"]


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_queries_for_one_as_for_three(rows, django_assert_num_queries):
    topic = make_topic()
    pick(make_article("A", topics=[topic]), *(make_article(f"P{row}") for row in range(rows)))
    article = Article.objects.prefetch_related("topics").get(slug="a")
    with django_assert_num_queries(3):
        assert len(titles(article)) == rows
