from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog import suggestions
from blog.models import Article, HelpCard, RelatedArticle, Suggestion
from blog.related import NEWEST, NEWEST_ABOUT_SAME, related_to

from .make import LONG_AGO, make_article, make_draft, make_scheduled, make_topic, pick

pytestmark = pytest.mark.django_db
SLEEP = "<p>Slapeloosheid, matras, dekbed en wekker in een donkere slaapkamer.</p>"
WORK = "<p>Werkdruk, vergadering, leidinggevende en collega op kantoor.</p>"


def titles(article, **options):
    return [other.title for other in related_to(article, **options)]


def why(article):
    return [(other.title, other.is_pinned, other.reason) for other in related_to(article)]


def suggest(article, *related):
    """As the worker would."""
    for position, other in enumerate(related, start=1):
        Suggestion.objects.create(
            article=article, related=other, position=position, score=1 / position, reason="Nabij."
        )


def block(article, *related):
    for other in related:
        RelatedArticle.objects.create(article=article, related=other, choice="block")


# --- The order -----------------------------------------------------------------------------------


def test_hand_picked_articles_come_first_and_in_their_order():
    article, old, new = make_article("A"), make_article("Oud"), make_article("Nieuw", days=9)
    newer = make_article("Nieuwer", days=10)
    pick(article, new, old)
    assert titles(article) == ["Nieuw", "Oud", "Nieuwer"]
    assert titles(newer) == ["Nieuw", "Oud", "A"]


def test_then_come_the_computed_ones_then_the_newest_and_each_says_why():
    topic = make_topic()
    article = make_article("A", topics=[topic])
    old, near, nearest = (make_article(title) for title in ("Oud", "Nabij", "Nabijst"))
    make_article("Zelfde", topics=[topic], days=1)
    make_article("Nieuwst", days=2)
    pick(article, old)
    suggest(article, nearest, old, near)
    assert titles(article, count=5) == ["Oud", "Nabijst", "Nabij", "Zelfde", "Nieuwst"]
    assert [other.is_pinned for other in related_to(article)] == [True, False, False, False]
    reasons = [other.reason for other in related_to(article, count=5)[1:]]
    assert reasons == ["Nabij.", "Nabij.", NEWEST_ABOUT_SAME, NEWEST]


def test_the_newest_are_those_with_a_same_topic_first():
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


@pytest.mark.parametrize("computed", [0, 1, 4])
def test_there_are_four_where_the_site_has_five(computed):
    article, *others = [make_article(title) for title in "ABCDE"]
    suggest(article, *others[:computed])
    assert sorted(titles(article)) == ["B", "C", "D", "E"]


def test_what_is_blocked_never_shows():
    topic = make_topic()
    article, *others = [make_article(title, topics=[topic]) for title in "ABCDEF"]
    suggest(article, *others[:3])
    block(article, others[0], others[4])
    assert titles(article) == ["C", "D", "E"]
    assert titles(others[0], count=5) == ["F", "E", "D", "C", "A"]


# --- What is not public --------------------------------------------------------------------------


def make_withdrawn(title="Nog geheim", **fields):
    return make_article(title, withdraw_at=LONG_AGO + timedelta(days=1), **fields)


@pytest.mark.parametrize("way", [pick, suggest, None])
@pytest.mark.parametrize("make_hidden", [make_draft, make_scheduled, make_withdrawn])
def test_what_is_not_public_never_shows_whichever_way_it_would_come(make_hidden, way):
    topic = make_topic()
    article, hidden = make_article("A", topics=[topic]), make_hidden(topics=[topic])
    if way:
        way(article, hidden)
    assert titles(article) == []


def test_the_moment_decides():
    article = make_article("A")
    later = make_article("B", days=1, withdraw_at=LONG_AGO + timedelta(days=2))
    suggest(article, later)
    second = timedelta(seconds=1)
    assert titles(article, at=later.publish_at - second) == []
    assert titles(article, at=later.publish_at) == ["B"]
    assert titles(article, at=later.withdraw_at - second) == ["B"]
    assert titles(article, at=later.withdraw_at) == []


def test_a_withdrawal_is_filled_from_what_was_kept():
    article, *others = [make_article(title) for title in "ABCDEF"]
    suggest(article, *others)
    Article.objects.filter(title="C").update(withdraw_at=LONG_AGO + timedelta(days=1))
    assert titles(article) == ["B", "D", "E", "F"]


def test_a_draft_that_is_previewed_has_company_too():
    make_article("A", publish_at=LONG_AGO)
    assert titles(make_draft()) == ["A"]


# --- Suicide and violence ------------------------------------------------------------------------


def by_words(article):
    Article.objects.filter(pk=article.pk).update(title="Verder na zelfdoding")


def by_topic(article):
    topic = make_topic("Geweld", is_sensitive=True)
    article.topics.add(topic)


def by_card(article):
    article.help_cards.add(HelpCard.objects.create(heading="Veilig", body="x", is_sensitive=True))


@pytest.mark.parametrize("way", [suggest, None])
@pytest.mark.parametrize("make_sensitive", [by_words, by_topic, by_card])
def test_a_sensitive_article_never_comes_by_itself_under_another_subject(make_sensitive, way):
    shared = make_topic()
    article, sensitive = (make_article(title, topics=[shared]) for title in "AB")
    if way:
        way(article, sensitive)
    assert titles(article) == ["B"]
    make_sensitive(sensitive)
    assert titles(article) == []
    pick(article, sensitive)
    assert len(titles(article)) == 1


@pytest.mark.parametrize("way", [suggest, None])
def test_it_may_stand_under_an_article_that_is_sensitive_in_the_same_way(way):
    violence, grief = make_topic("Geweld", is_sensitive=True), make_topic("Z", is_sensitive=True)
    article = make_article("A", topics=[violence])
    same, other = make_article("B", topics=[violence]), make_article("C", topics=[grief])
    if way:
        way(article, same, other)
    assert titles(article) == ["B"]


def test_two_about_suicide_may_stand_together_and_one_that_names_it_is_not_sensitive():
    first, second = make_article("Na zelfdoding"), make_article("Zelfdoding", slug="b")
    names = make_article("C", body="<p>Denk je aan zelfdoding? Bel 113.</p>")
    assert titles(first) == ["C", "Zelfdoding"]
    assert titles(names) == []
    assert set(titles(second)) == {"C", "Na zelfdoding"}


def test_a_shared_card_that_is_sensitive_is_the_same_subject():
    card = HelpCard.objects.create(heading="Veilig", body="x", is_sensitive=True)
    first, second = make_article("A"), make_article("B")
    second.help_cards.add(card)
    assert titles(first) == []
    first.help_cards.add(card)
    assert titles(first) == ["B"]


def test_a_topic_that_becomes_sensitive_counts_at_once():
    topic = make_topic("Thuis")
    article, other = make_article("A"), make_article("B", topics=[topic])
    suggest(article, other)
    topic.is_sensitive = True
    topic.save()
    assert titles(article) == []


def test_care_goes_before_the_number_of_four():
    violence = make_topic("Geweld", is_sensitive=True)
    article = make_article("A")
    for title in "BCDE":
        make_article(title, topics=[violence])
    make_article("F")
    assert titles(article) == ["F"]


# --- What it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_one_query_and_one_more_where_there_are_too_few(rows, django_assert_num_queries):
    article, *others = [make_article(f"P{row}", topics=[]) for row in range(rows + 1)]
    pick(article, others[0])
    suggest(article, *others[1:])
    with django_assert_num_queries(1):
        found = related_to(article, count=rows)
    assert len(found) == rows
    with django_assert_num_queries(2):
        assert len(related_to(article)) == rows


@pytest.mark.parametrize("computed", [True, False])
def test_what_a_row_shows_is_there_without_another_query(computed, django_assert_num_queries):
    article, other = make_article("A"), make_article("B")
    if computed:
        suggest(article, other)
    (found,) = related_to(article)
    with django_assert_num_queries(0):
        shown = found.title, found.get_absolute_url(), found.publish_at, found.summary
    assert shown == ("B", "/blogs/b/", other.publish_at, "Over b.")
    assert found.get_deferred_fields() >= {"body", "body_text", "key_points"}


@pytest.mark.sqlite
@pytest.mark.parametrize("is_full", [True, False])
def test_no_table_is_read_from_one_end_to_the_other(is_full):
    article, other = make_article("A"), make_article("B")
    suggest(article, other)
    with CaptureQueriesContext(connection) as queries:
        related_to(article, count=1 if is_full else 4)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {queries.captured_queries[-1]['sql']}")
        steps = [step for *_, step in cursor.fetchall()]
    assert [step for step in steps if step.startswith("SCAN")] == []
    assert "SEARCH blog_article USING INTEGER PRIMARY KEY (rowid=?)" in steps


def test_a_suggestion_computed_by_the_worker_says_what_binds_them():
    topic = make_topic("Slaap")
    article = make_article("A", topics=[topic], body=SLEEP, summary="Een.")
    make_article("B", topics=[topic], body=SLEEP, summary="Twee.")
    make_article("C", body=WORK, summary="Drie.")
    while suggestions.compute_due():
        pass
    first, second = related_to(article)
    assert first.title == "B"
    assert first.reason.startswith("Zelfde onderwerp: Slaap. Gedeelde woorden: ")
    assert second.reason == NEWEST
