"""Signing an article at the desk, and what becomes of a signature when its text changes."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from blog import history, html, signing, versions
from blog.models import Article
from blog.moments import stamp

from .conflicts import version_number


class SigningForm(forms.ModelForm):
    only_spelling = forms.BooleanField(
        label="Alleen spelling verbeterd",
        required=False,
        help_text="Vink dit aan als je niets anders veranderde dan tikfouten, hoofdletters of "
        "leestekens. Dan blijft het artikel afgetekend. De site kijkt het na; twijfelt die, dan "
        "vervalt het aftekenen.",
    )

    def clean(self):
        """What is signed says what can be seen: without signs that turn or part the words."""
        cleaned = super().clean() or self.cleaned_data
        for name in signing.WORDS:
            if cleaned.get(name):
                cleaned[name] = html.UNSEEN.sub("", cleaned[name]).strip()
                if self.fields[name].required and not cleaned[name]:
                    self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned


def signer(article):
    """Who signed, as people are called here."""
    if article.reviewed_by is None:
        return "een oud-medewerker"
    return article.reviewer_name or article.reviewed_by.name


class Signs(admin.ModelAdmin):
    SIGNED = ("Dit artikel is afgetekend", {"fields": ["only_spelling"]})

    @admin.display(description="afgetekend")
    def signature(self, article):
        if article.reviewed_at is None:
            return "Nog niet. Het vervalt zodra er meer aan de tekst verandert dan de spelling."
        return f"{signer(article)}, {stamp(article.reviewed_at)}"

    def save_model(self, request, article, form, change):
        if change and article.reviewed_at:
            before = Article.objects.only(*signing.COMPARED).get(pk=article.pk)
            self._keep_or_unsign(request, article, before, form.cleaned_data["only_spelling"])
        super().save_model(request, article, form, change)

    def _keep_or_unsign(self, request, article, before, said_only_spelling):
        if signing.survives(article, than=before, only_spelling=said_only_spelling):
            if said_only_spelling and signing.has_other_words(article, than=before):
                article._change_reason = "alleen de spelling"
                text = "Alleen de spelling is verbeterd: het artikel blijft afgetekend."
                self._say(request, article, text, messages.SUCCESS)
            return
        signing.unsign(article)
        text = "De tekst is veranderd: het aftekenen is vervallen."
        if said_only_spelling:
            text = (
                "Er is meer veranderd dan de spelling, of de site kan dat niet uitsluiten: het "
                "aftekenen is vervallen. Vraag een psycholoog om het artikel opnieuw te lezen en "
                "af te tekenen."
            )
        self._say(request, article, text, messages.WARNING)

    def _say(self, request, article, text, level):
        """With the way to what changed since it was signed."""
        history.begin(Article.objects.filter(pk=article.pk))
        if (signed := versions.last_signed(article)) is not None:
            address = reverse("admin:blog_article_version_now", args=[article.pk, signed.pk])
            link = 'Bekijk <a href="{}">wat er sinds de handtekening veranderde</a>.'
            text = format_html("{} {}", text, format_html(link, address))
        self.message_user(request, text, level)

    def get_urls(self):
        view = self.admin_site.admin_view(self.sign)
        return [path("<int:pk>/aftekenen/", view, name="blog_article_sign"), *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        context |= {"may_sign": self.has_sign_permission(request)}
        return super().render_change_form(request, context, *args, **kwargs)

    def has_sign_permission(self, request):
        return request.user.has_perm("blog.sign_article")

    @method_decorator(require_POST)
    def sign(self, request, pk):
        if not self.has_sign_permission(request):
            raise PermissionDenied
        article = get_object_or_404(Article, pk=pk)
        seen = version_number(request.POST.get("seen"))
        try:
            if seen is None:
                raise signing.ChangedSince
            due = signing.sign(article, by=request.user, seen=seen)
        except signing.ChangedSince:
            text = "Het artikel is intussen veranderd. Lees het opnieuw voordat je aftekent."
            self.message_user(request, text, messages.ERROR)
        else:
            self.log_change(request, article, "Afgetekend.")
            text = "Je hebt dit artikel afgetekend."
            if due is not None:
                text += f" Opnieuw nakijken: voor {date_format(due, 'j F Y')}."
            self.message_user(request, text, messages.SUCCESS)
        return redirect("admin:blog_article_change", pk)
