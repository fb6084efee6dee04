"""To when a page may be kept."""

from datetime import UTC, datetime, timedelta

import pytest

from blog.models import Article
from config import moments
from contact import reach
from tests.blog.make import make_article

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


def seconds(at=NOW, most=60):
    return moments.until(at.timestamp(), most) - at.timestamp()


def test_without_anything_ahead_it_is_as_long_as_is_asked():
    assert seconds() == 60


@pytest.mark.parametrize("field", ["publish_at", "withdraw_at"])
def test_it_ends_when_an_article_appears_or_disappears(field):
    make_article(**{field: NOW + timedelta(seconds=20)})
    assert seconds() == 20
    assert seconds(NOW + timedelta(seconds=20)) == 60


def test_it_ends_when_the_practice_can_be_reached_or_no_longer(monkeypatch):
    monkeypatch.setattr(reach, "next_change", lambda now: NOW + timedelta(seconds=30))
    assert seconds() == 30


def test_the_database_is_asked_once_per_edition(django_assert_num_queries):
    article = make_article(publish_at=NOW + timedelta(seconds=20))
    seconds()
    with django_assert_num_queries(0):
        assert seconds(NOW + timedelta(seconds=5)) == 15
    Article.objects.filter(pk=article.pk).update(publish_at=NOW + timedelta(seconds=10))
    assert seconds() == 10


def test_what_is_asked_on_the_way_is_itself_kept_for_no_time(monkeypatch):
    asked = []
    monkeypatch.setattr(reach, "next_change", lambda now: asked.append(seconds()))
    assert (seconds(), asked) == (60, [0])
