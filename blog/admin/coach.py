"""Plain Dutch: where a text is hard to read, and what would be easier."""

from django.contrib import admin


class ShowsCoach(admin.ModelAdmin):
    pass
