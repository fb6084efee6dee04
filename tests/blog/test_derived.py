"""Rules that changed are applied to what was written by older ones."""

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from blog import derived
from blog.models import Article, Rules, WordForm
from config import prepare

from .make import make_article

pytestmark = pytest.mark.django_db


def by_other_rules(**values):
    """As if what these hold was derived by rules of an older release."""
    QuerySet(Article).update(related_due_at=None, **values)
    Rules.objects.update(fingerprint="older")


def test_after_migrations_the_rules_are_those_of_the_code():
    assert derived.is_current()


def test_after_a_change_of_the_rules_every_article_follows_them(monkeypatch):
    monkeypatch.setattr(derived, "BATCH", 2)
    for number in range(5):
        make_article(f"Na een zelfdoding {number}")
    names = ("suicide", "body_text", "search_title", "search_about", "search_rest")
    before = list(Article.objects.values_list(*names))
    by_other_rules(**dict.fromkeys(names, ""))
    derived.refresh()
    assert list(Article.objects.values_list(*names)) == before
    assert derived.is_current()


def test_only_what_differs_is_written_and_that_is_no_change_of_the_article():
    other, same = make_article("Rouw"), make_article("Werk")
    by_other_rules()
    QuerySet(Article).filter(pk=other.pk).update(search_title="")
    derived.refresh()
    articles = Article.objects.in_bulk()
    assert [articles[article.pk].updated_at for article in (other, same)] == [
        other.updated_at,
        same.updated_at,
    ]
    assert articles[other.pk].related_due_at <= timezone.now()
    assert articles[same.pk].related_due_at is None


def test_words_are_learnt_anew_in_the_order_of_the_articles():
    make_article("Rouw"), make_article("Werk")
    before = list(WordForm.objects.order_by("id").values_list("kind", "form", "stem"))
    by_other_rules()
    WordForm.objects.update(stem="anders")
    derived.refresh()
    assert list(WordForm.objects.order_by("id").values_list("kind", "form", "stem")) == before


def test_while_the_rules_are_the_same_nothing_is_read(django_assert_num_queries):
    make_article()
    with django_assert_num_queries(2):  # is there a table, and which rules
        derived.refresh()


def test_broken_off_it_starts_again(monkeypatch):
    make_article("Rouw")
    by_other_rules(search_title="")
    monkeypatch.setattr(derived.wordforms, "learn", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        derived.refresh()
    monkeypatch.undo()
    derived.refresh()
    assert Article.objects.get().search_title == "rouw"


@pytest.mark.parametrize("count", [3, 6])
def test_a_batch_takes_as_many_queries_however_many_articles_it_has(
    count,
):
    for number in range(count):
        make_article("Rouw", slug=f"rouw-{number}")
    by_other_rules(search_title="")
    with connection.execute_wrapper(seen := Statements()):
        derived.refresh()
    assert seen.count("SELECT", "blog_article") == 2  # the batch, and that there are no more
    assert seen.count("UPDATE", "blog_article") == 1


class Statements(list):
    def __call__(self, execute, sql, params, many, context):
        self.append(sql)
        return execute(sql, params, many, context)

    def count(self, verb, table):
        return sum(sql.startswith(verb) and table in sql.split("WHERE")[0] for sql in self)


@pytest.mark.parametrize(("most", "said"), [(2, [""]), (1, ["De database wordt bijgewerkt"])])
def test_who_starts_a_site_with_many_articles_is_told_to_wait(most, said, monkeypatch, capsys):
    make_article("Rouw"), make_article("Werk")
    by_other_rules()
    monkeypatch.setattr(prepare, "MANY_ARTICLES", most)
    monkeypatch.setattr(prepare, "call_command", lambda *args, **kwargs: None)
    prepare.migrate()
    assert [line.partition(";")[0] for line in capsys.readouterr().out.split("\n")[:1]] == said
