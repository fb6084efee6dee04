"""How an article will look, before anyone else can see it."""

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from blog.models import Article
from blog.views import ArticleView


class ShowsPreview(admin.ModelAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view(self.preview)
        return [
            path("<int:pk>/voorbeeld/", view, name="blog_article_preview"),
            *super().get_urls(),
        ]

    @method_decorator(require_safe)
    def preview(self, request, pk):
        """The article as it will stand, for staff only."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        article = get_object_or_404(Article, pk=pk)
        address = settings.SITE_URL + article.get_absolute_url()
        view = ArticleView.as_view(is_preview=True, extra_context={"canonical": address})
        response = view(request, pk=pk)
        response["X-Robots-Tag"] = "noindex"
        return response
