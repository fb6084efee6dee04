"""Nothing typed is lost: two editors on one article, and a browser that fails."""

from django.contrib import admin


class GuardsEdits(admin.ModelAdmin):
    pass
