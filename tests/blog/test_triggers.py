"""What the database keeps right is there after migrations, whatever it had before."""

import pytest
from django.db import connection

from blog import triggers
from blog.models import Article, Listing

from .make import LONG_AGO, make_article, make_topic

pytestmark = pytest.mark.django_db


def execute(*statements):
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def moments():
    return list(Listing.objects.values_list("publish_at", flat=True))


@pytest.mark.sqlite
def test_a_trigger_of_an_older_release_gives_way():
    execute(
        "DROP TRIGGER listing_of_link",
        "CREATE TRIGGER listing_of_link AFTER INSERT ON blog_article_topics BEGIN SELECT 1; END",
    )
    triggers.create("default")
    make_article(topics=[make_topic()])
    assert moments() == [LONG_AGO]


def test_a_column_of_listings_that_django_left_out_comes_back_with_its_index_and_filled():
    make_article(topics=[make_topic()])
    if connection.vendor == "sqlite":  # as _remake_table does, for all that Django knows of it
        triggers.drop("default", plan=["something"])
        execute(
            "CREATE TABLE anew (id integer PRIMARY KEY AUTOINCREMENT, article_id bigint NOT NULL,"
            " topic_id bigint NOT NULL)",
            "INSERT INTO anew SELECT id, article_id, topic_id FROM blog_article_topics",
            "DROP TABLE blog_article_topics",
            "ALTER TABLE anew RENAME TO blog_article_topics",
        )
    else:
        execute(
            "SET CONSTRAINTS ALL IMMEDIATE",
            "ALTER TABLE blog_article_topics DROP COLUMN publish_at",
        )
    triggers.create("default")
    assert moments() == [LONG_AGO]
    Article.objects.update(publish_at=None)
    assert moments() == [None]
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, "blog_article_topics")
    assert there["listing_newest"]["columns"] == ["topic_id", "publish_at", "article_id"]


def test_an_index_of_listings_that_is_gone_comes_back():
    execute("DROP INDEX listing_newest")
    triggers.create("default")
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, "blog_article_topics")
    assert "listing_newest" in there
