"""A change is noticed at the database, and counts once it is committed."""

import threading

import pytest
from django.db import connection, transaction

from blog.models import Article, Keyword, Topic, Vocabulary, WordForm
from config import edition
from contact.models import CallbackRequest, Practice
from tests.blog.make import make_article, make_topic

committed = pytest.mark.django_db(transaction=True)


@pytest.fixture
def changes(monkeypatch):
    """How many editions have begun since."""
    begun = []
    advance = edition.Edition.advance
    monkeypatch.setattr(
        edition.Edition, "advance", lambda self: (begun.append(1), advance(self))[1]
    )
    return begun


def table(model):
    return connection.ops.quote_name(model._meta.db_table)


def save():
    Topic.objects.get().save()


def update():
    Topic.objects.update(name="Verlies")


def bulk_create():
    Topic.objects.bulk_create([Topic(name=f"T{n}", slug=f"t{n}") for n in range(3)])


def delete():
    Topic.objects.all().delete()


def tie():
    Topic.objects.get().articles.add(Article.objects.get())


def raw():
    with connection.cursor() as cursor:
        cursor.execute(f"update {table(Topic)} set name = %s", ["Verlies"])


def raw_many():
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table(Topic)} SET name = %s", [["A"], ["B"]])


def raw_unquoted():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM blog_topic")


def practice():
    Practice().save()


@committed
@pytest.mark.parametrize(
    "change", [save, update, bulk_create, delete, tie, raw, raw_many, raw_unquoted, practice]
)
def test_whichever_way_something_public_changes_an_edition_begins(change, changes):
    make_topic()
    make_article()
    before = edition.of_site().now()
    changes.clear()
    change()
    assert len(changes) >= 1
    assert edition.of_site().now() != before


@committed
def test_what_only_asks_or_changes_what_no_page_shows_begins_none(changes):
    make_topic()
    changes.clear()
    list(Topic.objects.filter(name="DELETE FROM blog_topic"))
    Topic.objects.filter(name="niets").exists()
    with transaction.atomic():
        list(Topic.objects.select_for_update())
    CallbackRequest.objects.all().delete()
    for model in (Keyword, Vocabulary, WordForm):
        model.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH t AS (SELECT replace(name, 'a', 'b') AS n FROM {table(Topic)}) SELECT n FROM t"
        )
    assert changes == []


@committed
def test_a_transaction_is_one_edition_which_begins_when_it_is_committed(changes):
    topic = make_topic()
    changes.clear()
    with transaction.atomic():
        topic.save()
        with transaction.atomic():
            topic.save()
        assert changes == []
    assert changes == [1]


@committed
def test_what_is_rolled_back_has_not_changed(changes):
    topic = make_topic()
    changes.clear()
    with transaction.atomic():
        topic.save()
        transaction.set_rollback(True)
    assert changes == []


@committed
def test_a_savepoint_that_is_rolled_back_takes_no_other_change_with_it(changes):
    topic = make_topic()
    changes.clear()
    with transaction.atomic():
        with transaction.atomic():
            topic.save()
            transaction.set_rollback(True)
        topic.save()
    assert changes == [1]


@committed
def test_outside_a_transaction_an_insert_counts_once_its_answer_is_read(changes):
    sql = (
        f"INSERT INTO {table(Topic)} (name, slug, introduction, position, is_sensitive, "
        "needs_signature, has_quick_exit) VALUES "
        "('Rouw', 'rouw', '', 0, false, false, false) RETURNING id"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        before = edition.of_site().now()
        cursor.fetchone()
    assert edition.of_site().now() != before


@committed
def test_a_connection_of_another_thread_is_watched_as_well(changes):
    make_topic()
    changes.clear()

    def work():
        Topic.objects.update(name="Verlies")
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert changes == [1]
