"""What the articles ask of somebody today: lists for the first page of the desk, by role."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format

from .checks.remarks import lacks_signature, points
from .models import Article
from .moments import short

SHOWN = 5


@dataclass(frozen=True)
class Line:
    """An article, where to work on it, and what there is to know about it."""

    title: str
    url: str
    says: str
    remark: str = ""


@dataclass(frozen=True)
class Section:
    """One list; `all_url` leads to the rest of it."""

    title: str
    all_url: str
    lines: list[Line] = field(default_factory=list)
    has_more: bool = False
    is_due: bool = False  # asks something of somebody now


def sections(user, at=None):
    """For who may act on it: to read again, to sign, what comes, and what is being written. Those
    with nothing in them are left out."""
    found = []
    if user.has_perm("blog.change_article"):
        found += [_to_review(at)]
    if user.has_perm("blog.sign_article"):
        found += [_to_sign(at)]
    if user.has_perm("blog.change_article"):
        found += [_scheduled(at), _drafts()]
    return [section for section in found if section.lines]


def has_part(user):
    """Whether the articles ask anything of this user at all."""
    return any(user.has_perm(f"blog.{verb}_article") for verb in ("change", "sign"))


def _to_review(at):
    rows = Article.objects.review_due(at).order_by("review_due_on", "id")
    return _section(
        "Herziening nodig",
        "?stand=herziening",
        rows,
        lambda article: f"sinds {date_format(article.review_due_on, 'j-n-Y')}",
        is_due=True,
    )


def _to_sign(at):
    rows = Article.objects.to_sign(at).order_by("-updated_at", "-id")
    return _section("Af te tekenen", "?opmerkingen=aftekenen", rows, _changed, is_due=True)


def _scheduled(at):
    rows = Article.objects.scheduled(at).order_by("publish_at", "id").prefetch_related("topics")
    return _section("Ingepland", "?stand=scheduled", rows, _comes, remark=_remark)


def _drafts():
    rows = Article.objects.drafts().order_by("-updated_at", "-id").prefetch_related("topics")
    return _section("Concepten", "?stand=draft", rows, _changed, remark=_remark)


def _section(title, query, rows, says, *, remark=lambda article: "", is_due=False):
    articles = list(rows.without_text()[: SHOWN + 1])
    lines = [
        Line(
            article.title,
            reverse("admin:blog_article_change", args=[article.pk]),
            says(article),
            remark(article),
        )
        for article in articles[:SHOWN]
    ]
    address = reverse("admin:blog_article_changelist") + query
    return Section(title, address, lines, len(articles) > SHOWN, is_due)


def _comes(article):
    return short(article.publish_at)


def _changed(article):
    return f"gewijzigd {short(article.updated_at)}"


def _remark(article):
    """What keeps it from going online, counted, or the one thing."""
    found = (["Nog niet afgetekend"] if lacks_signature(article) else []) + points(article)
    return found[0] if len(found) == 1 else f"{len(found)} punten" if found else ""
