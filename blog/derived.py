"""What follows from the words of articles, worked out anew when the rules for it are others.

Every save derives suicide, body_text, stems and word forms by the rules of its day. So that an
update of the site leaves nothing behind by older ones, the rules have a fingerprint, kept in the
database once all articles went by them. Where it differs after `migrate` (the first time too, or
when that was broken off) they are gone through, in batches that each are a short transaction; only
what differs is written, and nobody changed the article: `updated_at` stays.
"""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.apps import apps as installed
from django.db import connection, transaction
from django.utils import timezone

from . import care, elements, fields, html, layers, links, pasted, seen, wordforms, words
from .checks import checklist, points
from .language import wording

RULES = (
    care, checklist, elements, fields, html, layers, links, pasted, points, seen, wordforms,
    wording, words,
)  # fmt: skip
BATCH = 50  # no more than blog.layers remembers, or each article would be read twice


def fingerprint() -> str:
    digest = hashlib.sha256(version("snowballstemmer").encode())
    for module in RULES:
        digest.update(Path(module.__file__).read_bytes())
    return digest.hexdigest()


def is_current() -> bool:
    """Also asked before migrations, when there may be no table yet."""
    Rules = installed.get_model("blog", "Rules")
    if Rules._meta.db_table not in connection.introspection.table_names():
        return False
    return Rules.objects.filter(fingerprint=fingerprint()).exists()


def are_more_than(count: int) -> bool:
    """Whether so many articles are to be gone through that it takes a while."""
    Article = installed.get_model("blog", "Article")
    if is_current() or Article._meta.db_table not in connection.introspection.table_names():
        return False
    return Article.objects.order_by().values("pk")[: count + 1].count() > count


def refresh(apps=installed, **kwargs):
    """Runs after `migrate`."""
    if "rules" not in apps.all_models["blog"] or is_current():
        return  # migrated back to before there were any, or nothing to do
    Article, Rules, WordForm = (
        apps.get_model("blog", name) for name in ("Article", "Rules", "WordForm")
    )
    WordForm.objects.all().delete()  # a word that is known is not looked at again
    InternalLink = apps.all_models["blog"].get("internallink")  # not in every older release
    last = 0
    while last is not None:
        last = _go_on(Article.objects.filter(pk__gt=last).order_by("pk"), WordForm, InternalLink)
    if InternalLink:
        for name in ("Page", "HelpCard"):
            links.learn(apps.get_model("blog", name).objects.all(), into=InternalLink)
    Rules.objects.update_or_create(pk=1, defaults={"fingerprint": fingerprint()})


@transaction.atomic
def _go_on(articles, WordForm, InternalLink):
    """Do the first BATCH of these; give the key of the last, None when there are no more."""
    derived = [
        field
        for field in articles.model._meta.local_fields
        if isinstance(field, fields.Derived) and field.is_per_row
    ]
    names = {field.attname for field in derived}.union(*(field.of for field in derived))
    batch = list(articles.only(*names).select_for_update()[:BATCH])
    changed = [article for article in batch if _derive(article, derived)]
    _write(changed, [*derived, articles.model._meta.get_field("related_due_at")])
    wordforms.learn(batch, into=WordForm)
    if InternalLink:
        links.learn(batch, into=InternalLink)
    return batch[-1].pk if batch else None


def _write(articles, columns):
    """A prepared statement for each; bulk_update takes longer to word its own than all the rest."""
    sets = ", ".join(f"{field.column} = %s" for field in columns)
    rows = [
        [field.get_db_prep_save(getattr(article, field.attname), connection) for field in columns]
        + [article.pk]
        for article in articles
    ]
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(f"UPDATE blog_article SET {sets} WHERE id = %s", rows)


def _derive(article, derived) -> bool:
    """Set what follows; True when something differs, which may be other neighbours too."""
    before = [getattr(article, field.attname) for field in derived]
    after = [field.derive(article) for field in derived]
    for field, value in zip(derived, after, strict=True):
        setattr(article, field.attname, value)
    article.related_due_at = timezone.now()
    return before != after
