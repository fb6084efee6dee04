"""Before it hurts: a new address, withdrawing and deleting, said before it is done."""

import re

import pytest

from blog.models import Article, OldAddress

from .make import FAR_AHEAD, LONG_AGO, make_article, make_draft, make_page, make_staff
from .test_admin import EDITOR, LIST, the_form, url

pytestmark = pytest.mark.django_db
PUBLISHED = {"publish_at_0": "6-1-2020", "publish_at_1": "10:00"}
DRAFT = {"publish_at_0": "", "publish_at_1": ""}
AHEAD = {"publish_at_0": "6-1-2999", "publish_at_1": "10:00"}


@pytest.fixture
def editor(client):
    client.force_login(make_staff(*EDITOR, "view_author", "view_topic", "view_page"))
    return client


def linking(title="Een", path="/blogs/piekeren/"):
    return make_article(title, body=f'<p><a href="{path}">lees</a></p>')


def save(client, article, **changes):
    """The errors of the form, and what it says beside the box that is to be ticked."""
    response = client.post(url(article), the_form(article, **changes))
    article.refresh_from_db()
    if response.status_code == 302:
        return [], ""
    form = response.context["adminform"].form
    page = response.content.decode()
    assert [f'name="{name}"' in page for name in form.asked] == [True] * len(form.asked)
    told = [page.split(f'id="id_{name}_helptext">')[1] for name in form.asked]
    return sorted(form.errors), words(text[: text.index("</div>")] for text in told)


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", " ".join(html)).split())


# --- Another address -----------------------------------------------------------------------------


def test_a_new_address_of_a_published_article_is_asked_about_with_who_links_and_what_redirects(
    editor,
):
    article = make_article()
    linking()
    errors, told = save(editor, article, slug="nieuw", summary="Getypt")
    assert errors == ["confirm_address"]
    assert told.startswith(
        "Wie /blogs/piekeren/ opent, komt vanzelf op /blogs/nieuw/ (301). Links en zoekmachines "
        "blijven dus werken. Hiernaar linken nu: Een gepubliceerd"
    )
    assert article.slug == "piekeren"


def test_nothing_typed_is_lost_and_the_box_does_it(editor):
    article = make_article()
    data = the_form(article, slug="nieuw", summary="Getypt")
    page = editor.post(url(article), data).content.decode()
    assert ("Getypt" in page, 'value="nieuw"' in page) == (True, True)
    assert save(editor, article, slug="nieuw", confirm_address="nieuw") == ([], "")
    assert article.slug == "nieuw"
    assert editor.get("/blogs/piekeren/")["Location"] == "/blogs/nieuw/"


def test_a_box_that_was_ticked_for_another_address_does_not_count(editor):
    article = make_article()
    errors, _ = save(editor, article, slug="nieuwer", confirm_address="nieuw")
    assert (errors, article.slug) == (["confirm_address"], "piekeren")


def test_that_nobody_links_here_is_said_too(editor):
    _, told = save(editor, make_article(), slug="nieuw")
    assert told.endswith("Geen enkele tekst op de site linkt hiernaar.")


@pytest.mark.parametrize("moments", [DRAFT, AHEAD], ids=["draft", "scheduled"])
def test_for_what_nobody_can_read_yet_there_is_no_fuss(editor, moments):
    article = make_draft(publish_at=FAR_AHEAD if moments == AHEAD else None)
    assert save(editor, article, slug="nieuw", **moments) == ([], "")
    assert article.slug == "nieuw"


def test_whose_redirect_disappears_is_said(editor):
    other = make_article("Ander", slug="oud")
    Article.objects.filter(pk=other.pk).update(slug="ander")
    article = make_draft()
    errors, told = save(editor, article, slug="oud", **DRAFT)
    assert errors == ["confirm_address"]
    assert told.startswith("Let op: /blogs/oud/ was eerder het adres van Ander .")
    assert save(editor, article, slug="oud", confirm_address="oud", **DRAFT) == ([], "")
    assert OldAddress.objects.get().article == other


# --- Off the site --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moments", "tick", "says"),
    [
        (DRAFT, "draft", "Het artikel gaat dan meteen van de site. Wie het adres opent, leest dat "
         "de pagina niet bestaat (404). Moet het voorgoed weg?"),
        (AHEAD, "later 2999-01-06 10:00", "Het artikel gaat dan meteen van de site, tot zondag 6 "
         "januari 2999, 10:00."),
        (PUBLISHED | {"withdraw_at_0": "7-1-2020", "withdraw_at_1": "10:00"}, "now",
         "Het artikel is dan meteen nergens meer te lezen. Wie het adres opent, leest dat het er "
         "niet meer is en wat er wel te lezen is (410)."),
        (PUBLISHED | {"withdraw_at_0": "7-1-2999", "withdraw_at_1": "10:00"},
         "planned 2999-01-07 10:00",
         "Het artikel is vanaf maandag 7 januari 2999, 10:00 nergens meer te lezen."),
    ],
    ids=["unpublish", "put off", "withdraw now", "withdraw later"],
)  # fmt: skip
def test_taking_a_published_article_off_the_site_is_asked_about(editor, moments, tick, says):
    article = make_article()
    linking()
    before = (article.publish_at, article.withdraw_at)
    errors, told = save(editor, article, **moments)
    assert errors == ["confirm_going"]
    assert told.startswith(says)
    assert "Hiernaar linken: Een gepubliceerd" in told
    assert (article.publish_at, article.withdraw_at) == before
    assert save(editor, article, confirm_going=tick, **moments) == ([], "")
    assert (article.publish_at, article.withdraw_at) != before


def test_a_moment_to_go_is_asked_about_only_where_somebody_links(editor):
    moments = PUBLISHED | {"withdraw_at_0": "7-1-2999", "withdraw_at_1": "10:00"}
    assert save(editor, make_article(), **moments) == ([], "")


def test_no_moment_at_all_is_said_first(editor):
    errors, told = save(editor, make_article(), publish_at_0="x", publish_at_1="10:00")
    assert (errors, told) == (["publish_at"], "")


def test_a_draft_can_be_given_any_moments(editor):
    linking(path="/blogs/nog-geheim/")
    assert save(editor, make_draft(), **AHEAD) == ([], "")


def test_withdrawing_says_who_links_and_goes_on(editor):
    article = make_article()
    source = linking()
    about = make_page(body='<p><a href="/blogs/piekeren/">lees</a></p>')
    data = {"action": "withdraw_articles", "_selected_action": [article.pk]}
    page = editor.post(LIST, data).content.decode()
    assert "Hiernaar linken. Lezers lopen daar dan vast" in page
    found = re.findall(r'<li>\s*<a href="(/admin/[^"]+)"', page[page.index('class="linking"') :])
    assert found == [url(source), f"/admin/blog/page/{about.pk}/change/"]
    assert editor.post(LIST, data | {"confirmed": "1"}).status_code == 302
    article.refresh_from_db()
    assert article.state() == Article.State.WITHDRAWN


@pytest.mark.parametrize("rows", [1, 3])
def test_the_question_takes_as_many_queries_for_one_article_as_for_three(
    editor, django_assert_num_queries, rows
):
    chosen = [make_article(f"A {row}").pk for row in range(rows)]
    data = {"action": "withdraw_articles", "_selected_action": chosen}
    with django_assert_num_queries(17):
        assert editor.post(LIST, data).status_code == 200


# --- Gone for good -------------------------------------------------------------------------------


def test_deleting_says_who_links_what_readers_find_and_offers_to_withdraw(editor):
    article = make_article()
    linking()
    page = editor.get(url(article, "delete")).content.decode()
    assert "(code 404)" in page
    assert "Trek liever in" in page
    assert ">Een</a>" in page
    assert "Trefwoord" not in page
    assert editor.post(url(article, "delete"), {"post": "yes"}).status_code == 302
    assert Article.objects.filter(pk=article.pk).exists() is False


def test_a_draft_is_not_to_be_withdrawn_instead(editor):
    page = editor.get(url(make_draft(), "delete")).content.decode()
    assert "Geen enkele andere tekst op de site linkt hiernaar." in page
    assert "Trek liever in" not in page


def test_deleting_from_the_list_says_it_of_each(editor):
    first, second = make_article("A"), make_article("B")
    linking("Een", "/blogs/a/")
    data = {"action": "delete_selected", "_selected_action": [first.pk, second.pk]}
    page = editor.post(LIST, data).content.decode()
    assert re.findall(r'id="weg-(\d+)"', page) == [str(second.pk), str(first.pk)]
    assert page.count("Geen enkele andere tekst op de site linkt hiernaar.") == 1
    assert ">Een</a>" in page
    assert editor.post(LIST, data | {"post": "yes"}).status_code == 302
    assert [article.title for article in Article.objects.all()] == ["Een"]


def test_who_may_not_delete_is_not_offered_to(client):
    client.force_login(make_staff("view_article", "change_article"))
    article = make_article(publish_at=LONG_AGO)
    assert client.get(url(article, "delete")).status_code == 403
    data = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
    client.post(LIST, data)
    assert Article.objects.filter(pk=article.pk).exists() is True
