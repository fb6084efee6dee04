from xml.etree import ElementTree

import pytest
from django.utils.timezone import localdate

from .make import LONG_AGO, make_article, make_author, make_draft, make_page, make_topic

pytestmark = pytest.mark.django_db
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SITE = "https://www.example.org"
CONTACT = ("/adviesgesprek/", "/contact/", "/terugbellen/")


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.SITE_URL = SITE


def read(client):
    """Address -> last change, of the addresses that are the blog's."""
    root = ElementTree.fromstring(client.get("/sitemap.xml").content)
    found = {url.find(f"{NS}loc").text: url.findtext(f"{NS}lastmod") for url in root}
    ours = {address: found[address] for address in found if address.startswith(SITE)}
    return {address.removeprefix(SITE): changed for address, changed in ours.items()}


def test_it_lists_what_can_be_read_and_when_that_changed(client):
    article = make_article(topics=[make_topic()])
    page = make_page()
    make_draft("Geheim", topics=[make_topic("Stil")], author=make_author("Sem"))
    found = read(client)
    day = localdate(article.updated_at).isoformat()
    assert {address: found[address] for address in found if address not in CONTACT} == {
        "/": day,
        "/blogs/": day,
        "/blogs/piekeren/": day,
        "/blogs/onderwerp/rouw/": day,
        "/blogs/auteur/noor/": day,
        "/over-ons/": localdate(page.updated_at).isoformat(),
    }


def test_addresses_are_those_of_the_public_site_whatever_host_was_asked(client):
    make_article()
    content = client.get("/sitemap.xml", headers={"Host": "localhost"}).content.decode()
    assert f"<loc>{SITE}/blogs/piekeren/</loc>" in content


def test_an_empty_site_has_a_sitemap(client):
    assert read(client)["/"] is None


@pytest.mark.parametrize("page", ["2", "x", "0"])
def test_a_part_that_is_not_there_is_not_found(client, page):
    assert client.get(f"/sitemap.xml?p={page}").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_queries_for_one_row_as_for_three(client, django_assert_num_queries, rows):
    topic = make_topic()
    for row in range(rows):
        make_article(f"Artikel {row}", topics=[topic], publish_at=LONG_AGO)
        make_page(f"Pagina {row}")
    with django_assert_num_queries(9):
        client.get("/sitemap.xml")
