import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import get_resolver

from blog.models import Article, Page, RelatedArticle
from blog.slugs import ARTICLE_RESERVED, PAGE_RESERVED

from .make import LONG_AGO, make_article, make_author, make_draft, make_page, make_topic, pick

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_an_article_without_a_moment_is_a_draft():
    assert make_draft().state() == Article.State.DRAFT


def test_an_article_is_scheduled_until_its_second_and_published_from_it():
    article = make_article(publish_at=LONG_AGO)
    assert article.state(LONG_AGO - SECOND) == Article.State.SCHEDULED
    assert article.state(LONG_AGO) == Article.State.PUBLISHED


def test_published_scheduled_and_drafts_part_all_articles():
    draft, article = make_draft(), make_article()
    assert list(Article.objects.drafts()) == [draft]
    assert list(Article.objects.scheduled(LONG_AGO - SECOND)) == [article]
    assert list(Article.objects.published(LONG_AGO - SECOND)) == []
    assert list(Article.objects.scheduled(LONG_AGO)) == []
    assert list(Article.objects.published(LONG_AGO)) == [article]


def test_an_article_is_withdrawn_from_its_second_on():
    article = make_article(publish_at=LONG_AGO, withdraw_at=LONG_AGO + 2 * SECOND)
    before, after = LONG_AGO + SECOND, LONG_AGO + 2 * SECOND
    assert article.state(before) == Article.State.PUBLISHED
    assert article.state(after) == Article.State.WITHDRAWN
    assert list(Article.objects.published(before)) == [article]
    assert list(Article.objects.published(after)) == []
    assert list(Article.objects.withdrawn(before)) == []
    assert list(Article.objects.withdrawn(after)) == [article]


def test_the_next_change_is_the_first_moment_at_which_something_appears_or_goes():
    make_draft()
    make_article("A", publish_at=LONG_AGO, withdraw_at=LONG_AGO + 5 * SECOND)
    make_article("B", publish_at=LONG_AGO + 2 * SECOND)
    moments = [Article.objects.next_change(LONG_AGO + n * SECOND) for n in (0, 2, 5)]
    assert moments == [LONG_AGO + 2 * SECOND, LONG_AGO + 5 * SECOND, None]


def test_a_list_with_states_asks_nothing_more_per_row(django_assert_num_queries):
    make_draft(), make_article("A"), make_article("B")
    with django_assert_num_queries(1):
        states = [article.state() for article in Article.objects.with_state().order_by("pk")]
    assert states == ["draft", "published", "published"]


def test_for_a_reader_an_article_changed_when_it_appeared_or_later():
    article = make_article(publish_at=LONG_AGO)
    assert article.changed_at == article.updated_at
    article.publish_at = article.updated_at + SECOND
    assert article.changed_at == article.publish_at


@pytest.mark.parametrize("slug", ARTICLE_RESERVED)
def test_a_reserved_word_is_no_address_of_an_article(slug):
    article = Article(title="A", slug=slug, summary="A", author=make_author())
    with pytest.raises(ValidationError) as error:
        article.full_clean()
    assert list(error.value.message_dict) == ["slug"]
    with pytest.raises(IntegrityError):
        article.save()


@pytest.mark.parametrize("slug", PAGE_RESERVED)
def test_a_reserved_word_is_no_address_of_a_page(slug):
    page = Page(title="A", slug=slug)
    with pytest.raises(ValidationError) as error:
        page.full_clean()
    assert "slug" in error.value.message_dict
    with pytest.raises(IntegrityError):
        page.save()


def test_update_goes_round_neither():
    make_page()
    with pytest.raises(IntegrityError):
        Page.objects.update(slug="admin")


def test_every_first_word_of_an_address_is_reserved():
    entries = list(get_resolver().url_patterns)
    for entry in entries:
        if str(entry.pattern) == "" and hasattr(entry, "url_patterns"):
            entries.extend(entry.url_patterns)
    words = {re.split(r"[/.]", str(entry.pattern).lstrip("^."))[0] for entry in entries}
    words = {word for word in words if word and "<" not in word}
    assert words >= {"admin", "blogs", "terugbellen"}
    assert words - set(PAGE_RESERVED) == set()


@pytest.mark.parametrize("slug", ["Rouw", "rouw_en", "-rouw", "rouw--en", "rouw/en", "één", "a\n"])
def test_an_address_is_small_letters_digits_and_single_hyphens(slug):
    with pytest.raises(ValidationError):
        Page(title="A", slug=slug).full_clean()


def test_an_article_is_not_related_to_itself_nor_twice_to_another():
    article, other = make_article("A"), make_article("B")
    with pytest.raises(ValidationError, match="zichzelf"):
        RelatedArticle(article=article, related=article).full_clean()
    pick(article, other)
    with pytest.raises(ValidationError, match="staat al"):
        RelatedArticle(article=article, related=other).full_clean()


def test_a_topic_counts_from_its_first_published_article():
    topic, empty = make_topic("Rouw"), make_topic("Werk")
    make_article(topics=[topic])
    make_draft(topics=[empty])
    assert list(type(topic).objects.with_published()) == [topic]
    assert list(type(topic).objects.with_published(LONG_AGO - SECOND)) == []


def test_the_last_change_of_a_topic_is_that_of_what_is_published():
    topic = make_topic()
    article = make_article(topics=[topic])
    make_draft(topics=[topic])
    assert type(topic).objects.with_last_change().get().changed_at == article.updated_at


def test_no_name_of_a_person_who_signed_in_is_in_a_picture_or_pick():
    article, other = make_article("A"), make_article("B")
    pick(article, other)
    assert str(RelatedArticle.objects.get()) == "B"
