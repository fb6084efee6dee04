"""Articles that were deleted at the desk, and the way back."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from blog import versions

SHOWN = 50


class KeepsDeleted(admin.ModelAdmin):
    def delete_queryset(self, request, queryset):
        """One by one, so that of each a version stays."""
        for article in queryset:
            article.delete()
        self._say_where(request)

    def delete_model(self, request, article):
        super().delete_model(request, article)
        self._say_where(request)

    def get_urls(self):
        view = self.admin_site.admin_view(self.deleted)
        return [path("verwijderd/", view, name="blog_article_deleted"), *super().get_urls()]

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def deleted(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self._bring_back(request)
        rows = list(versions.deleted()[: SHOWN + 1])
        context = self.admin_site.each_context(request) | {
            "title": "Verwijderde artikelen",
            "opts": self.opts,
            "entries": [versions.deleted_entry(row) for row in rows[:SHOWN]],
            "has_more": len(rows) > SHOWN,
            "may_bring_back": self.has_add_permission(request),
        }
        return TemplateResponse(request, "admin/blog/article/deleted.html", context)

    def _bring_back(self, request):
        if not self.has_add_permission(request):
            raise PermissionDenied
        asked = request.POST.get("version", "")
        pk = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
        row = get_object_or_404(versions.deleted().defer(None), pk=pk)
        try:
            article = versions.bring_back(version=row, by=request.user)
        except versions.NotDeleted:
            self.message_user(request, "Dit artikel is er al weer.", messages.WARNING)
        except versions.NoAuthor:
            text = "Dit kan niet terug: de auteur van het artikel bestaat niet meer."
            self.message_user(request, text, messages.ERROR)
        else:
            self.log_addition(request, article, "Teruggehaald.")
            text = f"‘{article}’ is terug, als concept."
            self.message_user(request, text, messages.SUCCESS)
            return redirect("admin:blog_article_change", article.pk)
        return redirect("admin:blog_article_deleted")

    def _say_where(self, request):
        text = 'Je kunt het terughalen bij <a href="{}">Verwijderde artikelen</a>.'
        self.message_user(request, format_html(text, reverse("admin:blog_article_deleted")))
