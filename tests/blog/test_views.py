"""The pages that are read, through their addresses."""

import re

import pytest
from django.test import Client

from tests.contact.make import make_practice

from .make import (
    LONG_AGO,
    make_article,
    make_author,
    make_draft,
    make_page,
    make_picture,
    make_scheduled,
    make_staff,
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


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("/blogs/?", "Artikelen"),
        ("/blogs/onderwerp/rouw/?", "Rouw"),
        ("/blogs/auteur/noor/?", "Noor"),
        ("/zoeken/?q=artikel&", "Zoeken"),
    ],
)
def test_the_heading_of_a_second_page_says_that_it_is_one(client, url, name):
    topic = make_topic()
    for day in range(10):
        make_article(f"Artikel {day}", days=day, topics=[topic])
    headings = [
        re.search(r"<h1>(.*?)</h1>", client.get(f"{url}page={number}").content.decode())[1]
        for number in (1, 2)
    ]
    assert headings == [name, f'{name}<span class="place">, pagina 2</span>']


def test_the_front_page_tells_of_a_topic_in_a_sentence_that_is_no_link(client):
    make_article(topics=[make_topic(introduction="Eerst dit. Dan dat.")])
    index = client.get("/").content.decode().partition('class="index"')[2].partition("</ul>")[0]
    assert " ".join(index.split()) == (
        '> <li> <h3><a href="/blogs/onderwerp/rouw/">Rouw</a></h3> '
        '<p class="small">Eerst dit.</p> </li>'
    )


def test_the_way_back_to_the_first_page_is_its_one_address(client):
    for day in range(10):
        make_article(f"Artikel {day}", days=day)
    assert 'href="./">Nieuwere artikelen' in client.get("/blogs/?page=2").content.decode()
    back = client.get("/zoeken/?q=artikel&page=2").content.decode()
    assert 'href="?q=artikel">Vorige resultaten' in back


@pytest.mark.parametrize("page", ["0", "-1", "2", "1.0", "x", "%00", "9" * 5000, "1e1", "½"])
@pytest.mark.parametrize("url", ["/blogs/?", "/blogs/onderwerp/rouw/?", "/zoeken/?q=piekeren&"])
def test_a_page_that_is_not_there_is_not_found(client, site, url, page):
    assert client.get(f"{url}page={page}").status_code == 404


def test_an_empty_site_has_a_home_and_a_list(client):
    assert [client.get(url).status_code for url in ("/", "/blogs/", "/zoeken/?q=a")] == [200] * 3


# --- What stands around the text of an article ---------------------------------------------------

CHAPTERS = "<h2>Eerst</h2><p>a</p><h2>Dan</h2><p>b</p>"


def read(client, article):
    return " ".join(client.get(article.get_absolute_url()).content.decode().split())


@pytest.mark.parametrize(("body", "count"), [(CHAPTERS, 0), (f"{CHAPTERS}<h2>Één</h2>", 2)])
def test_a_long_article_has_its_contents_beside_the_text_and_folded_above_it(client, body, count):
    page = read(client, make_article(body=body))
    assert page.count('aria-label="Op deze pagina"') == count
    assert page.count('<a href="#kop-een">Één</a>') == count


def test_the_key_points_stand_in_a_box_of_their_own(client):
    page = read(client, make_article(key_points="- Eén <ding>\n- Twee"))
    box = page.partition("In het kort</h2>")[2].partition("</ul>")[0].split()
    assert " ".join(box) == "<ul> <li>Eén &lt;ding&gt;</li><li>Twee</li>"
    assert "In het kort" not in read(client, make_article("Zonder"))


def test_a_number_to_call_in_a_key_point_can_be_pressed(client):
    page = read(client, make_article(key_points="Bel 113 of <b>0800-0113</b>."))
    assert (
        '<li>Bel <a href="tel:113">113</a> of &lt;b&gt;<a href="tel:0800-0113">0800-0113</a>'
        "&lt;/b&gt;.</li>"
    ) in page


def test_a_source_is_numbered_linked_and_leads_back(client):
    sources = "Thuisarts.nl. https://www.thuisarts.nl/\nEen boek"
    page = read(client, make_article(body="<p>Zo is het [1].</p>", sources=sources))
    assert '<a class="ref" id="ref-1" href="#bron-1" aria-label="Bron 1">[1]</a>' in page
    assert (
        '<li id="bron-1"> Thuisarts.nl. <a href="https://www.thuisarts.nl/">thuisarts.nl</a> '
        '<a class="back" href="#ref-1" aria-label="Terug naar de tekst bij bron 1">↑</a> </li> '
        '<li id="bron-2"> Een boek </li>'
    ) in page


def test_the_byline_says_who_wrote_it_what_they_are_and_how_long_it_takes(client):
    author = make_author("Sem", role="GZ-psycholoog", big_number="12345678901")
    page = read(client, make_article(author=author, body=f"<p>{'woord ' * 201}</p>"))
    assert '<a href="/blogs/auteur/sem/">Sem</a>, <span>GZ-psycholoog</span> <br> BIG' in page
    assert '<time datetime="2020-01-06">6-1-2020</time> · 2 minuten lezen' in page
    assert "Laatst herzien" not in page
    assert "1 minuut lezen" in read(client, make_article("Kort"))


@pytest.mark.parametrize("has_page", [True, False])
def test_a_signed_article_names_its_reviewer_and_links_to_a_page_that_is_there(client, has_page):
    user = make_staff(username="inlognaam")
    reviewer = make_author("Sem", role="psycholoog", user=user)
    (make_article if has_page else make_draft)("Van Sem", author=reviewer)
    page = read(client, make_article(reviewed_by=user, reviewed_at=LONG_AGO))
    name = '<a href="/blogs/auteur/sem/">Sem</a>' if has_page else "Sem"
    day = '<time datetime="2020-01-06">6-1-2020</time>'
    assert f"Laatst herzien door {name}, <span>psycholoog</span>, op {day}" in page


def test_a_reviewer_who_is_no_author_is_named_in_full_and_never_by_the_name_to_log_in_with(client):
    named = make_staff(username="inlognaam", first_name="Robin", last_name="Vos")
    page = read(client, make_article("A", reviewed_by=named, reviewed_at=LONG_AGO))
    assert "Laatst herzien door Robin Vos, op" in page
    nameless = make_staff(username="inlognaam-2")
    for number, user in enumerate((nameless, None)):
        page = read(client, make_article(f"B{number}", reviewed_by=user, reviewed_at=LONG_AGO))
        assert "Laatst herzien op" in page
        assert "inlognaam" not in page


def test_an_article_is_sent_on_by_mail_and_by_its_address_without_anybody_else(client, settings):
    settings.SITE_URL = "https://www.example.org"
    page = read(client, make_article("Piek & dal?", slug="piek"))
    address = "https%3A%2F%2Fwww.example.org%2Fblogs%2Fpiek%2F"
    assert f'href="mailto:?subject=Piek%20%26%20dal%3F&amp;body={address}"' in page
    assert 'data-copy="https://www.example.org/blogs/piek/" hidden>' in page


@pytest.mark.parametrize("mark", ["is_sensitive", "has_quick_exit"])
def test_the_subject_of_a_mail_about_what_is_sensitive_does_not_say_so(client, mark):
    topic = make_topic("Thuis", **{mark: True})
    assert "?subject=Een%20artikel%20voor%20jou&" in read(client, make_article(topics=[topic]))
    assert "?subject=Een%20artikel%20voor%20jou&" in read(client, make_article("Na zelfdoding"))


# --- Topics and authors --------------------------------------------------------------------------


def test_a_topic_opens_with_its_introduction_in_paragraphs(client):
    make_article(topics=[make_topic(introduction="Eerst dit.\n\nDan dat.")])
    page = client.get("/blogs/onderwerp/rouw/").content.decode()
    assert "<p>Eerst dit.</p>\n\n<p>Dan dat.</p>" in page


def test_an_author_has_a_portrait_a_role_a_number_and_a_biography(client):
    author = make_author(
        role="GZ-psycholoog", big_number="12345678901", biography="Hij.", picture=make_picture()
    )
    make_article(author=author)
    page = " ".join(client.get("/blogs/auteur/noor/").content.decode().split())
    assert '<p class="role">GZ-psycholoog</p>' in page
    assert "BIG-nummer 12345678901. In het BIG-register" in page
    assert "<p>Hij.</p>" in page
    assert f'<img src="{author.picture.original_url}"' in page


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

# With nothing in mind, and with what every page needs (the practice, the footer, the topics).
QUERIES = {
    "/": (10, 1),
    "/blogs/": (4, 1),
    "/blogs/artikel-0/": (13, 4),
    "/blogs/onderwerp/rouw/": (5, 2),
    "/blogs/auteur/noor/": (4, 2),
    "/blogs/feed/": (5, 4),
    "/zoeken/?q=artikel": (6, 3),
    "/over-ons/": (3, 1),
}


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url", QUERIES)
def test_a_page_takes_as_many_queries_for_one_row_as_for_three(
    django_assert_num_queries, url, rows
):
    make_rows(rows)
    with django_assert_num_queries(QUERIES[url][0]):
        assert Client().get(url).status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("url", QUERIES)
def test_and_fewer_once_what_every_page_needs_is_known(django_assert_num_queries, url, rows):
    make_rows(rows)
    Client().get(url)
    with django_assert_num_queries(QUERIES[url][1]):
        assert Client().get(url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_article_with_four_neighbours_takes_three_itself_its_topics_and_those(
    django_assert_num_queries,
):
    make_practice()
    picture = make_picture(rendered=True)
    body = f'<p><img src="{picture.original_url}" alt="a"></p>'
    article = make_article(body=body, picture=picture, topics=[make_topic()])
    pick(article, *(make_article(f"Nummer {number}") for number in range(4)))
    Client().get(article.get_absolute_url())
    with django_assert_num_queries(3):
        assert len(Client().get(article.get_absolute_url()).context["related"]) == 4


def make_rows(rows):
    """Of everything that a page shows, so many."""
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
