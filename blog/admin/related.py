"""Related articles on an article's change page: what stands there, why, and the editor on it."""

import re

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect

from blog import suggestions
from blog.models import Article, RelatedArticle
from blog.related import choose, related_to

Choice = RelatedArticle.Choice
BUTTONS = {"_pin": Choice.PIN, "_block": Choice.BLOCK}
SAID = {Choice.PIN: "Vastgezet: {}.", Choice.BLOCK: "Wordt hier nooit meer getoond: {}."}
PLACE = "verwant"  # on the page


class TitledSelect(AutocompleteSelect):
    """Knows the article of its row, which stock would ask the database for, row by row."""

    known = None

    def optgroups(self, name, value, attr=None):
        if self.known is None or value != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        return [(None, [self.create_option(name, self.known.pk, str(self.known), value, 0)], 0)]


class RelatedForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.related_id and "related" in self.fields:
            self.fields["related"].widget.widget.known = self.instance.related


class RelatedInline(admin.TabularInline):
    model = RelatedArticle
    form = RelatedForm
    fk_name = "article"
    autocomplete_fields = ["related"]
    fields = ["position", "related", "choice"]
    extra = 1
    max_num = 50
    verbose_name_plural = "Verwante artikelen: vastgezet, of hier nooit getoond"

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("related")
        return rows.only("article_id", "position", "choice", "related__title")

    def get_formset(self, request, obj=None, **kwargs):
        """Of what was sent no more rows are read, and shown again, than anybody picks."""
        return super().get_formset(request, obj, absolute_max=2 * self.max_num, **kwargs)

    def formfield_for_foreignkey(self, field, request, **kwargs):
        if field.name == "related":
            kwargs["widget"] = TitledSelect(field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(field, request, **kwargs)


class SensitiveAdmin(admin.ModelAdmin):
    """What marks articles as sensitive: they get other neighbours when the mark comes or goes."""

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "is_sensitive" in form.changed_data:
            suggestions.mark_due(obj.articles.all())


class ShowsRelated(admin.ModelAdmin):
    """A button beside a computed article saves the whole form, and then the editor's word on it."""

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context |= {
                "related_now": related_to(obj),
                "related_place": PLACE,
                "may_choose": self._may_choose(request, obj) and not context["is_popup"],
            }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        article = form.instance
        for button, choice in BUTTONS.items():
            pk = request.POST.get(button, "")
            if re.fullmatch(r"[1-9]\d{0,17}", pk) and self._may_choose(request, article):
                others = Article.objects.exclude(pk=article.pk).only("title")
                if other := others.filter(pk=pk).first():
                    choose(article=article, related=other, choice=choice)
                    self.message_user(request, SAID[choice].format(other), messages.SUCCESS)

    def response_change(self, request, obj):
        if BUTTONS.keys().isdisjoint(request.POST):
            return super().response_change(request, obj)
        request.POST = request.POST.copy()
        request.POST["_continue"] = "1"
        response = super().response_change(request, obj)
        response["Location"] += f"#{PLACE}"
        return response

    def _may_choose(self, request, article):
        may_add = request.user.has_perm("blog.add_relatedarticle")
        return may_add and self.has_change_permission(request, article)
