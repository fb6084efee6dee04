"""Addresses that last: 301 to where an article went, 410 where it was, 404 where none ever was."""

from datetime import timedelta

import pytest
from django.db import connection

from blog import addresses, withdrawal
from blog.models import Article, OldAddress

from .make import FAR_AHEAD, LONG_AGO, make_article, make_draft, make_scheduled, make_topic

pytestmark = pytest.mark.django_db


def old():
    return dict(OldAddress.objects.order_by("slug").values_list("slug", "article__slug"))


def goes_to(client, slug):
    """Where the address leads: an address, or the status of the answer."""
    response = client.get(f"/blogs/{slug}/")
    return response["Location"] if response.status_code == 301 else response.status_code


def _save(article, slug):
    article.slug = slug
    article.save()


def _save_of_fields(article, slug):
    article.slug = slug
    article.save(update_fields=["slug"])


def _bulk_update(article, slug):
    article.slug = slug
    Article.objects.bulk_update([article], ["slug"])


def _update(article, slug):
    Article.objects.filter(pk=article.pk).update(slug=slug)


def _update_or_create(article, slug):
    Article.objects.update_or_create(pk=article.pk, defaults={"slug": slug})


def _sql(article, slug):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blog_article SET slug = %s WHERE id = %s", [slug, article.pk])


WAYS = [_save, _save_of_fields, _bulk_update, _update, _update_or_create, _sql]


@pytest.mark.parametrize("change", WAYS)
def test_a_changed_slug_leaves_a_301_however_it_is_written(client, change):
    change(make_article("Rouw"), "verlies")
    assert old() == {"rouw": "verlies"}
    assert goes_to(client, "rouw") == "/blogs/verlies/"
    assert goes_to(client, "verlies") == 200


def test_a_redirect_takes_no_query_along_and_is_kept_by_no_browser(client):
    _save(make_article("Rouw"), "verlies")
    response = client.get("/blogs/rouw/?utm_source=x")
    assert response["Location"] == "/blogs/verlies/"
    assert response["Cache-Control"] == "no-cache"
    assert response.cookies == {}
    assert client.head("/blogs/rouw/").status_code == 301
    assert client.post("/blogs/rouw/").status_code == 405


@pytest.mark.parametrize("make_hidden", [make_draft, make_scheduled])
def test_what_nobody_has_read_yet_leaves_no_address(client, make_hidden):
    article = make_hidden("Rouw")
    _save(article, "verlies")
    assert old() == {}
    assert goes_to(client, "rouw") == 404


def test_each_former_address_leads_straight_to_the_present_one(client):
    article = make_article("A")
    for slug in ("b", "c", "d"):
        _save(article, slug)
    assert [goes_to(client, slug) for slug in "abc"] == ["/blogs/d/"] * 3


def test_going_back_makes_no_loop(client):
    article = make_article("A")
    for slug in ("b", "a"):
        _save(article, slug)
    assert old() == {"b": "a"}
    assert [goes_to(client, slug) for slug in "ab"] == [200, "/blogs/a/"]


def test_two_that_change_places_are_each_found_where_they_are(client):
    first, second = make_article("A"), make_article("B")
    _save(first, "c"), _save(second, "a"), _save(first, "b")
    assert [goes_to(client, slug) for slug in "abc"] == [200, 200, "/blogs/b/"]
    assert client.get("/blogs/a/").context["article"] == second


def test_who_has_an_address_now_comes_before_who_had_it(client):
    moved = make_article("A")
    _save(moved, "b")
    draft = make_draft("Nieuw", slug="a")
    assert goes_to(client, "a") == "/blogs/b/"  # a draft takes nothing from readers yet
    draft.publish_at = LONG_AGO
    draft.save()
    assert client.get("/blogs/a/").context["article"] == draft
    _save(draft, "c")
    assert goes_to(client, "a") == "/blogs/c/"  # it was the last that could be read there


def test_saving_without_another_slug_leaves_nothing(client):
    article = make_article("A")
    article.title = "B"
    article.save()
    assert old() == {}


@pytest.mark.parametrize("later", [{"publish_at": None}, {"publish_at": FAR_AHEAD}])
def test_an_old_address_of_what_is_no_longer_published_is_not_found(client, later):
    article = make_article("A")
    _save(article, "b")
    Article.objects.update(**later)
    assert goes_to(client, "a") == 404


def test_old_addresses_go_with_their_article(client):
    article = make_article("A")
    _save(article, "b")
    article.delete()
    assert (old(), goes_to(client, "a")) == ({}, 404)


# --- Withdrawn -----------------------------------------------------------------------------------


def withdrawn(title="Geheim", **fields):
    return make_article(title, withdraw_at=LONG_AGO.replace(year=2021), **fields)


def test_an_address_that_it_got_after_it_was_withdrawn_tells_nothing(client):
    article = make_article("Weg", withdraw_at=LONG_AGO + timedelta(days=1))
    Article.objects.filter(pk=article.pk).update(slug="geheime-nieuwe-titel")
    assert client.get("/blogs/geheime-nieuwe-titel/").status_code == 404
    assert client.get("/blogs/weg/").status_code == 410


def test_a_withdrawn_article_is_gone_at_its_address_and_at_former_ones(client):
    article = make_article("Geheim")
    _save(article, "weg")
    withdrawal.withdraw(article=article)
    assert [goes_to(client, slug) for slug in ("geheim", "weg")] == [410, 410]
    with pytest.raises(addresses.Gone):
        addresses.moved_to("geheim")


def test_who_finds_it_gone_reads_on(client):
    rouw, werk = make_topic(), make_topic("Werk")
    withdrawn(topics=[rouw])
    make_article("Piekeren", topics=[rouw, werk])
    response = client.get("/blogs/geheim/")
    page = response.content.decode()
    assert "Dit artikel is er niet meer" in page
    assert [topic.name for topic in response.context["topics"]] == ["Rouw"]
    assert [article.title for article in response.context["articles"]] == ["Piekeren"]
    assert 'href="/terugbellen/"' in page
    assert 'action="/zoeken/"' in page


def test_without_a_topic_of_its_own_it_offers_all_of_them(client):
    withdrawn(topics=[make_topic("Stil")])
    make_article(topics=[make_topic()])
    topics = client.get("/blogs/geheim/").context["topics"]
    assert [topic.name for topic in topics] == ["Rouw"]


def test_help_stays_where_an_article_about_suicide_was(client):
    withdrawn(body="<p>Denk je aan zelfdoding?</p>")
    assert 'href="tel:113"' in client.get("/blogs/geheim/").content.decode().partition("<main")[2]


def test_the_page_tells_nothing_of_the_article_and_asks_not_to_be_kept(client):
    article = withdrawn("Heel persoonlijk", summary="Een verhaal.", body="<p>De tekst.</p>")
    response = client.get(article.get_absolute_url())
    page = response.content.decode()
    for words in ("Heel persoonlijk", "heel-persoonlijk", "Een verhaal", "De tekst", "canonical"):
        assert words not in page
    assert '<meta name="robots" content="noindex">' in page
    assert (response.cookies, response["Vary"]) == ({}, "Accept-Encoding")


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_as_many_queries_for_one_row_as_for_three(client, django_assert_num_queries, rows):
    topics = [make_topic(f"Onderwerp {row}", slug=f"o-{row}") for row in range(rows)]
    withdrawn(topics=topics)
    for row in range(rows):
        make_article(f"Artikel {row}", topics=topics)
    with django_assert_num_queries(16):  # five of them ask when we can be reached
        client.get("/blogs/geheim/")


def test_an_address_that_never_was_takes_four_questions_more_than_one_that_is(
    client, django_assert_num_queries
):
    with django_assert_num_queries(13):  # five of them ask when we can be reached
        assert client.get("/blogs/nooit/").status_code == 404
