"""A change page with the rich-text editor on it, and the looser policy that no other page gets."""

from csp.decorators import csp_update
from django.contrib import admin
from django.utils.decorators import method_decorator

# CKEditor 4 writes scripts and styles into its page and draws with data: addresses. A nonce
# would cancel 'unsafe-inline', so these pages carry none.
EDITOR_POLICY = {
    "script-src": ["'unsafe-inline'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:", "blob:"],
    "frame-src": ["'self'"],  # the preview, beside the text
}


class EditorAdmin(admin.ModelAdmin):
    show_full_result_count = False
    prepopulated_fields = {"slug": ["title"]}

    class Media:
        js = ["desk/editor.js", "desk/paste.js"]
        css = {"all": ["desk/articles.css", "desk/columns.css"]}

    @method_decorator(csp_update(EDITOR_POLICY))
    def changeform_view(self, *args, **kwargs):
        return super().changeform_view(*args, **kwargs)
