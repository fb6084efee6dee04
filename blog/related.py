"""What to read next: pinned by hand, then computed by the worker, then the newest."""

from django.db import transaction
from django.db.models import Case, Exists, F, FilteredRelation, Max, OuterRef, Q, Value, When

from config import clock

from .models import Article, RelatedArticle
from .prepared import ask

ROW = ["title", "slug", "publish_at", "summary"]  # what a row shows
NEWEST_ABOUT_SAME = "Nieuwste over dit onderwerp."
NEWEST = "Nieuwste artikel."
WINDOW = 100  # of the newest, among which those about the same come first; it bounds the search


def related_to(article, *, at=None, count=4):
    """Published articles beside this one, each with `is_pinned` and `reason`.

    The pins in their order, then the nearest that nobody blocked; one query. Where that is not
    enough, one more: the newest, those with a same topic first.
    """
    at = at or clock.now()
    found = list(ask(_chosen, article, at, count))
    if len(found) < count:
        have = {other.pk for other in found}
        newest = ask(_newest, article, at, 2 * count)
        found += [other for other in newest if other.pk not in have]
    return found[:count]


@transaction.atomic
def choose(*, article, related, choice):
    """An editor's word on one article under another; a new pin comes after those there are."""
    last = article.related_picks.aggregate(last=Max("position"))["last"] or 0
    return RelatedArticle.objects.update_or_create(
        article=article,
        related=related,
        defaults={"choice": choice},
        create_defaults={"choice": choice, "position": last + 1},
    )


def _chosen(article, at, count):
    """The few rows first, and only then what may be seen of them: SQLite would begin with all that
    is published."""
    picks = article.related_picks.order_by()
    pins = picks.filter(choice=RelatedArticle.Choice.PIN)
    computed = article.suggestions.order_by().exclude(related__in=picks.values("related"))
    public = Article.objects.published(at).filter(pk=OuterRef("pk"))
    is_pinned = Q(pin__isnull=False)
    return (
        Article.objects.filter(pk__in=pins.values("related").union(computed.values("related")))
        .alias(
            pin=FilteredRelation("picked_in", condition=Q(picked_in__article=article.pk)),
            near=FilteredRelation("suggested_in", condition=Q(suggested_in__article=article.pk)),
        )
        .filter(is_pinned & Exists(public) | Exists(public.suggestible_under(article)))
        .annotate(is_pinned=is_pinned, reason=F("near__reason"))
        .order_by(F("pin__position").asc(nulls_last=True), "pin__id", "near__position", "pk")
        .only(*ROW)[:count]
    )


def _newest(article, at, count):
    topics = Article.topics.through.objects
    own = topics.filter(article=article.pk).values("topic")
    newest = (
        Article.objects.published(at)
        .exclude(pk=article.pk)
        .exclude(Exists(article.related_picks.order_by().filter(related=OuterRef("pk"))))
        .newest_first()
        .values("pk")[:WINDOW]
    )
    return (
        Article.objects.suggestible_under(article)
        .filter(pk__in=newest)
        .annotate(
            is_about_same=Exists(topics.filter(article=OuterRef("pk"), topic__in=own)),
            is_pinned=Value(False),
            reason=Case(
                When(is_about_same=True, then=Value(NEWEST_ABOUT_SAME)), default=Value(NEWEST)
            ),
        )
        .order_by("-is_about_same", "-publish_at", "-pk")
        .only(*ROW)[:count]
    )
