"""Versions at the desk: one for a save, the pages, and who may do what."""

import pytest
from django.utils import timezone

from blog.models import Article

from .make import LONG_AGO, make_article, make_draft, make_scheduled, make_staff, make_topic
from .test_admin import EDITOR, signed, the_form, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.force_login(make_staff(*EDITOR))
    return client


@pytest.fixture
def psychologist(client):
    client.force_login(make_staff("view_article", "sign_article"))
    return client


def text(response):
    return " ".join(response.content.decode().split())


def versions_url(article, rest=""):
    return url(article, "versies") + rest


def first_of(article):
    return article.history.last()


# --- Saving --------------------------------------------------------------------------------------


def test_a_save_with_all_that_hangs_on_it_is_one_version(editor):
    article, topic = make_article(), make_topic()
    editor.post(url(article), the_form(article, title="Anders", topics=[topic.pk]))
    row = article.history.first()
    assert (article.history.count(), row.title, row.topic_ids) == (2, "Anders", [topic.pk])
    assert row.history_user.username == "noor"


def test_a_new_article_begins_with_one(editor):
    other = make_draft()
    topic = make_topic()
    fields = {"title": "Nieuw", "slug": "nieuw", "topics": [topic.pk]}
    editor.post("/admin/blog/article/add/", the_form(other, **fields))
    row = Article.history.get(slug="nieuw")
    assert (row.history_type, row.topic_ids) == ("+", [topic.pk])
    assert row.history_user.username == "noor"


def test_a_save_of_the_same_words_is_none(editor):
    article = make_article(publish_at=LONG_AGO, key_points="Een\nTwee")
    editor.post(url(article), the_form(article, key_points="Een\r\nTwee"))
    assert article.history.count() == 1


def test_what_is_withdrawn_from_the_list_says_who_did_it(editor):
    article = make_article()
    data = {"_selected_action": article.pk, "action": "withdraw_articles", "confirmed": 1}
    editor.post("/admin/blog/article/", data)
    row = article.history.first()
    assert (row.history_change_reason, row.history_user.username) == ("ingetrokken", "noor")


def test_of_what_is_deleted_from_the_list_a_version_stays(editor):
    article = make_article()
    data = {"_selected_action": article.pk, "action": "delete_selected", "post": "yes"}
    editor.post("/admin/blog/article/", data)
    row = Article.history.filter(id=article.pk).first()
    assert (row.history_type, row.history_user.username) == ("-", "noor")


# --- Reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_as_many_queries_for_one_version_as_for_three(
    editor,
    django_assert_num_queries,
    rows,
):
    article = make_article()
    for number in range(rows - 1):
        Article.objects.filter(pk=article.pk).update(title=f"Titel {number}")
    with django_assert_num_queries(7):
        assert len(editor.get(versions_url(article)).context["entries"]) == rows


def test_the_list_goes_by_pages(editor):
    article = make_article()
    for number in range(22):
        Article.objects.filter(pk=article.pk).update(title=f"Titel {number}")
    lengths = [
        len(editor.get(versions_url(article), {"p": page}).context["entries"])
        for page in ("1", "2", "3", "x", "99999999")
    ]
    assert lengths == [20, 3, 0, 20, 20]


def test_the_stock_history_leads_there(editor):
    article = make_article()
    assert editor.get(url(article, "history")).url == versions_url(article)


def test_the_difference_of_a_version_is_with_the_one_before(editor):
    article = make_article()
    for title in ("Piekeren helpt", "Piekeren helpt niet"):
        Article.objects.filter(pk=article.pk).update(title=title)
    middle = article.history.all()[1]
    for rest, came in (("", "helpt"), ("nu/", "niet")):
        page = text(editor.get(versions_url(article, f"{middle.pk}/{rest}")))
        assert f'<ins><span class="visually-hidden">erbij: </span>{came}</ins>' in page


def test_markup_in_a_version_is_text_on_its_page(editor):
    article = make_article(title="<b>A</b>", slug="a")
    Article.objects.filter(pk=article.pk).update(title="<i>A</i>")
    page = text(editor.get(versions_url(article, f"{article.history.first().pk}/")))
    assert ("&lt;" in page, "<i>" in page, "<b>" in page) == (True, False, False)


def test_a_difference_too_long_to_read_is_cut_off_and_the_page_says_so(editor):
    article = make_article(body="".join(f"<p>Oud &amp; {number}</p>" for number in range(6_000)))
    article.body = article.body.replace("Oud", "Nieuw")
    article.save()
    page = text(editor.get(versions_url(article, f"{article.history.first().pk}/")))
    assert "Er is zo veel anders dat je hier alleen het begin ziet." in page
    assert "niet alles woord voor woord is vergeleken" in page
    assert len(page) < 500_000


def test_these_pages_keep_the_strict_policy(editor):
    article = make_article()
    first = first_of(article).pk
    for rest in ("", f"{first}/", f"{first}/nu/", f"{first}/terugzetten/"):
        response = editor.get(versions_url(article, rest))
        assert response.status_code == 200
        assert "unsafe" not in response["Content-Security-Policy"]


def test_a_version_of_another_article_is_not_found(editor):
    article, other = make_article(), make_article("Ander")
    for number in (first_of(other).pk, 10**30, 0):
        assert editor.get(versions_url(article, f"{number}/")).status_code == 404
    assert editor.get(f"/admin/blog/article/{10**30}/versies/").status_code == 404


def test_the_panel_shows_the_last_five(editor):
    article = make_article()
    for number in range(6):
        Article.objects.filter(pk=article.pk).update(title=f"Titel {number}")
    assert len(editor.get(url(article)).context["versions"]) == 5


# --- Who may -------------------------------------------------------------------------------------


def test_who_may_only_look_puts_nothing_back(psychologist):
    article = make_article()
    first = first_of(article).pk
    page = text(psychologist.get(versions_url(article)))
    assert "terugzetten/" not in page
    for method in (psychologist.get, psychologist.post):
        assert method(versions_url(article, f"{first}/terugzetten/")).status_code == 403


def test_who_sees_no_articles_sees_no_versions(client):
    article = make_article()
    client.force_login(make_staff("view_topic"))
    first = first_of(article).pk
    for rest in ("", f"{first}/", f"{first}/nu/", f"{first}/terugzetten/"):
        assert client.get(versions_url(article, rest)).status_code == 403


# --- The way back --------------------------------------------------------------------------------


def test_a_version_is_put_back_after_the_change_was_shown(editor):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(title="Anders", slug="anders")
    address = versions_url(article, f"{first_of(article).pk}/terugzetten/")
    page = editor.get(address)
    assert [one.label for one in page.context["differences"]] == ["titel"]
    assert "staat online" in text(page)
    response = editor.post(address, {"seen": page.context["article"].version}, follow=True)
    assert "is teruggezet" in text(response)
    now = Article.objects.get()
    assert (now.title, now.slug) == ("Piekeren", "anders")
    assert article.history.first().history_user.username == "noor"


@pytest.mark.parametrize("make", [make_scheduled, make_article])
def test_errors_that_come_back_are_said_before_and_what_it_became_after(editor, make):
    article = make(body="<h3>Kop</h3>")
    Article.objects.filter(pk=article.pk).update(body="<p>A</p>")
    address = versions_url(article, f"{first_of(article).pk}/terugzetten/")
    page = editor.get(address)
    is_scheduled = make is make_scheduled
    assert "De koppen slaan een stap over." in text(page)
    assert ("wordt weer een concept" in text(page)) is is_scheduled
    seen = page.context["article"].version
    after = text(editor.post(address, {"seen": seen}, follow=True))
    assert ("Dit artikel is nu een concept" in after) is is_scheduled


@pytest.mark.parametrize("seen", ["", "x", "9" * 40, "²", "0"])
def test_who_was_shown_something_else_is_asked_again(editor, seen):
    article = make_article()
    Article.objects.filter(pk=article.pk).update(title="Anders")
    address = versions_url(article, f"{first_of(article).pk}/terugzetten/")
    response = editor.post(address, {"seen": seen}, follow=True)
    assert "intussen veranderd" in text(response)
    assert Article.objects.get().title == "Anders"


def test_what_could_not_be_put_back_is_said(editor):
    article = make_article(topics=[topic := make_topic()])
    Article.objects.filter(pk=article.pk).update(title="Anders")
    topic.delete()
    address = versions_url(article, f"{first_of(article).pk}/terugzetten/")
    seen = editor.get(address).context["article"].version
    response = editor.post(address, {"seen": seen}, follow=True)
    assert "Niet teruggezet, want het bestaat niet meer: 1 onderwerp." in text(response)


# --- The signature -------------------------------------------------------------------------------


@pytest.mark.parametrize("ticked", [True, False])
def test_after_a_change_the_way_to_what_changed_since_the_signature_is_said(
    editor,
    ticked,
):
    article = signed(body="<p>Hij word boos.</p>")
    change = {"body": "<p>Hij wordt boos.</p>"} | ({"only_spelling": "on"} if ticked else {})
    page = text(editor.post(url(article), the_form(article, **change), follow=True))
    address = versions_url(article, f"{first_of(article).pk}/nu/")
    assert f'<a href="{address}">wat er sinds de handtekening veranderde</a>' in page
    assert "wordt</ins>" in text(editor.get(address))


def test_that_goes_for_an_article_from_before_there_were_versions(editor):
    article = signed()
    Article.history.all().delete()
    page = text(editor.post(url(article), the_form(article, title="Anders"), follow=True))
    assert "sinds de handtekening" in page
    assert [row.title for row in article.history.all()] == ["Anders", "Piekeren"]


def test_a_psychologist_reads_what_changed_and_signs_there(psychologist):
    article = signed()
    version = first_of(article).pk
    Article.objects.filter(pk=article.pk).update(title="B", reviewed_at=None, reviewed_by=None)
    assert versions_url(article, f"{version}/nu/") in text(psychologist.get(url(article)))
    page = psychologist.get(versions_url(article, f"{version}/nu/"))
    assert 'value="Aftekenen"' in text(page)
    seen = page.context["article"].version
    psychologist.post(url(article, "aftekenen"), {"seen": seen})
    assert Article.objects.get().reviewed_by.username == "noor"


@pytest.mark.parametrize(("due_in", "is_set"), [(None, True), (-1, True), (0, True), (1, False)])
def test_who_signs_sets_a_day_to_look_again_where_none_is_ahead(
    psychologist,
    due_in,
    is_set,
):
    today = timezone.localdate()
    due = None if due_in is None else today + timezone.timedelta(due_in)
    article = make_article(review_due_on=due)
    seen = {"seen": article.version}
    page = text(psychologist.post(url(article, "aftekenen"), seen, follow=True))
    now = Article.objects.get().review_due_on
    assert ((now - today).days > 300, "Opnieuw nakijken: voor" in page) == (is_set, is_set)


# --- Deleted articles ----------------------------------------------------------------------------

DELETED = "/admin/blog/article/verwijderd/"


def test_after_deleting_the_way_to_what_was_deleted_is_said_and_leads_back(editor):
    article = make_article()
    page = text(editor.post(url(article, "delete"), {"post": "yes"}, follow=True))
    assert f'<a href="{DELETED}">' in page
    entry = editor.get(DELETED).context["entries"][0]
    assert (entry.title, entry.who) == ("Piekeren", "een collega")
    response = editor.post(DELETED, {"version": entry.pk}, follow=True)
    assert "is terug, als concept" in text(response)
    assert Article.objects.get().publish_at is None


@pytest.mark.parametrize("version", ["", "x", "²", "9" * 30])
def test_what_was_not_deleted_is_not_found(editor, version):
    assert editor.post(DELETED, {"version": version}).status_code == 404


def test_who_may_only_look_brings_nothing_back(psychologist):
    make_article().delete()
    pk = Article.history.first().pk
    assert "Haal terug" not in text(psychologist.get(DELETED))
    assert psychologist.post(DELETED, {"version": pk}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_deleted_take_as_many_queries_for_one_as_for_three(
    editor, django_assert_num_queries, rows
):
    for number in range(rows):
        make_article(f"Artikel {number}").delete()
    with django_assert_num_queries(6):
        assert len(editor.get(DELETED).context["entries"]) == rows


# --- The stock page ------------------------------------------------------------------------------


def test_the_stock_history_leads_to_the_versions_for_who_may_see_the_article(client, editor):
    article = make_article()
    response = editor.get(url(article, "history"))
    assert (response.status_code, response["Location"]) == (302, versions_url(article))
    assert editor.get("/admin/blog/article/999/history/").status_code == 404
    client.force_login(make_staff("view_topic", username="balie"))
    statuses = [
        client.get(f"/admin/blog/article/{pk}/history/").status_code for pk in (article.pk, 999)
    ]
    assert statuses == [403, 403]
