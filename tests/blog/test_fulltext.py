import pytest
from django.db import connection
from django.utils import timezone

from blog.fulltext import install, newest
from blog.models import Article

from .make import make_article

pytestmark = pytest.mark.django_db


def found(*groups, most=9, **options):
    articles = newest(groups, at=timezone.now(), most=most, **options)
    return sorted(articles.values_list("title", flat=True))


def test_each_group_needs_one_of_its_stems_or_any_group_will_do():
    make_article("Rouw"), make_article("Werk"), make_article("Rouw en werk")
    assert found({"rouw", "niets"}, {"werk"}) == ["Rouw en werk"]
    assert found({"rouw"}, {"werk"}, together=False) == ["Rouw", "Rouw en werk", "Werk"]


def test_of_each_layer_only_the_newest_are_given():
    for day in range(3):
        make_article(f"Rouw {day}", summary="", body="", days=day)
        make_article(f"Tekst {day}", summary="", body="<p>Rouw.</p>", days=-1 - day)
    assert found({"rouw"}, most=1) == ["Rouw 2"]
    assert found({"rouw"}, most=4) == ["Rouw 0", "Rouw 1", "Rouw 2", "Tekst 0"]


def test_to_put_it_up_again_changes_nothing():
    make_article("Rouw")
    install()
    assert found({"rouw"}) == ["Rouw"]


@pytest.mark.sqlite
def test_what_a_change_of_the_table_took_away_is_put_up_again_and_filled():
    make_article("Rouw", summary="", body="")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER blog_search_follows_update")
    Article.objects.update(title="Werk")
    assert found({"werk"}) == []
    install()
    assert (found({"rouw"}), found({"werk"})) == ([], ["Werk"])


LOSSES = {
    "a body of an older release": [
        "DROP TRIGGER blog_search_follows_update",
        "CREATE TRIGGER blog_search_follows_update AFTER UPDATE ON blog_article"
        " BEGIN SELECT 1; END",
    ],
    "no table": [
        *(f"DROP TRIGGER blog_search_follows_{event}" for event in ("insert", "update", "delete")),
        "DROP TABLE blog_search",
    ],
    "a table of an older release": [
        "DROP TABLE blog_search",
        "CREATE VIRTUAL TABLE blog_search USING fts5(title, about, rest, content='')",
    ],
    "an empty table": ["INSERT INTO blog_search (blog_search) VALUES ('delete-all')"],
}


@pytest.mark.sqlite
@pytest.mark.parametrize("statements", LOSSES.values(), ids=LOSSES)
def test_what_is_not_as_the_code_has_it_is_made_anew_and_filled(statements):
    make_article("Rouw", summary="", body="")
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
    install()
    assert found({"rouw"}) == ["Rouw"]
    Article.objects.update(title="Werk")
    assert (found({"rouw"}), found({"werk"})) == ([], ["Werk"])


@pytest.mark.postgres
def test_a_column_that_an_older_release_generated_otherwise_is_made_anew():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE blog_article DROP COLUMN words_title")
        cursor.execute(
            "ALTER TABLE blog_article ADD COLUMN words_title tsvector"
            " GENERATED ALWAYS AS (array_to_tsvector(ARRAY['anders'])) STORED"
        )
    install()
    make_article("Rouw")
    assert found({"rouw"}) == ["Rouw"]


@pytest.mark.sqlite
def test_sqlite_reads_the_newest_first_however_many_there_are():
    make_article("Rouw")
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN QUERY PLAN SELECT rowid FROM blog_search"
            " WHERE blog_search MATCH 'rouw' AND rowid < 9 ORDER BY rowid DESC LIMIT 9"
        )
        assert "TEMP B-TREE" not in str(cursor.fetchall())
