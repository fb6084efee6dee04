"""What an article said before: each version, the difference, and the way back."""

from django.contrib import admin


class KeepsVersions(admin.ModelAdmin):
    pass
