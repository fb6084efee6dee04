"""A text longer than any article: refused at its field, and nothing at the desk reads it before."""

import nh3
import pytest

from blog import html
from blog.models import Article

from .make import make_article, make_draft, make_staff
from .test_admin import EDITOR, LIST, the_form, url

pytestmark = pytest.mark.django_db
BODY = f"<p>{'a' * html.MOST}</p>"
SAID = (
    "Deze tekst is te lang. Met opmaak erbij passen er 300.000 tekens in. Verdeel hem over meer "
    "artikelen."
)


@pytest.fixture
def editor(client):
    may = ["add_article", "view_author", "view_topic", "view_helpcard", "view_picture"]
    client.force_login(make_staff(*EDITOR, *may))
    return client


@pytest.fixture
def cleaned(monkeypatch):
    """The longest text that was cleaned."""
    lengths = [0]
    clean = nh3.clean
    monkeypatch.setattr(
        nh3, "clean", lambda text, **rules: lengths.append(len(text)) or clean(text, **rules)
    )
    return lambda: max(lengths)


@pytest.mark.parametrize("is_stale", [False, True])
def test_it_is_refused_at_its_field_and_nothing_typed_is_lost(editor, cleaned, is_stale):
    article = make_article()
    form = the_form(article, body=BODY)
    if is_stale:
        Article.objects.filter(pk=article.pk).update(body="<p>Van een ander.</p>")
    answer = editor.post(url(article), form)
    form = answer.context["adminform"].form
    assert (form.errors["body"], form["body"].value()) == ([SAID], BODY)
    assert Article.objects.get().body != BODY
    assert cleaned() <= html.MOST


def test_a_text_of_just_that_length_is_saved(editor):
    article = make_draft()
    body = f"<p>{'a' * (html.MOST - 7)}</p>"
    form = the_form(article, body=body, publish_at_0="", publish_at_1="")
    assert editor.post(url(article), form).status_code == 302
    assert Article.objects.get().body == body


@pytest.mark.parametrize("page", ["add/voorbeeld", "nakijken", "coach", "add"])
def test_no_page_of_a_new_article_cleans_it(editor, cleaned, page):
    answer = editor.post(f"{LIST}{page}/", the_form(make_article(), body=BODY))
    assert (answer.status_code, cleaned() <= html.MOST) == (200, True)


@pytest.mark.parametrize("page", ["voorbeeld/onbewaard", "nakijken"])
def test_no_page_of_a_saved_article_cleans_it(editor, cleaned, page):
    article = make_article()
    answer = editor.post(url(article, page), the_form(article, body=BODY))
    assert (answer.status_code, cleaned() <= html.MOST) == (200, True)


def test_the_checklist_says_so(editor):
    page = editor.post(f"{LIST}nakijken/", {"title": "A", "body": BODY}).content.decode()
    assert "Deze tekst is te lang om na te kijken, en om op te slaan." in page


def test_of_an_article_that_is_gone_it_can_still_be_copied(editor, cleaned):
    article = make_article()
    address, form = url(article), the_form(article, body=BODY)
    article.delete()
    answer = editor.post(address, form)
    assert (answer.status_code, "a" * html.MOST in answer.content.decode()) == (404, True)
    assert cleaned() <= html.MOST
