"""How an article will look, before anyone else can see it."""

from csp.decorators import csp_replace
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from blog.help import help_for
from blog.models import Article
from blog.related import related_to
from blog.views import ArticleView

from . import unsaved
from .sharing import SharesPreview

# The policy of the site but for one thing: the desk shows these pages in a frame of its own.
FRAMED = [csp_replace({"frame-ancestors": ["'self'"]}), xframe_options_sameorigin]


class ShowsPreview(SharesPreview):
    class Media:
        js = ["desk/preview.js", "desk/share.js"]
        css = {"all": ["desk/preview.css"]}

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/voorbeeld/", view(self.preview), name="blog_article_preview"),
            path(
                "<int:pk>/voorbeeld/onbewaard/",
                view(self.preview_unsaved),
                name="blog_article_preview_unsaved",
            ),
            path("add/voorbeeld/", view(self.preview_unsaved), name="blog_article_preview_of_new"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is None:
            may_write = self.has_add_permission(request)
            address = reverse("admin:blog_article_preview_of_new")
        else:
            may_write = self.has_change_permission(request, obj)
            address = reverse("admin:blog_article_preview_unsaved", args=[obj.pk])
        context |= {"preview_unsaved_url": address if may_write else ""}
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @method_decorator([*FRAMED, require_safe])
    def preview(self, request, pk):
        """The article as it will stand, for staff only."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return ArticleView.as_view(is_preview=True)(request, pk=pk)

    @method_decorator([*FRAMED, require_POST])
    def preview_unsaved(self, request, pk=None):
        """The article as the posted form has it. Nothing is written, whatever is wrong with it."""
        article = self._to_preview(request, pk)
        form = self.get_form(request, article, change=pk is not None)(
            request.POST, request.FILES, instance=article or Article()
        )
        form.is_valid()  # fills in what it accepts
        article = unsaved.article_of(form)
        above, below = help_for(article)
        context = {
            "article": article,
            "related": related_to(article),
            "help_above": above,
            "help_below": below,
            "is_preview": True,
            "is_unsaved": True,
            "incomplete": unsaved.wrong_in(form),
        }
        return TemplateResponse(request, "blog/article.html", context)

    def _to_preview(self, request, pk):
        """The saved article, which nobody else holds; None where it is a new one."""
        if pk is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return None
        article = get_object_or_404(ArticleView(is_preview=True).get_queryset(), pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article
