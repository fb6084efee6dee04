"""What every page needs, kept per process until something changes."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import transaction

from blog.models import Article, Topic
from config import edition
from contact import reach
from tests.blog.make import make_article, make_topic
from tests.contact.make import make_practice

pytestmark = pytest.mark.django_db(transaction=True)


def names():
    return caches["site"].get_or_set("names", lambda: list(Topic.objects.values_list("name")))


def test_a_second_asking_costs_no_query(django_assert_num_queries):
    make_topic()
    names()
    with django_assert_num_queries(0):
        assert names() == [("Rouw",)]


def test_it_forgets_when_something_public_is_committed():
    make_topic()
    names()
    Topic.objects.update(name="Verlies")
    assert names() == [("Verlies",)]


def test_what_is_read_within_a_transaction_is_neither_kept_nor_given():
    make_topic()
    names()
    with transaction.atomic():
        Topic.objects.update(name="Verlies")
        assert names() == [("Verlies",)]
        transaction.set_rollback(True)
    assert names() == [("Rouw",)]


def test_a_value_of_old_rows_is_not_kept_in_the_new_edition():
    topic = make_topic()

    def slow():
        found = Topic.objects.get().name
        topic.name = "Verlies"
        topic.save()  # somebody commits while we still hold what was
        return found

    assert caches["site"].get_or_set("name", slow) == "Rouw"
    assert caches["site"].get_or_set("name", lambda: Topic.objects.get().name) == "Verlies"


def test_it_forgets_at_the_moment_that_an_article_appears():
    moment = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)
    make_article(publish_at=moment)

    def titles():
        return caches["site"].get_or_set(
            "titles", lambda: [article.title for article in Article.objects.published()]
        )

    with time_machine.travel(moment - timedelta(seconds=2), tick=False) as clock:
        assert titles() == []
        clock.move_to(moment)
        assert titles() == ["Piekeren"]


def test_nothing_is_kept_longer_than_its_timeout_even_where_that_is_for_ever():
    start = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        assert caches["site"].get_or_set("number", 1, timeout=None) == 1
        clock.shift(299)
        assert caches["site"].get_or_set("number", 2, timeout=None) == 1
        clock.shift(2)
        assert caches["site"].get_or_set("number", 3, timeout=None) == 3


def test_what_is_set_by_hand_is_of_this_edition():
    caches["site"].set("a", 1)
    assert caches["site"].get("a") == 1
    edition.of_site().advance()
    assert caches["site"].get("a") is None


def test_what_the_next_moment_itself_stands_on_is_made_once(monkeypatch):
    make_practice()
    made, ask = [], reach._ask
    monkeypatch.setattr(reach, "_ask", lambda now: made.append(now) or ask(now))
    assert reach.reach_at() == reach.reach_at()
    assert len(made) == 1
