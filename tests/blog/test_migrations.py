"""A site that already has articles keeps what they say when it is brought up to date."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from blog.fields import ShareTriesField
from blog.models import Article, Author, HelpCard, Picture, Topic
from blog.search import search

from .make import LONG_AGO

# One worker, or each would migrate there and back.
pytestmark = pytest.mark.xdist_group("migrations")

BOXED, ABOUT, PLAIN = "met-kader", "na-een-zelfdoding", "slapeloze-nachten"
DAYS = {BOXED: 1, ABOUT: 3, PLAIN: 2}


def migrate(name=None):
    """As an update of the site does, with what goes before and comes after."""
    call_command("migrate", *(["blog", name] if name else []), verbosity=0)
    if name:
        return MigrationExecutor(connection).loader.project_state([("blog", name)]).apps


def fill(first_release):
    """Three articles about one topic, and a picture; give when each article was last changed."""
    models = (first_release.get_model("blog", name) for name in ("Article", "Topic", "Author"))
    OldArticle, OldTopic, OldAuthor = models
    author = OldAuthor.objects.create(name="Noor", slug="noor")
    topic = OldTopic.objects.create(name="Rouw", slug="rouw")
    for slug, day in DAYS.items():
        article = OldArticle.objects.create(
            slug=slug,
            title=slug.replace("-", " "),
            summary="Kort.",
            body="<p>Tekst.</p>",
            author=author,
            shows_help=slug == BOXED,
            publish_at=LONG_AGO + timedelta(days=day),
        )
        article.topics.add(topic)
    first_release.get_model("blog", "Picture").objects.create(
        token="0" * 32, format="jpg", width=900, height=600, widths=[400, 800], render_attempts=5
    )
    return dict(OldArticle.objects.values_list("slug", "updated_at"))


@pytest.fixture(scope="module")
def last_changed(django_db_setup, django_db_blocker):
    """The tables as the first release had them, filled, and brought up to date.

    Not the mark `django_db`, whose transaction migrations cannot be in.
    """
    with django_db_blocker.unblock():
        last_changed = fill(migrate("0001_initial"))
        migrate()
        yield last_changed
        migrate()
        for model in (Article, Author, Picture, Topic):
            model.objects.all().delete()


@pytest.fixture
def articles(last_changed, django_db_blocker):
    with django_db_blocker.unblock():
        yield {article.slug: article for article in Article.objects.all()}


def listed(client):
    """What the page of the topic lists."""
    page = client.get("/blogs/onderwerp/rouw/")
    return [article.slug for article in page.context["articles"]]


def of_each(articles, value):
    return {slug: value(article) for slug, article in articles.items()}


def test_the_box_about_suicide_becomes_the_card_about_suicide(articles):
    def cards(article):
        return [card.purpose for card in article.help_cards.all()]

    assert of_each(articles, cards) == {BOXED: ["suicide"], ABOUT: [], PLAIN: []}


def test_the_card_shows_where_the_box_did_or_the_words_ask_for_it(articles, client):
    def shows(article):
        return "bang dat iemand het doet" in client.get(f"/blogs/{article.slug}/").text

    assert of_each(articles, shows) == {BOXED: True, ABOUT: True, PLAIN: False}


def test_what_articles_say_of_suicide_is_known_from_the_start(articles):
    said = of_each(articles, lambda article: article.suicide)
    assert said == {BOXED: "", ABOUT: "about", PLAIN: ""}


def test_bringing_it_up_to_date_is_no_change_of_an_article(articles, last_changed):
    assert of_each(articles, lambda article: article.updated_at) == last_changed


def test_an_old_article_is_found_by_the_words_of_its_title(articles):
    found = [search(typed).keys for typed in ("nacht", "slapel", "nachtenn")]
    assert found == [[articles[PLAIN].pk]] * 3


def test_a_topic_lists_its_old_articles_in_their_order(articles, client):
    assert listed(client) == [ABOUT, PLAIN, BOXED]


def test_old_articles_wait_for_the_worker_to_compare_and_to_draw_them(articles):
    assert all(article.related_due_at <= timezone.now() for article in articles.values())
    tries = of_each(articles, lambda article: article.share_tries)
    assert tries == dict.fromkeys(DAYS, ShareTriesField.MOST)


def test_pictures_are_made_anew_in_both_formats(articles):
    picture = Picture.objects.get()
    assert (picture.widths, picture.rendered_at, picture.render_attempts) == ([], None, 0)


@pytest.mark.parametrize("stop", ["0001_initial", "0002_reading", "0004_pictures_anew"])
def test_the_way_back_and_forth_again_loses_nothing_of_the_first_release(
    stop, articles, last_changed, client
):
    old = migrate(stop).get_model("blog", "Article").objects
    assert dict(old.values_list("slug", "updated_at")) == last_changed
    migrate()
    boxed = Article.objects.get(slug=BOXED)
    assert [card.purpose for card in boxed.help_cards.all()] == ["suicide"]
    assert HelpCard.objects.count() == 4
    assert search("nacht").keys == [articles[PLAIN].pk]
    assert listed(client) == [ABOUT, PLAIN, BOXED]
