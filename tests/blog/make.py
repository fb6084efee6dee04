"""Articles and what hangs on them: plain functions, nothing random."""

from datetime import UTC, datetime, timedelta
from io import BytesIO

from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from blog import pictures
from blog.models import Article, Author, Page, RelatedArticle, Topic
from staff.models import User

LONG_AGO = datetime(2020, 1, 6, 9, 0, tzinfo=UTC)
FAR_AHEAD = datetime(2999, 1, 6, 9, 0, tzinfo=UTC)


def make_topic(name="Rouw", **fields):
    return Topic.objects.create(name=name, **{"slug": name.lower()} | fields)


def make_author(name="Noor", **fields):
    return Author.objects.create(name=name, **{"slug": name.lower()} | fields)


def make_article(title="Piekeren", *, topics=(), days=0, **fields):
    """Published, `days` after the first there can be; with the author Noor unless another."""
    if "author" not in fields:
        fields["author"] = Author.objects.filter(slug="noor").first() or make_author()
    article = Article.objects.create(
        title=title,
        **{
            "slug": title.lower().replace(" ", "-"),
            "summary": f"Over {title.lower()}.",
            "body": f"<p>De tekst van {title.lower()}.</p>",
            "publish_at": LONG_AGO + timedelta(days=days),
        }
        | fields,
    )
    article.topics.set(topics)
    return article


def make_draft(title="Nog geheim", **fields):
    return make_article(title, **{"publish_at": None} | fields)


def make_scheduled(title="Nog geheim", **fields):
    return make_article(title, **{"publish_at": FAR_AHEAD} | fields)


def make_page(title="Over ons", **fields):
    slug = title.lower().replace(" ", "-")
    return Page.objects.create(title=title, **{"slug": slug, "body": "<p>Wij.</p>"} | fields)


def pick(article, *related):
    for position, other in enumerate(related, start=1):
        RelatedArticle.objects.create(article=article, related=other, position=position)


def an_image(size=(600, 400), *, kind="JPEG", mode="RGB", colour=None, **options):
    """The bytes of a plain picture."""
    out = BytesIO()
    Image.new(mode, size, colour or "teal").save(out, kind, **options)
    return out.getvalue()


def an_upload(content=None, name="foto.jpg"):
    return SimpleUploadedFile(name, an_image() if content is None else content)


def make_picture(size=(600, 400), *, alt="Een vlak", rendered=False, **options):
    picture = pictures.store(an_upload(an_image(size, **options)), alt=alt)
    if rendered:
        pictures.render(picture)
    return picture


def make_staff(*permissions, username="noor", **fields):
    user = User.objects.create_user(username, password="x", is_staff=True, **fields)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return user
