"""Finding an article at the desk by its title or its address, in whatever state it is."""

from django.db import connection

from blog import fulltext, words
from blog.models import Article, WordForm
from blog.search import MOST_WORDS, tidy

MOST = 300  # who has not found it by then had better add a word
SHORTEST_PART, MOST_FORMS = 3, 100


def found(articles, typed):
    """Those of these whose title has all of these words, or parts of words; or with that address.

    No title is read to find it: which words have that part the vocabulary of the site's own search
    tells, and its index which titles have those.
    """
    typed = tidy(typed)
    if not typed:
        return articles
    slug = typed.strip("/").rpartition("/")[2].lower()
    keys = set(Article.objects.filter(slug=slug).values_list("pk", flat=True))
    parts = [part for word in words.words(typed) for part in words.INSIDE.split(word) if part]
    return articles.filter(pk__in=keys | _titled(parts[:MOST_WORDS]))


def _titled(parts):
    if not parts:
        return set()
    groups = [_stems(words.plain(part)) for part in parts]
    sql, params = fulltext.titled(parts, [group for group in groups if group], most=MOST)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return {key for (key,) in cursor.fetchall()}


def _stems(term):
    """Of the words that have this in them; of very short ones only of the word itself."""
    stems = {words.stem(term)} if term else set()
    if len(term) >= SHORTEST_PART:
        forms = WordForm.objects.filter(kind=WordForm.Kind.WORD, form__contains=term)
        stems.update(forms.values_list("stem", flat=True)[:MOST_FORMS])
    return stems
