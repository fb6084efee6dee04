"""What to put right before an article goes online: beside the form, and errors in its way."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from blog import html, signing
from blog.care import Suicide
from blog.checks import checking
from blog.checks.points import Draft
from blog.models import Article, Topic

from . import unsaved

SHOWN = 10  # places of one point
BLOCKED = (
    "Dit artikel kan nog niet online: op de nakijklijst {}. Herstel dat eerst, of maak dit veld "
    "leeg en bewaar het als concept."
)
TOO_LONG = "Deze tekst is te lang om na te kijken, en om op te slaan. Maak hem eerst korter."
ONLINE = "Bewaard. Dit artikel staat online, en op de nakijklijst {}."


class BlocksErrors:
    """A form that puts nothing online while the checklist has errors. All else it saves."""

    report = None  # what the checklist says of what was sent
    moments = None  # as they were typed, also where an error keeps them from the article

    def clean(self):
        data = super().clean()
        self.moments = {name: self.cleaned_data.get(name) for name in ("publish_at", "withdraw_at")}
        at = self.moments["publish_at"]
        if at and "publish_at" in self.fields and not _is_too_long(self.data):
            self.report = look_over(self.data, self.instance, at=at)
            if self.report.errors and checking.becomes_public(self.instance, **self.moments):
                text = BLOCKED.format(_count(self.report.errors))
                self.add_error("publish_at", ValidationError(text, code=unsaved.UNFINISHED))
        return data


class ShowsChecklist(admin.ModelAdmin):
    class Media:
        js = ["desk/checklist.js"]
        css = {"all": ["desk/checklist.css"]}

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        report = getattr(form, "report", None)
        if report and report.errors and form.instance.state() == Article.State.PUBLISHED:
            self.message_user(request, ONLINE.format(_count(report.errors)), messages.WARNING)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        form = context["adminform"].form
        if form.is_bound:
            found = _of_form(form.data, obj)
        else:
            found = shown(checking.look_over(obj), obj) if obj else None
        pk = [obj.pk] if obj else []
        context |= {
            "checklist": found,
            "checklist_url": reverse("admin:blog_article_check", args=pk),
            "checklist_may_go": self._may_write(request, obj),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def get_urls(self):
        view = self.admin_site.admin_view(self.check_again)
        return [
            path("nakijken/", view, name="blog_article_check"),
            path("<int:pk>/nakijken/", view, name="blog_article_check"),
            *super().get_urls(),
        ]

    @method_decorator(require_POST)
    def check_again(self, request, pk=None):
        """What the form holds now, without saving it: the list alone, as a piece of the page."""
        article = get_object_or_404(Article, pk=pk) if pk else None
        if not self._may_write(request, article):
            raise PermissionDenied
        context = {"checklist": _of_form(request.POST, article), "may_go": True}
        return TemplateResponse(request, "admin/blog/article/_checklist_points.html", context)

    def _may_write(self, request, article):
        if article is None:
            return self.has_add_permission(request)
        return self.has_change_permission(request, article)


def look_over(data, stored=None, *, at=None):
    article = unsaved.written(data, stored)

    def is_signed():
        """Not for what was written since; that takes the signature away when it is saved."""
        said = "only_spelling" in data
        return bool(stored) and signing.survives(article, than=stored, only_spelling=said)

    topics = Topic.objects.filter(pk__in=unsaved.keys(data, "topics"))
    return checking.look_over(article, topics=topics, is_signed=is_signed, at=at)


def _of_form(data, stored):
    if _is_too_long(data):
        return {"said": TOO_LONG}
    return shown(look_over(data, stored), unsaved.written(data, stored))


def _is_too_long(data):
    return html.is_too_long(data.get("body", ""))


def shown(report, article):
    """For the template: points with a name for each place, and the whole in one sentence."""
    return {
        "said": _sentence(report),
        "groups": [
            (name, kind, [_named(point) for point in points])
            for name, kind, points in (
                ("Eerst herstellen", "error", report.errors),
                ("Advies", "advice", report.advice),
            )
            if points
        ],
        "failed": report.failed,
        "fine": report.fine,
        "names_suicide": Draft.of(article).suicide != Suicide.NONE,
    }


def _named(point):
    places = [(place, _name(place)) for place in point.places[:SHOWN]]
    return {"point": point, "places": places, "more": max(0, point.count - SHOWN)}


def _name(place):
    if place.quote:
        return f"‘{place.quote}’"
    return place.note or Article._meta.get_field(place.field).verbose_name


def _sentence(report):
    parts = [
        _number(len(report.errors), "fout", "fouten"),
        _number(len(report.advice), "advies", "adviezen"),
    ]
    text = "Nagekeken: " + ", ".join(filter(None, parts)) if any(parts) else "Alles is in orde"
    if report.failed:
        text += (
            ", en "
            + _number(len(report.failed), "punt kon", "punten konden")
            + " niet worden nagekeken"
        )
    return f"{text}."


def _number(count, one, more):
    return f"{count} {one if count == 1 else more}" if count else ""


def _count(errors):
    """To end a sentence with."""
    if len(errors) == 1:
        return "staat nog 1 fout"
    return f"staan nog {len(errors)} fouten"
