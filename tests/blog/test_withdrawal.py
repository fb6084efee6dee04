"""Taking an article offline, by the verb and at the desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog import withdrawal
from blog.models import Article

from .make import LONG_AGO, make_article, make_draft, make_scheduled, make_staff, make_topic

pytestmark = pytest.mark.django_db
LIST = "/admin/blog/article/"
DAY = timedelta(days=1)


def test_from_its_moment_on_nobody_reads_it():
    article = make_article()
    withdrawal.withdraw(article=article, at=LONG_AGO + DAY)
    article.refresh_from_db()
    assert article.withdraw_at == LONG_AGO + DAY
    assert article.state(LONG_AGO + DAY) == Article.State.WITHDRAWN


def test_one_that_was_to_go_later_goes_now():
    article = make_article(withdraw_at=LONG_AGO + 9 * DAY)
    withdrawal.withdraw(article=article, at=LONG_AGO + DAY)
    article.refresh_from_db()
    assert article.withdraw_at == LONG_AGO + DAY


@pytest.mark.parametrize(
    "make_hidden",
    [make_draft, make_scheduled, lambda: make_article(withdraw_at=LONG_AGO + DAY)],
)
def test_what_cannot_be_read_cannot_be_withdrawn(make_hidden):
    article = make_hidden()
    before = article.withdraw_at
    with pytest.raises(withdrawal.NotPublished):
        withdrawal.withdraw(article=article)
    article.refresh_from_db()
    assert article.withdraw_at == before


def test_a_withdrawn_article_is_in_no_list_and_keeps_no_topic_alive(client):
    make_article("Zichtbaar", topics=[make_topic()])
    withdrawal.withdraw(article=make_article("Geheim", topics=[make_topic("Stil")]))
    for url in ("/", "/blogs/", "/blogs/onderwerp/rouw/", "/blogs/feed/", "/sitemap.xml"):
        page = client.get(url).content.decode().lower()
        assert ("geheim" in page, "stil" in page) == (False, False)
    assert client.get("/blogs/onderwerp/stil/").status_code == 404


# --- The desk ------------------------------------------------------------------------------------


@pytest.fixture
def editor(client):
    client.force_login(make_staff("view_article", "change_article"))
    return client


def choose(client, *articles, **more):
    chosen = [article.pk for article in articles]
    data = {"action": "withdraw_articles", "_selected_action": chosen} | more
    return client.post(LIST, data)


def test_the_desk_first_says_what_will_happen(editor):
    article = make_article()
    response = choose(editor, article)
    assert response.status_code == 200
    assert "410" in response.content.decode()
    assert list(response.context["articles"]) == [article]
    article.refresh_from_db()
    assert article.withdraw_at is None


def test_and_then_does_it_and_writes_down_who_did(editor):
    article, draft = make_article(), make_draft()
    response = choose(editor, article, draft, confirmed="1")
    assert response["Location"] == LIST
    article.refresh_from_db(), draft.refresh_from_db()
    assert timezone.now() - article.withdraw_at < timedelta(minutes=1)
    assert draft.withdraw_at is None
    version = article.history.first()
    assert (version.history_change_reason, version.history_user.username) == ("ingetrokken", "noor")


def test_with_nothing_to_withdraw_it_says_so(editor):
    response = editor.post(
        LIST,
        {"action": "withdraw_articles", "_selected_action": [make_draft().pk]},
        follow=True,
    )
    assert "niets in te trekken" in response.content.decode()


def test_who_may_not_change_an_article_may_not_withdraw_it(client):
    client.force_login(make_staff("view_article"))
    article = make_article()
    choose(client, article, confirmed="1")
    article.refresh_from_db()
    assert article.withdraw_at is None
    assert "Nu intrekken" not in client.get(f"{LIST}{article.pk}/change/").content.decode()


def test_the_button_is_on_the_page_of_a_published_article_only(editor):
    pages = [
        editor.get(f"{LIST}{article.pk}/change/").content.decode()
        for article in (make_article("A"), make_draft("B"))
    ]
    assert ["Nu intrekken" in page for page in pages] == [True, False]
