from datetime import UTC, timedelta
from gzip import decompress
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from blog import sitemaps
from blog.models import Article

from .make import (
    FAR_AHEAD,
    LONG_AGO,
    make_article,
    make_author,
    make_draft,
    make_page,
    make_picture,
    make_scheduled,
    make_topic,
)

pytestmark = pytest.mark.django_db
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
SITE = "https://www.example.org"
CONTACT = ("/adviesgesprek/", "/contact/", "/terugbellen/")


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def small_files(monkeypatch):
    monkeypatch.setattr(sitemaps, "PER_FILE", 2)


def tree(client, url="/sitemap.xml"):
    response = client.get(url)
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def read(client, url="/sitemap.xml"):
    """Address -> last change, of the addresses that are ours."""
    rows = tree(client, url)
    found = {row.find(f"{NS}loc").text: row.findtext(f"{NS}lastmod") for row in rows}
    ours = {address: found[address] for address in found if address.startswith(SITE)}
    return {address.removeprefix(SITE): changed for address, changed in ours.items()}


def moment(at):
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def at_numbers(*numbers):
    """Articles with these primary keys."""
    return [make_article(f"Artikel {number}", pk=number, publish_at=LONG_AGO) for number in numbers]


def test_it_lists_what_can_be_read_and_when_that_changed(client):
    article = make_article(topics=[make_topic()])
    page = make_page()
    make_draft("Geheim", topics=[make_topic("Stil")], author=make_author("Sem"))
    make_scheduled("Straks")
    make_article("Weg", withdraw_at=timezone.now() - timedelta(minutes=1))
    found = read(client)
    changed = moment(article.updated_at)
    assert {address: found[address] for address in found if address not in CONTACT} == {
        "/": changed,
        "/blogs/": changed,
        "/blogs/piekeren/": changed,
        "/blogs/onderwerp/rouw/": changed,
        "/blogs/auteur/noor/": changed,
        "/over-ons/": moment(page.updated_at),
    }


def test_an_article_that_was_written_before_it_appeared_changed_when_it_appeared(client):
    appeared = timezone.now() - timedelta(minutes=1)
    make_article(publish_at=appeared)
    Article.objects.update(updated_at=LONG_AGO)
    assert read(client)["/blogs/piekeren/"] == moment(appeared)


def test_it_names_the_picture_of_an_article(client):
    picture = make_picture()
    make_article(picture=picture)
    make_article("Kaal")
    images = [image.text for image in tree(client).iter(f"{IMAGE}loc")]
    assert images == [SITE + picture.original_url]


def test_addresses_are_those_of_the_public_site_whatever_host_was_asked(client):
    make_article()
    content = client.get("/sitemap.xml", headers={"Host": "localhost"}).content.decode()
    assert f"<loc>{SITE}/blogs/piekeren/</loc>" in content


def test_an_empty_site_has_a_sitemap(client):
    assert read(client)["/"] is None


def test_whatever_else_is_asked_for_gets_the_whole_map(client):
    make_article()
    assert read(client, "/sitemap.xml?p=2") == read(client)


def test_pages_that_are_not_to_be_found_are_not_in_it(client):
    hidden = {"/zoeken/", "/terugbellen/bedankt/", "/adviesgesprek/afspraak/"}
    assert hidden.isdisjoint(read(client))


def test_it_is_sent_compressed(client):
    make_article()
    response = client.get("/sitemap.xml", headers={"Accept-Encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
    assert decompress(response.content) == client.get("/sitemap.xml").content


# --- More than one file holds ---------------------------------------------------------------
def test_as_many_as_one_file_holds_stay_in_one(client, small_files):
    at_numbers(1, 2)
    assert tree(client).tag == f"{NS}urlset"


def test_more_become_an_index_of_files_with_the_last_change_in_each(client, small_files):
    articles = at_numbers(1, 2, 3, 7)
    assert tree(client).tag == f"{NS}sitemapindex"
    assert read(client) == {
        "/sitemap-paginas.xml": moment(articles[3].updated_at),
        "/sitemap-artikelen-1.xml": moment(articles[1].updated_at),
        "/sitemap-artikelen-2.xml": moment(articles[2].updated_at),
        "/sitemap-artikelen-4.xml": moment(articles[3].updated_at),
    }


def test_the_files_together_hold_each_address_once(client, small_files):
    at_numbers(1, 2, 3, 7)
    make_page()
    found = [address for file in read(client) for address in read(client, file)]
    standing = ["/", "/blogs/", "/blogs/auteur/noor/", "/over-ons/", *CONTACT]
    assert sorted(found) == sorted(
        [*standing, *(f"/blogs/artikel-{number}/" for number in (1, 2, 3, 7))]
    )


def test_an_article_stays_in_its_file_when_others_go(client, small_files):
    first, *_ = at_numbers(1, 2, 3, 7)
    first.delete()
    assert list(read(client, "/sitemap-artikelen-2.xml")) == ["/blogs/artikel-3/"]


def test_a_file_without_anything_to_read_is_neither_named_nor_found(client, small_files):
    at_numbers(1, 2, 3)
    make_article("Later", pk=5, publish_at=FAR_AHEAD)
    assert "/sitemap-artikelen-3.xml" not in read(client)
    assert client.get("/sitemap-artikelen-3.xml").status_code == 404
    assert client.get("/sitemap-artikelen-0.xml").status_code == 404
    assert client.get(f"/sitemap-artikelen-{'9' * 40}.xml").status_code == 404
    assert client.get("/sitemap-anders.xml").status_code == 404


# --- What it costs --------------------------------------------------------------------------
QUERIES = {
    "/sitemap.xml": 6,
    "/sitemap-paginas.xml": 4,
    "/sitemap-artikelen-1.xml": 1,
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url", QUERIES)
def test_it_takes_as_many_queries_for_one_row_as_for_three(
    client, django_assert_num_queries, url, rows
):
    topic, picture = make_topic(), make_picture()
    for row in range(1, rows + 1):
        title = f"Artikel {row}"
        make_article(title, pk=row, topics=[topic], picture=picture, publish_at=LONG_AGO)
        make_page(f"Pagina {row}")
    with django_assert_num_queries(QUERIES[url]):
        client.get(url)


def test_an_index_takes_five_queries(client, django_assert_num_queries, small_files):
    at_numbers(1, 2, 3, 7)
    with django_assert_num_queries(5):
        client.get("/sitemap.xml")
