"""An article before it is published: as its form stands, and through a link that was shared."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.utils import timezone
from django.utils.timezone import localtime

from blog import previews
from blog.models import Article, HelpCard, PreviewLink
from config import reading

from .make import (
    LONG_AGO,
    make_article,
    make_author,
    make_draft,
    make_picture,
    make_scheduled,
    make_staff,
    make_topic,
)
from .test_admin import EDITOR, LIST, the_form, url

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def editor(client):
    client.force_login(make_staff(*EDITOR, "view_author", "view_topic", "view_picture"))
    return client


# --- What is not saved yet -----------------------------------------------------------------------


def as_form(client, article, **changes):
    form = the_form(article, publish_at_0="", publish_at_1="") | changes
    return client.post(url(article, "voorbeeld/onbewaard"), form)


def shown(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_the_page_shows_what_the_form_holds_and_the_database_does_not(editor):
    topic = make_topic("Slaap", has_quick_exit=True)
    picture = make_picture(rendered=True)
    article = make_draft()
    answer = as_form(
        editor,
        article,
        title="Een nieuwe titel",
        body="<h2>Kop een</h2><p>Nieuw [1].</p><h2>Kop twee</h2><script>x</script><h2>Drie</h2>",
        sources="Een bron https://example.org/",
        topics=[topic.pk],
        picture=picture.pk,
        picture_alt="Een nieuw vlak",
    )
    page = shown(answer)
    assert "<h1>Een nieuwe titel</h1>" in page
    assert "<script>x" not in page
    assert [heading.text for heading in answer.context["article"].prose.contents] == [
        "Kop een",
        "Kop twee",
        "Drie",
    ]
    assert 'alt="Een nieuw vlak"' in page
    assert '<li id="bron-1">' in page
    assert 'href="/blogs/onderwerp/slaap/"' in page
    assert "Snelle uitweg" in page
    assert answer.context["incomplete"] == []


def test_nothing_is_written(editor):
    topic = make_topic()
    article = make_draft()
    rows = Article.objects.filter(pk=article.pk)
    before, versions = rows.values().get(), article.history.count()
    as_form(editor, article, title="Anders", topics=[topic.pk], body='<p><a href="/x/">x</a></p>')
    assert rows.values().get() == before
    assert article.topics.count() == 0
    assert article.history.count() == versions
    assert LogEntry.objects.count() == 0


def test_words_about_suicide_bring_their_help_at_once(editor):
    card = HelpCard.objects.get(purpose=HelpCard.Purpose.SUICIDE)
    answer = as_form(editor, make_draft(), title="Denken aan zelfmoord", body="<p>Hulp helpt.</p>")
    assert answer.context["help_above"] == [card]
    assert shown(answer).count(card.heading) >= 2


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"title": ""}, ["titel"]),
        ({"title": "x" * 300}, ["titel"]),
        ({"slug": "", "author": ""}, ["adres", "auteur"]),
        ({"author": "999"}, ["auteur"]),
        ({"author": "x\0", "summary": "a\0b"}, ["samenvatting", "auteur"]),
        ({"picture": "999", "topics": ["999"]}, ["afbeelding bovenaan", "onderwerpen"]),
        ({"publish_at_0": "32-13-2026", "publish_at_1": "x"}, ["publiceren op"]),
    ],
)
def test_what_is_wrong_in_the_form_hides_nothing_else(editor, changes, wrong):
    article = make_draft(body="<p>De rest.</p>")
    answer = as_form(editor, article, **changes)
    assert "De rest." in shown(answer)
    assert answer.context["incomplete"] == wrong


def test_what_only_saving_asks_is_not_called_wrong_and_the_planned_day_is_shown(editor):
    changes = {"slug": "een-ander-adres", "publish_at_0": "", "body": "<h3>Te diep</h3>"}
    answer = as_form(editor, make_article(), **changes)
    assert answer.context["incomplete"] == []
    planned = {"publish_at_0": "6-1-2999", "publish_at_1": "10:00", "body": "<h3>Te diep</h3>"}
    answer = as_form(editor, make_draft("Ander"), **planned)
    assert answer.context["incomplete"] == []
    assert localtime(answer.context["article"].publish_at).year == 2999


def test_an_article_that_is_not_there_yet_shows_as_well(editor):
    beside = make_article("Ernaast")
    answer = editor.post(f"{LIST}add/voorbeeld/", {"body": "<p>Een begin.</p>"})
    page = shown(answer)
    assert "Een begin." in page
    assert "<h1>Nog geen titel</h1>" in page
    assert answer.context["related"] == [beside]
    assert Article.objects.count() == 1


def test_an_empty_form_is_a_page_too(editor):
    assert "Nog geen auteur" in shown(editor.post(f"{LIST}add/voorbeeld/"))


def test_a_signature_that_the_change_ends_is_not_shown(editor):
    signer = make_staff(username="sem", first_name="Sem", last_name="Bos")
    article = make_article(reviewed_at=LONG_AGO, reviewed_by=signer)
    assert "Laatst herzien" in shown(as_form(editor, article))
    assert "Laatst herzien" not in shown(as_form(editor, article, body="<p>Heel anders.</p>"))


@pytest.mark.parametrize("kind", ["unsaved", "saved"])
def test_the_policy_is_that_of_the_site_but_for_the_frame_of_the_desk(editor, kind):
    article = make_article()
    if kind == "saved":
        answer = editor.get(url(article, "voorbeeld"))
    else:
        answer = as_form(editor, article)
    site = editor.get(article.get_absolute_url())["Content-Security-Policy"]
    assert answer["Content-Security-Policy"] == site.replace(
        "frame-ancestors 'none'", "frame-ancestors 'self'"
    )
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer["Cache-Control"]
    page = shown(answer)
    assert ("application/ld+json" in page, "og:image" in page, "canonical" in page) == (
        False,
        False,
        False,
    )


def test_the_page_with_the_editor_may_frame_our_own_pages(editor):
    policy = editor.get(url(make_draft()))["Content-Security-Policy"]
    assert "frame-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_who_may_only_look_previews_what_is_saved(client):
    article = make_draft()
    client.force_login(make_staff("view_article"))
    assert as_form(client, article).status_code == 403
    assert client.post(f"{LIST}add/voorbeeld/").status_code == 403
    page = client.get(url(article)).content.decode()
    assert "Bekijk het voorbeeld" in page
    assert "Bekijk zoals het wordt" not in page
    assert "Deel een voorbeeld" not in page


def test_the_unsaved_is_posted_and_never_asked_for(editor):
    assert editor.get(url(make_draft(), "voorbeeld/onbewaard")).status_code == 405
    assert editor.post(f"{LIST}999/voorbeeld/onbewaard/").status_code == 404


# --- Sharing a link ------------------------------------------------------------------------------


def make_link(article, days=7, **fields):
    _, token = previews.share(article=article, by=None, days=days, **fields)
    return f"/blogs/voorbeeld/{token}/"


def status(client, address):
    return client.get(address).status_code


@pytest.mark.parametrize("make_one", [make_draft, make_scheduled])
def test_who_has_the_link_reads_the_article(client, make_one):
    article = make_one("Nog geheim")
    beside, secret = make_article("Ernaast"), make_draft("Ook geheim")
    answer = client.get(make_link(article))
    page = shown(answer)
    assert "<h1>Nog geheim</h1>" in page
    assert "Voorbeeld, nog niet gepubliceerd." in page
    assert answer.context["related"] == [beside]
    assert secret.title not in page
    assert (answer["X-Robots-Tag"], answer["Cache-Control"], answer["Referrer-Policy"]) == (
        "noindex",
        "private, no-store",
        "no-referrer",
    )
    assert '<meta name="robots" content="noindex">' in page
    assert answer.cookies == {}
    assert ("application/ld+json" in page, "og:" in page.replace("og:description", "")) == (
        False,
        True,  # the name and the language of the site
    )
    assert "og:image" not in page


def test_only_the_hash_of_the_token_is_kept():
    article = make_draft()
    link, token = previews.share(article=article, by=None, days=7)
    assert len(token) == 43
    assert link.token_hash == previews.hash_of(token)
    assert token not in str(PreviewLink.objects.values().get())


def test_it_is_no_page_that_anybody_keeps():
    assert reading.tidy("/blogs/voorbeeld/abc/", "") is None


def test_it_expires(client):
    now = timezone.now()
    address = make_link(make_draft(), days=1, at=now)
    with time_machine.travel(now + DAY - timedelta(seconds=2), tick=False):
        assert status(client, address) == 200
    with time_machine.travel(now + DAY, tick=False):
        assert status(client, address) == 404
        previews.forget_expired()
    assert PreviewLink.objects.count() == 0


def test_it_dies_when_the_article_appears_by_itself_and_never_comes_back(client):
    moment = timezone.now() + timedelta(milliseconds=100)
    article = make_scheduled(publish_at=moment)
    address = make_link(article, days=30)
    with time_machine.travel(moment, tick=False):
        assert status(client, address) == 404
    while timezone.now() < moment:
        pass
    Article.objects.filter(pk=article.pk).update(publish_at=None)
    assert status(client, address) == 404
    assert PreviewLink.objects.count() == 0


@pytest.mark.parametrize("after", [None, timezone.now() + DAY])
def test_it_dies_with_publication_by_hand_and_never_comes_back(client, after):
    article = make_draft()
    address = make_link(article)
    rows = Article.objects.filter(pk=article.pk)
    rows.update(publish_at=timezone.now() - DAY)
    assert status(client, address) == 404
    rows.update(withdraw_at=timezone.now())
    assert status(client, address) == 404
    rows.update(publish_at=after, withdraw_at=None)
    assert status(client, address) == 404


def test_another_moment_ahead_changes_nothing(client):
    article = make_scheduled()
    address = make_link(article)
    rows = Article.objects.filter(pk=article.pk)
    for moment in (timezone.now() + DAY, None, timezone.now() + 2 * DAY):
        rows.update(publish_at=moment)
        assert status(client, address) == 200


def test_all_that_is_dead_looks_the_same(client):
    published = make_draft("Zojuist")
    gone = make_link(published)
    Article.objects.filter(pk=published.pk).update(publish_at=timezone.now() - DAY)
    expired = make_link(make_draft("Verlopen"), days=1, at=timezone.now() - 2 * DAY)
    answers = [client.get(address) for address in (gone, expired, "/blogs/voorbeeld/onbekend/")]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert len({answer.content for answer in answers}) == 1
    assert {answer["Referrer-Policy"] for answer in answers} == {"no-referrer"}


def test_what_is_public_cannot_be_shared_so():
    with pytest.raises(previews.NotShareable):
        previews.share(article=make_article(), by=None, days=7)


@pytest.mark.parametrize("count", [1, 3])
def test_an_article_read_through_a_link_asks_as_much_with_more(
    client, count, django_assert_num_queries
):
    article = make_draft(author=make_author())
    for _ in range(count):
        address = make_link(article)
    client.get(address)
    with django_assert_num_queries(13):
        client.get(address)


# --- At the desk ---------------------------------------------------------------------------------


def test_an_editor_makes_a_link_sees_it_once_and_takes_it_back(editor):
    article = make_draft()
    page = shown(editor.post(url(article, "delen"), {"days": "30"}))
    link = PreviewLink.objects.get()
    assert (link.expires_at - link.created_at).days in (29, 30)
    assert link.made_by.username == "noor"
    start = page.index("http://", page.index("delen-adres"))
    address = page[start : page.index('"', start)].removeprefix("http://127.0.0.1:8000")
    assert status(editor, address) == 200
    token = address.split("/")[3]
    assert token not in shown(editor.get(url(article, "delen")))
    assert token not in str(LogEntry.objects.values_list("change_message"))
    editor.post(url(article, f"delen/{link.pk}/intrekken"))
    assert status(editor, address) == 404
    messages = [entry.change_message for entry in LogEntry.objects.order_by("pk")]
    assert messages == ["Voorbeeldlink gemaakt.", "Voorbeeldlink ingetrokken."]


@pytest.mark.parametrize("days", ["", "2", "x", "7\0", "9" * 400])
def test_another_term_makes_no_link_and_says_so(editor, days):
    answer = editor.post(url(make_draft(), "delen"), {"days": days})
    assert answer.status_code == 422
    assert "Kies" in answer.content.decode()
    assert PreviewLink.objects.count() == 0


def test_of_a_published_article_the_desk_makes_none(editor):
    article = make_article()
    answer = editor.post(url(article, "delen"), {"days": "7"})
    assert answer.status_code == 422
    assert "al gepubliceerd" in answer.content.decode()
    assert "Deel een voorbeeld" not in editor.get(url(article)).content.decode()


def test_only_who_may_change_articles_shares_them(client):
    article = make_draft()
    link, _ = previews.share(article=article, by=None, days=7)
    client.force_login(make_staff("view_article", "add_article"))
    assert client.get(url(article, "delen")).status_code == 403
    assert client.post(url(article, "delen"), {"days": "7"}).status_code == 403
    assert client.post(url(article, f"delen/{link.pk}/intrekken")).status_code == 403
    assert PreviewLink.objects.count() == 1


def test_a_link_of_another_article_stays(editor):
    link, _ = previews.share(article=make_draft(), by=None, days=7)
    other = make_draft("Een ander")
    editor.post(url(other, f"delen/{link.pk}/intrekken"))
    editor.get(url(other, f"delen/{link.pk}/intrekken"))
    assert PreviewLink.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_lists_the_living_links_in_one_query(editor, count, django_assert_num_queries):
    article = make_draft()
    for _ in range(count):
        previews.share(article=article, by=make_staff(username=f"n{_}"), days=7)
    previews.share(article=article, by=None, days=1, at=timezone.now() - 2 * DAY)
    editor.get(url(article, "delen"))
    with django_assert_num_queries(8):
        page = editor.get(url(article, "delen")).content.decode()
    assert page.count(">Trek in<") == count


@pytest.mark.parametrize("name", ["topics", "help_cards", "author", "picture"])
@pytest.mark.parametrize("value", ["999", "x", "-1", "1\0"])
def test_a_choice_that_can_not_be_is_left_out(editor, name, value):
    article = make_draft()
    answer = as_form(editor, article, **{name: value})
    assert article.summary in shown(answer)


@pytest.mark.parametrize("name", ["topics", "help_cards", "author", "picture"])
def test_a_number_too_large_for_the_database_is_no_fault_of_ours(editor, name):
    assert as_form(editor, make_draft(), **{name: "9" * 30}).status_code in (200, 400)


def test_an_article_with_a_number_that_can_not_be_is_not_there(editor):
    for page in ("voorbeeld", "delen"):
        assert editor.get(f"{LIST}{'9' * 30}/{page}/").status_code == 404
    address = url(make_draft(), f"delen/{'9' * 30}/intrekken")
    assert editor.post(address).status_code == 302
