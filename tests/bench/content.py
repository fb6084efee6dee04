"""A blog of any size: the same articles each time, of words that look like Dutch."""

from datetime import timedelta
from itertools import islice
from random import Random

from django.db import connection, transaction

from blog.models import Article, Author, Topic
from tests.blog.make import FAR_AHEAD, make_page, make_picture
from tests.contact.make import make_practice

from .words import APART, COMMON, LAST, NEWEST, RARE, RARE_ONES, WEIGHTS, WORDS

TOPICS, AUTHORS, PICTURES = 20, 5, 5
BATCH = WRITTEN = 1000


def fill(count):
    """Empty so far, the database holds `count` articles and what they need afterwards."""
    with transaction.atomic():
        make_practice()
        for title in ("Over ons", "Tarieven", "Privacy"):
            make_page(title)
        pictures = [make_picture((300, 200), rendered=True) for _ in range(PICTURES)]
        topics = [_topic(number) for number in range(TOPICS)]
        authors = [_author(number) for number in range(AUTHORS)]
        own = min(count, WRITTEN)
        articles = [_article(number, authors, pictures) for number in range(own)]
        _link(Article.objects.bulk_create(articles), topics)
        for begin in range(own, count, BATCH):
            _link(_copies(articles, range(begin, min(begin + BATCH, count))), topics)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # its autovacuum would, a minute later
            cursor.execute("VACUUM ANALYZE")


def _topic(number):
    name = LAST[number].capitalize()
    return Topic.objects.create(name=name, slug=f"onderwerp-{number}", introduction=f"Over {name}.")


def _author(number):
    return Author.objects.create(
        name=f"Auteur {number}", slug=f"auteur-{number}", role="Psycholoog"
    )


def _article(number, authors, pictures):
    random = Random(number)
    sentence = _sentences(random)
    about = [COMMON] * (number % 2) + [RARE] * (number % 10 == 3 and number < 10 * RARE_ONES)
    paragraphs = [" ".join(islice(sentence, 4)) for _ in range(8)]
    paragraphs[random.randrange(8)] += " " + " ".join([*about, "gaat voorbij."])
    parts = [f"<h2>{next(sentence)[:-1]}</h2>\n<p>{text}</p>" for text in paragraphs]
    return Article(
        title=next(sentence)[:110],
        slug=f"artikel-{number}",
        summary=" ".join(islice(sentence, 2)),
        body="\n".join(parts),
        author=authors[number % AUTHORS],
        picture=pictures[number % PICTURES],
        **_moments(number),
    )


def _copies(articles, numbers):
    """Of texts that are there already: nothing is derived again. None has the rare word, and
    every second one the common word, as before.
    """
    plain = articles[10 * RARE_ONES :]
    fields = [field for field in Article._meta.local_concrete_fields if not field.primary_key]
    names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    rows = []
    for number in numbers:
        seed = plain[number % len(plain)]
        new = {"slug": f"artikel-{number}", "withdraw_at": None} | _moments(number)
        rows.append(
            [
                field.get_db_prep_save(
                    new.get(field.name, getattr(seed, field.attname)), connection
                )
                for field in fields
            ]
        )
    with connection.cursor() as cursor:
        marks = ", ".join(["%s"] * len(fields))
        cursor.executemany(f"INSERT INTO blog_article ({names}) VALUES ({marks})", rows)
    slugs = [f"artikel-{number}" for number in numbers]
    return Article.objects.filter(slug__in=slugs).only("slug").order_by("pk")


def _sentences(random):
    while True:
        words = random.choices(WORDS, cum_weights=WEIGHTS, k=random.randint(6, 12))
        yield " ".join(words).capitalize() + "."


def _moments(number):
    """Of a hundred: two drafts, one scheduled, one withdrawn."""
    at = NEWEST - number * APART
    match number % 100:
        case 20 | 70:
            return {"publish_at": None}
        case 40:
            return {"publish_at": FAR_AHEAD + number * APART}
        case 60:
            return {"publish_at": at, "withdraw_at": at + timedelta(days=1)}
    return {"publish_at": at}


def _link(articles, topics):
    """One to three topics each."""
    link = Article.topics.through
    links = []
    for article in articles:
        random = Random(article.slug)
        chosen = random.sample(topics, random.randint(1, 3))
        links += [link(article=article, topic=topic) for topic in chosen]
    link.objects.bulk_create(links)
