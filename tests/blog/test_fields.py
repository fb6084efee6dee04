import pytest
from django.db.models import F, Value
from django.db.models.functions import Upper

from blog.models import Article, Page

from .make import make_article, make_page

pytestmark = pytest.mark.django_db
DIRTY = "<p onclick=x>Goed<script>fout</script></p>"
CLEAN = "<p>Goed</p>"


def test_save_cleans():
    assert make_article(body=DIRTY).body == CLEAN


def test_bulk_create_cleans():
    Page.objects.bulk_create([Page(title="A", slug="a", body=DIRTY)])
    assert Page.objects.get().body == CLEAN


def test_update_cleans_and_keeps_the_words_for_search():
    make_article()
    Article.objects.update(body=DIRTY)
    assert Article.objects.values_list("body", "body_text").get() == (CLEAN, "Goed")


def test_bulk_update_cleans_and_keeps_the_words_for_search():
    article = make_article()
    article.body = DIRTY
    Article.objects.bulk_update([article], ["body"])
    assert Article.objects.values_list("body", "body_text").get() == (CLEAN, "Goed")


def test_get_or_create_cleans():
    page, _ = Page.objects.get_or_create(slug="a", defaults={"title": "A", "body": DIRTY})
    page.refresh_from_db()
    assert page.body == CLEAN


def test_the_words_for_search_follow_a_save():
    article = make_article(body="<p>een</p>")
    article.body = "<p>twee <b>drie</b></p>"
    article.save()
    assert Article.objects.values_list("body_text", flat=True).get() == "twee drie"


@pytest.mark.parametrize("manager", ["objects", "_base_manager"])
@pytest.mark.parametrize("expression", [Value(DIRTY), F("title"), Upper(Value(DIRTY))])
def test_an_expression_in_update_is_refused(manager, expression):
    make_page()
    with pytest.raises(TypeError):
        getattr(Page, manager).update(body=expression)


def test_an_expression_in_save_is_refused():
    page = make_page()
    page.body = Value(DIRTY)
    with pytest.raises(TypeError):
        page.save()


def test_an_expression_in_create_is_refused():
    with pytest.raises(TypeError):
        make_page(body=Value(DIRTY))


def test_an_expression_in_bulk_update_is_refused():
    page = make_page()
    page.body = Upper(Value(DIRTY))
    with pytest.raises(TypeError):
        Page.objects.bulk_update([page], ["body"])
