"""A version of an article with each change, whichever way it comes: desk, verb, import, shell.

The library (django-simple-history) makes the row of a plain save. The desk saves an article and
its links apart, and makes one row when all is done (`note`); the QuerySet makes those of `update`.
An article from before there were versions gets one of how it was, before it first changes.
"""

from contextlib import contextmanager

from django.apps import apps
from django.db.models import F
from django.db.models.signals import m2m_changed, pre_save
from django.utils import timezone
from simple_history.signals import pre_create_historical_record

from . import html

# Beside an editor's fields (blog.querysets.EDITED) these make another version.
SIGNATURE = frozenset({"reviewed_by", "reviewed_at"})
NOT_COMPARED = {"id", "updated_at", "version"}
BEFORE = "Zoals het was voordat er versies werden bewaard"
LONGEST_REASON = 100


def note(article, *, by=None, reason="", kind="~"):
    """Keep the article as it is now. Nothing when that is what the last version says, however the
    editor or the browser wrote it out.

    Who did it is `by`, or else whoever is signed in.
    """
    last = _last(article.pk)
    links = links_of(article)
    if last is not None and not reason and not _differ(last, article, links):
        return None
    happened = reason_of(None if kind == "+" else last, article)
    reason = ", ".join(filter(None, [reason, happened]))[:LONGEST_REASON]
    rows = article.history.bulk_history_create(
        [article],
        update=kind == "~",
        default_user=by,
        default_change_reason=reason or None,
        custom_historical_attrs=links,
    )
    return rows[0] if rows else None


@contextmanager
def as_one(article, *, by=None, reason="", kind="~"):
    """Make one version of all that is done in here to this article and its links."""
    article.skip_history_when_saving = True
    try:
        yield
    finally:
        del article.skip_history_when_saving
    note(article, by=by, reason=reason, kind=kind)


def begin(articles):
    """Before these rows change: keep how they were of those that have no version yet."""
    Row = _rows().model
    articles = articles.exclude(
        pk__in=Row.objects.filter(id__in=articles.values("pk")).values("id")
    )
    for article in articles:
        article.history.bulk_history_create(
            [article],
            default_change_reason=BEFORE,
            default_date=article.updated_at,
            custom_historical_attrs=links_of(article),
        )


def links_of(article):
    """What hangs on an article, as a version keeps it."""
    return {
        "topic_ids": sorted(article.topics.values_list("pk", flat=True).order_by()),
        "help_card_ids": sorted(article.help_cards.values_list("pk", flat=True).order_by()),
    }


def reason_of(before, after):
    """What happened to an article as a whole, in a few words; empty for a change of its fields."""
    now = timezone.now()
    said = []
    signed, signs = before and before.reviewed_at, after.reviewed_at
    if signs != signed:
        said.append("afgetekend" if signs else "aftekenen vervallen")
    begins, began = after.publish_at, before and before.publish_at
    if begins and not began:
        said.append("gepubliceerd" if begins <= now else "ingepland")
    if began and not begins:
        said.append("weer een concept")
    ends, ended = after.withdraw_at, before and before.withdraw_at
    if ends and ends <= now and not (ended and ended <= now):
        said.append("ingetrokken")
    if ended and ended <= now and (not ends or ends > now):
        said.append("niet meer ingetrokken")
    return ", ".join(said)


def watch():
    """Connect what the library does not do by itself."""
    article = apps.get_model("blog", "Article")
    row = _rows().model
    pre_save.connect(_before_a_save, sender=article, dispatch_uid="blog.history")
    pre_create_historical_record.connect(_fill, sender=row, dispatch_uid="blog.history")
    for links in (article.topics.through, article.help_cards.through):
        m2m_changed.connect(_links_changed, sender=links, dispatch_uid="blog.history")


def _rows():
    return apps.get_model("blog", "Article").history


def _last(pk):
    return _rows().filter(id=pk).first()


def _differ(row, article, links):
    names = {field.attname for field in row.tracked_fields} - NOT_COMPARED - {"body"}
    pairs = [(getattr(row, name), getattr(article, name)) for name in names]
    pairs += [(getattr(row, name), ids) for name, ids in links.items()]
    return any(map(is_other, *zip(*pairs, strict=True))) or not html.same_content(
        row.body, article.body
    )


def is_other(before, after):
    if isinstance(before, str) and isinstance(after, str):
        return before.split() != after.split()
    return before != after


def _before_a_save(instance, raw=False, **kwargs):
    if not raw and not instance._state.adding and instance.pk:
        begin(type(instance)._base_manager.filter(pk=instance.pk))


def _fill(instance, history_instance, **kwargs):
    """The library makes a row of the article alone."""
    last = _last(instance.pk) if history_instance.history_type != "+" else None
    if history_instance.history_type != "-":
        if last is not None:
            vars(history_instance).update(links_of(instance))
        if not history_instance.history_change_reason:
            history_instance.history_change_reason = reason_of(last, instance) or None
    elif last is not None:  # its links went before it did
        history_instance.topic_ids = last.topic_ids
        history_instance.help_card_ids = last.help_card_ids
        history_instance.history_change_reason = "verwijderd"


def _links_changed(instance, action, reverse, pk_set, **kwargs):
    """Links that are set just after an article was made belong to its first version.

    Later ones count as a save: who has the page open would otherwise save them away unasked.
    """
    if action not in ("post_add", "post_remove", "post_clear"):
        return
    if reverse:
        articles = apps.get_model("blog", "Article").objects.filter(pk__in=pk_set or ())
    else:
        articles = [] if hasattr(instance, "skip_history_when_saving") else [instance]
    for article in articles:
        last = _last(article.pk)
        if last is not None and last.history_type == "+" and last.version == article.version:
            _rows().filter(pk=last.pk).update(**links_of(article))
        elif last is None or _differ(last, article, links_of(article)):
            rows = type(article)._base_manager.filter(pk=article.pk)
            rows.update(version=F("version") + 1)
            article.version = rows.values_list("version", flat=True).get()
            note(article)
