"""What an article leaves behind when it goes: said before it does."""

from contextlib import suppress

from django.contrib import admin, messages
from django.template.response import TemplateResponse

from blog import withdrawal


class SaysWhatBreaks(admin.ModelAdmin):
    actions = ["withdraw_articles"]

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
            }
            return TemplateResponse(request, "admin/blog/article/withdraw.html", context)
        done = 0
        for article in public:
            with suppress(withdrawal.NotPublished):  # somebody was first
                withdrawal.withdraw(article=article)
                self.log_change(request, article, "Ingetrokken.")
                done += 1
        return self.message_user(request, f"Ingetrokken: {done}.", messages.SUCCESS)
