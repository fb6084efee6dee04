"""When an article appears and goes, said in words, and how search engines show it."""

from django.contrib import admin


class SaysWhen(admin.ModelAdmin):
    pass
