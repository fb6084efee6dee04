"""An article as its form stands: read for the page that shows it, and never saved."""

from blog import html, signing
from blog.models import Article, Author

AS_TYPED = ["title", "summary", "key_points", "sources", "picture_alt", "picture_caption"]
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
    if before and signing.has_other_words(article, than=before):
        signing.unsign(article)  # as saving it would
    return article


def wrong_in(form):
    """The labels of the fields that the form refuses, in its order."""
    return [form.fields[name].label.lower() for name in form.fields if name in form.errors]


def _signed(article):
    """What was signed, to compare with; None where nothing was."""
    if article.pk is None or article.reviewed_at is None:
        return None
    return Article.objects.only(*signing.WORDS, "body").get(pk=article.pk)
