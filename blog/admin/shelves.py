"""Topics and authors at the desk."""

from django.contrib import admin

from blog.models import Author, Topic

from .related import SensitiveAdmin


@admin.register(Topic)
class TopicAdmin(SensitiveAdmin):
    list_display = ["name", "slug", "position", "is_sensitive", "needs_signature", "has_quick_exit"]
    list_editable = ["position"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["help_cards"]
    show_full_result_count = False


@admin.register(Author)
class AuthorAdmin(admin.ModelAdmin):
    list_display = ["name", "role", "slug"]
    search_fields = ["name"]
    autocomplete_fields = ["picture"]
    show_full_result_count = False
    # Who it is that signs: for those to say who hand out accounts.
    SIGNED_WITH = ["name", "role", "big_number"]

    def get_readonly_fields(self, request, obj=None):
        if request.user.has_perm("staff.change_user"):
            return []
        return ["user", *self.SIGNED_WITH] if obj and obj.user_id else ["user"]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if "name" in self.get_readonly_fields(request, obj) else {"slug": ["name"]}
