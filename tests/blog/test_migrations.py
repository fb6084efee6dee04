"""A site that already has articles keeps what they say when it is brought up to date."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from blog.models import Article, Author, Picture


def migrate(name=None):
    """As an update of the site does, with what goes before and comes after."""
    call_command("migrate", *(["blog", name] if name else []), verbosity=0)
    if name:
        return MigrationExecutor(connection).loader.project_state([("blog", name)]).apps


@pytest.fixture
def first_release(django_db_setup, django_db_blocker):
    """The tables as the first release had them, and afterwards as they are.

    Not the mark `django_db`: its flush would take along what migrations put there.
    """
    with django_db_blocker.unblock():
        yield migrate("0001_initial")
        migrate()
        for model in (Article, Author, Picture):
            model.objects.all().delete()


@pytest.fixture
def an_article(first_release):
    def make(slug, **fields):
        author, _ = first_release.get_model("blog", "Author").objects.get_or_create(
            slug="noor", defaults={"name": "Noor"}
        )
        defaults = {"title": slug, "summary": "Kort.", "body": "<p>Tekst.</p>", "author": author}
        article = first_release.get_model("blog", "Article").objects.create(
            slug=slug, **defaults | fields
        )
        return article.pk

    return make


def now():
    return migrate("0005_pictures")


def test_the_box_about_suicide_becomes_the_card_about_suicide(an_article):
    boxed, plain = an_article("met-kader", shows_help=True), an_article("zonder")
    articles = now().get_model("blog", "Article").objects
    cards = [
        list(articles.get(pk=pk).help_cards.values_list("purpose", flat=True))
        for pk in (boxed, plain)
    ]
    assert cards == [["suicide"], []]


def test_what_articles_say_of_suicide_is_known_from_the_start(an_article):
    about, other = an_article("a", title="Na een zelfdoding"), an_article("b")
    articles = now().get_model("blog", "Article").objects
    assert [articles.get(pk=pk).suicide for pk in (about, other)] == ["about", ""]


def test_bringing_it_up_to_date_is_no_change_of_an_article(an_article, first_release):
    pk = an_article("a", title="Na een zelfdoding")
    before = first_release.get_model("blog", "Article").objects.get(pk=pk).updated_at
    assert now().get_model("blog", "Article").objects.get(pk=pk).updated_at == before


def test_pictures_are_made_anew_in_both_formats(first_release):
    first_release.get_model("blog", "Picture").objects.create(
        token="0" * 32, format="jpg", width=900, height=600, widths=[400, 800], render_attempts=5
    )
    picture = now().get_model("blog", "Picture").objects.get()
    assert (picture.widths, picture.rendered_at, picture.render_attempts) == ([], None, 0)
