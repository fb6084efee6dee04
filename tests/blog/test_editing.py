"""Two editors on one article, and what the browser asks while one of them types."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from blog.models import Article, RelatedArticle
from blog.moments import in_words
from blog.withdrawal import withdraw
from staff.models import User

from .make import make_article, make_staff, make_topic, pick
from .test_admin import EDITOR, the_form, url

pytestmark = pytest.mark.django_db
MAY = [*EDITOR, "view_author", "view_topic", "view_helpcard", "view_picture"]


@pytest.fixture
def sem(client):
    client.force_login(make_staff(*MAY, username="sem"))
    return client


@pytest.fixture
def anna():
    return make_staff(*MAY, username="anna", first_name="Anna", last_name="de Vries")


@pytest.fixture
def anna_saves(anna):
    """Through the form, as she would; the article of the caller stays the one that was shown."""

    def save(article, **changes):
        client = Client()
        client.force_login(anna)
        stored = Article.objects.get(pk=article.pk)
        assert client.post(url(article), the_form(stored, **changes)).status_code == 302

    return save


def shown(response):
    """The form that came back, by field."""
    form = response.context["adminform"].form
    return {name: form[name].value() for name in form.fields}


def points(response):
    return [point.name for point in response.context["met"].both]


def test_who_saves_the_version_they_saw_is_not_stopped(sem):
    article = make_article()
    assert sem.post(url(article), the_form(article, title="B")).status_code == 302
    assert Article.objects.get().title == "B"


@pytest.mark.parametrize("spelt", ["0{}", "+{}", "%20{}", "_3{}"])
def test_another_spelling_of_its_number_is_no_way_past_the_other_editor(sem, anna_saves, spelt):
    article = make_article()
    anna_saves(article, title="Van Anna")
    address = f"/admin/blog/article/{spelt.format(article.pk)}/change/"
    assert sem.post(address, the_form(article, title="Van Sem")).status_code == 404
    assert Article.objects.get().title == "Van Anna"


def test_what_both_changed_is_shown_and_nothing_is_saved(sem, anna_saves):
    article = make_article(summary="Oud.")
    anna_saves(article, summary="Van Anna.")
    response = sem.post(url(article), the_form(article, summary="Van Sem."))
    page = response.content.decode()
    assert (response.status_code, points(response)) == (200, ["summary"])
    assert "Anna de Vries heeft het op" in page
    assert "Neem die van Anna de Vries over" in page
    assert shown(response)["summary"] == "Van Sem."
    assert Article.objects.get().summary == "Van Anna."


def test_two_moments_a_year_or_more_apart_are_told_apart(sem, anna_saves):
    article = make_article()
    anna_saves(article, withdraw_at_0="3-11-2037", withdraw_at_1="10:00", confirm_going="on")
    sent = the_form(article, withdraw_at_0="3-11-2043", withdraw_at_1="10:00")
    (point,) = sem.post(url(article), sent).context["met"].both
    assert point.theirs == "dinsdag 3 november 2037, 10:00"
    (field,) = point.differences
    texts = [block.pieces[0].text for block in field.blocks]
    assert texts == ["dinsdag 3 november 2037, 10:00", "dinsdag 3 november 2043, 10:00"]


def test_what_only_the_other_changed_is_taken_over_and_said(sem, anna_saves):
    rouw, slaap = make_topic("Rouw"), make_topic("Slaap")
    article = make_article(topics=[rouw])
    anna_saves(article, meta_title="Van Anna", body="<p>Van Anna.</p>", topics=[rouw.pk, slaap.pk])
    response = sem.post(url(article), the_form(article, title="Van Sem", topics=[rouw.pk]))
    form = shown(response)
    assert (points(response), response.context["met"].taken) == (
        [],
        ["Tekst", "Onderwerpen", "Titel in zoekmachines"],
    )
    assert (form["title"], form["body"], form["meta_title"], sorted(form["topics"])) == (
        "Van Sem",
        "<p>Van Anna.</p>",
        "Van Anna",
        sorted([str(rouw.pk), str(slaap.pk)]),
    )


def test_the_merged_form_is_saved_by_the_next_press(sem, anna_saves):
    article = make_article(summary="Oud.")
    anna_saves(article, summary="Van Anna.", title="Van Anna")
    sent = the_form(article, summary="Van Sem.")
    response = sem.post(url(article), sent)
    stored = Article.objects.get()
    sent |= {"version": stored.version, "since": article.version, "title": shown(response)["title"]}
    assert sem.post(url(article), sent).status_code == 302
    stored.refresh_from_db()
    assert (stored.title, stored.summary) == ("Van Anna", "Van Sem.")


def test_theirs_is_taken_over_field_by_field_and_the_rest_stays_to_choose(sem, anna_saves):
    article = make_article(summary="Oud.")
    anna_saves(article, summary="Van Anna.", title="Van Anna")
    stored = Article.objects.get()
    sent = the_form(article, summary="Van Sem.", title="Van Sem")
    sent |= {"version": stored.version, "since": article.version, "_take": "summary"}
    response = sem.post(url(article), sent)
    form = shown(response)
    assert (form["summary"], form["title"], points(response)) == ("Van Anna.", "Van Sem", ["title"])
    stored.refresh_from_db()
    assert stored.title == "Van Anna"


def test_a_form_that_stood_open_takes_no_withdrawal_back(sem):
    article = make_article(slug="a")
    withdraw(article=article)
    response = sem.post(url(article), the_form(article, title="Van Sem"))
    assert response.status_code == 200
    moment = shown(response)["withdraw_at"]
    sent = the_form(article, title="Van Sem", version=Article.objects.get().version)
    sent |= {"withdraw_at_0": moment[0], "withdraw_at_1": moment[1]}
    assert sem.post(url(article), sent).status_code == 302
    stored = Article.objects.get()
    assert (stored.title, stored.state()) == ("Van Sem", Article.State.WITHDRAWN)


@pytest.mark.parametrize("version", ["", "x", "-1", "٣", "9" * 40, "999"])
def test_from_a_version_that_nobody_knows_every_difference_is_to_choose(sem, version):
    article = make_article()
    withdraw(article=article)
    sent = the_form(article, title="Van Sem", version=version)
    response = sem.post(url(article), sent)
    assert points(response) == ["title", "withdraw_at"]
    assert shown(response)["withdraw_at"] != ["", ""]
    assert "Welke versie jij voor je had, is niet meer te zien." in response.content.decode()
    del sent["version"]
    assert sem.post(url(article), sent).status_code == 200


def test_a_date_that_is_filled_in_again_after_that_is_kept(sem):
    article = make_article()
    withdraw(article=article)
    stored = Article.objects.get()
    sent = the_form(article, version=stored.version, since=article.version)
    assert sem.post(url(article), sent).status_code == 302
    stored.refresh_from_db()
    assert stored.withdraw_at is None


def test_a_moment_that_gave_way_can_be_read_until_all_is_saved(sem, anna_saves):
    article = make_article()
    anna_saves(article, summary="Van Anna.", withdraw_at_0="1-2-2040", withdraw_at_1="10:00")
    stored = Article.objects.get()
    sent = the_form(article, summary="Van Sem.", withdraw_at_0="5-2-2040", withdraw_at_1="9:00")
    mine = "zondag 5 februari 2040, 09:00"
    response = sem.post(url(article), sent)
    assert [one["words"] for one in response.context["met"].set_aside] == [mine]
    sent |= {"version": stored.version, "since": article.version, "_take": "summary"}
    sent |= {"withdraw_at_0": "1-2-2040", "withdraw_at_1": "10:00", "set_aside-withdraw_at": mine}
    page = sem.post(url(article), sent).content.decode()
    assert f"had jij ingevuld: <strong>{mine}</strong>" in page
    assert f'name="set_aside-withdraw_at" value="{mine}"' in page


def test_who_saved_without_changing_anything_stops_nobody(sem, anna_saves):
    article = make_article()
    anna_saves(article)
    assert sem.post(url(article), the_form(article, title="Van Sem")).status_code == 302


def test_a_field_that_is_wrong_comes_back_with_the_difference(sem, anna_saves):
    article = make_article(summary="Oud.")
    anna_saves(article, summary="Van Anna.")
    sent = the_form(article, summary="Van Sem.", title="", publish_at_0="x")
    sent |= {"version": Article.objects.get().version, "since": article.version}
    response = sem.post(url(article), sent)
    assert list(response.context["adminform"].form.errors) == ["title", "publish_at"]
    assert "summary" in points(response)


def picks_form(*rows):
    data = {"related_picks-TOTAL_FORMS": len(rows), "related_picks-INITIAL_FORMS": 0}
    for number, (row, related, place) in enumerate(rows):
        at = f"related_picks-{number}-"
        data |= {f"{at}related": related.pk, f"{at}position": place, f"{at}choice": "pin"}
        if row:
            data[f"{at}id"] = row.pk
            data["related_picks-INITIAL_FORMS"] += 1
    return data


def test_related_articles_of_both_stand_together(sem, anna_saves):
    article, a, b, c = (make_article(title) for title in ("Het", "A", "B", "C"))
    pick(article, a, b)
    row_a, row_b = RelatedArticle.objects.all()
    seen = ",".join(f"{row.related_id}:pin:{row.position}" for row in (row_a, row_b))
    before = picks_form((row_a, a, 1), (row_b, b, 2))
    anna_saves(article, **before | {"related_picks-0-DELETE": "on"})
    mine = picks_form((row_a, a, 1), (row_b, b, 2), (None, c, 3))
    response = sem.post(url(article), the_form(article, title="Van Sem", shown_picks=seen, **mine))
    assert response.context["met"].has_other_picks is True
    formset = response.context["inline_admin_formsets"][0].formset
    rows = [(form["id"].value(), form["related"].value()) for form in formset.forms[:2]]
    assert rows == [(str(row_b.pk), str(b.pk)), (None, str(c.pk))]
    assert formset.is_valid()


@pytest.mark.parametrize("total", ["", "x", "9" * 30, "2000"])
def test_rows_that_nobody_can_count_are_said_and_break_nothing(sem, anna_saves, total):
    article = make_article()
    anna_saves(article, title="Van Anna")
    sent = the_form(article, summary="Van Sem.") | {"related_picks-TOTAL_FORMS": total}
    response = sem.post(url(article), sent)
    rows = response.context["inline_admin_formsets"][0].formset.forms
    assert (response.status_code, len(rows) <= 100) == (200, True)


def test_who_has_no_name_is_a_colleague_and_never_a_name_to_log_in_with(sem, anna, anna_saves):
    User.objects.filter(pk=anna.pk).update(first_name="", last_name="")
    article = make_article()
    anna_saves(article, title="Van Anna")
    page = sem.post(url(article), the_form(article, title="Van Sem")).content.decode()
    assert ("Een collega heeft het op" in page, ">anna<" in page) == (True, False)


def test_of_an_article_that_was_deleted_what_was_typed_can_be_copied(sem):
    article = make_article()
    sent = the_form(article, title="<b>Mijn titel", body="<p>Mijn</p><p>tekst</p>")
    address = url(article)
    article.delete()
    response = sem.post(address, sent)
    page = response.content.decode()
    assert response.status_code == 404
    assert "Dit artikel is intussen verwijderd" in page
    assert (">&lt;b&gt;Mijn titel</textarea>" in page, ">Mijn\ntekst</textarea>" in page) == (
        True,
        True,
    )


def test_who_may_change_nothing_is_told_nothing(client):
    article = make_article()
    client.force_login(make_staff("view_article"))
    with CaptureQueriesContext(connection) as asked:
        assert client.post(url(article), the_form(article, version="x")).status_code == 403
    is_locking = 'SELECT "blog_article"."version" AS'
    assert [query for query in asked if query["sql"].startswith(is_locking)] == []
    page = client.get(url(article)).content.decode()
    assert 'name="version"' not in page


# --- After a save, for the browser ---------------------------------------------------------------


@pytest.mark.parametrize("button", ["_save", "_continue", "_addanother"])
def test_the_page_after_a_save_says_which_version_was_saved(sem, button):
    article = make_article()
    response = sem.post(url(article), the_form(article, title="B") | {button: "1"})
    tags = [message.tags for message in get_messages(response.wsgi_request)]
    assert f"saved-{article.pk}-{Article.objects.get().version} success" in tags


# --- While somebody edits ------------------------------------------------------------------------


def test_the_stored_version_is_told_with_who_saved_it_and_when(sem, anna_saves):
    article = make_article()
    anna_saves(article, title="Van Anna")
    stored = Article.objects.get()
    answer = sem.get(url(article, "versie"), {"gezien": article.version}).json()
    assert (answer["version"], answer["who"]) == (stored.version, "Anna de Vries")
    assert answer["when"] == in_words(stored.updated_at)
    answer = sem.get(url(article, "versie"), {"gezien": stored.version}).json()
    assert answer == {"version": stored.version, "who": "", "when": ""}


@pytest.mark.parametrize("saves", [1, 3])
def test_that_takes_one_query_and_another_when_there_is_news(
    sem, anna_saves, django_assert_num_queries, saves
):
    article = make_article()
    for number in range(saves):
        anna_saves(article, title=f"Van Anna {number}")
    stored = Article.objects.get()
    visitor = 4  # session, user and what the user may, of their own and by their groups
    with django_assert_num_queries(visitor + 1):
        sem.get(url(article, "versie"), {"gezien": stored.version})
    with django_assert_num_queries(visitor + 2):
        sem.get(url(article, "versie"), {"gezien": article.version})


def test_only_who_may_see_the_article_is_told(client):
    article = make_article()
    assert client.get(url(article, "versie")).status_code == 302
    client.force_login(make_staff("view_topic"))
    assert client.get(url(article, "versie")).status_code == 403


def test_asking_changes_nothing_and_of_nothing_is_not_found(sem):
    article = make_article()
    assert sem.post(url(article, "versie")).status_code == 405
    assert sem.get("/admin/blog/article/999/versie/").status_code == 404
