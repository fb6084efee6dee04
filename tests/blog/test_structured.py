import json
import re
from datetime import UTC, datetime

import pytest

from blog import share_pictures, structured
from blog.models import Article
from contact.models import Practice
from tests.contact.make import make_practice

from .make import (
    make_article,
    make_author,
    make_draft,
    make_page,
    make_picture,
    make_staff,
    make_topic,
)

pytestmark = pytest.mark.django_db
SITE = "https://www.example.org"
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


@pytest.fixture(autouse=True)
def public_address(settings):
    settings.SITE_URL = SITE
    make_practice(name="Praktijk Twee Stoelen")


def blocks(client, url):
    return [json.loads(block) for block in BLOCK.findall(client.get(url).content.decode())]


def the_article(client, url="/blogs/piekeren/"):
    """The page and its article, apart."""
    (text,) = blocks(client, url)
    return text.pop("mainEntityOfPage"), text


def test_what_would_end_the_block_is_escaped_and_read_back_as_it_was():
    said = {"name": "</script><!-- <script> & 'x' \u2028"}
    block = structured.script(said)
    (inside,) = BLOCK.findall(block)
    assert not set("<>&") & set(inside)
    assert json.loads(inside) == {"@context": "https://schema.org"} | said


def test_an_article_says_who_wrote_it_when_and_about_what(client, settings):
    picture = make_picture()
    author = make_author("Noor", role="GZ-psycholoog", big_number="12345678901")
    make_article(
        author=author,
        topics=[make_topic("Rouw")],
        picture=picture,
        publish_at=datetime(2026, 7, 1, 7, 0, tzinfo=UTC),
        summary="Over piekeren.",
    )
    Article.objects.update(updated_at=datetime(2026, 11, 2, 8, 30, tzinfo=UTC))
    page, text = the_article(client)
    assert page["about"] == [
        {"@type": "Thing", "name": "Rouw", "url": f"{SITE}/blogs/onderwerp/rouw/"}
    ]
    assert text == {
        "@context": "https://schema.org",
        "@type": "BlogPosting",
        "url": f"{SITE}/blogs/piekeren/",
        "headline": "Piekeren",
        "description": "Over piekeren.",
        "image": [SITE + picture.original_url],
        "inLanguage": "nl",
        "author": {
            "@type": "Person",
            "name": "Noor",
            "jobTitle": "GZ-psycholoog",
            "url": f"{SITE}/blogs/auteur/noor/",
            "identifier": {
                "@type": "PropertyValue",
                "propertyID": "BIG",
                "value": "12345678901",
            },
        },
        "publisher": {
            "@type": "Organization",
            "@id": f"{SITE}/#praktijk",
            "name": "Praktijk Twee Stoelen",
            "url": f"{SITE}/",
            "logo": f"{SITE}/static/img/apple-touch-icon.png",
        },
        "datePublished": "2026-07-01T09:00:00+02:00",
        "dateModified": "2026-11-02T09:30:00+01:00",
    }


def test_its_page_is_medical_and_says_who_reviewed_it_and_when(client):
    make_author("Sem", role="Psychotherapeut", user=(signer := make_staff(username="sem")))
    make_article(reviewed_by=signer, reviewed_at=datetime(2026, 11, 2, 23, 30, tzinfo=UTC))
    page, _ = the_article(client)
    assert (page["@type"], page["@id"]) == ("MedicalWebPage", f"{SITE}/blogs/piekeren/")
    assert page["lastReviewed"] == "2026-11-03"
    assert page["reviewedBy"] == {"@type": "Person", "name": "Sem", "jobTitle": "Psychotherapeut"}
    assert page["breadcrumb"]["itemListElement"] == [
        {"@type": "ListItem", "position": 1, "name": "Praktijk Twee Stoelen", "item": f"{SITE}/"},
        {"@type": "ListItem", "position": 2, "name": "Artikelen", "item": f"{SITE}/blogs/"},
        {
            "@type": "ListItem",
            "position": 3,
            "name": "Piekeren",
            "item": f"{SITE}/blogs/piekeren/",
        },
    ]


def test_without_a_signature_nobody_is_named_as_reviewer(client):
    make_article()
    page, _ = the_article(client)
    assert {"reviewedBy", "lastReviewed"}.isdisjoint(page)


def test_the_share_picture_comes_first_and_the_own_picture_after_it(client):
    article = make_article(picture=(picture := make_picture()))
    drawing = share_pictures.draw(article, name="Praktijk")
    _, text = the_article(client)
    assert text["image"] == [SITE + drawing.url, SITE + picture.original_url]


def test_without_any_picture_there_is_that_of_the_site(client):
    make_article()
    _, text = the_article(client)
    assert text["image"] == [f"{SITE}/static/img/share.png"]


def test_a_long_title_is_a_headline_of_whole_words(client):
    make_article("Lang woord " * 10 + "en dan", slug="lang")
    _, text = the_article(client, "/blogs/lang/")
    assert text["headline"] == "Lang woord " * 9 + "Lang woord…"


TRAILS = {
    "/blogs/": ["Artikelen"],
    "/blogs/onderwerp/rouw/": ["Artikelen", "Rouw"],
    "/blogs/auteur/noor/": ["Artikelen", "Noor"],
    "/over-ons/": ["Over ons"],
    "/contact/": ["Contact"],
}


@pytest.mark.parametrize("url", TRAILS)
def test_a_page_says_where_it_stands(client, url):
    make_article(topics=[make_topic()])
    make_page()
    trail = blocks(client, url)[-1]
    assert trail["@type"] == "BreadcrumbList"
    places = trail["itemListElement"]
    assert [place["name"] for place in places] == ["Praktijk Twee Stoelen", *TRAILS[url]]
    assert [place["position"] for place in places] == list(range(1, len(places) + 1))
    assert places[-1]["item"] == SITE + url


@pytest.mark.parametrize("url", ["/", "/contact/"])
def test_home_and_contact_say_what_the_practice_is_and_when_it_can_be_called(client, url):
    Practice.objects.update(
        phone="010 012 34 56", kvk="00000000", agb="", tagline="Hulp", email="a@example.org",
        street="Voorbeeldlaan 2", postcode="0000 AA", city="Voorbeeldstad",
    )  # fmt: skip
    data = blocks(client, url)[0]
    days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    assert data == {
        "@context": "https://schema.org",
        "@type": "MedicalBusiness",
        "@id": f"{SITE}/#praktijk",
        "name": "Praktijk Twee Stoelen",
        "url": f"{SITE}/",
        "logo": f"{SITE}/static/img/apple-touch-icon.png",
        "description": "Hulp",
        "telephone": "+31100123456",
        "email": "a@example.org",
        "address": {
            "@type": "PostalAddress",
            "streetAddress": "Voorbeeldlaan 2",
            "postalCode": "0000 AA",
            "addressLocality": "Voorbeeldstad",
            "addressCountry": "NL",
        },
        "image": f"{SITE}/static/img/share.png",
        "identifier": [{"@type": "PropertyValue", "propertyID": "KvK", "value": "00000000"}],
        "openingHoursSpecification": [
            {
                "@type": "OpeningHoursSpecification",
                "dayOfWeek": f"https://schema.org/{day}",
                "opens": "09:00",
                "closes": "17:00",
            }
            for day in days
        ],
    }


# --- Cards in a chat --------------------------------------------------------------------------
META = re.compile(r'<meta (?:name="([^"]*)"\s+)?(?:property="([^"]*)"\s+)?content="([^"]*)"')


def cards(client, url):
    """Every name and property that the head gives a value."""
    found = META.findall(client.get(url).content.decode())
    return {key: value for *keys, value in found for key in keys if key}


def test_the_card_of_an_article_shows_its_drawing_title_and_description(client):
    topics = [make_topic("Rouw")]
    article = make_article(topics=topics, summary="Wat helpt, " * 20, picture=make_picture())
    Article.objects.update(updated_at=datetime(2026, 11, 2, 8, 30, tzinfo=UTC))
    drawing = share_pictures.draw(article, name="Praktijk")
    found = cards(client, "/blogs/piekeren/")
    described = "Wat helpt, " * 14 + "Wat…"
    assert len(described) <= 160
    image = SITE + drawing.url
    alt = "De titel, Piekeren, naast twee vormen in gesprek."
    assert (
        found
        | {
            "description": described,
            "og:description": described,
            "og:type": "article",
            "og:title": "Piekeren",
            "twitter:title": "Piekeren",
            "og:url": f"{SITE}/blogs/piekeren/",
            "og:image": image,
            "twitter:image": image,
            "og:image:width": "1200",
            "og:image:height": "630",
            "og:image:alt": alt,
            "twitter:image:alt": alt,
            "twitter:card": "summary_large_image",
            "article:published_time": "2020-01-06T10:00:00+01:00",
            "article:modified_time": "2026-11-02T09:30:00+01:00",
            "article:author": f"{SITE}/blogs/auteur/noor/",
            "article:section": "Rouw",
        }
        == found
    )


def test_before_there_is_a_drawing_the_card_shows_the_own_picture_or_that_of_the_site(client):
    make_article()
    assert cards(client, "/blogs/piekeren/")["og:image"] == f"{SITE}/static/img/share.png"
    Article.objects.update(picture=(picture := make_picture()))
    assert cards(client, "/blogs/piekeren/")["og:image"] == SITE + picture.original_url


def test_the_address_on_the_card_of_a_deeper_page_is_that_pages_own(client):
    for number in range(10):
        make_article(f"Artikel {number}", days=number)
    page = client.get("/blogs/?page=2").content.decode()
    assert f'rel="canonical" href="{SITE}/blogs/?page=2"' in " ".join(page.split())
    assert cards(client, "/blogs/?page=2")["og:url"] == f"{SITE}/blogs/?page=2"


def test_there_is_nothing_for_machines_in_a_preview(admin_client, rf):
    from blog.views import ArticleView

    draft = make_draft("Geheim", slug="geheim")
    request = rf.get("/blogs/geheim/")
    request.user = draft.reviewed_by
    response = ArticleView.as_view(is_preview=True)(request, slug="geheim").render()
    page = response.content.decode()
    assert ("ld+json" in page, "og:title" in page, 'content="noindex"' in page) == (
        False,
        False,
        True,
    )
