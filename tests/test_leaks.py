"""What the public may not read leaks through no channel: each state against each way out.

The article that must not be found has words that stand nowhere else, in each of its fields.
"""

from datetime import timedelta

import httpx
import pytest
from django.utils import timezone

from blog.models import Article, Picture
from config.management.commands import worker

from .blog.make import make_article, make_author, make_picture, make_topic, pick
from .contact.make import make_practice

WORD = "xylofoonkwartier"  # in title, address, summary, text, key points, sources, alt, caption
HOUR = timedelta(hours=1)


def moments(state):
    """`publish_at` and `withdraw_at` of an article in this state."""
    now = timezone.now()
    return {
        "draft": (None, None),
        "scheduled": (now + HOUR, None),
        "withdrawn": (now - 2 * HOUR, now),
        "expired": (now - 2 * HOUR, now - HOUR),
    }[state]


STATES = ["draft", "scheduled", "withdrawn", "expired"]
CHANNELS = {
    "home": "/",
    "list": "/blogs/",
    "list, by number": "/blogs/?page=2",
    "topic": "/blogs/onderwerp/geluid/",
    "author": "/blogs/auteur/noor/",
    "feed": "/blogs/feed/",
    "sitemap": "/sitemap.xml",
    "search": f"/zoeken/?q={WORD}",
    "search, how it begins": f"/zoeken/?q={WORD[:6]}",
    "search, misspelt": "/zoeken/?q=xylofonkwartier",
    "related, computed and chosen by hand": "/blogs/ernaast/",
}


@pytest.fixture
def hidden(db):
    """An article with everything an article can have, and around it what could betray it."""
    make_practice()
    topic, author = make_topic("Geluid"), make_author()
    picture = make_picture(rendered=True)
    article = make_article(
        f"Over {WORD}",
        slug=WORD,
        summary=f"Een {WORD}.",
        key_points=f"Een {WORD}",
        sources=f"{WORD} https://{WORD}.example.org/",
        body=f'<h2>{WORD}</h2><p>{WORD} <img src="{picture.original_url}" alt="{WORD}"></p>',
        picture=picture,
        picture_alt=WORD,
        picture_caption=WORD,
        author=author,
        topics=[topic],
    )
    beside = make_article("Ernaast", author=author, topics=[topic])
    pick(beside, article)
    for number in range(12):
        make_article(f"Nummer {number}", author=author, topics=[topic])
    Article.objects.exclude(pk=article.pk).update(share_tries=None)  # they need no drawing here
    work()
    return Article.objects.get(pk=article.pk)


def work():
    """One round of the worker, on the connection of the test."""
    for job in worker.JOBS:
        job()


def put(article, state):
    publish_at, withdraw_at = moments(state)
    Article.objects.filter(pk=article.pk).update(publish_at=publish_at, withdraw_at=withdraw_at)


def betrayals(article):
    """Whatever in an answer would tell of it: its words, and the addresses of its files."""
    picture = Picture.objects.get(pk=article.picture_id)
    return [WORD, picture.token, article.share_picture.token]


def told(client, address, article):
    content = client.get(address, follow=True).content.decode().lower()
    # A page may repeat what a visitor typed or asked for.
    content = content.replace(f'value="{WORD}"', "").replace(f"‘{WORD}’", "")
    return [word for word in betrayals(article) if word in content]


@pytest.mark.django_db
@pytest.mark.parametrize("channel", CHANNELS)
def test_the_table_can_tell_each_channel_shows_it_while_it_is_published(client, hidden, channel):
    Article.objects.filter(pk=hidden.pk).update(publish_at=timezone.now())
    where = CHANNELS[channel].replace("?page=2", "")  # the newest stands on the first page
    assert WORD in told(client, where, hidden)


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_tells_of_it(client, hidden, channel, state):
    put(hidden, state)
    assert told(client, CHANNELS[channel], hidden) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("state", "status"),
    [("draft", 404), ("scheduled", 404), ("withdrawn", 410), ("expired", 410)],
)
def test_its_own_page_says_nothing_of_it(client, hidden, state, status):
    put(hidden, state)
    response = client.get(hidden.get_absolute_url())
    assert response.status_code == status
    assert hidden.title.lower() not in response.content.decode().lower()


# --- Its files ------------------------------------------------------------------------------------


def addresses_of_files(article):
    picture = Picture.objects.get(pk=article.picture_id)
    renditions = [f"{width}.{kind}" for width in picture.widths for kind in ("avif", "webp")]
    return [picture.url(name) for name in (picture.original, *renditions)]


def status(client, address):
    response = client.get(address)
    response.getvalue()  # read to its end, a file is closed
    return response.status_code


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_who_knew_the_addresses_of_its_pictures_finds_nothing_there_afterwards(
    client, hidden, state, django_capture_on_commit_callbacks
):
    known = addresses_of_files(hidden)
    assert [status(client, address) for address in known] == [200] * 5
    put(hidden, state)
    with django_capture_on_commit_callbacks(execute=True):
        work()
    assert [status(client, address) for address in known] == [404] * 5


@pytest.mark.django_db
@pytest.mark.parametrize("state", STATES)
def test_its_share_picture_is_nowhere(client, hidden, state):
    address = hidden.share_picture.url
    assert status(client, address) == 200
    put(hidden, state)
    assert status(client, address) == 404


# --- In front of Django, where whole pages are kept ----------------------------------------------

KEPT = ["/", "/blogs/", "/blogs/onderwerp/zelfbeeld/", "/blogs/feed/", "/sitemap.xml"]
SOMEBODY = f"""
from datetime import timedelta
from django.utils import timezone
from blog.models import *
now = timezone.now()
article, _ = Article.objects.get_or_create(slug="{WORD}", defaults=dict(
    title="{WORD}", summary="{WORD}", body="<p>{WORD}</p>", author=Author.objects.first()))
article.topics.set(Topic.objects.filter(slug="zelfbeeld"))
"""
MOMENTS = {
    "published": "now - 3 * timedelta(hours=1), None",
    "draft": "None, None",
    "scheduled": "now + timedelta(hours=1), None",
    "withdrawn": "now - 2 * timedelta(hours=1), now",
    "expired": "now - 2 * timedelta(hours=1), now - timedelta(hours=1)",
}


def put_in_the_site(site, state):
    site.shell(
        f"{SOMEBODY}\npublish_at, withdraw_at = {MOMENTS[state]}\n"
        "Article.objects.filter(pk=article.pk)"
        ".update(publish_at=publish_at, withdraw_at=withdraw_at)"
    )


@pytest.mark.parametrize("state", STATES)
def test_no_kept_page_tells_of_it_warm_or_cold(site, state):
    own = f"/blogs/{WORD}/"
    with httpx.Client(base_url=site.url, timeout=60) as reader:
        put_in_the_site(site, "published")
        for _ in range(4):  # until each process of the server keeps them
            warm = {path: WORD in reader.get(path).text for path in (*KEPT, own)}
        assert warm == dict.fromkeys((*KEPT, own), True)
        put_in_the_site(site, state)
        for _ in range(4):
            told = {path: WORD in reader.get(path).text for path in KEPT}
            assert told == dict.fromkeys(KEPT, False)
            page = reader.get(own)
            is_gone = state in ("withdrawn", "expired")
            assert page.status_code == (410 if is_gone else 404)
            assert f"<h1>{WORD}" not in page.text
