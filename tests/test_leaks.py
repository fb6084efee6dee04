"""What the public may not read leaks through no channel: each state against each way out.

The article that must not be found has words that stand nowhere else, in each of its fields.
"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from blog.models import Article, Picture

from .blog.make import make_article, make_author, make_picture, make_topic, pick
from .contact.make import make_practice

pytestmark = pytest.mark.django_db
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
def hidden():
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
    call_command("worker", "--once")
    article.refresh_from_db()
    return article


def put(article, state):
    publish_at, withdraw_at = moments(state)
    Article.objects.filter(pk=article.pk).update(publish_at=publish_at, withdraw_at=withdraw_at)


def betrayals(article):
    """Whatever in an answer would tell of it: its words, and the addresses of its files."""
    picture = Picture.objects.get(pk=article.picture_id)
    return [WORD, picture.token]


def told(client, address, article):
    content = client.get(address, follow=True).content.decode().lower()
    # A page may repeat what a visitor typed or asked for.
    content = content.replace(f'value="{WORD}"', "").replace(f"‘{WORD}’", "")
    return [word for word in betrayals(article) if word in content]


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_table_can_tell_each_channel_shows_it_while_it_is_published(client, hidden, channel):
    Article.objects.filter(pk=hidden.pk).update(publish_at=timezone.now())
    where = CHANNELS[channel].replace("?page=2", "")  # the newest stands on the first page
    assert WORD in told(client, where, hidden)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("channel", CHANNELS)
def test_no_channel_tells_of_it(client, hidden, channel, state):
    put(hidden, state)
    assert told(client, CHANNELS[channel], hidden) == []


@pytest.mark.parametrize(
    ("state", "status"),
    [("draft", 404), ("scheduled", 404), ("withdrawn", 410), ("expired", 410)],
)
def test_its_own_page_says_nothing_of_it(client, hidden, state, status):
    put(hidden, state)
    response = client.get(hidden.get_absolute_url())
    assert response.status_code == status
    assert hidden.title.lower() not in response.content.decode().lower()
