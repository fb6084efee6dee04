"""What an article said before: each version, the difference, and the way back."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_safe

from blog import history, versions
from blog.models import Article
from blog.moments import stamp

from .conflicts import version_number
from .deleted import KeepsDeleted

PAGE = 20
IN_PANEL = 5
NUMBER = re.compile(r"[1-9]\d{0,5}")


class KeepsVersions(KeepsDeleted):
    class Media:
        css = {"all": ["desk/versions.css"]}

    # --- One version for a save, with all that hangs on the article ------------------------------

    def save_model(self, request, article, form, change):
        article.skip_history_when_saving = True
        super().save_model(request, article, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        article = form.instance
        del article.skip_history_when_saving
        reason = getattr(article, "_change_reason", "")
        history.note(article, by=request.user, reason=reason, kind="~" if change else "+")

    # --- The pages -------------------------------------------------------------------------------

    def get_urls(self):
        pages = [
            ("", self.versions, "versions"),
            ("<int:version>/", self.version, "version"),
            ("<int:version>/nu/", self.version_now, "version_now"),
            ("<int:version>/terugzetten/", self.restore, "restore"),
        ]
        return [
            *(
                path(
                    f"<int:pk>/versies/{address}",
                    self.admin_site.admin_view(view),
                    name=f"blog_article_{name}",
                )
                for address, view, name in pages
            ),
            *super().get_urls(),
        ]

    def history_view(self, request, object_id, extra_context=None):
        """The stock page names fields and no words; its link leads to ours."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        article = self.get_object(request, object_id)
        if article is None:
            raise Http404
        return redirect("admin:blog_article_versions", article.pk)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context |= {
                "versions": versions.entries(versions.of(obj), most=IN_PANEL),
                "changed_since_signed": self._signed_before(obj),
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @method_decorator(require_safe)
    def versions(self, request, pk):
        article = self._readable(request, pk)
        asked = request.GET.get("p", "")
        number = int(asked) if NUMBER.fullmatch(asked) else 1
        found = versions.entries(versions.of(article), at=(number - 1) * PAGE, most=PAGE + 1)
        context = {
            "title": f"Versies van ‘{article.title}’",
            "subtitle": None,
            "is_list": True,
            "entries": found[:PAGE],
            "has_more": len(found) > PAGE,
            "number": number,
        }
        return self._page(request, "versions", article, context)

    @method_decorator(require_safe)
    def version(self, request, pk, version):
        """Beside the one before it."""
        article = self._readable(request, pk)
        row, entry = self._version(article, version)
        older = Article.history.filter(id=pk, history_date__lte=row.history_date)
        before = older.filter(pk__lt=row.pk).first()
        context = {
            "title": f"Versie van {stamp(row.history_date)}",
            "entry": entry,
            "differences": versions.difference(before, row),
            "is_newest": not Article.history.filter(id=pk, pk__gt=row.pk).exists(),
        }
        return self._page(request, "version", article, context)

    @method_decorator(require_safe)
    def version_now(self, request, pk, version):
        article = self._readable(request, pk)
        row, entry = self._version(article, version)
        context = {
            "title": f"Van {stamp(row.history_date)} tot nu",
            "entry": entry,
            "differences": versions.difference(row, article),
            "is_with_now": True,
        }
        return self._page(request, "version", article, context)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def restore(self, request, pk, version):
        """First what it will change, then doing it."""
        article = self._readable(request, pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        row, entry = self._version(article, version)
        if request.method == "POST":
            return self._restore(request, article, row)
        differences = versions.difference(article, row, only=versions.PUT_BACK)
        context = {
            "title": f"Versie van {stamp(row.history_date)} terugzetten?",
            "entry": entry,
            "differences": differences,
            "gone": versions.gone_with(row),
            "outcome": versions.outcome(article=article, version=row),
        }
        return self._page(request, "restore", article, context)

    def _restore(self, request, article, row):
        seen = version_number(request.POST.get("seen"))
        gone = versions.gone_with(row)
        try:
            if seen is None:
                raise versions.ChangedSince
            now = versions.restore(article=article, version=row, by=request.user, seen=seen)
        except versions.ChangedSince:
            text = "Het artikel is intussen veranderd. Kijk opnieuw wat er verandert."
            self.message_user(request, text, messages.ERROR)
            return redirect("admin:blog_article_restore", article.pk, row.pk)
        moment = stamp(row.history_date)
        self.log_change(request, article, f"Versie van {moment} teruggezet.")
        self.message_user(request, f"De versie van {moment} is teruggezet.", messages.SUCCESS)
        if gone:
            text = f"Niet teruggezet, want het bestaat niet meer: {', '.join(gone)}."
            self.message_user(request, text, messages.WARNING)
        if article.publish_at and not now.publish_at:
            text = "Dit artikel is nu een concept: in deze versie staan fouten. Kijk de lijst na."
            self.message_user(request, text, messages.WARNING)
        return redirect("admin:blog_article_change", article.pk)

    def _readable(self, request, pk):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Article.objects.without_stems(), pk=pk)

    def _version(self, article, pk):
        rows = Article.history.filter(id=article.pk).select_related("history_user")
        row = get_object_or_404(rows, pk=pk)
        listed = versions.of(article).filter(history_date__lte=row.history_date, pk__lte=row.pk)
        entries = versions.entries(listed, most=1)
        if not entries:
            raise Http404
        return row, entries[0]

    def _signed_before(self, article):
        """The version that was signed last, where the article says something else since."""
        return None if article.reviewed_at else versions.last_signed(article)

    def _page(self, request, name, article, context):
        context = (
            self.admin_site.each_context(request)
            | {
                "opts": self.opts,
                "article": article,
                "may_restore": self.has_change_permission(request, article),
                "may_sign": self.has_sign_permission(request),
            }
            | context
        )
        return TemplateResponse(request, f"admin/blog/article/{name}.html", context)
