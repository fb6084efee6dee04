import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.fulltext import is_said
from blog.models import WordForm
from blog.wordforms import BEGINS, ENDS, MOST_NEW, NEAR, distance, learn, look_up

from .make import make_article

pytestmark = pytest.mark.django_db


def said(*words):
    make_article("Een", summary="", body=f"<p>{' '.join(words)}</p>")


def look_up_published(*words):
    return look_up(words, is_said(timezone.now()))


def looked_up(word):
    return {how: sorted(stems) for how, stems in look_up_published(word)[word].items()}


def test_a_begin_is_found_from_three_letters_in_the_written_form_and_by_stem():
    said("angststoornis", "angel", "behandeling")
    assert looked_up("angst")[BEGINS] == ["angststoornis"]
    assert looked_up("ang")[BEGINS] == ["angel", "angststoornis"]
    assert looked_up("an")[BEGINS] == []
    assert looked_up("behandeli")[BEGINS] == ["behandel"]
    assert looked_up("angsten")[BEGINS] == ["angststoornis"]


def test_an_end_is_found_where_it_makes_a_compound():
    said("faalangst", "vertrouwen")
    assert looked_up("angsten")[ENDS] == ["faalangst"]
    assert looked_up("rouw")[ENDS] == []


@pytest.mark.parametrize(
    "typed",
    ["pikeren", "piekkeren", "peikeren", "piekerem", "piekeern", "pijkeren", "piekerenn"],
)
def test_a_word_with_a_letter_wrong_is_found(typed):
    said("piekeren", "pieken", "lopen")
    assert looked_up(typed)[NEAR] == ["pieker"]


@pytest.mark.parametrize("typed", ["psygoloog", "psycholoog", "sychologe", "psichologen"])
def test_so_is_one_that_sounds_like_it(typed):
    said("psychologen")
    assert looked_up(typed)[NEAR] == ["psycholoog"]


def test_of_a_compound_that_nobody_wrote_the_longest_begin_that_is_a_word():
    said("slaap", "slaapkamer")
    assert looked_up("slaapprobleem")[NEAR] == ["slaap"]


@pytest.mark.parametrize("typed", ["113", "10cm", "het", "de", "cafe"])
def test_numbers_short_words_and_words_that_say_nothing_have_no_like(typed):
    said("112", "113", "12cm", "hot", "care", "niets")
    assert looked_up(typed)[NEAR] == []


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("rouwen", "rouwen", 0),
        ("rouwen", "ruowen", 1),
        ("rouwen", "rouwn", 1),
        ("rouwen", "rouweren", 2),
        ("rouwen", "bouwen", 2),
        ("rouw", "bouw", 2),
        ("", "rouw", 4),
    ],
)
def test_distance(one, other, apart):
    assert distance(one, other) == apart


def test_a_word_is_learnt_once():
    said("piekeren")
    count = WordForm.objects.count()
    make_article("Een", slug="twee", summary="", body="<p>Piekeren</p>")
    assert WordForm.objects.count() == count


def test_many_words_are_looked_up_in_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        look_up_published("een", "twee", "drie", "vier", "vijf", "piekeren", "rouw", "113")
    with django_assert_num_queries(0):
        assert look_up_published() == {}


def letters(count):
    """So many words that no other article has."""
    signs = "abcdefghijklmnopqrstuvwxyz"
    return [f"{a}{b}{c}kxw" for a in signs for b in signs for c in signs][:count]


def known():
    return WordForm.objects.filter(kind="w").count()


def learned_in(article):
    with CaptureQueriesContext(connection) as queries:
        learn([article])
    return len(queries)


def test_new_words_are_learned_in_two_statements_however_many():
    article = make_article("Een", summary="", body="<p>een</p>")
    for count in (500, 1500):
        article.body = f"<p>{' '.join(letters(count))}</p>"
        assert learned_in(article) == 2
    assert known() == 1501


def test_of_very_many_new_words_so_many_are_learned_and_the_others_at_the_next_save():
    article = make_article("Een", summary="", body="<p>een</p>")
    article.body = f"<p>{' '.join(letters(MOST_NEW + 500))}</p>"
    before = known()
    counts = []
    for _ in range(3):
        learn([article])
        counts.append(known() - before)
    assert counts == [MOST_NEW, MOST_NEW + 500, MOST_NEW + 500]
