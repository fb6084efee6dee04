from django import template
from django.conf import settings

from contact import keeping

register = template.Library()


@register.filter
def in_words(days):
    """`{{ practice.keep_person_days|in_words }}`: `6 maanden`."""
    return keeping.in_words(days)


@register.simple_tag
def backup_days():
    return settings.BACKUP_DAYS
