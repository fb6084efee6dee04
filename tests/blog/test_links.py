"""Which texts link to what: kept with each way of writing, and asked in few queries."""

import pytest
from django.db import connection
from django.utils import timezone

from blog import links
from blog.models import Article, HelpCard, InternalLink, OldPath, Page

from .make import (
    make_article,
    make_author,
    make_draft,
    make_page,
)

pytestmark = pytest.mark.django_db


def a(*paths):
    """A text that links to these."""
    return "".join(f'<p><a href="{path}">lees</a></p>' for path in paths)


def kept():
    return sorted(InternalLink.objects.values_list("path", flat=True))


def make_card(heading="Hulp", **fields):
    return HelpCard.objects.create(heading=heading, **{"body": "<p>Bel.</p>"} | fields)


MAKERS = [
    pytest.param(make_article, id="article"),
    pytest.param(make_page, id="page"),
    pytest.param(make_card, id="help card"),
]


# --- Kept, whichever way a text is written -------------------------------------------------------


@pytest.mark.parametrize("make_one", MAKERS)
def test_saving_keeps_the_links_and_saving_anew_drops_the_old(make_one):
    text = make_one(body=a("/blogs/een/", "/blogs/twee/#kop", "/blogs/twee/?x=1"))
    assert kept() == ["/blogs/een/", "/blogs/twee/"]
    text.body = a("/blogs/twee/")
    text.save(update_fields=["body"])
    assert kept() == ["/blogs/twee/"]


@pytest.mark.parametrize("make_one", MAKERS)
def test_update_keeps_them(make_one):
    text = make_one(body=a("/blogs/een/"))
    type(text).objects.filter(pk=text.pk).update(body=a("/blogs/twee/"))
    assert kept() == ["/blogs/twee/"]


@pytest.mark.parametrize("make_one", MAKERS)
def test_bulk_update_keeps_them_of_the_cleaned_text(make_one):
    text = make_one(body=a("/blogs/een/"))
    text.body = '<p><a class="x" href="/blogs/twee/">lees</a></p>'
    type(text).objects.bulk_update([text], ["body"])
    assert kept() == ["/blogs/twee/"]


def test_bulk_create_keeps_them():
    author = make_author()
    rows = {"body": '<p><a class="x" href="/blogs/een/">lees</a></p>'}
    Article.objects.bulk_create([Article(title="A", slug="a", author=author, **rows)])
    Page.objects.bulk_create([Page(title="A", slug="a", **rows)])
    HelpCard.objects.bulk_create([HelpCard(heading="A", **rows)])
    assert kept() == ["/blogs/een/"] * 3


@pytest.mark.parametrize("make_one", MAKERS)
def test_with_the_text_go_its_links(make_one):
    make_one(body=a("/blogs/een/")).delete()
    assert kept() == []


def test_a_link_of_ours_counts_however_it_is_written(settings):
    body = a(f"{settings.SITE_URL}/blogs/een/", "https://example.org/blogs/een/", "tel:113")
    assert links.paths_in(body) == {"/blogs/een/"}


# --- Who links here ------------------------------------------------------------------------------


def titles(article):
    return [text.title for text in links.to([article])[article.pk].texts]


def test_articles_pages_and_help_cards_that_link_here_are_told():
    article = make_article()
    make_article("Een", body=a("/blogs/piekeren/"))
    make_draft("Twee", body=a("/blogs/piekeren"))
    make_page(body=a("/blogs/piekeren/"))
    make_card(body=a("/blogs/piekeren/"))
    make_article("Drie", body=a("/blogs/iets-anders/"))
    found = links.to([article])[article.pk]
    assert [(text.model, text.title, text.state) for text in found.texts] == [
        ("article", "Twee", "Concept"),
        ("article", "Een", "Gepubliceerd"),
        ("page", "Over ons", ""),
        ("helpcard", "Hulp", ""),
    ]
    assert (found.count, found.others, found.is_more) == (4, 0, False)


def test_links_to_what_was_once_its_address_count_and_a_text_counts_once():
    article = make_article(slug="oud")
    article.slug = "nieuw"
    article.save()
    OldPath.objects.create(path="/2019/over-piekeren/", article=article)
    make_article("Een", body=a("/blogs/oud/", "/blogs/nieuw/", "/2019/over-piekeren/"))
    make_article("Twee", body=a("/2019/over-piekeren"))
    assert titles(article) == ["Twee", "Een"]


def test_a_former_address_that_another_article_has_now_counts_there():
    article = make_article(slug="oud")
    Article.objects.filter(pk=article.pk).update(slug="nieuw")
    article.refresh_from_db()
    other = make_article("Ander", slug="oud")
    make_article("Een", body=a("/blogs/oud/"))
    assert (titles(article), titles(other)) == ([], ["Een"])


def test_what_an_article_says_of_itself_does_not_count():
    article = make_article(body=a("/blogs/piekeren/"))
    assert links.to([article])[article.pk] == links.Linking([], 0)


def test_no_more_than_ten_are_named_and_the_others_counted():
    article = make_article()
    for number in range(12):
        make_article(f"Artikel {number}", body=a("/blogs/piekeren/"))
    found = links.to([article])[article.pk]
    assert (len(found.texts), found.count, found.others) == (10, 12, 2)


@pytest.mark.parametrize("rows", [1, 3])
def test_asking_for_one_takes_as_many_queries_as_for_three(django_assert_num_queries, rows):
    articles = [make_article(f"Artikel {number}") for number in range(rows)]
    for number in range(rows):
        make_article(f"Bron {number}", body=a(*(f"/blogs/artikel-{n}/" for n in range(rows))))
    with django_assert_num_queries(2):
        found = links.to(articles)
    assert [found[article.pk].count for article in articles] == [rows] * rows


def test_for_none_nothing_is_asked_of_the_links():
    assert links.to([]) == {}


def test_the_links_are_found_by_their_index():
    article = make_article()
    rows = links._texts_with({article.get_absolute_url(): article.pk}, timezone.now())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # which reads a small table from end to end
            cursor.execute("SET LOCAL enable_seqscan = off")
        plan = rows.explain()
    assert "internal_link_path" in plan
