"""Users, kept so that nobody can raise themselves: only a superuser hands out or touches more."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as StockUserAdmin
from django.contrib.auth.models import Group

from .models import User

admin.site.site_header = "Spreekkamer: het beheer"
admin.site.site_title = "Spreekkamer"
admin.site.index_title = "Vandaag"
admin.site.unregister(Group)  # the roles are written in staff/roles.py


@admin.register(User)
class UserAdmin(StockUserAdmin):
    list_display = ["username", "first_name", "last_name", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ["groups"]
    show_full_result_count = False
    PERSON = (None, {"fields": ["username", "password", "first_name", "last_name", "email"]})
    RIGHTS = ("Rollen", {"fields": ["is_active", "groups"]})
    DATES = ("Data", {"fields": ["last_login", "date_joined"]})

    @admin.display(description="rollen")
    def roles(self, user):
        return ", ".join(group.name for group in user.groups.all()) or "–"

    def get_queryset(self, request):
        users = super().get_queryset(request).prefetch_related("groups")
        return users if request.user.is_superuser else users.filter(is_superuser=False)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return self.add_fieldsets
        if request.user.is_superuser:
            return [
                self.PERSON,
                ("Rollen", {"fields": ["is_active", "is_superuser", "groups"]}),
                self.DATES,
            ]
        return [self.PERSON, self.RIGHTS, self.DATES]

    def get_readonly_fields(self, request, obj=None):
        fields = list(super().get_readonly_fields(request, obj))
        if obj == request.user and not request.user.is_superuser:
            fields += ["is_active", "groups"]
        return fields

    def save_model(self, request, obj, form, change):
        obj.is_staff = True  # this site has no other users than those who work here
        super().save_model(request, obj, form, change)
