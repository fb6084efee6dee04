"""Standing pages at the desk."""

from django.contrib import admin

from blog.models import Page

from .editor import EditorAdmin


@admin.register(Page)
class PageAdmin(EditorAdmin):
    list_display = ["title", "slug", "position", "is_in_footer", "updated_at"]
    search_fields = ["title"]
    readonly_fields = ["updated_at"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "description", "body"]}),
        ("Waar hij staat", {"fields": ["is_in_footer", "position", "updated_at"]}),
    ]
