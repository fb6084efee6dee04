"""The pages that are read, through their addresses."""

import pytest
from django.core.cache import cache
from django.test import Client

from tests.contact.make import make_practice

from .make import (
    make_article,
    make_author,
    make_draft,
    make_page,
    make_picture,
    make_scheduled,
    make_topic,
    pick,
)

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/blogs/",
    "/blogs/piekeren/",
    "/blogs/onderwerp/rouw/",
    "/blogs/auteur/noor/",
    "/blogs/feed/",
    "/zoeken/",
    "/zoeken/?q=piekeren",
    "/over-ons/",
    "/sitemap.xml",
]


@pytest.fixture
def site():
    """One of everything that can be read."""
    make_practice()
    make_page()
    make_article(topics=[make_topic()], picture=make_picture())


@pytest.mark.parametrize("url", PAGES)
def test_a_page_is_the_same_for_everyone_no_cookie_no_vary_no_token(client, site, url):
    response = client.get(url)
    assert (response.status_code, dict(response.cookies)) == (200, {})
    assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert "csrfmiddlewaretoken" not in response.content.decode()
    assert "unsafe" not in response["Content-Security-Policy"]


@pytest.mark.parametrize("url", PAGES)
def test_head_is_answered_and_post_is_not(client, site, url):
    assert client.head(url).status_code == 200
    if url != "/sitemap.xml":
        assert client.post(url).status_code == 405


# --- Drafts and scheduled articles are nowhere ---------------------------------------------------


@pytest.mark.parametrize("make_hidden", [make_draft, make_scheduled])
@pytest.mark.parametrize("url", [*PAGES, "/zoeken/?q=geheim", "/blogs/?page=1"])
def test_what_is_not_published_is_on_no_page(client, site, make_hidden, url):
    topic = make_topic("Stil")
    author = make_author("Sem Onbekend", slug="sem")
    article = make_hidden(topics=[topic], author=author, picture=make_picture())
    visible = make_article("Zichtbaar", topics=[topic])
    pick(visible, article)
    for address in (url, "/blogs/zichtbaar/", "/blogs/onderwerp/stil/"):
        page = client.get(address).content.decode()
        assert "nog-geheim" not in page
        assert "Nog geheim" not in page
        assert "/auteur/sem/" not in page
        assert article.picture.token not in page


@pytest.mark.parametrize("make_hidden", [make_draft, make_scheduled])
def test_what_is_not_published_has_no_page_and_neither_has_its_only_topic_or_author(
    client, make_hidden
):
    article = make_hidden(topics=[make_topic("Stil")], author=make_author("Sem"))
    for url in (article.get_absolute_url(), "/blogs/onderwerp/stil/", "/blogs/auteur/sem/"):
        assert client.get(url).status_code == 404


def test_not_even_for_staff(admin_client):
    assert admin_client.get(make_draft().get_absolute_url()).status_code == 404


def test_the_same_article_is_on_all_of_them_once_published(client, site):
    for url in PAGES:
        page = client.get(url).content.decode()
        assert ("/blogs/piekeren/" in page) is (url not in ("/zoeken/", "/over-ons/"))


# --- Lists ---------------------------------------------------------------------------------------


def test_home_shows_the_six_newest(client):
    for day in range(7):
        make_article(f"Artikel {day}", days=day)
    shown = [article.title for article in client.get("/").context["articles"]]
    assert shown == [f"Artikel {day}" for day in (6, 5, 4, 3, 2, 1)]


@pytest.mark.parametrize(
    "url", ["/blogs/?", "/blogs/onderwerp/rouw/?", "/blogs/auteur/noor/?", "/zoeken/?q=artikel&"]
)
def test_a_list_has_nine_articles_a_page(client, url):
    topic = make_topic()
    for day in range(10):
        make_article(f"Artikel {day}", days=day, topics=[topic])
    pages = [client.get(f"{url}page={number}") for number in (1, 2, 3)]
    assert [page.status_code for page in pages] == [200, 200, 404]
    assert [a.title for a in pages[0].context["page_obj"]] == [
        f"Artikel {day}" for day in range(9, 0, -1)
    ]
    assert [a.title for a in pages[1].context["page_obj"]] == ["Artikel 0"]


def test_the_way_back_to_the_first_page_is_its_one_address(client):
    for day in range(10):
        make_article(f"Artikel {day}", days=day)
    assert 'href="./">Nieuwere artikelen' in client.get("/blogs/?page=2").content.decode()
    back = client.get("/zoeken/?q=artikel&page=2").content.decode()
    assert 'href="?q=artikel">Nieuwere artikelen' in back


@pytest.mark.parametrize("page", ["0", "-1", "2", "1.0", "x", "%00", "9" * 5000, "1e1", "½"])
@pytest.mark.parametrize("url", ["/blogs/?", "/blogs/onderwerp/rouw/?", "/zoeken/?q=piekeren&"])
def test_a_page_that_is_not_there_is_not_found(client, site, url, page):
    assert client.get(f"{url}page={page}").status_code == 404


def test_an_empty_site_has_a_home_and_a_list(client):
    assert [client.get(url).status_code for url in ("/", "/blogs/", "/zoeken/?q=a")] == [200] * 3


# --- Search --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query", ["%00", "%0A", "a" * 2000, "%F0%9F%98%80", "%FF%FE", "%22", "%25", "'; DROP", "<b>"]
)
def test_any_query_is_answered(client, site, query):
    response = client.get(f"/zoeken/?q={query}")
    assert (response.status_code, response["X-Robots-Tag"]) == (200, "noindex")
    assert "<b>" not in response.content.decode().partition("<main")[2].partition("</form>")[0]


def test_without_a_query_there_are_no_results_to_show(client, site):
    context = client.get("/zoeken/?q=%20").context
    assert (context["query"], context["page_obj"]) == ("", None)


# --- Pages ---------------------------------------------------------------------------------------


def test_a_slug_that_no_page_has_is_not_found(client):
    assert client.get("/bestaat-niet/").status_code == 404


def test_canonical_is_the_public_address_without_the_query(client, site, settings):
    settings.SITE_URL = "https://www.example.org"
    page = client.get("/blogs/piekeren/?utm_source=x").content.decode()
    assert 'rel="canonical" href="https://www.example.org/blogs/piekeren/"' in page


# --- The cost of a page --------------------------------------------------------------------------

QUERIES = {
    "/": 11,
    "/blogs/": 5,
    "/blogs/artikel-0/": 15,
    "/blogs/onderwerp/rouw/": 5,
    "/blogs/auteur/noor/": 5,
    "/blogs/feed/": 6,
    "/zoeken/?q=artikel": 4,
    "/over-ons/": 3,
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url", QUERIES)
def test_a_page_takes_as_many_queries_for_one_row_as_for_three(
    client, django_assert_num_queries, url, rows
):
    make_practice()
    topics = [make_topic(f"Onderwerp {row}", slug=f"o-{row}") for row in range(rows - 1)]
    topics.append(make_topic())
    articles = []
    for row in range(rows):
        make_page(f"Pagina {row}")
        picture = make_picture(rendered=True)
        articles.append(
            make_article(
                f"Artikel {row}",
                picture=picture,
                topics=topics,
                body=f'<p><img src="{picture.original_url}" alt="a"></p>' * rows,
            )
        )
    make_page()
    pick(*articles)
    cache.clear()
    with django_assert_num_queries(QUERIES[url]):
        assert Client().get(url).status_code == 200
