"""A version with each change of an article, whichever way it comes."""

from datetime import timedelta

import pytest

from blog import history, signing, withdrawal
from blog.models import Article

from .make import FAR_AHEAD, LONG_AGO, make_article, make_draft, make_staff, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def old_article(article):
    """From before versions were kept."""
    Article.history.all().delete()
    return article


def told(article):
    """What happened, oldest first."""
    rows = Article.history.filter(id=article.pk).reverse()
    return [(row.history_type, row.history_change_reason) for row in rows]


def test_an_article_that_is_made_has_its_first_version(article):
    assert told(article) == [("+", "gepubliceerd")]


def test_links_that_are_set_just_after_belong_to_it():
    article = make_article(topics=[topic := make_topic()])
    assert [row.topic_ids for row in article.history.all()] == [[topic.pk]]


def test_a_plain_save_is_a_version_with_the_links_of_then():
    article = make_article(topics=[topic := make_topic()])
    article.title = "Anders"
    article.save()
    assert told(article) == [("+", "gepubliceerd"), ("~", None)]
    assert article.history.first().topic_ids == [topic.pk]


def test_links_that_are_set_later_are_a_version_of_their_own(article):
    article.title = "Anders"
    article.save()
    article.topics.set([topic := make_topic()])
    assert [row.topic_ids for row in article.history.all()] == [[topic.pk], [], []]


def test_links_that_are_set_later_count_as_a_save(article):
    seen = article.version
    article.topics.set([make_topic()])
    assert Article.objects.get().version == seen  # of its first version still
    article.save()
    article.topics.set([])
    assert (article.version, article.history.first().version) == (seen + 2, seen + 2)
    article.topics.set([])
    assert Article.objects.get().version == seen + 2


def test_what_is_done_as_one_is_one_version_and_what_comes_after_another(article):
    with history.as_one(article, reason="samen"):
        article.title = "Anders"
        article.save()
        article.topics.set([topic := make_topic()])
    row = article.history.first()
    assert (article.history.count(), row.title, row.topic_ids) == (2, "Anders", [topic.pk])
    article.topics.set([])
    assert article.history.count() == 3


def test_so_are_those_that_are_set_from_the_topic(article):
    article.save()
    make_topic().articles.add(article)
    assert len(told(article)) == 3


def test_before_its_first_change_an_old_article_is_kept_as_it_was(old_article):
    old_article.title = "Anders"
    old_article.save()
    first = old_article.history.last()
    assert (first.title, first.history_change_reason) == ("Piekeren", history.BEFORE)
    assert first.history_date == Article.history.last().updated_at


def test_that_holds_for_an_update_of_rows_too(old_article):
    Article.objects.filter(pk=old_article.pk).update(title="Anders")
    assert [row.title for row in old_article.history.all()] == ["Anders", "Piekeren"]


def test_an_update_of_what_no_editor_writes_is_no_version(old_article):
    Article.objects.update(was_public=True)
    assert told(old_article) == []


def test_a_change_of_layout_alone_is_no_version(article):
    article.body = f"\n{article.body}\n"
    assert history.note(article) is None


def test_withdrawing_leaves_a_version(article):
    withdrawal.withdraw(article=article)
    assert told(article)[1:] == [("~", "ingetrokken")]


def test_signing_leaves_a_version(article):
    signing.sign(article, by=make_staff())
    assert told(article)[1:] == [("~", "afgetekend")]


@pytest.mark.parametrize(
    ("before", "after", "says"),
    [
        ({"publish_at": None}, {"publish_at": LONG_AGO}, "gepubliceerd"),
        ({"publish_at": None}, {"publish_at": FAR_AHEAD}, "ingepland"),
        ({"publish_at": LONG_AGO}, {"publish_at": None}, "weer een concept"),
        ({"publish_at": LONG_AGO}, {"publish_at": LONG_AGO + timedelta(1)}, ""),
        ({"withdraw_at": None}, {"withdraw_at": FAR_AHEAD}, ""),
        ({"withdraw_at": LONG_AGO}, {"withdraw_at": None}, "niet meer ingetrokken"),
        ({"reviewed_at": LONG_AGO}, {"reviewed_at": None}, "aftekenen vervallen"),
    ],
)
def test_what_happened_is_said_in_words(before, after, says):
    assert history.reason_of(Article(**before), Article(**after)) == says


def test_of_a_deleted_article_a_version_stays():
    article = make_article(topics=[topic := make_topic()])
    pk = article.pk
    article.delete()
    last = Article.history.filter(id=pk).first()
    assert (last.history_type, last.topic_ids) == ("-", [topic.pk])
    assert last.history_change_reason == "verwijderd"


def test_who_it_was_is_kept(article):
    user = make_staff()
    article.title = "Anders"
    row = history.note(article, by=user, reason="x" * 200)
    assert (row.history_user, len(row.history_change_reason)) == (user, 100)


def test_a_draft_begins_without_a_word():
    assert told(make_draft()) == [("+", None)]
