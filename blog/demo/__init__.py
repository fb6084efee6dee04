"""The demo: people, pages and articles, their pictures drawn and sent through the pipeline.

Loading it again adds what is missing and leaves alone what somebody has since edited.
"""

import json
from datetime import datetime
from io import BytesIO
from pathlib import Path

from django.core.files.base import ContentFile
from django.utils import timezone
from django.utils.html import format_html

from blog import pictures, signing
from blog.models import Article, Author, HelpCard, Page, RelatedArticle, Topic

from .drawings import draw

FOLDER = Path(__file__).parent
CREDIT = "eigen werk"  # of every picture: see .drawings
# A figure inside the text, after the first section of these articles.
FIGURES = {
    "paniekaanval-wat-nu": (
        "ademhaling",
        "Een volle cirkel; links en rechts halve schijven die naar buiten kleiner worden.",
        "De adem groeit, en wordt weer klein.",
    ),
    "te-veel-moeten-van-jezelf": (
        "stappen",
        "Een trap loopt schuin omhoog; halverwege rust een kleine, ronde vorm op een tree.",
        "Eén tree tegelijk, en rusten mag.",
    ),
}


def load(reviewer=None):
    """`reviewer` is the user who signed some of the articles; without one, nobody did."""
    people = json.loads((FOLDER / "people.json").read_text())
    for position, topic in enumerate(people["topics"]):
        _load_topic(topic | {"position": position})
    for author in people["authors"]:
        _load_author(**author)
    for file in sorted((FOLDER / "pages").glob("*.html")):
        _load_page(*_read(file))
    files = [(file.stem.partition("-")[2], file) for file in sorted(FOLDER.glob("articles/*.html"))]
    new = {slug for slug, file in files if _load_article(slug, *_read(file), reviewer)}
    for slug, file in files:
        if slug in new:
            _pick_related(slug, _read(file)[0])


def _read(file):
    """Lines of `key: value`, an empty line, HTML."""
    head, _, body = file.read_text().partition("\n\n")
    pairs = (line.partition(":") for line in head.splitlines())
    return {key.strip(): value.strip() for key, _, value in pairs}, body


def _load_author(slug, portrait, portrait_alt, **fields):
    author, is_new = Author.objects.get_or_create(slug=slug, defaults=fields)
    if is_new:
        author.picture = _picture(portrait, portrait_alt, (800, 800))
        author.save()


def _load_topic(fields):
    cards = HelpCard.objects.filter(heading__in=fields.pop("help_cards", []))
    topic, is_new = Topic.objects.get_or_create(slug=fields["slug"], defaults=fields)
    if is_new:
        topic.help_cards.set(cards)


def _load_page(head, body):
    Page.objects.get_or_create(
        slug=head["slug"],
        defaults={
            "title": head["title"],
            "description": head.get("description", ""),
            "position": int(head.get("order", 0)),
            "body": body,
        },
    )


def _load_article(slug, head, body, reviewer):
    """True when it was not there yet."""
    if Article.objects.filter(slug=slug).exists():
        return False
    if slug in FIGURES:
        body = _with_figure(body, *FIGURES[slug])
    published = datetime.fromisoformat(head["published"])
    article = Article.objects.create(
        title=head["title"],
        slug=slug,
        summary=head["summary"],
        key_points=_lines(head, "key_points"),
        sources=_lines(head, "sources"),
        body=body,
        author=Author.objects.get(slug=head["author"]),
        picture=_picture(head["picture"], head["picture_alt"]),
        picture_alt=head["picture_alt"],
        picture_caption=head.get("picture_caption", ""),
        publish_at=published,
    )
    article.topics.set(
        Topic.objects.filter(slug__in=[head["topic"], *_words(head, "topics_extra")])
    )
    article.help_cards.set(HelpCard.objects.filter(heading__in=_words(head, "help")))
    Article.objects.filter(pk=article.pk).update(updated_at=published)
    if reviewer and "reviewed" in head:
        day = datetime.fromisoformat(head["reviewed"])
        signing.sign(article, by=reviewer, at=timezone.make_aware(day))
    return True


def _pick_related(slug, head):
    article = Article.objects.get(slug=slug)
    for position, related in enumerate(_words(head, "related"), start=1):
        if found := Article.objects.filter(slug=related).first():
            RelatedArticle.objects.create(article=article, related=found, position=position)


def _words(head, key):
    return [word.strip() for word in head.get(key, "").split(",") if word.strip()]


def _lines(head, key):
    return "\n".join(line.strip() for line in head.get(key, "").split("|"))


def _picture(name, alt, size=(1800, 1200)):
    drawn = BytesIO()
    draw(name, size).save(drawn, "PNG")
    picture = pictures.store(ContentFile(drawn.getvalue(), f"{name}.png"), alt=alt, credit=CREDIT)
    pictures.render(picture)
    return picture


def _with_figure(body, name, alt, caption):
    """Before the second heading."""
    picture = _picture(name, alt)
    figure = format_html(
        '<figure><img src="{}" alt="{}"><figcaption>{}</figcaption></figure>\n',
        picture.original_url,
        alt,
        caption,
    )
    first, heading, rest = body.partition("<h2>")
    section, second, rest = rest.partition("<h2>")
    return f"{first}{heading}{section}{figure}{second}{rest}"
