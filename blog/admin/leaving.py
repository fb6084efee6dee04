"""What an article leaves behind when it goes or moves: said before it does."""

from contextlib import suppress

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.actions import delete_selected
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.timezone import localtime

from blog import links, withdrawal
from blog.models import Article, OldAddress
from blog.moments import in_words

from .schedule import saved_one

AFTER = {"confirm_address": "slug", "confirm_going": "withdraw_at"}


class Tick(forms.CheckboxInput):
    """Ticked for this one change: whoever then types another is asked again."""

    def __init__(self, change):
        super().__init__(attrs={"value": change})
        self.change = change

    def value_from_datadict(self, data, files, name):
        return data.get(name) == self.change


class LeavingForm(forms.ModelForm):
    """Asks once more where readers would lose what they could read, or find it elsewhere.

    `asked` holds, per box that is to be shown, what to say beside it. With a box not ticked the
    form does not hold, so nothing that was typed is lost.
    """

    confirm_address = forms.BooleanField(label="Ja, verander het adres", required=False)
    confirm_going = forms.BooleanField(label="Ja, zo bedoel ik het", required=False)

    def clean(self):
        data = super().clean() or self.cleaned_data
        self.asked = {}
        changed = set(self.changed_data)
        if not changed.isdisjoint({"slug", "publish_at", "withdraw_at"}):
            old = self.instance
            rows = Article.objects.filter(pk=old.pk).with_state()
            state = rows.values_list("state_now", flat=True).first()
            slug = data.get("slug")
            if "slug" in changed and slug and self._can_be_one(slug):
                self._ask_about_address(slug, is_public=state == "published")
            if not changed.isdisjoint({"publish_at", "withdraw_at"}) and state:
                self._ask_about_going(data, is_public=state == "published")
        return data

    def _can_be_one(self, slug):
        try:
            Article._meta.get_field("slug").run_validators(slug)
        except forms.ValidationError:
            return False  # which the model says at the field
        return True

    def _ask_about_address(self, slug, *, is_public):
        taken = OldAddress.objects.filter(slug=slug).exclude(article=self.instance.pk).first()
        other = taken and Article.objects.published().filter(pk=taken.article_id).first()
        if is_public or other:
            self._ask(
                "confirm_address",
                slug,
                "Een ander adres raakt lezers. Lees wat er gebeurt en vink het aan.",
                {"old": is_public and self.instance.slug, "new": slug, "other": other},
            )

    def _ask_about_going(self, data, *, is_public):
        if {"publish_at", "withdraw_at"} - data.keys():
            return  # one of them is no moment; that comes first
        begins, ends, now = data["publish_at"], data["withdraw_at"], timezone.now()
        if is_public and (begins is None or begins > now):
            how = "draft" if begins is None else "later"
        elif is_public and ends and ends <= now:
            how = "now"
        elif begins and ends and ends > now and "withdraw_at" in self.changed_data:
            how = "planned"
        else:
            return
        moment = {"later": begins, "planned": ends}.get(how)
        change = f"{how} {localtime(moment):%Y-%m-%d %H:%M}" if moment else how
        about = {"how": how, "moment": moment and in_words(moment)}
        if how != "planned" or links.to([self.instance])[self.instance.pk].count:
            text = "Lees wat lezers dan vinden, en vink het aan als je dat bedoelt."
            self._ask("confirm_going", change, text, about)

    def _ask(self, name, change, text, about):
        field = self.fields[name]
        field.widget = Tick(change)
        self.asked[name] = about
        ticked = field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
        if not ticked:
            self.add_error(name, text)


class SaysWhatBreaks(admin.ModelAdmin):
    actions = ["withdraw_articles", "delete_selected"]

    class Media:
        css = {"all": ["desk/leaving.css"]}

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        linking = None
        if obj is not None:
            saved = saved_one(request, obj)
            linking = context["linking"] = links.to([saved])[saved.pk]
        form = context["adminform"].form
        for name, about in getattr(form, "asked", {}).items():
            form[name].help_text = render_to_string(
                f"admin/blog/article/{name}.html", about | {"linking": linking}, request
            )
            _place(context["adminform"], name, after=AFTER[name])
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.action(description="Nu intrekken: nergens meer te lezen", permissions=["change"])
    def withdraw_articles(self, request, articles):
        """Twice: first to say what will happen, then to do it."""
        public = articles.published().without_text()
        if not public:
            text = "Er is niets in te trekken: wat je koos, staat niet online."
            return self.message_user(request, text, messages.WARNING)
        if "confirmed" not in request.POST:
            context = self.admin_site.each_context(request) | {
                "title": "Nu intrekken?",
                "opts": self.opts,
                "articles": public,
                "leaving": _leaving(public),
            }
            return TemplateResponse(request, "admin/blog/article/withdraw.html", context)
        done = 0
        for article in public:
            with suppress(withdrawal.NotPublished):  # somebody was first
                withdrawal.withdraw(article=article)
                self.log_change(request, article, "Ingetrokken.")
                done += 1
        return self.message_user(request, f"Ingetrokken: {done}.", messages.SUCCESS)

    @admin.action(description=delete_selected.short_description, permissions=["delete"])
    def delete_selected(self, request, articles):
        """Django's own, with what readers will find instead."""
        response = delete_selected(self, request, articles)
        if response is not None:
            response.context_data |= self._of_deletion(request, articles.with_state())
        return response

    def render_delete_form(self, request, context):
        articles = self.get_queryset(request).filter(pk=context["object"].pk)
        context |= self._of_deletion(request, articles)
        return super().render_delete_form(request, context)

    def _of_deletion(self, request, articles):
        leaving = _leaving(articles.without_text())
        return {
            "leaving": leaving,
            "public": [
                article for article, _ in leaving if article.state() == Article.State.PUBLISHED
            ],
            "may_withdraw": self.has_change_permission(request),
        }


def _leaving(articles):
    """Pairs of article and who links to it."""
    articles = list(articles)
    linking = links.to(articles)
    return [(article, linking[article.pk]) for article in articles]


def _place(adminform, name, *, after):
    """Show a field of the form below another; the class's own fieldsets stay as they are."""
    adminform.fieldsets = [
        (title, options | {"fields": _with(options["fields"], name, after)})
        for title, options in adminform.fieldsets
    ]


def _with(fields, name, after):
    fields = list(fields)
    if after in fields:
        fields.insert(fields.index(after) + 1, name)
    return fields
