"""Help beside a text: which cards, in which order; the one about suicide cannot be lost."""

import re

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.utils import timezone

from blog.help import BUILT_IN, cards_for, cards_of_topic, help_for
from blog.models import Article, HelpCard
from tests.contact.make import make_practice

from .make import LONG_AGO, make_article, make_author, make_draft, make_staff, make_topic

pytestmark = pytest.mark.django_db
LIST = "/admin/blog/helpcard/"
WITHDRAWN = LONG_AGO.replace(year=2021)
ABOUT = {"body": "<p>Zelfdoding, zelfdoding, zelfdoding.</p>"}


@pytest.fixture
def about_suicide():
    return HelpCard.objects.get(purpose="suicide")


@pytest.fixture
def violence():
    return HelpCard.objects.get(heading="Ben je niet veilig?")


def headings(cards):
    return [card.heading for card in cards]


# --- Which, and in which order -------------------------------------------------------------------


def test_an_article_has_the_cards_of_its_topics_and_its_own(violence):
    topic, other = make_topic(), make_topic("Angst")
    topic.help_cards.add(violence)
    article = make_article(topics=[topic, other])
    assert headings(cards_for(article)) == ["Ben je niet veilig?"]
    article.help_cards.add(HelpCard.objects.get(heading="Nu in paniek?"))
    assert headings(cards_for(article)) == ["Ben je niet veilig?", "Nu in paniek?"]
    assert cards_for(make_article("Ander")) == []


def test_a_card_of_two_topics_and_of_the_article_itself_stands_there_once(violence):
    topics = [make_topic(), make_topic("Angst")]
    for topic in topics:
        topic.help_cards.add(violence)
    article = make_article(topics=topics)
    article.help_cards.add(violence)
    assert cards_for(article) == [violence]


def test_the_one_about_suicide_comes_first_whatever_the_numbers_say(about_suicide):
    HelpCard.objects.filter(pk=about_suicide.pk).update(position=99)
    article = make_article(**ABOUT)
    article.help_cards.set(HelpCard.objects.exclude(pk=about_suicide.pk))
    assert headings(cards_for(article)) == ["Hulp, nu", "Ben je niet veilig?"]


def test_a_page_shows_two_at_most(violence):
    topic = make_topic()
    topic.help_cards.set(HelpCard.objects.all())
    assert headings(cards_of_topic(topic)) == ["Hulp, nu", "Ben je niet veilig?"]
    assert headings(cards_for(make_article(topics=[topic]))) == ["Hulp, nu", "Ben je niet veilig?"]


def test_what_only_names_suicide_has_the_card_below_its_text(about_suicide):
    mentions, about = make_article(body="<p>Zelfdoding.</p>"), make_article("B", **ABOUT)
    assert help_for(mentions) == ([], [about_suicide])
    assert help_for(about) == ([about_suicide], [about_suicide])
    mentions.help_cards.add(about_suicide)
    assert help_for(mentions) == ([about_suicide], [about_suicide])


# --- On the page ---------------------------------------------------------------------------------


def cards_on(client, url):
    """Per place on the page the addresses that its cards lead to."""
    page = client.get(url).content.decode()
    places = re.findall(r'<aside class="help-cards (\w+)"(.*?)</aside>', page, re.DOTALL)
    return {place: re.findall(r'href="([^"]*)"', html) for place, html in places}


BOTH = {
    "boven": ["tel:113", "tel:0800-0113", "https://www.113.nl/", "tel:112"],
    "onder": ["tel:113", "tel:0800-0113", "https://www.113.nl/", "tel:112"],
}


def by_update():
    article = make_draft("Gewoon", **ABOUT)
    Article.objects.filter(pk=article.pk).update(publish_at=LONG_AGO)


def by_save():
    article = make_draft("Gewoon")
    article.body, article.publish_at = ABOUT["body"], LONG_AGO
    article.save(update_fields=["body", "publish_at"])


def by_bulk_create():
    rows = [Article(title="Gewoon", slug="gewoon", author=make_author(), **ABOUT)]
    rows[0].publish_at = LONG_AGO
    Article.objects.bulk_create(rows)


def by_bulk_update():
    article = make_draft("Gewoon")
    article.body, article.publish_at = ABOUT["body"], LONG_AGO
    Article.objects.bulk_update([article], ["body", "publish_at"])


def by_get_or_create():
    Article.objects.get_or_create(
        slug="gewoon",
        defaults={"title": "Gewoon", "author": make_author(), "publish_at": LONG_AGO, **ABOUT},
    )


def by_words_in_an_update():
    make_article("Gewoon")
    Article.objects.filter(slug="gewoon").update(summary="Na een zelfdoding.")


def by_time():
    make_draft("Gewoon", **ABOUT, publish_at=timezone.now())


@pytest.mark.parametrize(
    "publish",
    [
        by_update,
        by_save,
        by_bulk_create,
        by_bulk_update,
        by_get_or_create,
        by_words_in_an_update,
        by_time,
    ],
)
def test_no_way_of_publishing_leaves_out_the_card_about_suicide(client, publish):
    publish()
    assert cards_on(client, "/blogs/gewoon/") == BOTH


def test_nor_does_the_form_at_the_desk(client):
    article = make_draft("Gewoon")
    client.force_login(make_staff("view_article", "change_article", "add_article"))
    data = {
        "version": article.version,
        "title": "Gewoon",
        "slug": "gewoon",
        "summary": "Na een zelfdoding.",
        "body": "",
        "author": article.author_id,
        "publish_at_0": "6-1-2020",
        "publish_at_1": "10:00",
    }
    answer = client.post(f"/admin/blog/article/{article.pk}/change/", data, follow=True)
    assert "noemt zelfdoding: het 113-kader staat er vanzelf bij" in answer.content.decode()
    assert cards_on(client, "/blogs/gewoon/") == BOTH


def gone(card):
    HelpCard.objects.filter(pk=card.pk).delete()


def without_lines(card):
    HelpCard.objects.filter(pk=card.pk).update(body="<p>Bel iemand.</p>")


@pytest.mark.parametrize("lose", [gone, without_lines])
def test_a_built_in_card_stands_there_when_that_of_the_staff_is_lost(client, about_suicide, lose):
    topic = make_topic()
    topic.help_cards.add(about_suicide)
    make_article("Gewoon", **ABOUT)
    lose(about_suicide)
    assert cards_on(client, "/blogs/gewoon/") == BOTH


def test_the_built_in_card_says_what_staff_must_say_and_comes_first(about_suicide, violence):
    HelpCard(purpose="suicide", **BUILT_IN).clean()
    gone(about_suicide)
    article = make_article(**ABOUT)
    article.help_cards.set(HelpCard.objects.all())
    assert headings(cards_for(article)) == ["Hulp, nu", "Ben je niet veilig?"]


def test_a_topic_shows_its_cards_above_its_list(client, violence):
    topic = make_topic()
    topic.help_cards.add(violence)
    make_article(topics=[topic])
    assert cards_on(client, "/blogs/onderwerp/rouw/") == {"boven": ["tel:0800-2000", "tel:112"]}


def test_places_of_help_have_different_names_and_no_id_twice(client):
    article = make_article("Gewoon", **ABOUT)
    article.help_cards.set(HelpCard.objects.all())
    page = client.get("/blogs/gewoon/").content.decode()
    names = re.findall(r'<(?:aside|nav)[^>]*aria-label="([^"]*)"', page)
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert names == ["Hoofdmenu", "Hulp", "Hulp, na de tekst", "Onderaan"]
    assert len(ids) == len(set(ids))


# --- The cost ------------------------------------------------------------------------------------


@pytest.fixture
def kept(monkeypatch):
    """The site's cache as it is once something has been asked."""
    cache = LocMemCache("help", {})
    cache.clear()
    monkeypatch.setattr("blog.help.caches", {"site": cache})
    yield cache
    cache.clear()


@pytest.mark.parametrize("rows", [1, 3])
def test_cards_cost_one_query_for_the_site_and_none_for_an_article(
    kept, django_assert_num_queries, violence, rows
):
    topics = [make_topic(f"Onderwerp {row}", slug=f"o-{row}") for row in range(rows)]
    for topic in topics:
        topic.help_cards.set(HelpCard.objects.all())
    make_article(topics=topics, **ABOUT)
    article = Article.objects.prefetch_related("topics").with_help().get()
    with django_assert_num_queries(1):
        assert len(cards_for(article)) == 2
    with django_assert_num_queries(0):
        assert len(cards_for(article)) == 2
        assert len(cards_of_topic(topics[0])) == 2
    article.help_cards.add(violence)
    article = Article.objects.prefetch_related("topics").with_help().get()
    with django_assert_num_queries(1):
        assert len(cards_for(article)) == 2


def test_cards_survive_a_cache_that_writes_them_down(kept, about_suicide):
    gone(about_suicide)
    article = make_article(**ABOUT)
    assert headings(cards_for(article)) == headings(cards_for(article)) == ["Hulp, nu"]
    assert caches["site"] is not kept


# --- The desk ------------------------------------------------------------------------------------


@pytest.fixture
def desk(client):
    verbs = ("view", "add", "change", "delete")
    client.force_login(make_staff(*(f"{verb}_helpcard" for verb in verbs), "view_article"))
    return client


def change(card):
    return f"{LIST}{card.pk}/change/"


def test_the_card_about_suicide_cannot_be_deleted(desk, about_suicide, violence):
    assert desk.post(f"{LIST}{about_suicide.pk}/delete/", {"post": "yes"}).status_code == 403
    data = {
        "action": "delete_selected",
        "_selected_action": [about_suicide.pk, violence.pk],
    }
    assert "Het kan niet weg" in desk.post(LIST, data).content.decode()
    desk.post(LIST, data | {"post": "yes"})
    assert HelpCard.objects.filter(pk__in=[about_suicide.pk, violence.pk]).count() == 2


def test_another_card_can(desk, violence):
    data = {"action": "delete_selected", "_selected_action": [violence.pk], "post": "yes"}
    desk.post(LIST, data)
    assert not HelpCard.objects.filter(pk=violence.pk).exists()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("tel:112", "een link in naar 112."),
        ("tel:113", "een link in naar 113."),
        ("tel:0800-0113", "een link in naar 0800-0113."),
        ("https://www.113.nl/", "een link in naar 113.nl."),
    ],
)
def test_the_card_about_suicide_cannot_lose_a_lifeline(desk, about_suicide, line, says):
    body = about_suicide.body.replace(f'href="{line}"', 'href="/contact/"')
    answer = desk.post(change(about_suicide), {"heading": "Hulp, nu", "body": body})
    errors = answer.context["adminform"].form.errors
    assert list(errors) == ["body"]
    assert says in errors["body"][0]


def test_all_that_is_missing_is_said_at_once(desk, about_suicide):
    answer = desk.post(change(about_suicide), {"heading": "Hulp", "body": "<p>Bel ons.</p>"})
    assert "naar 112, 113, 0800-0113 en 113.nl." in str(answer.context["errors"])


def test_whole_it_can_be_saved_and_stays_what_it_is(desk, about_suicide):
    body = about_suicide.body.replace("Bel ", "Bel nu ")
    data = {"heading": "Hulp is er", "body": body, "position": 9, "purpose": "other"}
    assert desk.post(change(about_suicide), data).status_code == 302
    about_suicide.refresh_from_db()
    assert (about_suicide.heading, about_suicide.purpose, about_suicide.position) == (
        "Hulp is er",
        "suicide",
        0,
    )


def test_a_number_that_cannot_be_pressed_is_said_at_the_text(desk, violence):
    data = {"heading": "Hulp", "body": "<p>Bel 0800-2000.</p>", "position": 1}
    errors = desk.post(change(violence), data).context["adminform"].form.errors
    assert dict(errors) == {"body": ["Maak van 0800-2000 een link met linktype Telefoon."]}


def test_the_list_says_where_each_card_stands(desk, violence, about_suicide):
    topics = [make_topic(), make_topic("Angst")]
    for topic in topics:
        topic.help_cards.add(violence)
    make_article("A", topics=topics)
    make_article("B").help_cards.add(violence)
    make_article("C", **ABOUT)
    page = desk.get(LIST).content.decode()
    assert "Angst, Rouw" in page
    assert "1 door hun onderwerp, 1 met de hand gekozen" in page
    assert "1 door hun woorden" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_one_row_as_for_three(
    desk, django_assert_num_queries, violence, rows
):
    HelpCard.objects.exclude(purpose="suicide").delete()
    topic = make_topic()
    for row in range(rows - 1):
        topic.help_cards.add(HelpCard.objects.create(heading=f"Kaart {row}", body="<p>Hulp.</p>"))
    make_article(topics=[topic], **ABOUT)
    with django_assert_num_queries(9):
        assert desk.get(LIST).status_code == 200


def test_a_card_is_shown_as_it_will_stand(desk, about_suicide):
    answer = desk.get(f"{LIST}{about_suicide.pk}/voorbeeld/")
    assert answer["X-Robots-Tag"] == "noindex"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert cards_on(desk, f"{LIST}{about_suicide.pk}/voorbeeld/") == BOTH


def test_others_do_not_see_it(client, about_suicide):
    address = f"{LIST}{about_suicide.pk}/voorbeeld/"
    assert client.get(address).status_code == 302
    client.force_login(make_staff("view_topic"))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ("<p>Gewoon.</p>", None),
        ("<p>Zelfdoding.</p>", "Dit artikel noemt zelfdoding."),
        (ABOUT["body"], "Dit artikel gaat over zelfdoding."),
    ],
)
def test_the_article_form_says_that_the_card_stands_there_and_how_to_write(client, body, says):
    article = make_article(body=body)
    client.force_login(make_staff("view_article", "change_article"))
    page = client.get(f"/admin/blog/article/{article.pk}/change/").content.decode()
    assert ("zonder methode en zonder plek" in page) is (says is not None)
    assert says is None or says in page


# --- The quick exit ------------------------------------------------------------------------------


def exits(client, url):
    """What stands in the quick exit, and whether it comes before everything but the skip link."""
    page = client.get(url).content.decode()
    first, second = re.findall(r"<a\b[^>]*>", page.partition("<body")[2])[:2]
    return "data-quick-exit" in second and 'href="#inhoud"' in first, "quick-exit.js" in page


@pytest.mark.parametrize("has_exit", [True, False])
def test_the_quick_exit_stands_first_where_staff_want_it_and_nowhere_else(client, has_exit):
    make_practice()
    topics = [make_topic(), make_topic("Relaties", has_quick_exit=has_exit)]
    make_article("Gewoon", topics=topics)
    assert exits(client, "/blogs/gewoon/") == (has_exit, has_exit)
    assert exits(client, "/blogs/onderwerp/relaties/") == (has_exit, has_exit)
    for url in ("/", "/blogs/", "/blogs/onderwerp/rouw/"):
        assert exits(client, url) == (False, False)


def test_it_is_a_link_that_tells_the_next_page_nothing(client):
    make_article("Gewoon", topics=[make_topic("Relaties", has_quick_exit=True)])
    page = client.get("/blogs/gewoon/").content.decode()
    link = re.search(r"<a\b[^>]*data-quick-exit[^>]*>", page)[0]
    assert 'href="https://www.knmi.nl/"' in link
    assert 'rel="noreferrer noopener"' in link
    assert "target" not in link
    assert "blijft in de geschiedenis van je browser staan" in page


def test_who_has_read_on_finds_the_exit_below_the_text_and_at_the_end_of_a_topic(client):
    make_article("Gewoon", topics=[make_topic("Relaties", has_quick_exit=True)])
    for url, after in (
        ("/blogs/gewoon/", 'class="prose"'),
        ("/blogs/onderwerp/relaties/", 'class="entries"'),
    ):
        page = client.get(url).content.decode()
        assert [part.count("data-quick-exit>") for part in page.partition(after)[::2]] == [1, 1]
        ids = re.findall(r'\bid="([^"]*)"', page)
        assert len(ids) == len(set(ids))


@pytest.mark.parametrize("has_exit", [True, False])
def test_the_page_of_a_withdrawn_article_has_the_exit_of_its_topics(client, has_exit):
    make_practice()
    topics = [make_topic("Relaties", has_quick_exit=has_exit)]
    make_article("Gewoon", topics=topics, withdraw_at=WITHDRAWN)
    assert client.get("/blogs/gewoon/").status_code == 410
    assert exits(client, "/blogs/gewoon/") == (has_exit, has_exit)


@pytest.mark.parametrize("url", ["/zoeken/?q=gewoon", "/blogs/weg/"])
def test_where_there_is_no_help_card_there_is_no_empty_frame(client, url):
    make_article("Gewoon")
    make_article("Weg", withdraw_at=WITHDRAWN)
    assert "help-cards" not in client.get(url).content.decode()


def test_the_help_of_a_search_stands_before_its_results_and_is_named_so(client):
    page = client.get("/zoeken/?q=zelfmoord").content.decode()
    assert re.findall(r'<aside class="help-cards[^>]*aria-label="([^"]*)"', page) == ["Hulp"]


def test_the_card_above_a_text_comes_right_after_its_title(client):
    make_article("Verlies", **ABOUT)
    head = client.get("/blogs/verlies/").content.decode().partition("<h1>")[2]
    places = [head.index(mark) for mark in ("</h1>", "help-cards boven", "byline", "standfirst")]
    assert places == sorted(places)


# --- What somebody searches for ------------------------------------------------------------------


def searched(client, query):
    """The answer of a site that has a topic about violence, with its card."""
    make_practice()
    topic = make_topic("Veilig", has_quick_exit=True)
    topic.help_cards.add(HelpCard.objects.get(heading="Ben je niet veilig?"))
    make_article(topics=[topic])
    return client.get("/zoeken/", {"q": query}).content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "geweld",
        "huiselijk geweld",
        "mijn man slaat me",
        "ik word geslagen",
        "mishandeling",
        "stalking",
        "hij bedreigt mij",
        "bang voor mijn vader",
        "ik ben thuis niet veilig",
        "verkracht",
        "seksueel misbruik",
    ],
)
def test_who_searches_about_violence_finds_help_first_and_a_way_out(client, query):
    page = searched(client, query)
    assert "Ben je niet veilig?" in page
    assert "data-quick-exit>" in page


@pytest.mark.parametrize("query", ["piekeren", "slagen voor een examen", "geslaagd", "weldaad", ""])
def test_any_other_search_is_met_without(client, query):
    page = searched(client, query)
    assert ("Ben je niet veilig?" in page, "data-quick-exit" in page) == (False, False)
