"""What to read next: pinned by hand, then computed by the worker, then the newest."""

from django.db import transaction
from django.db.models import Exists, F, FilteredRelation, Max, OuterRef, Q

from .models import Article, RelatedArticle

ROW = ["title", "slug", "publish_at", "summary"]  # what a row shows
NEWEST_ABOUT_SAME = "Nieuwste over dit onderwerp."
NEWEST = "Nieuwste artikel."
WINDOW = 50  # of the newest, among which those about the same come first


def related_to(article, *, at=None, count=4):
    """Published articles beside this one, each with `is_pinned` and `reason`.

    The pins in their order, then the nearest that nobody blocked; one query. Where that is not
    enough, one more: the newest, those with a same topic first.
    """
    found = list(_chosen(article, at)[:count])
    if missing := count - len(found):
        found += _newest(article, at, [other.pk for other in found], missing)
    return found


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


def _chosen(article, at):
    Choice = RelatedArticle.Choice
    picks = article.related_picks.order_by()
    computed = article.suggestions.order_by().exclude(related__in=picks.values("related"))
    rows = picks.filter(choice=Choice.PIN).values("related").union(computed.values("related"))
    allowed = Article.objects.suggestible_under(article).filter(pk=OuterRef("pk"))
    return (
        Article.objects.published(at)
        .filter(pk__in=rows)
        .alias(
            pin=FilteredRelation("picked_in", condition=Q(picked_in__article=article.pk)),
            near=FilteredRelation("suggested_in", condition=Q(suggested_in__article=article.pk)),
        )
        .filter(Q(pin__isnull=False) | Exists(allowed))
        .annotate(is_pinned=Q(pin__isnull=False), reason=F("near__reason"))
        .order_by(F("pin__position").asc(nulls_last=True), "pin__id", "near__position", "pk")
        .only(*ROW)
    )


def _newest(article, at, found, count):
    topics = Article.topics.through.objects
    own = topics.filter(article=article.pk).values("topic")
    newest = (
        Article.objects.published(at)
        .suggestible_under(article)
        .exclude(pk__in=[article.pk, *found])
        .exclude(Exists(article.related_picks.order_by().filter(related=OuterRef("pk"))))
        .newest_first()
        .values("pk")[:WINDOW]
    )
    shared = topics.filter(article=OuterRef("pk"), topic__in=own)
    rows = Article.objects.filter(pk__in=newest).annotate(is_about_same=Exists(shared))
    others = list(rows.order_by("-is_about_same", "-publish_at", "-pk").only(*ROW)[:count])
    for other in others:
        other.is_pinned = False
        other.reason = NEWEST_ABOUT_SAME if other.is_about_same else NEWEST
    return others
