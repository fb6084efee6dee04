"""Pages of a list: the same cost anywhere, one address each, and a way on and back."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from blog.models import Article, Listing, Topic
from blog.paging import Cursor
from tests.contact.make import make_practice

from .make import FAR_AHEAD, LONG_AGO, make_article, make_author, make_draft, make_topic

DAY = timedelta(days=1)
LISTS = ["/blogs/", "/blogs/onderwerp/rouw/", "/blogs/auteur/noor/"]
instants = st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year >= 1000)


# --- Places in a list ----------------------------------------------------------------------------


@given(instants, st.integers(1, 10**18 - 1))
def test_a_place_has_one_address_and_reads_back(at, pk):
    cursor = Cursor(at, pk)
    assert Cursor.parse(str(cursor)) == cursor
    assert re.fullmatch(r"[0-9TZ.-]+", str(cursor))


@given(st.text(max_size=40) | st.from_regex(r"\A\d{8}T\d{6}(\.\d{1,6})?Z-\d{1,20}\Z"))
def test_nothing_else_is_a_place(text):
    try:
        cursor = Cursor.parse(text)
    except ValueError:
        return
    assert str(cursor) == text


def test_a_place_can_be_read():
    assert str(Cursor(datetime(2025, 11, 4, 9, 0, tzinfo=UTC), 12)) == "20251104T090000Z-12"


# --- Walking through a list ----------------------------------------------------------------------


def shown(response):
    return [article.title for article in response.context["page_obj"]]


def way(response, rel):
    match = re.search(rf'rel="{rel}"\s+href="([^"]+)"', response.content.decode())
    return match[1] if match else None


def walk(client, url, rel="next", query=""):
    """Each page from here on: its query and what it shows."""
    pages = []
    while True:
        response = client.get(url + query)
        assert response.status_code == 200
        pages.append((query, shown(response)))
        query = way(response, rel)
        if query in (None, "./"):
            return pages if query is None else [*pages, ("", shown(client.get(url)))]


@pytest.fixture
def many():
    """A list of 200: 22 full pages, and two more articles; some share an instant."""
    topic, author = make_topic(), make_author()
    articles = Article.objects.bulk_create(
        Article(
            title=f"A{number}",
            slug=f"a-{number}",
            author=author,
            publish_at=LONG_AGO + DAY * (number // 3),
        )
        for number in range(200)
    )
    link = Article.topics.through
    link.objects.bulk_create(link(article=article, topic=topic) for article in articles)
    make_draft("Concept", topics=[topic])
    make_article("Later", publish_at=FAR_AHEAD, topics=[topic])
    make_article("Weg", publish_at=LONG_AGO + DAY, withdraw_at=LONG_AGO + 2 * DAY, topics=[topic])


@pytest.mark.django_db
@pytest.mark.parametrize("url", LISTS)
def test_every_article_is_met_once_on_the_way_to_the_oldest_and_again_on_the_way_back(
    client, many, url
):
    pages = walk(client, url)
    titles = [title for _, page in pages for title in page]
    assert titles == [f"A{number}" for number in range(199, -1, -1)]
    assert [len(page) for _, page in pages] == [9] * 22 + [2]
    queries = [query for query, _ in pages]
    assert queries[:20] == ["", *(f"?page={number}" for number in range(2, 21))]
    assert all(query.startswith("?voor=") for query in queries[20:])
    back = walk(client, url, rel="prev", query=queries[-1])
    newest_first = [title for _, page in reversed(back) for title in page]
    assert list(dict.fromkeys(newest_first)) == titles


@pytest.mark.django_db
def test_a_page_says_where_it_is_in_title_canonical_and_description(client, many):
    titles = []
    for query, _ in walk(client, "/blogs/"):
        page = client.get(f"/blogs/{query}").content.decode()
        canonical = re.search(r'rel="canonical" href="[^"]*/blogs/([^"]*)"', page)[1]
        assert canonical == query
        titles.append(re.search(r"<title>([^<]*)", page)[1])
    assert len(set(titles)) == len(titles)
    assert titles[1].startswith("Artikelen, pagina 2 · ")
    assert titles[20].startswith("Artikelen, ouder dan 12-1-2020 10:00 · ")


@pytest.mark.django_db
def test_a_place_outlives_the_article_it_was_named_after(client, many):
    place = next(query for query, _ in walk(client, "/blogs/") if "voor" in query)
    before = shown(client.get(f"/blogs/{place}"))
    Article.objects.filter(pk=int(place.rpartition("-")[2])).delete()
    assert shown(client.get(f"/blogs/{place}")) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "page=21",
        "page=02",
        "page=",
        "page=last",
        "page=%D9%A2",
        "page=2&voor=20251104T090000Z-12",
        "voor=",
        "voor=x",
        "voor=20251104T090000Z",
        "voor=20251104T090000Z-0",
        "voor=20251104T090000Z-012",
        "voor=20251104T090000Z-1%0A",
        "voor=20251104T090000.000000Z-12",
        "voor=20251304T090000Z-12",
        "voor=20251104T090060Z-12",
        "voor=00010101T000000Z-12",
        "voor=10000101T000000Z-12",
        "voor=99991231T235959Z-12",
        "voor=20251104T090000Z-" + "9" * 5000,
        "voor=%00",
    ],
)
@pytest.mark.parametrize("url", LISTS)
def test_an_address_that_no_page_has_is_not_found(client, url, query):
    make_article(topics=[make_topic()])
    assert client.get(f"{url}?{query}").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("url", LISTS)
@pytest.mark.parametrize(("query", "queries"), [("", 4), ("?voor=20200108T090000Z-999999999", 5)])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_takes_as_many_queries_for_one_row_as_for_three(
    django_assert_num_queries, url, rows, query, queries
):
    make_practice()
    topic = make_topic()
    for row in range(rows):
        make_article(f"A{row}", topics=[topic])
    with django_assert_num_queries(queries + ("onderwerp" in url)):  # its help cards
        assert len(shown(Client().get(url + query))) == rows


@pytest.mark.django_db
@pytest.mark.parametrize("url", LISTS)
def test_no_page_is_counted(client, url, django_assert_max_num_queries):
    topic = make_topic()
    for day in range(10):
        make_article(f"A{day}", days=day, topics=[topic])
    for query in ("", "?page=2", "?voor=20200108T090000Z-99999"):
        with django_assert_max_num_queries(6) as captured:
            client.get(url + query)
        assert "COUNT(" not in " ".join(query["sql"] for query in captured)


@pytest.mark.django_db
def test_a_place_still_to_come_hides_nothing_and_shows_nothing_early():
    topic = make_topic()
    article = make_article(topics=[topic])
    make_article("Later", publish_at=FAR_AHEAD, topics=[topic])
    beyond = Cursor(FAR_AHEAD + DAY, 1)
    assert list(Article.objects.published(before=beyond)) == [article]
    assert list(Article.objects.listed_under(topic, before=beyond)) == [article]


# --- The list of a topic, kept by the database ---------------------------------------------------


def listings():
    """What the links know, beside what the articles say: equal, or something is amiss."""
    known = list(Listing.objects.order_by("pk").values_list("publish_at", flat=True))
    told = Listing.objects.order_by("pk").values_list("article__publish_at", flat=True)
    assert known == list(told)
    return known


def _save(article):
    article.publish_at = FAR_AHEAD
    article.save()


def _save_of_fields(article):
    article.publish_at = FAR_AHEAD
    article.save(update_fields=["publish_at"])


def _bulk_update(article):
    article.publish_at = FAR_AHEAD
    Article.objects.bulk_update([article], ["publish_at"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        _save,
        _save_of_fields,
        _bulk_update,
        lambda article: Article.objects.update(publish_at=FAR_AHEAD),
        lambda article: Article.objects.update_or_create(
            pk=article.pk, defaults={"publish_at": FAR_AHEAD}
        ),
    ],
)
def test_a_list_follows_its_articles_however_they_are_written(change):
    article = make_article(topics=[make_topic(), make_topic("Werk")])
    assert listings() == [LONG_AGO] * 2
    change(article)
    assert listings() == [FAR_AHEAD] * 2
    Article.objects.update(publish_at=None)
    assert listings() == [None] * 2


@pytest.mark.django_db
def test_also_when_somebody_writes_sql():
    article = make_article(topics=[make_topic()])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blog_article SET publish_at = NULL WHERE id = %s", [article.pk])
    assert listings() == [None]


@pytest.mark.django_db
def test_a_link_knows_its_moment_however_it_is_made():
    rouw, werk, angst = make_topic(), make_topic("Werk"), make_topic("Angst")
    article, draft = make_article(), make_draft()
    article.topics.set([rouw, werk])
    draft.topics.add(rouw)
    angst.articles.add(article)
    link = Article.topics.through
    link.objects.bulk_create([link(article=draft, topic=werk)])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO blog_article_topics (article_id, topic_id) VALUES (%s, %s)",
            [draft.pk, angst.pk],
        )
    assert listings() == [LONG_AGO, LONG_AGO, None, LONG_AGO, None, None]
    article.topics.remove(rouw)
    draft.topics.clear()
    assert listings() == [LONG_AGO] * 2
    assert list(Topic.objects.with_published()) == [angst, werk]


@pytest.mark.django_db
def test_what_was_written_while_the_triggers_were_gone_is_put_right():
    from blog import triggers

    topic = make_topic()
    triggers.drop("default", plan=["something"])
    article = make_article(topics=[topic])
    assert list(Article.objects.listed_under(topic)) == []
    triggers.create("default", plan=["something"])
    assert list(Article.objects.listed_under(topic)) == [article]
    assert listings() == [LONG_AGO]
