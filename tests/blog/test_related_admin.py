"""What an editor sees of related articles on the change page, and does about them there."""

import pytest
from django.utils.html import escape

from blog.models import Article, HelpCard, RelatedArticle, Suggestion
from blog.related import NEWEST

from .make import make_article, make_draft, make_staff, make_topic, pick
from .test_admin import EDITOR, the_form, url

pytestmark = pytest.mark.django_db
SHELVES = [f"change_{model}" for model in ("topic", "helpcard")]


@pytest.fixture
def editor(client):
    client.force_login(make_staff(*EDITOR, *SHELVES, "view_author", "view_topic", "view_picture"))
    return client


def suggest(article, *related):
    for position, other in enumerate(related, start=1):
        Suggestion.objects.create(
            article=article,
            related=other,
            position=position,
            score=1,
            reason="Gedeeld woord: slaap.",
        )


def shown(client, article):
    now = client.get(url(article)).context["related_now"]
    return [(other.title, other.is_pinned, other.reason) for other in now]


def choices(article):
    rows = RelatedArticle.objects.filter(article=article).order_by("position")
    return list(rows.values_list("related__title", "choice"))


def test_the_page_shows_what_stands_there_now_and_why(editor):
    article, pinned, near = (make_article(title) for title in "ABC")
    make_article("D"), make_draft("E")
    pick(article, pinned)
    suggest(article, near)
    assert shown(editor, article) == [
        ("B", True, None),
        ("C", False, "Gedeeld woord: slaap."),
        ("D", False, NEWEST),
    ]
    page = editor.get(url(article)).content.decode()
    lines = ("Vastgezet.", "Gedeeld woord: slaap.", NEWEST)
    assert [page.count(f'<p class="help">{line}</p>') for line in lines] == [1, 1, 1]
    assert page.count('name="_pin"') == page.count('name="_block"') == 2


def test_a_button_pins_after_the_other_pins_and_keeps_what_else_was_changed(editor):
    article, first, second = (make_article(title) for title in "ABC")
    pick(article, first)
    answer = editor.post(url(article), the_form(article, title="Anders", _pin=second.pk))
    assert (answer.status_code, answer["Location"]) == (302, f"{url(article)}#verwant")
    assert choices(article) == [("B", "pin"), ("C", "pin")]
    article.refresh_from_db()
    assert article.title == "Anders"


def test_a_button_blocks(editor):
    article, other = make_article("A"), make_article("B")
    make_article("C")
    editor.post(url(article), the_form(article, _block=other.pk))
    assert choices(article) == [("B", "block")]
    assert [title for title, *_ in shown(editor, article)] == ["C"]


def test_the_answer_says_what_was_done(editor):
    article, other = make_article("A"), make_article("Slaap & rust", slug="b")
    page = editor.post(url(article), the_form(article, _block=other.pk), follow=True)
    said = escape("Wordt hier nooit meer getoond: Slaap & rust.")
    assert said in page.content.decode()


def test_a_word_already_said_is_changed_not_doubled(editor):
    article, other = make_article("A"), make_article("B")
    pick(article, other)
    editor.post(url(article), the_form(article, _block=other.pk))
    assert choices(article) == [("B", "block")]


@pytest.mark.parametrize("value", ["", "x", "-1", "0", "999999999999999999999999", "itself"])
def test_what_is_no_other_article_is_no_choice(editor, value):
    article = make_article("A")
    value = article.pk if value == "itself" else value
    assert editor.post(url(article), the_form(article, _pin=value)).status_code == 302
    assert choices(article) == []


def test_a_form_with_a_fault_does_nothing_yet(editor):
    article, other = make_article("A"), make_article("B")
    page = editor.post(url(article), the_form(article, title="", _pin=other.pk))
    assert (page.status_code, choices(article)) == (200, [])
    assert [other.title for other in page.context["related_now"]] == ["B"]


def test_who_may_only_look_sees_reasons_and_no_buttons(client):
    client.force_login(make_staff("view_article", "view_relatedarticle"))
    article, other = make_article("A"), make_article("B")
    page = client.get(url(article)).content.decode()
    assert (NEWEST in page, 'name="_pin"' in page) == (True, False)
    assert client.post(url(article), the_form(article, _pin=other.pk)).status_code == 403
    assert choices(article) == []


def test_who_may_change_articles_but_pick_none_has_no_buttons_either(client):
    client.force_login(make_staff("view_article", "change_article", "view_author", "view_topic"))
    article, other = make_article("A"), make_article("B")
    assert 'name="_pin"' not in client.get(url(article)).content.decode()
    client.post(url(article), the_form(article, _pin=other.pk))
    assert choices(article) == []


def test_the_first_button_of_the_form_saves_so_that_enter_does(editor):
    article = make_article("A")
    make_article("B")
    page = editor.get(url(article)).content.decode()
    form = page[page.index('id="article_form"') :]
    assert form.index('name="_save"') < form.index('name="_pin"')


@pytest.mark.parametrize("pk", ["9" * 5000, "0", "x", "²"])
def test_a_button_that_nobody_made_pins_nothing(editor, pk):
    article = make_article("A")
    page = editor.post(url(article), the_form(article, _pin=pk))
    assert page.status_code == 302
    assert choices(article) == []


def test_a_new_article_has_no_list_yet(editor):
    assert "zo staat het er nu" not in editor.get("/admin/blog/article/add/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_for_one_row_as_for_three(
    editor, django_assert_num_queries, rows
):
    article = make_article("A", topics=[make_topic()])
    pick(article, *(make_article(f"B{row}") for row in range(rows)))
    suggest(article, *(make_article(f"C{row}") for row in range(rows)))
    with django_assert_num_queries({1: 21, 3: 20}[rows]):  # with too few, the newest are asked for
        page = editor.get(url(article))
    assert len(page.context["related_now"]) == min(2 * rows, 4)
    assert page.content.decode().count(">B0</option>") == 1


@pytest.mark.parametrize("shelf", ["topic", "helpcard"])
def test_marking_a_topic_or_card_as_sensitive_has_its_articles_compared_anew(editor, shelf):
    topic, card = make_topic(), HelpCard.objects.create(heading="Veilig", body="<p>x</p>")
    article, other = make_article("A", topics=[topic]), make_article("B")
    article.help_cards.add(card)
    Article.objects.update(related_due_at=None)
    row = topic if shelf == "topic" else card
    values = {"name": "Rouw", "slug": "rouw", "heading": "Veilig", "body": "<p>x</p>"}
    values |= {"position": 1}
    page = f"/admin/blog/{shelf}/{row.pk}/change/"
    editor.post(page, values)
    assert Article.objects.filter(related_due_at=None).count() == 2
    editor.post(page, values | {"is_sensitive": "on"})
    assert list(Article.objects.filter(related_due_at=None)) == [other]
