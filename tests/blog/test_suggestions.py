from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from blog import similarity, suggestions
from blog.models import Article, HelpCard, Keyword, Suggestion, Vocabulary

from .make import LONG_AGO, make_article, make_draft, make_scheduled, make_topic

pytestmark = pytest.mark.django_db
SLEEP = "<p>Slapeloosheid, matras, dekbed en wekker in een donkere slaapkamer.</p>"
WORK = "<p>Werkdruk, vergadering, leidinggevende en collega op kantoor.</p>"


def work():
    """All that is due, as the worker would in a few rounds; how many steps it took."""
    return sum(iter(suggestions.compute_due, 0))


def made(title, body, **fields):
    return make_article(title, body=body, summary="-", **fields)


def suggested(article):
    rows = Suggestion.objects.filter(article=article).order_by("position")
    return list(rows.values_list("related__title", flat=True))


def rows():
    return list(Suggestion.objects.order_by("pk").values_list())


@pytest.fixture
def sleepers():
    articles = [made("A", SLEEP), made("B", SLEEP), made("C", WORK)]
    work()
    return articles


def test_who_shares_words_is_suggested_nearest_first():
    article = made("A", SLEEP)
    made("B", WORK)
    made("C", "<p>Slapeloosheid en werkdruk op kantoor.</p>")
    made("D", SLEEP)
    work()
    assert suggested(article) == ["D", "C"]


def test_a_shared_topic_alone_is_enough():
    topic = make_topic()
    article = made("A", SLEEP, topics=[topic])
    made("B", WORK, topics=[topic])
    work()
    assert list(Suggestion.objects.filter(article=article).values_list("reason", flat=True)) == [
        "Zelfde onderwerp: Rouw."
    ]


def test_each_article_takes_two_steps_and_then_all_is_done(sleepers):
    Article.objects.update(related_due_at=timezone.now())
    Vocabulary.objects.all().delete()
    assert work() == 6
    assert work() == 0


def test_computing_again_changes_no_row(sleepers):
    before = rows()
    suggestions.mark_due(Article.objects.all())
    assert (work() > 0, rows()) == (True, before)


def test_at_most_twelve_are_kept():
    for number in range(14):
        made(f"A{number}", SLEEP)
    work()
    assert set(Suggestion.objects.values_list("position", flat=True)) == set(range(1, 13))


# --- What makes it due ---------------------------------------------------------------------------


def by_save(article):
    article.body = WORK
    article.save()


def by_update(article):
    Article.objects.filter(pk=article.pk).update(body=WORK)


def by_bulk_update(article):
    article.body = WORK
    Article.objects.bulk_update([article], ["body"])


@pytest.mark.parametrize("change", [by_save, by_update, by_bulk_update])
def test_a_changed_text_is_noticed_under_itself_and_under_its_neighbours(sleepers, change):
    assert [suggested(article) for article in sleepers] == [["B"], ["A"], []]
    change(sleepers[1])
    work()
    assert [suggested(article) for article in sleepers] == [[], ["C"], ["B"]]


def test_a_new_article_is_suggested_under_those_it_is_near(sleepers):
    made("D", WORK)
    work()
    assert suggested(sleepers[2]) == ["D"]


def test_a_draft_is_suggested_nowhere_and_has_suggestions_itself(sleepers):
    draft = make_draft("D", body=SLEEP, summary="-")
    work()
    assert set(suggested(draft)) == {"A", "B"}
    assert suggested(sleepers[0]) == ["B"]


@pytest.mark.parametrize("publish_at", [LONG_AGO, timezone.now() + timedelta(days=1)])
def test_a_draft_that_gets_its_moment_is(sleepers, publish_at):
    draft = make_draft("D", body=WORK, summary="-")
    work()
    Article.objects.filter(pk=draft.pk).update(publish_at=publish_at)
    work()
    assert suggested(sleepers[2]) == ["D"]


def test_what_is_scheduled_stands_ready_for_its_moment(sleepers):
    make_scheduled("D", body=WORK, summary="-")
    work()
    assert suggested(sleepers[2]) == ["D"]


def test_what_is_withdrawn_makes_room_for_others(sleepers):
    Article.objects.filter(title="B").update(withdraw_at=LONG_AGO + timedelta(days=1))
    work()
    assert suggested(sleepers[0]) == []
    Article.objects.filter(title="B").update(withdraw_at=None)
    work()
    assert suggested(sleepers[0]) == ["B"]


@pytest.mark.parametrize(
    "tie",
    [
        lambda topic, article: article.topics.add(topic),
        lambda topic, article: topic.articles.add(article),
        lambda topic, article: article.topics.set([topic]),
    ],
)
def test_topics_that_change_are_noticed(sleepers, tie):
    topic = make_topic()
    for article in sleepers[1:]:
        tie(topic, article)
    work()
    assert suggested(sleepers[2]) == ["B"]


@pytest.mark.parametrize(
    "untie",
    [
        lambda topic: topic.articles.clear(),
        lambda topic: topic.articles.remove(*topic.articles.all()),
        lambda topic: topic.articles.first().topics.clear(),
    ],
)
def test_and_so_are_topics_that_go(sleepers, untie):
    topic = make_topic()
    topic.articles.set(sleepers[1:])
    work()
    untie(topic)
    work()
    assert suggested(sleepers[2]) == []


def test_a_help_card_that_comes_and_goes_is_noticed(sleepers):
    card = HelpCard.objects.create(heading="Veilig", body="x", is_sensitive=True)
    sleepers[1].help_cards.add(card)
    work()
    assert suggested(sleepers[0]) == []
    sleepers[1].help_cards.clear()
    work()
    assert suggested(sleepers[0]) == ["B"]


def test_a_sensitive_article_is_not_even_kept_under_another_subject(sleepers):
    Article.objects.filter(title="B").update(title="Zelfdoding")
    work()
    assert suggested(sleepers[0]) == []
    assert suggested(sleepers[1]) == ["A"]


def test_a_signature_is_no_reason_to_compute(sleepers):
    Article.objects.update(reviewed_at=LONG_AGO)
    assert work() == 0


# --- Killed, twice, or wrong ---------------------------------------------------------------------


class Killed(BaseException):
    pass


@pytest.mark.parametrize("step", ["terms_of", "nearest", "reason", "keywords_of"])
def test_a_worker_killed_midway_leaves_it_due(sleepers, monkeypatch, step):
    def die(*args, **kwargs):
        raise Killed

    before = rows()
    Article.objects.filter(title="C").update(body=SLEEP)
    with monkeypatch.context() as patch:
        patch.setattr(similarity, step, die)
        with pytest.raises(Killed):
            work()
    assert rows() == before
    work()
    assert set(suggested(sleepers[0])) == {"B", "C"}


def test_a_change_made_while_it_computed_is_not_lost(sleepers, monkeypatch):
    first, _, third = sleepers
    real = similarity.terms_of
    edits = iter([WORK])

    def read_while_somebody_saves(*args):
        terms = real(*args)
        for body in edits:
            Article.objects.filter(pk=first.pk).update(body=body)
        return terms

    monkeypatch.setattr(similarity, "terms_of", read_while_somebody_saves)
    suggestions.mark_due(Article.objects.filter(pk=first.pk))
    work()
    assert (suggested(first), suggested(third)) == (["C"], ["A"])


def test_a_second_worker_that_started_from_the_same_mark_changes_nothing(sleepers):
    article = sleepers[0]
    suggestions.mark_due(Article.objects.filter(pk=article.pk))
    article.refresh_from_db()
    read = article.pk, article.related_due_at
    assert [suggestions._read(*read), suggestions._read(*read)] == [True, False]
    compute = article.pk, Vocabulary.objects.get(pk=article.pk).due_at
    assert [suggestions._compute(*compute), suggestions._compute(*compute)] == [True, False]


def test_one_that_fails_holds_up_no_other_and_is_tried_again_in_an_hour(sleepers, monkeypatch):
    real = similarity.terms_of

    def fail_for_b(title, *texts):
        if title == "B":
            raise ValueError(title)
        return real(title, *texts)

    Article.objects.update(body=WORK)
    now = timezone.now()
    with monkeypatch.context() as patch, time_machine.travel(now, tick=False):
        patch.setattr(similarity, "terms_of", fail_for_b)
        work()
        assert suggested(sleepers[0]) == ["C"]
        patch.undo()
        assert work() == 0
    with time_machine.travel(now + timedelta(hours=1, seconds=1), tick=False):
        work()
    assert set(suggested(sleepers[0])) == {"B", "C"}


def test_after_a_month_each_is_compared_anew(sleepers):
    assert work() == 0
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert work() == 6  # each is marked, then compared


def test_an_article_that_goes_takes_all_of_it_along(sleepers):
    Article.objects.all().delete()
    assert [model.objects.count() for model in (Vocabulary, Keyword, Suggestion)] == [0, 0, 0]


# --- What it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("others", [1, 3])
def test_comparing_takes_as_many_queries_for_one_as_for_three(others, django_assert_num_queries):
    article = made("A", SLEEP, topics=[make_topic()])
    for number in range(others):
        made(f"B{number}", SLEEP)
    work()
    now = timezone.now()
    Vocabulary.objects.filter(article=article).update(due_at=now)
    Suggestion.objects.filter(article=article).delete()
    words = Keyword.objects.filter(article=article).count()
    with django_assert_num_queries(11 + words):
        assert suggestions._compute(article.pk, now)
    assert len(suggested(article)) == others
