from xml.etree import ElementTree

import pytest

from tests.contact.make import make_practice

from .make import LONG_AGO, make_article, make_author

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.SITE_URL = "https://www.example.org"


def read(client):
    return ElementTree.fromstring(client.get("/blogs/feed/").content)


def test_the_feed_says_whose_it_is_and_where(client):
    make_practice(name="Praktijk & Zonen")
    make_article()
    feed = read(client)
    assert feed.find(f"{ATOM}title").text == "Artikelen van Praktijk & Zonen"
    assert feed.find(f"{ATOM}id").text == "tag:www.example.org,2026:blogs"
    assert {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")} == {
        "alternate": "https://www.example.org/blogs/",
        "self": "https://www.example.org/blogs/feed/",
    }
    response = client.get("/blogs/feed/")
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"


def test_an_entry_has_title_link_summary_author_and_both_dates(client):
    make_practice()
    article = make_article("Een & ander", slug="een", summary="Als a < b & c.")
    entry = read(client).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "Een & ander"
    assert entry.find(f"{ATOM}link").get("href") == "https://www.example.org/blogs/een/"
    summary = entry.find(f"{ATOM}summary")
    assert (summary.get("type"), summary.text) == ("html", "Als a &lt; b &amp; c.")
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Noor"
    assert entry.find(f"{ATOM}published").text == LONG_AGO.isoformat()
    updated = article.changed_at.replace(microsecond=0).isoformat()
    assert entry.find(f"{ATOM}updated").text[:19] == updated[:19]


def test_the_id_of_an_entry_outlives_its_address(client):
    make_practice()
    article = make_article()
    before = read(client).find(f"{ATOM}entry/{ATOM}id").text
    article.slug = "anders"
    article.save()
    assert read(client).find(f"{ATOM}entry/{ATOM}id").text == before
    assert before == f"tag:www.example.org,2026:artikel/{article.pk}"


def test_the_feed_holds_the_twenty_newest(client):
    make_practice()
    author = make_author()
    for day in range(21):
        make_article(f"Artikel {day}", days=day, author=author)
    titles = [entry.find(f"{ATOM}title").text for entry in read(client).findall(f"{ATOM}entry")]
    assert titles == [f"Artikel {day}" for day in range(20, 0, -1)]


def test_signs_that_xml_has_no_place_for_are_left_out(client):
    make_practice()
    make_article("A\x0bB", slug="ab", summary="C\x01D")
    entry = read(client).find(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text == "AB"
    assert entry.find(f"{ATOM}summary").text == "CD"


def test_who_has_it_is_not_sent_it_again_until_something_changes(client):
    make_practice()
    make_article()
    etag = client.get("/blogs/feed/")["ETag"]
    again = client.get("/blogs/feed/", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    make_article("Nieuw", days=1)
    assert client.get("/blogs/feed/", headers={"If-None-Match": etag}).status_code == 200
