import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_health_is_told_in_plain_text_and_kept_by_no_cache(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert "no-store" in answer["Cache-Control"]


def test_robots_keeps_the_desk_and_the_lasting_links_out(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert "Disallow: /afspraak/" in lines
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in lines


def test_security_txt_has_a_contact_and_an_end(client):
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:" in text
    assert "Expires: " in text


@pytest.mark.parametrize(
    ("path", "status"), [("/nergens/", 404), ("/blogs/nergens/", 404), ("/blogs/?page=x", 404)]
)
def test_what_is_not_there_is_told_in_dutch_with_somewhere_to_go(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    page = answer.content.decode()
    assert 'lang="nl"' in page
    assert 'href="/blogs/"' in page


def test_an_unexpected_fault_shows_a_dutch_page_that_needs_no_database(settings, monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("Robin")

    monkeypatch.setattr("contact.models.Practice.load", broken)
    answer = Client(raise_request_exception=False).get("/terugbellen/")
    assert answer.status_code == 500
    assert "Robin" not in answer.content.decode()
    assert 'lang="nl"' in answer.content.decode()


@pytest.mark.parametrize("path", ["/", "/blogs/", "/zoeken/?q=rust", "/contact/", "/blogs/feed/"])
def test_reading_pages_set_no_cookie_and_vary_on_none(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("path", ["/", "/terugbellen/", "/adviesgesprek/", "/nergens/", "/admin/"])
def test_every_page_carries_the_strict_policy(client, path):
    answer = client.get(path, follow=True)
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example"])
def test_another_host_is_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("url", ["/admin/", "/admin/login/"])
def test_no_search_engine_lists_the_desk(client, url):
    assert client.get(url)["X-Robots-Tag"] == "noindex"
