"""Links to share an article before it is published: made, listed and taken back at the desk."""

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods, require_POST

from blog import previews
from blog.models import Article

GONE_PUBLIC = "Dit artikel is al gepubliceerd. Deel het gewone adres."


class DaysForm(forms.Form):
    days = forms.TypedChoiceField(
        label="Hoe lang geldig?",
        coerce=int,
        choices=[(n, "1 dag" if n == 1 else f"{n} dagen") for n in previews.DAYS],
        initial=previews.USUAL_DAYS,
        error_messages={
            "required": "Kies hoe lang de link geldig is.",
            "invalid_choice": "Kies een van deze termijnen.",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, label_suffix="", **kwargs)


class SharesPreview(admin.ModelAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/delen/", view(self.share), name="blog_article_share"),
            path(
                "<int:pk>/delen/<int:link>/intrekken/",
                view(self.take_back),
                name="blog_article_take_back",
            ),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj and self.has_change_permission(request, obj) and previews.is_shareable(obj):
            context |= self._sharing(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @method_decorator(require_http_methods(["GET", "HEAD", "POST"]))
    def share(self, request, pk):
        """The address of a new link stands in the answer to this POST, and nowhere else."""
        article = self._to_share(request, pk)
        form = DaysForm(request.POST if request.method == "POST" else None)
        made = {}
        if form.is_bound and form.is_valid():
            try:
                made = self._make(request, article, form.cleaned_data["days"])
            except previews.NotShareable:
                form.add_error(None, GONE_PUBLIC)
        return self._sharing_page(request, article, form=form, **made)

    @method_decorator(require_POST)
    def take_back(self, request, pk, link):
        article = self._to_share(request, pk)
        if article.preview_links.filter(pk=link).delete()[0]:
            self.log_change(request, article, "Voorbeeldlink ingetrokken.")
        response = redirect("admin:blog_article_share", pk)
        response["Location"] += "?ingetrokken"
        return response

    def _make(self, request, article, days):
        link, token = previews.share(article=article, by=request.user, days=days)
        self.log_change(request, article, "Voorbeeldlink gemaakt.")
        address = settings.SITE_URL + reverse("blog:shared_preview", args=[token])
        return {"made": link, "made_address": address}

    def _to_share(self, request, pk):
        article = get_object_or_404(Article.objects.without_text(), pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article

    def _sharing(self, article):
        links = previews.living().filter(article=article).select_related("made_by")
        return {"may_share": True, "preview_links": links, "days_form": DaysForm()}

    def _sharing_page(self, request, article, *, form, **made):
        context = self.admin_site.each_context(request) | self._sharing(article) | made
        context |= {
            "title": "Delen",
            "subtitle": str(article),
            "opts": self.opts,
            "original": article,
            "may_share": previews.is_shareable(article),
            "days_form": form,
            "is_taken_back": "ingetrokken" in request.GET,
            "gone_public": GONE_PUBLIC,
        }
        status = 422 if form.errors else 200
        return TemplateResponse(request, "admin/blog/article/share.html", context, status=status)
