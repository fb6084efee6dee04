"""What to put right before an article goes online."""

from django.contrib import admin


class ShowsChecklist(admin.ModelAdmin):
    pass
