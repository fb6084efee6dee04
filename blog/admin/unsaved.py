"""An article as its form stands, never saved: `written` of what was sent, whatever that is, for the
checklist; `article_of` a form, for the page that shows it.
"""

from blog import html, signing
from blog.models import Article, Author
from blog.querysets import EDITED, TEXTS

AS_TYPED = ["title", "summary", "key_points", "sources", "picture_alt", "picture_caption"]
# Not the boxes that ask once more, nor anything that is about saving.
SHOWN = EDITED | {"topics", "help_cards"}
UNFINISHED = "unfinished"  # the code of the error that keeps it offline, whatever the preview shows
NO_TITLE, NO_AUTHOR = "Nog geen titel", "Nog geen auteur"


def article_of(form):
    """The article that this bound form describes, as far as it does; nothing is written.

    What the form refuses shows as it was typed where that is text, and is left out where it is a
    choice. The instance of the form becomes the article, so it is to be one that nobody else has.
    """
    article, before = form.instance, _signed(form.instance)
    errors, chosen = form.errors, form.cleaned_data
    for name in AS_TYPED:
        if name in errors:
            setattr(article, name, form.data.get(form.add_prefix(name), "").replace("\0", ""))
    article.title = article.title.strip() or NO_TITLE
    article.body = html.clean(article.body or "")
    for name, moment in form.moments.items():
        setattr(article, name, moment)
    if "picture" in errors:
        article.picture = None
    if "author" in errors or article.author_id is None:
        article.author = Author(name=NO_AUTHOR, slug="-")
    if article.pk is None:
        article.pk = 0  # nobody's: what stands in other tables beside an article is not there yet
    # What the page asks of these is answered here, and not by the database.
    article._prefetched_objects_cache = {
        name: chosen.get(name, getattr(Article, name).rel.model.objects.none())
        for name in ("topics", "help_cards")
    }
    article.has_own_cards = True
    for name in ("body_text", "suicide"):
        setattr(article, name, article._meta.get_field(name).derive(article))
    is_spelling = chosen.get("only_spelling", False)
    if before and not signing.survives(article, than=before, only_spelling=is_spelling):
        signing.unsign(article)  # as saving it would
    return article


def wrong_in(form):
    """The labels of the fields that are not filled in well, in the form's order."""
    errors = form.errors.as_data()
    return [
        field.label.lower()
        for name, field in form.fields.items()
        if name in SHOWN and any(error.code != UNFINISHED for error in errors.get(name, []))
    ]


def _signed(article):
    """What was signed, to compare with; None where nothing was."""
    if article.pk is None or article.reviewed_at is None:
        return None
    return Article.objects.only(*signing.COMPARED).get(pk=article.pk)


def written(data, stored=None):
    """The article by the raw data of its form; whatever was sent can be read."""
    article = Article(pk=stored and stored.pk, publish_at=stored and stored.publish_at)
    for name in TEXTS:
        setattr(article, name, data.get(name, "").replace("\0", "").strip())
    article.picture_id = next(iter(keys(data, "picture")), None)
    return article


def keys(data, name):
    values = data.getlist(name) if hasattr(data, "getlist") else data.get(name) or []
    return [
        int(value)
        for value in values
        if value.isascii() and value.isdigit() and value[:18] == value
    ]
