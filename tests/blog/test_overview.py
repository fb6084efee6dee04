from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from blog.admin.finding import found
from blog.admin.paginator import NearbyPaginator
from blog.checks.remarks import attach, verdicts_on
from blog.models import Article

from .make import (
    FAR_AHEAD,
    LONG_AGO,
    make_article,
    make_author,
    make_draft,
    make_picture,
    make_scheduled,
    make_staff,
    make_topic,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/blog/article/"
TODAY = timezone.localdate()


@pytest.fixture
def user():
    return make_staff("view_article", "change_article")


@pytest.fixture
def editor(client, user):
    client.force_login(user)
    return client


def shown(editor, **query):
    return [article.title for article in editor.get(LIST, query).context["cl"].result_list]


def make_withdrawn(title="Weg", **fields):
    return make_article(title, withdraw_at=LONG_AGO + timedelta(days=9), **fields)


def make_due(title="Oud", **fields):
    return make_article(title, review_due_on=TODAY, **fields)


# --- States --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "titles"),
    [
        ("", ["Oud", "D", "C", "B", "A"]),
        ("draft", ["A"]),
        ("scheduled", ["B"]),
        ("published", ["Oud", "C"]),
        ("withdrawn", ["D"]),
        ("herziening", ["Oud"]),
        ("weg", []),
    ],
)
def test_the_list_can_be_narrowed_to_a_state(editor, state, titles):
    make_draft("A"), make_scheduled("B"), make_article("C"), make_withdrawn("D"), make_due()
    assert shown(editor, stand=state) == titles


def test_a_state_comes_with_its_moment(editor):
    make_draft("A"), make_scheduled("B"), make_article("C"), make_withdrawn("D")
    make_article("E", withdraw_at=timezone.now() + timedelta(days=400))
    page = editor.get(LIST).content.decode()
    said = [
        '</span> Concept</span> <span class="moment"></span>',
        '</span> Ingepland</span> <span class="moment">verschijnt zo 6 jan 2999 10:00</span>',
        '</span> Gepubliceerd</span> <span class="moment">sinds 6-1-2020</span>',
        '</span> Ingetrokken</span> <span class="moment">op 15-1-2020</span>',
        '</span> Gepubliceerd</span> <span class="moment">sinds 6-1-2020, tot ',
    ]
    assert [page.count(text) for text in said] == [1, 1, 1, 1, 1]


def test_the_tabs_say_which_is_shown_and_count_the_work(editor):
    make_draft("A"), make_draft("B"), make_scheduled("C"), make_due()
    tabs = list(editor.get(LIST, {"stand": "draft"}).context["cl"].tabs())
    assert tabs == [
        ("Alles", "?", None, False),
        ("Concepten", "?stand=draft", 2, True),
        ("Ingepland", "?stand=scheduled", 1, False),
        ("Gepubliceerd", "?stand=published", None, False),
        ("Herziening nodig", "?stand=herziening", 1, False),
        ("Ingetrokken", "?stand=withdrawn", None, False),
    ]


def test_the_tabs_keep_what_else_was_chosen_and_count_nothing_then(editor):
    topic = make_topic()
    make_draft("A", topics=[topic])
    tabs = list(editor.get(LIST, {"onderwerp": topic.pk}).context["cl"].tabs())
    assert tabs[1] == ("Concepten", f"?onderwerp={topic.pk}&stand=draft", None, False)


def test_what_is_scheduled_stands_in_the_order_in_which_it_comes(editor):
    ahead = timezone.now() + timedelta(days=1)
    make_scheduled("Later", publish_at=ahead + timedelta(days=1))
    make_scheduled("Eerst", publish_at=ahead)
    assert shown(editor, stand="scheduled") == ["Eerst", "Later"]


def test_the_day_of_a_review_is_one_in_amsterdam():
    at = timezone.datetime(2026, 3, 1, 23, 30, tzinfo=timezone.get_fixed_timezone(0))
    make_article(review_due_on=timezone.datetime(2026, 3, 2).date())
    hour = timedelta(hours=1)
    assert [
        Article.objects.review_due(at - hour).count(),
        Article.objects.review_due(at).count(),
    ] == [
        0,
        1,
    ]


# --- Narrowing -----------------------------------------------------------------------------------


def test_the_list_can_be_narrowed_to_a_topic_an_author_and_to_what_is_mine(editor, user):
    topic, mine = make_topic(), make_author("Ik", user=user)
    (
        make_article("A", topics=[topic]),
        make_draft("B", topics=[topic]),
        make_article("C", author=mine),
    )
    assert shown(editor, onderwerp=topic.pk, stand="published") == ["A"]
    assert shown(editor, onderwerp=topic.pk, stand="draft") == ["B"]
    assert shown(editor, onderwerp=topic.pk, stand="withdrawn") == []
    assert sorted(shown(editor, onderwerp=topic.pk, o="3")) == ["A", "B"]
    assert shown(editor, auteur=mine.pk) == ["C"]
    assert shown(editor, mijn="1") == ["C"]


@pytest.mark.parametrize("name", ["onderwerp", "auteur", "opmerkingen", "mijn", "stand"])
@pytest.mark.parametrize("value", ["999", "x", "9" * 40])
def test_a_choice_that_is_not_there_finds_nothing(editor, name, value):
    make_article()
    assert shown(editor, **{name: value}) == []


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 40])
def test_a_page_that_is_not_there_is_no_fault(editor, page):
    make_article()
    assert shown(editor, p=page) == ["Piekeren"]


def test_one_choice_is_offered_for_each_topic_and_author(editor):
    topic, author = make_topic(), make_author()
    cl = editor.get(LIST, {"onderwerp": topic.pk}).context["cl"]
    assert [spec.options() for spec in cl.selects()[:2]] == [
        [(topic.pk, "Rouw", True)],
        [(author.pk, "Noor", False)],
    ]


# --- Finding -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("faalangst", ["Faalangst op school", "Faalangst thuis"]),
        ("ANGST op", ["Faalangst op school"]),
        ("alang", ["Faalangst op school", "Faalangst thuis"]),
        ("/blogs/piekeren/", ["Piekeren"]),
        ("https://voorbeeld.nl/blogs/piekeren/", ["Piekeren"]),
        ("xyzzy", []),
        ('"', []),
        ("100% '", []),
        ("", ["Piekeren", "Faalangst thuis", "Faalangst op school"]),
    ],
)
def test_an_article_is_found_by_words_of_its_title_or_by_its_address(typed, titles):
    make_article("Faalangst op school"), make_draft("Faalangst thuis"), make_article("Piekeren")
    rows = found(Article.objects.order_by("-updated_at", "-id"), typed)
    assert sorted(row.title for row in rows) == sorted(titles)


def test_what_is_withdrawn_and_what_is_still_to_come_are_found_too():
    make_withdrawn("Faalangst"), make_scheduled("Faalangst later")
    rows = found(Article.objects.order_by("id"), "faalangst")
    assert [row.title for row in rows] == ["Faalangst", "Faalangst later"]


# --- Remarks -------------------------------------------------------------------------------------


def remarks(editor):
    return {row.title: row.remarks for row in editor.get(LIST).context["cl"].result_list}


def test_an_article_whose_topic_asks_for_it_says_that_it_is_not_signed(editor):
    topic = make_topic(needs_signature=True)
    make_article("A", topics=[topic]), make_article("B", topics=[topic], reviewed_at=LONG_AGO)
    make_withdrawn("C", topics=[topic]), make_article("D")
    assert remarks(editor)["A"] == ["Nog niet afgetekend"]
    assert remarks(editor)["B"] == []
    assert shown(editor, opmerkingen="aftekenen") == ["A"]


def test_a_review_that_is_due_is_said_with_its_day(editor):
    make_due("A"), make_draft("B", review_due_on=TODAY)
    day = f"{TODAY.day}-{TODAY.month}-{TODAY.year}"
    assert remarks(editor) == {"A": [f"Herziening nodig sinds {day}"], "B": []}


def test_a_link_to_an_article_that_nobody_can_read_is_said(editor):
    def link(path):
        return f'<p><a href="{path}">x</a></p>'

    make_withdrawn("Weg"), make_scheduled("Straks")
    good = make_article("Goed")
    for title, path in zip("ABCDE", ["weg/", "nergens/", "straks/", "goed/", "goed"], strict=True):
        make_article(title, body=link(f"/blogs/{path}"))
    make_scheduled("F", body=link("/blogs/straks/"))
    Article.objects.filter(pk=good.pk).update(slug="beter")
    found = remarks(editor)
    assert [found[title] for title in "ABCDEF"] == [
        ["Link naar een artikel dat niet online staat"],
        ["Link die nergens heen gaat"],
        ["Link naar een artikel dat later verschijnt"],
        [],
        [],
        [],
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_links_are_judged_in_two_queries_however_many_moments(django_assert_num_queries, rows):
    body = '<a href="/blogs/nergens/">x</a>'
    articles = [
        make_scheduled(f"A{n}", body=body, publish_at=FAR_AHEAD + timedelta(days=n))
        for n in range(rows)
    ]
    with django_assert_num_queries(2):
        found = verdicts_on(articles)
    assert found == {article.pk: {"link-broken"} for article in articles}


def test_points_of_the_checklist_are_said_in_few_words_each_once():
    article = make_article()
    article.checks = "no-summary care-commit care-success van-later"
    [article] = attach([article])
    assert article.remarks == [
        "Geen samenvatting",
        "Woorden over zelfdoding",
        "Een punt op de nakijklijst",
    ]


def test_many_remarks_are_counted_and_unfold(editor):
    topic = make_topic(needs_signature=True)
    make_due("A", topics=[topic])
    page = editor.get(LIST).content.decode()
    assert "<summary><strong>2 punten:</strong> Herziening nodig" in page
    assert "<li>Nog niet afgetekend</li>" in page


def test_a_row_shows_the_small_picture_and_no_row_the_whole(editor):
    make_article("A", picture=make_picture((900, 600), rendered=True))
    make_article("B", picture=make_picture())
    page = editor.get(LIST).content.decode()
    small, large = Article.objects.order_by("title").values_list("picture__token", flat=True)
    assert (page.count(f"{small}/400.avif"), page.count(large), page.count("origineel")) == (
        1,
        0,
        0,
    )
    assert 'width="64" height="43" alt="" loading="lazy"' in page


# --- Fast ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("query", [{}, {"stand": "published"}, {"q": "artikel"}], ids=str)
def test_the_list_takes_as_many_queries_for_one_row_as_for_three(
    editor, django_assert_num_queries, rows, query
):
    topic = make_topic(needs_signature=True)
    for row in range(rows):
        make_article(f"Artikel {row}", topics=[topic], picture=make_picture())
    with django_assert_num_queries(17):
        assert editor.get(LIST, query).status_code == 200


def test_pages_are_counted_no_further_than_a_few_ahead(django_assert_num_queries):
    for number in range(8):
        make_article(f"Artikel {number}", days=number)
    pages = NearbyPaginator(Article.objects.newest_first(), 1)
    newest = Article.objects.get(slug="artikel-7").pk
    with django_assert_num_queries(1):
        found = (pages.count, pages.num_pages, pages.has_more, pages.keys_on(1))
    assert found == (6, 6, True, [newest])
    deeper = NearbyPaginator(Article.objects.newest_first(), 1, page=4)
    assert (deeper.count, deeper.has_more) == (8, False)


PLANS = {
    "": "article_last_changed",
    "?stand=published": "article_last_changed",
    "?stand=scheduled": "publish_at>?",
    "?stand=herziening": "article_review_due",
    "?stand=withdrawn": "article_to_withdraw",
    "?onderwerp={topic}": "listing_newest",
    "?onderwerp={topic}&o=-3": "listing_newest",
    "?auteur={author}": "article_by_author",
    "?opmerkingen=tekst": "article_with_checks",
    "?o=-3": "article_newest",
}


@pytest.mark.sqlite
@pytest.mark.parametrize(("query", "index"), PLANS.items(), ids=PLANS)
def test_each_list_comes_in_order_from_an_index(editor, query, index):
    topic, author = make_topic(), make_author()
    address = LIST + query.format(topic=topic.pk, author=author.pk)
    rows = editor.get(address).context["cl"].queryset.values("pk")[:50]
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        plan = " ".join(row[3] for row in cursor.fetchall())
    assert (index in plan, "TEMP B-TREE" in plan) == (True, False), plan
