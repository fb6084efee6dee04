"""Which rows? Every channel asks here."""

from django.db import transaction
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Greatest
from django.utils import timezone

from config import clock

from . import history, links, wordforms
from .care import Suicide
from .fields import derived_of

TEXTS = (
    "title slug summary key_points body sources picture_alt picture_caption meta_title "
    "meta_description"
).split()
# What an editor writes in the article itself: whoever changes it makes another version of it.
EDITED = frozenset([*TEXTS, "picture", "author", "publish_at", "withdraw_at", "review_due_on"])
KEPT = EDITED | history.SIGNATURE
STEMS = ("search_title", "search_about", "search_rest")


def _public(at):
    """The one rule of visibility: its moment has come, and has not passed. A draft has none."""
    return _begun(at) & ~_over(at)


def _begun(at):
    return Q(publish_at__lte=at)


def _not_yet(at):
    return Q(publish_at=None) | Q(publish_at__gt=at)


def _over(at):
    return Q(withdraw_at__isnull=False, withdraw_at__lte=at)


def _within(at, before, after, of=""):
    """Begun at `at`; and in a list that is newest first, past the place `before`, or not yet at
    `after`. A place is an instant and an id (blog.paging.Cursor).

    Its instant stands in for `at`, not beside it: of two upper bounds SQLite may take the wrong
    one for its index, and walk from the newest article to the place.
    """
    moment, pk = (f"{of}publish_at", f"{of}article_id") if of else ("publish_at", "id")
    if before is not None and before.at <= at:
        return Q(_compare(moment, pk, "<", before))
    begun = Q(**{f"{moment}__lte": at})
    return begun & Q(_compare(moment, pk, ">", after)) if after is not None else begun


def _compare(moment, pk, sign, place):
    """A row value, which an index on both columns answers, however many share the instant."""
    row = Func(F(moment), F(pk), template="(%(expressions)s)")
    values = Value(place.at, DateTimeField()), Value(place.pk)
    other = Func(*values, template="(%(expressions)s)", output_field=BooleanField())
    return Func(
        row,
        other,
        template="%(expressions)s",
        arg_joiner=f" {sign} ",
        output_field=BooleanField(),
    )


class TextQuerySet(QuerySet):
    """Of what has a body: keeps its links, as its `save` does."""

    def update(self, **values):
        if "body" not in values:
            return super().update(**values)
        with transaction.atomic(using=self.db, savepoint=False):
            rows = self.model._base_manager.filter(pk__in=list(self.values_list("pk", flat=True)))
            count = super().update(**values)
            links.learn(rows)
        return count

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        with transaction.atomic(using=self.db, savepoint=False):
            created = super().bulk_create(objs, *args, **kwargs)
            links.learn(objs)
        return created

    def bulk_update(self, objs, fields, batch_size=None):
        objs, fields = tuple(objs), list(fields)
        with transaction.atomic(using=self.db, savepoint=False):
            count = super().bulk_update(objs, fields, batch_size)
            if "body" in fields:  # the objects still hold what was not cleaned yet
                links.learn(self.model._base_manager.filter(pk__in=[row.pk for row in objs]))
        return count


class ArticleQuerySet(TextQuerySet):
    def published(self, at=None, *, before=None, after=None):
        """Those that anyone may read; `before` and `after` bound them by a place in the list."""
        at = at or clock.now()
        return self.filter(_within(at, before, after) & ~_over(at))

    def listed_under(self, topic, at=None, *, before=None, after=None):
        """The published ones about a topic, newest first, from the index that keeps its list."""
        at = at or clock.now()
        listed = Q(listings__topic=topic) & _within(at, before, after, of="listings__")
        return (
            self.filter(listed)
            .published(at)
            .order_by("-listings__publish_at", "-listings__article_id")
        )

    def scheduled(self, at=None):
        return self.filter(publish_at__gt=at or clock.now())

    def withdrawn(self, at=None):
        """Once published, and no longer."""
        at = at or clock.now()
        return self.filter(_begun(at), _over(at))

    def no_longer_public(self, at=None):
        """Whatever is not published; of those that once were: withdrawn, unpublished, put off."""
        at = at or clock.now()
        return self.filter(_not_yet(at) | _over(at))

    def drafts(self):
        return self.filter(publish_at__isnull=True)

    def not_yet(self, at=None):
        """Of which nothing was public: drafts, and what is still to come."""
        at = at or clock.now()
        return self.filter(_not_yet(at))

    def review_due(self, at=None):
        """Published, and to be read again: its day has come, in Amsterdam."""
        at = at or clock.now()
        return self.published(at).filter(review_due_on__lte=timezone.localdate(at))

    def to_sign(self, at=None):
        """About a topic that asks for a signature, without one (any more), and not withdrawn."""
        topics = self.model.topics.rel.model.objects.filter(needs_signature=True)
        links = self.model.topics.through.objects.filter(topic__in=topics.order_by().values("pk"))
        rows = self.filter(pk__in=links.values("article"), reviewed_at=None)
        return rows.exclude(_over(at or clock.now()))

    def with_checks(self):
        """Whose own words raise a point on the checklist."""
        return self.filter(~Q(checks=""))

    def out_or_coming(self, at=None):
        """What can be read now or will be: no draft, and nothing withdrawn."""
        return self.filter(publish_at__isnull=False).exclude(_over(at or clock.now()))

    def suggestible_under(self, article):
        """A sensitive article is never suggested under another subject; an editor may pick it.

        Sensitive are: about suicide by its words, a topic so marked, and a help card so marked that
        was chosen for it. Under an article that shares one of these it may stand.
        """
        is_sensitive = same = Q()
        for field, other in (("topics", "topic"), ("help_cards", "helpcard")):
            links = getattr(self.model, field).through.objects
            sensitive = links.filter(article=OuterRef("pk"), **{f"{other}__is_sensitive": True})
            own = links.filter(article=article.pk).values(other)
            is_sensitive |= Q(Exists(sensitive))
            same |= Q(Exists(sensitive.filter(**{f"{other}__in": own})))
        is_sensitive |= Q(suicide=Suicide.ABOUT)
        if article.suicide == Suicide.ABOUT:
            same |= Q(suicide=Suicide.ABOUT)
        return self.filter(~is_sensitive | same)

    def next_change(self, at=None):
        """The first moment after `at` at which an article appears or disappears; None for none."""
        at = at or clock.now()
        ahead = [
            self.filter(**{f"{name}__gt": at}).order_by(name).values_list(name, flat=True).first()
            for name in ("publish_at", "withdraw_at")
        ]
        return min(filter(None, ahead), default=None)

    def with_state(self, at=None):
        """Answer `Article.state()` without a query per row."""
        at = at or clock.now()
        return self.annotate(
            state_now=Case(
                When(publish_at=None, then=Value("draft")),
                When(_public(at), then=Value("published")),
                When(_begun(at), then=Value("withdrawn")),
                default=Value("scheduled"),
                output_field=CharField(),
            )
        )

    def newest_first(self):
        return self.order_by("-publish_at", "-id")

    def by(self, author):
        return self.filter(author=author)

    def with_card(self):
        """What a card shows, in one query: everything but the text, with the picture."""
        return self.select_related("picture").without_text()

    def without_text(self):
        """For a list: what an article is long by stays in the database."""
        return self.without_stems().defer("body", "body_text")

    def without_stems(self):
        """Only the index of search reads them, and who saves derives them anew."""
        return self.defer(*STEMS, "search_words")

    def with_people(self, at=None):
        """Author and reviewer, and whether the reviewer has a page of their own to link to."""
        own = self.model.objects.published(at).filter(author=OuterRef("reviewed_by__author"))
        people = self.select_related("author", "reviewed_by__author")
        return people.defer("reviewed_by__password").annotate(reviewer_has_page=Exists(own))

    def with_help(self):
        """Say with the article whether cards were chosen for it, so that blog.help need not ask."""
        chosen = self.model.help_cards.through.objects.filter(article=OuterRef("pk"))
        return self.annotate(has_own_cards=Exists(chosen))

    def update(self, **values):
        if not EDITED.isdisjoint(values):
            values["version"] = F("version") + 1
        derived = derived_of(self.model, values)
        values |= {field.name: field.derive(None) for field in derived if not field.is_per_row}
        derived = [field for field in derived if field.is_per_row]
        is_kept = not KEPT.isdisjoint(values)
        if not derived and not is_kept:
            return super().update(**values)
        with transaction.atomic(using=self.db, savepoint=False):
            rows = self.model._base_manager.filter(pk__in=list(self.values_list("pk", flat=True)))
            if is_kept:
                history.begin(rows.all())
            count = super().update(**values)
            for row in rows:
                if derived:
                    QuerySet.update(
                        rows.filter(pk=row.pk),
                        **{field.name: field.derive(row) for field in derived},
                    )
                if is_kept:
                    history.note(row)
            if derived:
                wordforms.learn(rows)
        return count

    def bulk_create(self, objs, *args, **kwargs):
        objs = list(objs)
        with transaction.atomic(using=self.db, savepoint=False):
            created = super().bulk_create(objs, *args, **kwargs)
            wordforms.learn(objs)
        return created

    def bulk_update(self, objs, fields, batch_size=None):
        objs, fields = tuple(objs), list(fields)
        derived = derived_of(self.model, fields)
        for field in derived:
            fields.append(field.name)
            for article in objs:
                setattr(article, field.attname, field.derive(article))
        with transaction.atomic(using=self.db, savepoint=False):
            count = super().bulk_update(objs, fields, batch_size)
            if derived:
                wordforms.learn(objs)
        return count


class ShelfQuerySet(QuerySet):
    """Topics and authors: on the site from their first published article."""

    def with_published(self, at=None):
        return self.filter(Exists(self._newest_first(at)))

    def with_last_change(self, at=None):
        """Annotate `changed_at`: when its newest article appeared, or was changed after that.

        Of all its articles would be truer, and cost a walk through all of them.
        """
        change = Greatest("publish_at", "updated_at")
        return self.annotate(changed_at=Subquery(self._newest_first(at).values(change=change)[:1]))

    def _newest_first(self, at):
        """The published articles of one of them, from the index that keeps its list."""
        link = self.model._meta.get_field("articles")
        articles, one = link.related_model.objects, OuterRef("pk")
        if link.many_to_many:
            return articles.listed_under(one, at)
        return articles.published(at).by(one).newest_first()
