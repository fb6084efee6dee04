"""What an article said before: the list, the words of one version, and the way back.

blog.history keeps the versions. A version is a row of `Article.history`, or the article itself.
"""

from collections import namedtuple
from copy import copy

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import MD5
from django.utils.formats import date_format

from . import differences, history, html, signing
from .checks import checking
from .models import Article, Author, HelpCard, Picture, Topic
from .moments import stamp
from .querysets import TEXTS

MOMENTS = ("publish_at", "withdraw_at")
# In the order of the change page.
FIELDS = (
    "title slug summary key_points body sources picture picture_alt picture_caption author topics "
    "help_cards publish_at withdraw_at review_due_on meta_title meta_description"
).split()
# Not put back: where it stands and when it is to be read is decided on the change page alone.
STAYS = frozenset({"slug", "publish_at", "withdraw_at", "review_due_on"})
PUT_BACK = [name for name in FIELDS if name not in STAYS]
LABELS = {name: str(Article._meta.get_field(name).verbose_name) for name in FIELDS}

# One version in a list: what happened (`reason`), and the names of the fields that are not as in
# the one before. `is_first` of an article has none before it.
Entry = namedtuple("Entry", "pk at who reason fields is_first")
Deleted = namedtuple("Deleted", "pk at who title")
# What putting a version back makes of the article (not saved, without its links), and the `errors`
# that the checklist then has.
Outcome = namedtuple("Outcome", "article names unsigns errors becomes_draft")


class NotDeleted(Exception):
    """The article is there, or is there again."""


class NoAuthor(Exception):
    """Whose article it was is gone, and an article has to be somebody's."""


class ChangedSince(Exception):
    """The article is no longer the one that was shown to whoever puts a version back."""


def of(article):
    """Newest first; rows that can be read in a list, without their bodies."""
    rows = Article.history.filter(id=article.pk).select_related("history_user")
    return rows.defer("body", "history_user__password").annotate(body_print=MD5("body"))


def entries(rows, at=0, most=20):
    """So many of the list from `at` on, in one query: each is held against the one before it."""
    rows = list(rows[at : at + most + 1])
    return [_entry(*pair) for pair in zip(rows, [*rows[1:], None], strict=False)][:most]


def said(*versions):
    """What each says in every field, as text to compare; five queries at most, however many."""
    names = _Names(versions)
    return [
        {name: _said(version, name, names) for name in FIELDS if _has(version, name)}
        for version in versions
    ]


def difference(before, after, *, only=FIELDS):
    """Field by field; without a version `before` everything is new."""
    one, other = ({}, *said(after)) if before is None else said(before, after)
    one, other = ({name: of.get(name, "") for name in only} for of in (one, other))
    return differences.of_fields(one, other, labels=LABELS)


def last_signed(article):
    """The version that whoever signed last had read; None when nobody ever did.

    Corrected spelling stays signed, so of those with this signature it is the first.
    """
    rows = of(article).filter(reviewed_at__isnull=False)
    return rows.order_by("-reviewed_at", "history_date", "history_id").first()


def gone_with(version):
    """What this version had and can be put back no more, in words."""
    names = _Names([version])
    gone = [f"de {LABELS['author']}"] if version.author_id not in names.authors else []
    if version.picture_id and version.picture_id not in names.pictures:
        gone.append(f"de {LABELS['picture']}")
    for label, ids, known in (
        ("onderwerp", version.topic_ids, names.topics),
        ("hulpkader", version.help_card_ids, names.help_cards),
    ):
        if count := len(set(ids) - known.keys()):
            gone.append(f"{count} {label}" if count == 1 else f"{count} {label}s")
    if count := len(_lost_pictures(version.body)):
        gone.append(f"{count} afbeelding{'' if count == 1 else 'en'} in de tekst")
    return gone


def outcome(*, article, version):
    """Where an article that is not public yet would go online with errors, it becomes a draft."""
    after, names = copy(article), _Names([version])
    _put_back(after, version, names)
    unsigns = bool(article.reviewed_at) and not signing.survives(after, than=article)
    if unsigns:
        signing.unsign(after)
    topics = Topic.objects.filter(pk__in=names.topics)
    errors = checking.look_over(after, topics=topics).errors
    moments = {name: getattr(after, name) for name in MOMENTS}
    becomes_draft = bool(errors) and checking.becomes_public(after, **moments)
    if becomes_draft:
        after.publish_at = None
    return Outcome(after, names, unsigns, errors, becomes_draft)


@transaction.atomic
def restore(*, article, version, by, seen):
    """Make the article say again what it said in `version`, as another version.

    Whether and where it can be read stays as it is now (STAYS), but for what `outcome` says. What
    it was linked to and is no more, is left out (`gone_with`); without its author it keeps the one
    it has. Other words need another signature. `seen` is the `Article.version` that `by` was shown.
    """
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.version != seen:
        raise ChangedSince
    article, names, *_ = outcome(article=article, version=version)
    reason = f"Versie van {stamp(version.history_date)} teruggezet"
    with history.as_one(article, by=by, reason=reason):
        article.save()
        _link(article, version, names)
    return article


def deleted():
    """Of each article that is no more the version in which it went, newest first, without body."""
    later = Article.history.filter(id=OuterRef("id"), pk__gt=OuterRef("pk"))
    rows = Article.history.filter(~Exists(later), history_type="-")
    return rows.select_related("history_user").defer("body", "history_user__password")


def deleted_entry(row):
    return Deleted(row.pk, row.history_date, _who(row), row.title)


@transaction.atomic
def bring_back(*, version, by):
    """A deleted article as a draft, at its own address unless that was taken meanwhile."""
    if Article.objects.filter(pk=version.id).exists():
        raise NotDeleted
    names = _Names([version])
    if version.author_id not in names.authors:
        raise NoAuthor
    is_taken = Article.objects.filter(slug=version.slug).exists()
    slug = f"{version.slug[:80]}-{version.id}" if is_taken else version.slug
    article = Article(pk=version.id, slug=slug, version=version.version)
    _put_back(article, version, names)
    with history.as_one(article, by=by, reason="teruggehaald", kind="+"):
        article.save(force_insert=True)
        _link(article, version, names)
    return article


def _put_back(article, version, names):
    for name in set(TEXTS) - STAYS:
        setattr(article, name, getattr(version, name))
    lost = _lost_pictures(version.body)
    article.body = html.clean(html.IMG.sub(lambda img: _unless(img[0], lost), version.body))
    article.picture_id = version.picture_id if version.picture_id in names.pictures else None
    if version.author_id in names.authors:
        article.author_id = version.author_id


def _link(article, version, names):
    article.topics.set(names.topics.keys() & version.topic_ids)
    article.help_cards.set(names.help_cards.keys() & version.help_card_ids)


def _unless(img, lost):
    return "" if any(token in img for token in lost) else img


def _lost_pictures(body):
    tokens = {match[2] for match in html.PICTURE.finditer(body)}
    return tokens - set(Picture.objects.filter(token__in=tokens).values_list("token", flat=True))


class _Names:
    """What the keys in some versions are called, of what is still there."""

    def __init__(self, versions):
        self.authors = self._of(Author, {version.author_id for version in versions})
        self.pictures = self._of(Picture, {version.picture_id for version in versions} - {None})
        links = [_links(version) for version in versions]
        self.topics = self._of(Topic, {pk for some in links for pk in some["topic_ids"]})
        self.help_cards = self._of(HelpCard, {pk for some in links for pk in some["help_card_ids"]})

    def _of(self, model, pks):
        return {one.pk: str(one) for one in model.objects.filter(pk__in=pks)} if pks else {}


def _links(version):
    """Of a version its own, of an article those it has now."""
    if not isinstance(version, Article):
        return {"topic_ids": version.topic_ids, "help_card_ids": version.help_card_ids}
    if not hasattr(version, "links_as_text"):
        version.links_as_text = history.links_of(version)
    return version.links_as_text


def _has(version, name):
    return name != "body" or "body" not in version.get_deferred_fields()


def _said(version, name, names):
    if name in ("topics", "help_cards"):
        known = getattr(names, name)
        pks = _links(version)["topic_ids" if name == "topics" else "help_card_ids"]
        return "\n".join(sorted(known.get(pk, "(bestaat niet meer)") for pk in pks))
    if name in ("author", "picture"):
        pk = getattr(version, f"{name}_id")
        return getattr(names, f"{name}s").get(pk, "(bestaat niet meer)") if pk else ""
    value = getattr(version, name)
    if name in MOMENTS:
        return stamp(value) if value else ""
    return date_format(value, "j F Y") if name == "review_due_on" and value else value or ""


def _who(row):
    """Never the name to log in with; empty when nobody did it, or somebody who is gone."""
    user = row.history_user
    return user.name if user else ""


def _entry(row, before):
    fields = [LABELS[name] for name in FIELDS if before and _is_other(name, before, row)]
    reason = row.history_change_reason or ""
    reason = reason[:1].upper() + reason[1:]
    return Entry(row.pk, row.history_date, _who(row), reason, fields, before is None)


def _is_other(name, before, after):
    key = {
        "body": "body_print",
        "topics": "topic_ids",
        "help_cards": "help_card_ids",
        "author": "author_id",
        "picture": "picture_id",
    }.get(name, name)
    return history.is_other(getattr(before, key), getattr(after, key))
