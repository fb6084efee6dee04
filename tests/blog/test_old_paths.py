"""Addresses of the site before this one: who still has one, comes where it is now."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.models import Article, OldPath
from blog.old_paths import leads_to, normal

from .make import make_article, make_author, make_draft, make_page, make_scheduled, make_topic

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    article = make_article("Piekeren")
    for path in ("/2019/05/piekeren/", "/?p=12", "/2019/05/café/", "/oud/"):
        OldPath.objects.create(path=path, article=article)
    return article


def where(client, address, **options):
    answer = client.get(address, **options)
    return answer.status_code, answer.headers.get("Location")


@pytest.mark.parametrize(
    "address",
    [
        "/2019/05/piekeren/",
        "/2019/05/piekeren",
        "/2019/05/Piekeren/",
        "/2019/05/piekeren/?utm_source=x",
        "/2019/05/piekeren/amp/",
        "/2019/05/piekeren/feed/",
        "/index.php/2019/05/piekeren/",
        "/2019/05/caf%C3%A9/",
        "/2019/05/caf%c3%a9",
        "/2019/05/cafe%CC%81/",
        "/oud/",
        "/oud",
        "/?p=12",
        "/?utm_source=x&p=12",
        "/index.php?p=12",
    ],
)
def test_an_old_address_leads_to_the_new_one_however_it_is_written(client, article, address):
    answer = client.get(address)

    assert (answer.status_code, answer.headers["Location"]) == (301, "/blogs/piekeren/")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert client.head(address).status_code == 301


def test_it_leads_to_the_present_address_in_one_step(client, article):
    article.slug = "zorgen"
    article.save()

    assert where(client, "/2019/05/piekeren/") == (301, "/blogs/zorgen/")


def test_pages_topics_and_authors_have_old_addresses_too(client):
    topic, author = make_topic("Rouw"), make_author("Noor")
    OldPath.objects.create(path="/werkwijze-oud/", page=make_page())
    OldPath.objects.create(path="/category/rouw/", topic=topic)
    OldPath.objects.create(path="/author/noor/", author=author)
    assert where(client, "/category/rouw/") == (404, None)  # nothing to read there yet
    make_article(topics=[topic], author=author)

    assert where(client, "/werkwijze-oud/") == (301, "/over-ons/")
    assert where(client, "/category/rouw/page/2/") == (301, "/blogs/onderwerp/rouw/")
    assert where(client, "/author/noor") == (301, "/blogs/auteur/noor/")


@pytest.mark.parametrize("make", [make_draft, make_scheduled])
def test_what_nobody_may_read_has_no_address(client, make):
    OldPath.objects.create(path="/geheim/", article=make())

    assert where(client, "/geheim/") == (404, None)


def test_what_was_withdrawn_says_so_at_its_own_address(client, article):
    article.withdraw_at = timezone.now() - timedelta(hours=1)
    article.save()

    assert where(client, "/2019/05/piekeren/") == (301, "/blogs/piekeren/")
    assert client.get("/blogs/piekeren/").status_code == 410


@pytest.mark.parametrize("address", ["/feed/", "/feed", "/rss/", "/feed/atom/", "/Feed/"])
def test_the_old_feed_leads_to_the_feed(client, address):
    assert where(client, address) == (301, "/blogs/feed/")


@pytest.mark.parametrize(
    "address",
    [
        "/nergens/",
        "/nergens/?p=abc",
        "/?p=99",
        "//elders.example.org/",
        "/%2f%2felders.example.org/",
        "/a%00b/",
        "/" + "a" * 600 + "/",
        "/?p=99999999999999999999999",
        "/?p=",
        "/?p=%00",
    ],
)
def test_any_other_address_is_what_it_was(client, article, address):
    assert where(client, address)[1] is None


def test_who_sends_something_is_not_led_away(client, article):
    assert client.post("/2019/05/piekeren/").status_code in (403, 404)


def test_what_stands_there_now_comes_first(client, article):
    make_page("Oud")

    assert where(client, "/oud/") == (200, None)


def test_an_address_that_leads_to_itself_leads_nowhere(client):
    article = make_draft("Kring")
    OldPath.objects.create(path="/blogs/kring/", article=article)
    assert where(client, "/blogs/kring/") == (404, None)
    Article.objects.filter(pk=article.pk).update(publish_at=timezone.now() - timedelta(days=1))

    assert where(client, "/blogs/kring/") == (200, None)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_costs_two_queries_and_what_is_no_old_address_one(
    client, rows, django_assert_num_queries
):
    for number in range(rows):
        path = f"/2019/stuk-{number}/"
        OldPath.objects.create(path=path, article=make_article(f"Stuk {number}"))
    with django_assert_num_queries(2):  # where it leads, and whether anybody may read it
        assert where(client, "/2019/stuk-0/") == (301, "/blogs/stuk-0/")
    with django_assert_num_queries(1):
        assert leads_to("/2019/nergens/", "p=3") is None


def test_a_page_that_exists_pays_nothing(client):
    make_article("Piekeren")
    with CaptureQueriesContext(connection) as queries:
        for address in ("/", "/?utm_source=x", "/blogs/", "/blogs/piekeren/"):
            assert client.get(address).status_code == 200

    assert [query for query in queries if "blog_oldpath" in query["sql"]] == []


@pytest.mark.parametrize(
    ("path", "query", "one"),
    [
        ("/2019/05/Naam", "", "/2019/05/naam/"),
        ("//a///b", "", "/a/b/"),
        ("/", "p=0012", "/?p=12"),
        ("/", "cat=3&p=12", "/?p=12"),
        ("/blog/", "p=12&x=1", "/blog/?p=12"),
        ("/", "", None),
        ("/", "q=1", None),
        ("/a\0b", "", None),
    ],
)
def test_an_old_address_is_written_in_one_way(path, query, one):
    assert normal(path, query) == one
