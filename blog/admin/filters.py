"""Filters that somebody keeps: what the list of articles was narrowed to, under a name."""

import re

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from blog.models import SavedFilter
from blog.search import tidy

MOST = 20
LONGEST = SavedFilter._meta.get_field("query").max_length
NUMBER = re.compile(r"[1-9]\d{0,17}")
# What is kept, each with what it may say. Anything else in an address is left out.
KEPT = {
    "stand": re.compile(r"draft|scheduled|published|herziening|withdrawn"),
    "onderwerp": NUMBER,
    "auteur": NUMBER,
    "opmerkingen": re.compile(r"tekst|aftekenen"),
    "mijn": re.compile(r"1"),
    "o": re.compile(r"-?\d{1,2}"),
    "q": re.compile(r".+"),
}


def kept(params):
    """Of these parameters what a filter consists of, in one order."""
    clean = QueryDict(mutable=True)
    for name, allowed in KEPT.items():
        value = tidy(params.get(name, ""))
        if allowed.fullmatch(value):
            clean[name] = value
    return clean


class FilterForm(forms.ModelForm):
    """A name for a filter; whose it is, the instance knows."""

    class Meta:
        model = SavedFilter
        fields = ["name"]

    def clean_name(self):
        name = self.cleaned_data["name"]
        others = self.instance.user.saved_filters.exclude(pk=self.instance.pk)
        names = {other.casefold() for other in others.values_list("name", flat=True)}
        if name.casefold() in names:
            raise forms.ValidationError(f"Je hebt al een filter dat “{name}” heet.")
        if self.instance.pk is None:
            self._check_room(len(names))
        return name

    def _check_room(self, count):
        if count >= MOST:
            raise forms.ValidationError(f"Je hebt al {MOST} filters. Verwijder er eerst een.")
        if not self.instance.query:
            raise forms.ValidationError("Hier is niets om te bewaren: kies eerst een filter.")
        if len(self.instance.query) > LONGEST:
            raise forms.ValidationError("Je zoekt op te veel tekst. Maak die korter en bewaar dan.")


class KeepsFilters(admin.ModelAdmin):
    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("filters/", view(self.filters), name="blog_article_filters"),
            path("filters/bewaren/", view(self.keep_filter), name="blog_article_filter_keep"),
            path("filters/<int:pk>/", view(self.change_filter), name="blog_article_filter"),
            *super().get_urls(),
        ]

    def filters(self, request):
        """Those of who asks: each to be renamed, or deleted."""
        self._check_may_look(request)
        return self._show_filters(request)

    @method_decorator(require_POST)
    def keep_filter(self, request):
        self._check_may_look(request)
        query = kept(QueryDict(request.POST.get("query", "")))
        new = SavedFilter(user=request.user, query=query.urlencode())
        form = FilterForm(request.POST, instance=new)
        if not form.is_valid():
            return self._show_filters(request, new=form, query=new.query)
        self.message_user(request, f"Bewaard: {form.save().name}.", messages.SUCCESS)
        return redirect(address_of(new))

    @method_decorator(require_POST)
    def change_filter(self, request, pk):
        self._check_may_look(request)
        saved = get_object_or_404(request.user.saved_filters, pk=pk)
        if "delete" in request.POST:
            saved.delete()
            self.message_user(request, f"Verwijderd: {saved.name}.", messages.SUCCESS)
            return redirect("admin:blog_article_filters")
        form = FilterForm(request.POST, instance=saved, prefix=str(pk))
        if not form.is_valid():
            return self._show_filters(request, changed=form)
        self.message_user(request, f"Bewaard: {form.save().name}.", messages.SUCCESS)
        return redirect("admin:blog_article_filters")

    def _check_may_look(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _show_filters(self, request, *, new=None, query="", changed=None):
        saved = request.user.saved_filters.all()
        rows = [
            (one, FilterForm(instance=one, prefix=str(one.pk)), address_of(one)) for one in saved
        ]
        if changed:
            rows = [
                (one, changed if one.pk == changed.instance.pk else form, address)
                for one, form, address in rows
            ]
        context = self.admin_site.each_context(request) | {
            "title": "Bewaarde filters",
            "opts": self.opts,
            "new": new,
            "query": query,
            "rows": rows,
        }
        return TemplateResponse(request, "admin/blog/article/filters.html", context)


def address_of(saved):
    return f"{reverse('admin:blog_article_changelist')}?{saved.query}"
