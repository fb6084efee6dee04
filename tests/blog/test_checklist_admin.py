"""The checklist at the desk: beside an article, of what is typed, and in the way of its errors."""

import re

import pytest
from django.contrib.messages import get_messages

from blog.models import Article

from .make import (
    LONG_AGO,
    make_article,
    make_draft,
    make_picture,
    make_scheduled,
    make_staff,
    make_topic,
)
from .test_admin import EDITOR, LIST, VERBS, the_form, url

pytestmark = pytest.mark.django_db
WRONG = "<h3>Te diep</h3>"
CHECK = f"{LIST}nakijken/"


@pytest.fixture
def editor(client):
    client.force_login(make_staff(*EDITOR, "view_author", "view_topic", "view_picture"))
    return client


def errors(response):
    return response.context["adminform"].form.errors


def no_moment(**changes):
    return {"publish_at_0": "", "publish_at_1": ""} | changes


# --- What it shows -------------------------------------------------------------------------------


def test_each_point_is_a_link_to_its_place(editor):
    page = editor.get(url(make_article(body=WRONG))).content.decode()
    link = re.search(r'<a href="#id_body"([^>]*)>(.*?)</a>', page)
    assert re.findall(r'data-(\w+)="(.*?)"', link[1]) == [
        ("field", "body"),
        ("kind", "h"),
        ("nth", "0"),
        ("quote", "Te diep"),
    ]
    assert (link[2], "Nagekeken: 1 fout.</p>" in page) == ("‘Te diep’", True)


def test_what_an_editor_typed_is_shown_as_text(editor):
    article = make_draft(body='<p><a href="http://example.org/"><b>"&gt;&lt;script&gt;</b></a></p>')
    page = editor.get(url(article)).content.decode()
    assert "‘&quot;&gt;&lt;script&gt;’" in page


def test_what_is_fine_is_counted_and_folded(editor):
    page = editor.get(url(make_article())).content.decode()
    assert ("<summary>In orde (11)</summary>" in page, "Alles is in orde." in page) == (True, True)


def test_the_box_about_suicide_is_said_to_stand_there_by_itself(editor):
    said = "Het 113-kader staat er vanzelf bij"
    pages = [
        editor.get(url(make_draft(title, slug=title.lower()))).content.decode()
        for title in ("Zelfdoding", "Slapen")
    ]
    assert [said in page for page in pages] == [True, False]


def test_many_places_are_not_all_listed(editor):
    body = '<p><a href="https://example.org/">hier</a></p>' * 12
    page = editor.get(url(make_draft(body=body))).content.decode()
    assert (page.count('data-quote="hier"'), "en nog 2" in page) == (10, True)


def test_a_check_that_could_not_be_done_is_said(editor, monkeypatch):
    monkeypatch.setattr("blog.checks.checking.practice_numbers", None)
    page = editor.get(url(make_article())).content.decode()
    assert "en 1 punt kon niet worden nagekeken." in page
    assert "Telefoonnummers. Kijk dit zelf na" in page


def test_who_may_only_read_sees_the_points_without_links(client):
    client.force_login(make_staff("view_article"))
    page = client.get(url(make_article(body=WRONG))).content.decode()
    assert ("‘Te diep’" in page, "data-quote" in page, "Kijk opnieuw na" in page) == (
        True,
        False,
        False,
    )


def test_a_new_article_has_a_list_to_come(editor):
    page = editor.get(f"{LIST}add/").content.decode()
    assert "Na het opslaan staat hier" in page
    assert f'data-url="{CHECK}"' in page


# --- What it blocks ------------------------------------------------------------------------------


@pytest.mark.parametrize("year", ["2020", "2999"])
def test_an_article_with_an_error_does_not_go_online_and_nothing_typed_is_lost(editor, year):
    article = make_draft()
    sent = the_form(article, body=f"<p>Nieuw.</p>{WRONG}", publish_at_0=f"6-1-{year}")
    response = editor.post(url(article), sent)
    assert errors(response) == {
        "publish_at": [
            "Dit artikel kan nog niet online: op de nakijklijst staat nog 1 fout. Herstel dat "
            "eerst, of maak dit veld leeg en bewaar het als concept."
        ]
    }
    page = response.content.decode()
    assert "&lt;p&gt;Nieuw.&lt;/p&gt;" in page
    assert "De koppen slaan een stap over." in page
    article.refresh_from_db()
    assert (article.publish_at, article.body) == (None, "<p>De tekst van nog geheim.</p>")


def test_a_new_one_does_not_either(editor):
    sent = the_form(make_draft("Ander"), slug="nieuw", body=WRONG)
    response = editor.post(f"{LIST}add/", sent)
    assert list(errors(response)) == ["publish_at"]
    assert "De koppen slaan een stap over." in response.content.decode()


def test_a_draft_with_errors_is_saved(editor):
    article = make_draft()
    assert (
        editor.post(url(article), the_form(article, body=WRONG, **no_moment())).status_code == 302
    )
    article.refresh_from_db()
    assert (article.body, article.checks) == (WRONG, "heading-order")


def test_advice_never_blocks(editor):
    article = make_draft()
    body = '<p>Klik <a href="http://example.org/">hier</a> of bel 010 765 43 21.</p>'
    assert editor.post(url(article), the_form(article, body=body)).status_code == 302


def test_what_is_online_already_is_saved_and_the_errors_are_said(editor):
    article = make_article()
    response = editor.post(url(article), the_form(article, body=WRONG))
    assert response.status_code == 302
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert [line.endswith("op de nakijklijst staat nog 1 fout.") for line in said] == [True, False]


def test_what_is_withdrawn_is_saved_until_it_would_come_back(editor):
    article = make_article(withdraw_at=LONG_AGO.replace(year=2021), body=WRONG)
    gone = {"withdraw_at_0": "6-1-2021", "withdraw_at_1": "10:00"}
    assert editor.post(url(article), the_form(article, **gone)).status_code == 302
    assert list(errors(editor.post(url(article), the_form(article)))) == ["publish_at"]


def test_a_scheduled_one_that_gets_an_error_stays_as_it_was(editor):
    article = make_scheduled()
    later = {"publish_at_0": "6-1-2999"}
    response = editor.post(url(article), the_form(article, body=WRONG, **later))
    assert list(errors(response)) == ["publish_at"]
    assert editor.post(url(article), the_form(article, **later)).status_code == 302


def test_where_the_topic_asks_for_it_a_psychologist_signs_first(editor):
    article = make_draft(topics=[make_topic(needs_signature=True)])
    response = editor.post(url(article), the_form(article))
    assert "Laat het artikel eerst aftekenen." in response.content.decode()
    Article.objects.update(reviewed_at=LONG_AGO)
    assert editor.post(url(article), the_form(article)).status_code == 302


def test_a_signature_does_not_count_for_words_that_were_written_since(editor):
    article = make_draft(topics=[make_topic(needs_signature=True)], reviewed_at=LONG_AGO)
    response = editor.post(url(article), the_form(article, body="<p>Iets anders.</p>"))
    assert list(errors(response)) == ["publish_at"]
    article.refresh_from_db()
    assert article.reviewed_at == LONG_AGO


# --- Looking again -------------------------------------------------------------------------------


def test_what_is_typed_is_looked_over_without_being_saved(editor):
    article = make_draft()
    response = editor.post(f"{LIST}{article.pk}/nakijken/", the_form(article, body=WRONG))
    page = response.content.decode()
    assert page.startswith('<p class="checklist-said">Nagekeken: 1 fout.</p>')
    assert "<html" not in page
    article.refresh_from_db()
    assert article.body == "<p>De tekst van nog geheim.</p>"


def test_so_is_what_has_never_been_saved(editor):
    page = editor.post(CHECK, {"title": "A", "body": WRONG}).content.decode()
    assert "Nagekeken: 2 fouten." in page  # no summary yet


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"title": "\0", "body": "\0<p>", "picture": "\0", "topics": ["x", "-1", "9" * 40, "²"]},
        {"picture": "999999999999999999", "topics": ["999999999999999999"], "publish_at_0": "x"},
        {"body": "<a href='/blogs/%ed%a0%80/'>A</a><a href='/%ff/'>B</a><a href='//[/'>C</a>"},
        {"body": "<a href='/blogs/a/?\0'>A</a><img src='/media/pictures/x'>" * 400},
    ],
)
def test_whatever_was_sent_can_be_read(editor, sent):
    response = editor.post(CHECK, sent)
    assert (response.status_code, "kon niet worden nagekeken" in response.content.decode()) == (
        200,
        False,
    )


def test_looking_takes_a_post_and_the_right_to_write(client):
    article = make_draft()
    for address in (CHECK, f"{LIST}{article.pk}/nakijken/"):
        assert client.post(address).status_code == 302
    client.force_login(make_staff("view_article", "sign_article"))
    for address in (CHECK, f"{LIST}{article.pk}/nakijken/"):
        assert client.post(address).status_code == 403
        assert client.get(address).status_code == 405
    client.force_login(make_staff("change_article", username="x"))
    assert client.post(f"{LIST}999/nakijken/").status_code == 404
    assert client.post(CHECK).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_queries_for_one_row_as_for_three(editor, django_assert_num_queries, rows):
    article = make_draft(topics=[make_topic(f"T{row}") for row in range(rows)])
    body = "".join(
        f'<p><a href="/blogs/a{row}/">A{row}</a> <img src="{make_picture().original_url}" alt="b">'
        f" 010 765 43 2{row}</p>"
        for row in range(rows)
    )
    sent = the_form(article, body=body)
    with django_assert_num_queries(10):  # five of them ask who this is, and for the article
        assert editor.post(f"{LIST}{article.pk}/nakijken/", sent).status_code == 200


# --- Makers --------------------------------------------------------------------------------------


def test_the_maker_is_filled_in_with_the_picture_and_shown_under_it(client):
    rights = (f"{verb}_picture" for verb in VERBS)
    client.force_login(make_staff(*rights))
    picture = make_picture()
    address = f"/admin/blog/picture/{picture.pk}/change/"
    sent = {"alt": "Een vlak", "credit": "Noor <Verhalen>", "focal_x": 50, "focal_y": 50}
    assert client.post(address, sent).status_code == 302
    body = (
        f'<figure><img src="{picture.original_url}" alt="a"><figcaption>Stil.</figcaption></figure>'
    )
    make_article(picture=picture, picture_caption="Bovenaan.", body=body)
    page = client.get("/blogs/piekeren/").content.decode()
    line = '<small class="credit">Beeld: Noor &lt;Verhalen&gt;</small></figcaption>'
    assert (f"Bovenaan. {line}" in page, f"Stil. {line}" in page) == (True, True)
