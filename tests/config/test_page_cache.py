"""Whole pages in front of Django, for whoever asks and whatever they send."""

import gzip
import io
import subprocess
import sys
import threading
from ipaddress import ip_network

import brotli
import pytest
import time_machine

from config import edition
from config.page_cache import PageCache
from config.page_cache.page import coding_of
from config.page_cache.store import Store
from tests.site import BASE_DIR, environment_of

BODY = b"<p>Je hoeft het niet alleen uit te zoeken.</p>" * 50
SHARED = ("Cache-Control", "public, max-age=0, s-maxage=60")
HTML = ("Content-Type", "text/html; charset=utf-8")


class App:
    """A site behind the cache: counts what reaches it, and answers as it is told."""

    def __init__(self):
        self.status, self.headers, self.body = "200 OK", [HTML, SHARED], BODY
        self.seen = []

    def __call__(self, environ, start_response):
        self.seen.append(environ)
        start_response(self.status, list(self.headers))
        return [self.body]


class Answer:
    def __init__(self, cache, path="/blogs/", query="", **environ):
        request = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "127.0.0.1:8000",
            "REMOTE_ADDR": "203.0.113.9",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
        } | environ
        self.body = b"".join(cache(request, self._start))

    def _start(self, status, headers, error=None):
        self.status, self.pairs = int(status[:3]), headers
        self.headers = dict(headers)


@pytest.fixture
def app():
    return App()


@pytest.fixture
def cache(app):
    return PageCache(app)


def is_kept(app, cache, **environ):
    """Whether a second request like this one is answered without asking the site."""
    for _ in range(2):
        Answer(cache, **environ)
    return len(app.seen) == 1


# --- Kept, and for how long ----------------------------------------------------------------------


def test_a_page_is_made_once_and_then_given_to_everyone(app, cache):
    first, second = Answer(cache), Answer(cache, REMOTE_ADDR="203.0.113.10")
    assert len(app.seen) == 1
    assert (first.status, first.body, second.status, second.body) == (200, BODY, 200, BODY)
    assert second.headers | {"Age": "0"} == {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "public, max-age=0, s-maxage=60",
        "Vary": "Accept-Encoding",
        "ETag": second.headers["ETag"],
        "Content-Length": str(len(BODY)),
        "Age": "0",
    }


def test_it_is_kept_as_long_as_the_answer_says_and_tells_its_age(app, cache):
    app.headers = [HTML, ("Cache-Control", "public, max-age=0, s-maxage=20")]
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        Answer(cache)
        clock.shift(19)
        assert Answer(cache).headers["Age"] == "19"
        clock.shift(1)
        assert Answer(cache).headers["Age"] == "0"
    assert len(app.seen) == 2


def test_a_new_edition_begins_with_nothing(app, cache):
    Answer(cache)
    edition.of_site().advance()
    app.body = b"nieuw"
    assert Answer(cache).body == b"nieuw"


def test_what_was_made_before_a_change_is_not_kept_after_it(app, cache):
    def changing(environ, start_response):
        edition.of_site().advance()
        return app(environ, start_response)

    slow = PageCache(changing)
    Answer(slow)
    Answer(slow)
    assert len(app.seen) == 2


@pytest.mark.parametrize(
    "header",
    [
        ("Set-Cookie", "a=b"),
        ("Vary", "Cookie"),
        ("Vary", "Accept-Encoding, Accept-Language"),
        ("Vary", "*"),
        ("Content-Encoding", "gzip"),
    ],
)
def test_an_answer_that_depends_on_the_visitor_is_not_kept(app, cache, header):
    app.headers.append(header)
    assert not is_kept(app, cache)


@pytest.mark.parametrize(
    "control",
    [
        "private, no-store",
        "no-store",
        "public, max-age=60",
        "public, s-maxage=0",
        "s-maxage=60",
        "public, no-cache, s-maxage=60",
        "",
    ],
)
def test_nor_is_one_that_may_not_be_shared(app, cache, control):
    app.headers = [HTML, ("Cache-Control", control)]
    assert not is_kept(app, cache)


def test_nor_is_one_with_a_form_token(app, cache):
    app.body += b'<input type="hidden" name="csrfmiddlewaretoken" value="x">'
    assert not is_kept(app, cache)


@pytest.mark.parametrize("status", ["404 Not Found", "301 Moved", "410 Gone", "500 Oops", "206 P"])
def test_nor_is_anything_but_a_page_that_is_there(app, cache, status):
    app.status = status
    assert not is_kept(app, cache)


def test_an_answer_for_one_visitor_is_made_of_the_request_as_it_came(app, cache):
    app.headers = [HTML, ("Vary", "Cookie"), ("Set-Cookie", "csrftoken=abc")]
    answer = Answer(cache, HTTP_COOKIE="csrftoken=abc", HTTP_REFERER="http://127.0.0.1:8000/")
    assert answer.pairs == app.headers
    assert app.seen[-1]["HTTP_COOKIE"] == "csrftoken=abc"
    assert app.seen[-1]["HTTP_REFERER"] == "http://127.0.0.1:8000/"


# --- Who gets something of their own -------------------------------------------------------------


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "a=b; sessionid=abc"},
        {"HTTP_COOKIE": "preview=abc"},
        {"HTTP_AUTHORIZATION": "Basic abc"},
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"REQUEST_METHOD": "get"},
        {"CONTENT_LENGTH": "5"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"SCRIPT_NAME": "/elders"},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "127.0.0.1:8000@evil.example"},
        {"HTTP_HOST": ""},
        {"wsgi.url_scheme": "https"},
        {"path": "/terugbellen/"},
        {"path": "/admin/"},
        {"path": "//blogs/"},
        {"path": "/zoeken/", "query": "q=rouw"},
        {"query": "page=1&page=2"},
        {"query": "utm_source=" + "x" * 500},
    ],
)
def test_some_requests_pass_as_they_are_and_neither_take_nor_leave_a_page(app, cache, environ):
    Answer(cache)
    Answer(cache, **environ)
    assert len(app.seen) == 2
    given = {name: value for name, value in environ.items() if name not in ("path", "query")}
    assert {name: app.seen[1].get(name) for name in given} == given
    Answer(cache, **environ)
    Answer(cache)
    assert len(app.seen) == 3


def test_a_cookie_of_a_form_is_no_reason_to_go_without(app, cache):
    Answer(cache)
    Answer(cache, HTTP_COOKIE="csrftoken=abc")
    assert len(app.seen) == 1


# --- Nobody chooses what the next one reads ------------------------------------------------------


def test_a_page_is_made_of_its_address_and_nothing_else(app, cache):
    Answer(
        cache,
        query="utm_source=x&page=2",
        REQUEST_METHOD="HEAD",
        HTTP_HOST="LOCALHOST:1234",
        HTTP_COOKIE="csrftoken=abc",
        HTTP_ACCEPT_ENCODING="gzip",
        HTTP_ACCEPT_LANGUAGE="en",
        HTTP_IF_NONE_MATCH='"x"',
        HTTP_RANGE="bytes=0-1",
        HTTP_REFERER="https://evil.example/",
        HTTP_USER_AGENT="<script>",
        HTTP_X_FORWARDED_HOST="evil.example",
        HTTP_X_ORIGINAL_URL="/admin/",
        HTTP_X_HTTP_METHOD_OVERRIDE="POST",
    )
    seen = app.seen[0]
    assert {name: seen[name] for name in seen if name.startswith("HTTP_")} == {
        "HTTP_HOST": "127.0.0.1:8000"
    }
    assert (seen["REQUEST_METHOD"], seen["QUERY_STRING"]) == ("GET", "page=2")
    assert Answer(cache, query="page=2").body == BODY
    assert len(app.seen) == 1


def test_the_body_of_a_request_is_not_read(app, cache):
    class Unread:
        def read(self, *args):
            raise AssertionError

    body = Unread()
    Answer(cache, **{"wsgi.input": body})
    assert app.seen[0]["wsgi.input"] is not body


def test_paths_and_known_parameters_each_have_a_page_of_their_own(app, cache):
    addresses = [("/blogs/", ""), ("/blogs/", "page=2"), ("/blogs/a/", ""), ("/blogs/A/", "")]
    for path, query in addresses * 2:
        Answer(cache, path, query)
    assert [(e["PATH_INFO"], e["QUERY_STRING"]) for e in app.seen] == addresses


@pytest.mark.parametrize(
    ("environ", "is_given"),
    [
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}, True),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_PROTO": "https, http"}, True),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_PROTO": "http"}, False),
        ({"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_PROTO": "https"}, False),
        ({"REMOTE_ADDR": "10.0.0.1"}, False),
        ({"REMOTE_ADDR": "203.0.113.9", "wsgi.url_scheme": "https"}, True),
    ],
)
def test_with_https_a_page_is_for_who_came_by_https_as_a_trusted_proxy_says(
    app, settings, environ, is_given
):
    settings.IS_HTTPS = True
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/30")]
    assert is_kept(app, PageCache(app), **environ) is is_given


# --- The forms of a page -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "coding", "decode"),
    [
        ("", None, bytes),
        ("gzip", "gzip", gzip.decompress),
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
    ],
)
def test_a_page_travels_as_the_visitor_can_read_it(app, cache, accept, coding, decode):
    for _ in range(2):
        answer = Answer(cache, HTTP_ACCEPT_ENCODING=accept)
        assert decode(answer.body) == BODY
        assert answer.headers.get("Content-Encoding") == coding
        assert answer.headers["Content-Length"] == str(len(answer.body))
        assert answer.headers["Vary"] == "Accept-Encoding"
    assert len(app.seen) == 1


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", ""),
        ("br", "br"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", ""),
        ("GZIP", "gzip"),
        ("br;q=x", ""),
        ("deflate, zstd", ""),
        ("*", ""),
    ],
)
def test_the_coding_is_one_that_the_visitor_accepts(accepted, coding):
    assert coding_of(accepted) == coding


def test_what_is_short_or_no_text_is_not_compressed(app, cache):
    app.body = b"kort"
    assert Answer(cache, HTTP_ACCEPT_ENCODING="br").body == b"kort"
    app.body, app.headers = BODY, [("Content-Type", "image/webp"), SHARED]
    assert Answer(cache, "/blogs/a/", HTTP_ACCEPT_ENCODING="br").body == BODY


def test_head_has_the_headers_of_the_page_and_nothing_more(app, cache):
    page, head = Answer(cache), Answer(cache, REQUEST_METHOD="HEAD")
    assert (head.status, head.headers, head.body) == (200, page.headers, b"")


@pytest.mark.parametrize("accept", ["", "gzip", "br"])
def test_who_has_the_page_already_is_told_so(app, cache, accept):
    tag = Answer(cache).headers["ETag"]
    assert tag.startswith('W/"')
    for tags in (tag, f'"x", {tag}', tag.removeprefix("W/"), "*"):
        answer = Answer(cache, HTTP_IF_NONE_MATCH=tags, HTTP_ACCEPT_ENCODING=accept)
        assert (answer.status, answer.body) == (304, b"")
        assert answer.headers == {
            "ETag": tag,
            "Vary": "Accept-Encoding",
            "Cache-Control": "public, max-age=0, s-maxage=60",
            "Age": "0",
        }
    assert Answer(cache, HTTP_IF_NONE_MATCH='"x"').status == 200


def test_a_page_that_has_changed_has_another_tag(app, cache):
    tag = Answer(cache).headers["ETag"]
    edition.of_site().advance()
    app.body = b"nieuw"
    assert Answer(cache, HTTP_IF_NONE_MATCH=tag).body == b"nieuw"


def test_a_page_that_says_when_it_changed_answers_by_that(app, cache):
    changed = "Wed, 25 Nov 2026 12:00:00 GMT"
    app.headers.append(("Last-Modified", changed))
    asked = [
        (changed, 304),
        ("Wed, 25 Nov 2026 12:00:01 GMT", 304),
        ("Wed, 25 Nov 2026 11:59:59 GMT", 200),
        ("gisteren", 200),
    ]
    for since, status in asked:
        assert Answer(cache, HTTP_IF_MODIFIED_SINCE=since).status == status
    both = Answer(cache, HTTP_IF_MODIFIED_SINCE=changed, HTTP_IF_NONE_MATCH='"x"')
    assert both.status == 200  # RFC 9110, 13.1.3: the tag decides


def test_a_part_is_answered_with_the_whole(app, cache):
    Answer(cache)
    assert Answer(cache, HTTP_RANGE="bytes=0-1").body == BODY


# --- Bounds --------------------------------------------------------------------------------------


def test_the_store_is_bounded_in_bytes_and_lets_go_of_what_was_not_asked_for(app, settings):
    settings.PAGE_CACHE_BYTES = 10 * (2 * len(BODY) + 2000)
    cache = PageCache(app)
    Answer(cache, "/blogs/gevraagd/")
    for number in range(30):
        Answer(cache, f"/blogs/{number}/")
        Answer(cache, "/blogs/gevraagd/")
    assert cache.pages.used == settings.PAGE_CACHE_BYTES
    assert len(app.seen) == 31
    Answer(cache, "/blogs/0/")
    assert len(app.seen) == 32


def test_a_page_too_large_for_its_share_is_not_kept(app, settings):
    settings.PAGE_CACHE_BYTES = 8 * len(BODY)
    cache = PageCache(app)
    assert not is_kept(app, cache)
    assert cache.pages.used == 0


def test_a_page_that_is_made_anew_takes_no_more_room(app, cache):
    for _ in range(3):
        Answer(cache)
        edition.of_site().advance()
    assert cache.pages.used == cache.pages.get("/blogs/?").size


def test_an_empty_store_has_nothing():
    assert Store(100).get("/") is None


# --- Many at once --------------------------------------------------------------------------------


class Slow(App):
    """Holds the first request until `go`; all who come have arrived when `go` is set."""

    def __init__(self):
        super().__init__()
        self.arrived, self.go = threading.Event(), threading.Event()
        self.fault = None

    def __call__(self, environ, start_response):
        is_first = not self.seen
        answer = super().__call__(environ, start_response)
        if is_first:
            self.arrived.set()
            assert self.go.wait(10)
            if self.fault:
                raise self.fault
        return answer


def ask_together(app, count=5):
    """The bodies that `count` threads get which ask while the first is being answered."""
    cache, bodies = PageCache(app), []

    def ask():
        try:
            bodies.append(Answer(cache).body)
        except RuntimeError:
            bodies.append(b"fault")

    waiting = threading.Semaphore(0)
    join = cache.flights.join

    def counted(*args):
        waiting.release()
        return join(*args)

    cache.flights.join = counted
    threads = [threading.Thread(target=ask) for _ in range(count)]
    threads[0].start()
    assert app.arrived.wait(10)
    for thread in threads[1:]:
        thread.start()
    for _ in threads:
        assert waiting.acquire(timeout=10)
    app.go.set()
    for thread in threads:
        thread.join(10)
    return bodies


def test_many_who_ask_at_once_wait_for_one_page():
    app = Slow()
    assert ask_together(app) == [BODY] * 5
    assert len(app.seen) == 1


def test_an_answer_for_one_visitor_lets_the_others_ask_for_themselves():
    app = Slow()
    app.headers = [HTML, ("Vary", "Cookie")]
    assert ask_together(app) == [BODY] * 5
    assert len(app.seen) >= 6  # and the first once more, as it came


def test_a_fault_is_of_who_met_it_and_holds_up_nobody():
    app = Slow()
    app.fault = RuntimeError()
    assert sorted(ask_together(app)) == [BODY] * 4 + [b"fault"]


# --- In front of this site -----------------------------------------------------------------------


@pytest.mark.parametrize(("debug", "served"), [("0", "PageCache"), ("1", "WSGIHandler")])
def test_it_stands_before_the_site_but_not_before_whoever_builds_it(tmp_path, debug, served):
    show = "from config.wsgi import application; print(type(application).__name__)"
    environment = environment_of(tmp_path, DEBUG=debug)
    command = [sys.executable, "-c", show]
    said = subprocess.run(
        command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == served


# --- Counting what is read -------------------------------------------------------------------


FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
ARTICLE = "/blogs/piekeren/"


@pytest.fixture
def read(app):
    """The slugs that were read, of whatever is asked of `read.cache`."""

    class Read(list):
        cache = None

    read = Read()
    read.cache = PageCache(app, count_read=read.append)
    return read


def test_each_article_that_is_read_counts_whether_it_was_kept_or_not(read, app):
    for _ in range(3):
        Answer(read.cache, ARTICLE, HTTP_USER_AGENT=FIREFOX)
    assert len(app.seen) == 1
    assert read == ["piekeren"] * 3


def test_an_article_that_the_reader_has_already_is_read_again(read):
    etag = Answer(read.cache, ARTICLE, HTTP_USER_AGENT=FIREFOX).headers["ETag"]
    again = Answer(read.cache, ARTICLE, HTTP_USER_AGENT=FIREFOX, HTTP_IF_NONE_MATCH=etag)
    assert again.status == 304
    assert read == ["piekeren"] * 2


@pytest.mark.parametrize("path", ["/", "/blogs/", "/blogs/onderwerp/rouw/", "/over-ons/"])
def test_other_pages_do_not_count(read, path):
    Answer(read.cache, path, HTTP_USER_AGENT=FIREFOX)
    assert read == []


def test_what_is_not_there_is_not_read(read, app):
    app.status = "404 Not Found"
    Answer(read.cache, ARTICLE, HTTP_USER_AGENT=FIREFOX)
    assert read == []


def test_robots_and_colleagues_do_not_count(read):
    Answer(read.cache, ARTICLE, HTTP_USER_AGENT="curl/8.5.0")
    Answer(read.cache, ARTICLE, HTTP_USER_AGENT=FIREFOX, REQUEST_METHOD="HEAD")
    Answer(read.cache, ARTICLE, HTTP_USER_AGENT=FIREFOX, HTTP_COOKIE="sessionid=abc")
    assert read == []
