"""Nothing typed is lost: two editors on one article, and a browser that fails."""

import re

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.http import Http404, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from blog.models import Article

from .conflict_rows import PREFIX, merge_picks, picks_of, written
from .conflicts import Meeting, in_lines, last_saving, version_number

NOT_SAVED = "Er is nog niets opgeslagen. Kijk hierboven wat er verschilt, en kies daar."
KEY = re.compile(r"[1-9][0-9]{0,17}")


class MetForm:
    """A form that is shown again whatever it holds: its editor has something to choose first."""

    def clean(self):
        cleaned = super().clean()
        self.add_error(None, forms.ValidationError(NOT_SAVED, code="stale"))
        return cleaned


class GuardsEdits(admin.ModelAdmin):
    """Whoever saves says which version they saw (`version`). With another one stored, both texts
    are brought together and shown, and nothing is saved yet."""

    class Media:
        js = ["desk/autosave.js", "desk/meanwhile.js"]
        css = {"all": ["desk/editing.css"]}

    def _changeform_view(self, request, object_id, form_url, extra_context):
        if object_id is not None and not KEY.fullmatch(object_id):
            raise Http404  # `037` is 37 to the database too: one spelling, or it passes by here
        is_save = request.method == "POST" and object_id is not None
        if is_save and self.has_change_permission(request):
            # Until the end of this transaction nobody else saves it.
            rows = Article.objects.select_for_update().filter(pk=object_id)
            stored = rows.values_list("version", flat=True).first()
            if stored is None:
                return self._say_gone(request)
            self._meet(request, object_id, stored)
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _meet(self, request, object_id, stored):
        """Have the editor choose where the stored article is no longer the one they saw."""
        seen, since = (version_number(request.POST.get(name)) for name in ("version", "since"))
        is_stale = seen != stored
        if not (is_stale or since is not None or "_take" in request.POST):
            return
        if since is None or since > stored:
            since = seen if seen is not None and seen <= stored else None
        article = self.get_object(request, object_id)
        fields = flatten_fieldsets(self.get_fieldsets(request, article))
        form = self.get_form(request, article, change=True, fields=fields)(instance=article)
        sent = request.POST.copy()
        met = Meeting(
            form=form,
            sent=sent,
            files=request.FILES,
            since=since,
            saving=last_saving(article.pk, stored, reader=request.user),
            takes=is_stale,
        )
        if "_take" in sent:
            met.settle(sent["_take"])
        met.has_other_picks = is_stale and merge_picks(sent, picks_of(article.pk))
        is_other = met.both or met.taken or met.has_other_picks
        met.is_stale = bool(is_stale and is_other) or "_take" in sent
        if met.is_stale:
            request.POST = sent
        if met.is_stale or "since" in sent:
            request.met = met

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        met = getattr(request, "met", None)
        return type(form)(form.__name__, (MetForm, form), {}) if met and met.is_stale else form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        may_edit = (
            self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        )
        is_bound = context["adminform"].form.is_bound
        context |= {
            "guards": may_edit and not context["is_popup"],
            "met": getattr(request, "met", None),
            "is_unsaved": is_bound,
        }
        if obj is not None and may_edit:
            context["shown_picks"] = _shown_picks(request, context, obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _say_gone(self, request):
        """Somebody deleted it: what was typed can still be copied."""
        labels = {field.name: field.verbose_name for field in Article._meta.fields}
        typed = [
            (name, labels[name], in_lines(value) if name == "body" else value)
            for name, value in request.POST.items()
            if name in labels and value and isinstance(Article._meta.get_field(name), TEXTS)
        ]
        context = self.admin_site.each_context(request) | {
            "title": "Dit artikel is intussen verwijderd",
            "opts": self.opts,
            "typed": typed,
        }
        return TemplateResponse(request, "admin/blog/article/gone.html", context, status=404)

    # While somebody edits.

    def get_urls(self):
        view = self.admin_site.admin_view(self.stored_now)
        return [path("<int:pk>/versie/", view, name="blog_article_stored"), *super().get_urls()]

    @method_decorator(require_safe)
    def stored_now(self, request, pk):
        """Which version is stored, who saved it and when: asked every half minute, so it is small.

        The browser compares; nothing here knows who has the page open.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        stored = Article.objects.filter(pk=pk).values_list("version", flat=True).first()
        if stored is None:
            raise Http404
        seen = version_number(request.GET.get("gezien"))
        if seen == stored:
            return JsonResponse({"version": stored, "who": "", "when": ""})
        saving = last_saving(pk, stored, reader=request.user)
        return JsonResponse({"version": stored, "who": saving.By, "when": saving.when})


TEXTS = tuple(
    {type(field) for field in Article._meta.fields if field.name in ("title", "summary", "body")}
)


def _shown_picks(request, context, article):
    """What the form's rows of related articles started from, as one hidden value."""
    met = getattr(request, "met", None)
    if request.method == "POST" and not (met and met.is_stale):
        return request.POST.get("shown_picks", "")
    for inline in context["inline_admin_formsets"]:
        if inline.formset.prefix == PREFIX:
            rows = inline.formset.get_queryset()
            return written({str(row.related_id): (row.choice, str(row.position)) for row in rows})
    return ""
