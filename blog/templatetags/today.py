from django import template

from blog import today

register = template.Library()


@register.simple_tag
def articles_today(user):
    """`{% articles_today user as sections %}`: what the articles ask of them; None for nothing at
    all, ever."""
    return today.sections(user) if today.has_part(user) else None
