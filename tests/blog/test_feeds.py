from xml.etree import ElementTree

import pytest
from django.utils import timezone

from blog.models import Article, HelpCard
from tests.contact.make import make_practice

from .make import (
    FAR_AHEAD,
    LONG_AGO,
    make_article,
    make_author,
    make_draft,
    make_picture,
    make_scheduled,
    make_topic,
)

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


def content_of(client):
    content = read(client).find(f"{ATOM}entry/{ATOM}content")
    assert content.get("type") == "html"
    return content.text


def test_an_entry_holds_the_whole_text_with_links_and_pictures_that_work_anywhere(client):
    make_practice()
    picture = make_picture()
    make_article(
        picture=picture,
        picture_alt="Een <vlak>",
        picture_caption="Bij & voorbeeld",
        key_points="Eén.\nTwee.",
        sources="Boek, 2020",
        body='<p>Lees <a href="/blogs/rouw/">dit</a> of <a href="https://www.113.nl/">113</a>.</p>'
        f'<p><img src="{picture.original_url}" alt="Vlak"></p>',
    )
    address = f"https://www.example.org{picture.original_url}"
    assert content_of(client) == (
        f'<figure><img src="{address}" alt="Een &lt;vlak&gt;" width="600" height="400">'
        "<figcaption>Bij &amp; voorbeeld</figcaption></figure>"
        "<h2>In het kort</h2><ul><li>Eén.</li><li>Twee.</li></ul>"
        '<p>Lees <a href="https://www.example.org/blogs/rouw/">dit</a> of '
        '<a href="https://www.113.nl/">113</a>.</p>'
        f'<p><img src="{address}" alt="Vlak"></p>'
        "<h2>Bronnen</h2><ol><li>Boek, 2020</li></ol>"
    )


def test_what_looks_like_an_address_in_the_text_stays_as_it_was_written(client):
    make_practice()
    make_article(body='<p>Typ href="/hier" over.</p>')
    assert content_of(client) == '<p>Typ href="/hier" over.</p>'


def test_an_article_about_suicide_takes_its_help_along_at_the_top_and_at_the_end(client):
    make_practice()
    card = HelpCard.objects.get(purpose="suicide")
    make_article("Verder na zelfdoding", slug="verder")
    help_here = f"<h2>{card.heading}</h2>{card.body}"
    content = content_of(client)
    assert content.startswith(help_here)
    assert content.endswith(help_here)


def test_help_of_a_topic_and_of_the_article_itself_stands_around_the_text(client):
    make_practice()
    topic = make_topic("Geweld")
    topic.help_cards.add(HelpCard.objects.create(heading="Veilig Thuis", body="<p>0800-2000</p>"))
    article = make_article(topics=[topic], body="<p>Tekst.</p>")
    article.help_cards.add(HelpCard.objects.create(heading="Nu", body="<p>112</p>", position=9))
    make_article("Iets anders", days=-1)
    help_here = "<h2>Veilig Thuis</h2><p>0800-2000</p><h2>Nu</h2><p>112</p>"
    assert content_of(client) == f"{help_here}<p>Tekst.</p>{help_here}"


def test_the_topics_of_an_entry_are_its_categories(client):
    make_practice()
    make_article(topics=[make_topic("Rouw"), make_topic("Angst")])
    terms = [found.get("term") for found in read(client).iter(f"{ATOM}category")]
    assert sorted(terms) == ["Angst", "Rouw"]


def test_only_what_is_published_is_in_it(client):
    make_practice()
    make_article("Te lezen")
    make_article("Eens", withdraw_at=FAR_AHEAD)
    make_article("Voorbij", withdraw_at=timezone.now())
    make_draft("Geheim")
    make_scheduled("Straks")
    titles = [entry.find(f"{ATOM}title").text for entry in read(client).findall(f"{ATOM}entry")]
    assert titles == ["Eens", "Te lezen"]


def test_who_has_it_is_sent_it_again_after_a_withdrawal(client):
    make_practice()
    make_article("Blijft")
    make_article("Gaat", days=1)
    first = client.get("/blogs/feed/")
    assert first.has_header("Last-Modified") is False
    Article.objects.filter(title="Gaat").update(withdraw_at=timezone.now())
    again = client.get("/blogs/feed/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, "Gaat" in again.content.decode()) == (200, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_queries_for_one_row_as_for_three(client, django_assert_num_queries, rows):
    make_practice()
    topic, picture = make_topic(), make_picture()
    topic.help_cards.add(HelpCard.objects.create(heading="Hulp", body="<p>112</p>"))
    for row in range(rows):
        article = make_article(f"Zelfdoding {row}", topics=[topic], picture=picture)
        article.help_cards.set(HelpCard.objects.all())
    with django_assert_num_queries(5):
        client.get("/blogs/feed/")
