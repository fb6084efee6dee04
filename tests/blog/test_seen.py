"""How an article shows in the results of a search engine, and in what is shared."""

import json
import re

import pytest

from blog import seen

from .make import make_article

SITE = "Praktijk Twee Stoelen"


@pytest.mark.parametrize(
    ("own", "title", "shown"),
    [
        ("", "Piekeren", "Piekeren · Praktijk Twee Stoelen"),
        ("Stoppen met piekeren", "Piekeren", "Stoppen met piekeren · Praktijk Twee Stoelen"),
        ("  ", "Piekeren", "Piekeren · Praktijk Twee Stoelen"),
        ("", "Piekeren in de nacht en overdag ook", "Piekeren in de nacht en overdag ook"
         " · Praktijk Twee Stoelen"),
        ("", "Piekeren in de nacht, overdag en ook", "Piekeren in de nacht, overdag en ook"
         " · Praktijk Twee Stoelen"),
        ("", "Piekeren in de nacht, overdag en soms", "Piekeren in de nacht, overdag en soms"),
        ("", "woord " * 20, "woord woord woord woord woord woord woord woord woord woord…"),
    ],
)  # fmt: skip
def test_the_name_of_the_page_is_the_editors_own_with_the_site_where_there_is_room(
    own, title, shown
):
    assert seen.title(own, title, site=SITE) == shown


def test_the_description_is_the_editors_own_or_the_start_of_the_summary():
    assert seen.description("Eigen  woorden", "Samenvatting") == "Eigen woorden"
    assert seen.description("", "Samenvatting") == "Samenvatting"
    assert len(seen.description("", "woord " * 60)) <= 160


@pytest.mark.parametrize(
    ("signs", "says"),
    [
        (0, ""),
        (1, "1 teken: past."),
        (60, "60 tekens: past."),
        (61, "61 tekens: wordt afgekapt."),
    ],
)
def test_whether_it_fits_is_said_in_words(signs, says):
    assert seen.fit("x" * signs, seen.TITLE) == says


@pytest.mark.django_db
def test_search_engines_and_shared_links_get_the_editors_words_and_the_page_keeps_its_title(client):
    make_article(meta_title="Stoppen met piekeren", meta_description="Zo leer je het.")
    page = client.get("/blogs/piekeren/").content.decode()
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert re.search(r"<title>(.*?)</title>", page)[1] == f"Stoppen met piekeren · {SITE}"
    assert re.findall(r'content="(Zo leer je het\.|Stoppen met piekeren)"', page) == [
        "Zo leer je het.",
        "Stoppen met piekeren",
    ]
    assert re.search(r"<h1>(.*?)</h1>", page)[1] == "Piekeren"
    assert (data["headline"], data["description"]) == ("Piekeren", "Zo leer je het.")
    lists = [client.get(path).content.decode() for path in ("/blogs/", "/blogs/feed/")]
    assert ["Zo leer je het." in page for page in lists] == [False, False]
