"""The pages of this very site, behind its page cache."""

import pytest
from django.core.cache import caches
from django.core.handlers.wsgi import WSGIHandler

from blog.models import Article
from config.page_cache import PageCache
from tests.blog.make import make_article, make_page, make_picture, make_topic
from tests.contact.make import make_practice

from .test_page_cache import Answer

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = [
    "/",
    "/blogs/",
    "/blogs/?page=1",
    "/blogs/piekeren/",
    "/blogs/onderwerp/rouw/",
    "/blogs/auteur/noor/",
    "/blogs/feed/",
    "/zoeken/",
    "/over-ons/",
    "/contact/",
    "/sitemap.xml",
    "/robots.txt",
]
NOT_KEPT = [
    "/zoeken/?q=piekeren",
    "/blogs/?page=01",
    "/blogs/bestaat-niet/",
    "/bestaat-niet/",
    "/terugbellen/",
    "/terugbellen/bedankt/",
    "/adviesgesprek/",
    "/adviesgesprek/afspraak/",
    "/afspraak/abc/",
    "/admin/",
    "/admin/login/",
    "/healthz",
    "/favicon.ico",
]


@pytest.fixture
def cache():
    caches["site"].clear()
    make_practice()
    make_page()
    make_article(topics=[make_topic()], picture=make_picture())
    return PageCache(WSGIHandler())


def ask(cache, address, **environ):
    path, _, query = address.partition("?")
    request = {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "wsgi.errors": None}
    return Answer(cache, path, query, **request | environ)


@pytest.mark.parametrize("address", KEPT)
def test_a_page_to_read_costs_the_database_nothing_the_second_time(
    cache, address, django_assert_num_queries
):
    first = ask(cache, address)
    with django_assert_num_queries(0):
        second = ask(cache, address, HTTP_ACCEPT_ENCODING="br, gzip")
    assert (first.status, second.status) == (200, 200)
    control = first.headers["Cache-Control"].rpartition("=")
    assert control[:2] == ("public, max-age=0, s-maxage", "=")
    assert 0 < int(control[2]) <= 60
    assert "Set-Cookie" not in first.headers


@pytest.mark.parametrize("address", NOT_KEPT)
def test_a_form_an_answer_and_the_desk_are_never_kept(cache, address):
    answers = [ask(cache, address) for _ in range(2)]
    assert cache.pages.used == 0
    for answer in answers:
        assert "s-maxage" not in answer.headers.get("Cache-Control", "")
        assert "Age" not in answer.headers


def test_each_visitor_gets_a_form_token_of_their_own(cache):
    tokens = {ask(cache, "/terugbellen/").headers["Set-Cookie"] for _ in range(2)}
    assert len(tokens) == 2


def test_a_change_shows_on_the_next_request(cache):
    ask(cache, "/blogs/")
    Article.objects.update(title="Malen")
    assert b"Malen" in ask(cache, "/blogs/").body


def test_within_a_transaction_the_site_says_nothing_of_sharing(client):
    from django.db import transaction

    with transaction.atomic():
        assert "Cache-Control" not in client.get("/")


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_REFERER": "https://evil.example/"},
        {"HTTP_ACCEPT_LANGUAGE": "en"},
        {"HTTP_HOST": "localhost:6666"},
        {"QUERY_STRING": "x=evil.example"},
    ],
)
def test_who_asks_first_leaves_no_trace(cache, header):
    plain = ask(PageCache(WSGIHandler()), "/blogs/piekeren/").body
    ask(cache, "/blogs/piekeren/", **header)
    assert ask(cache, "/blogs/piekeren/").body == plain
