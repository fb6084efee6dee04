"""The live call to action and what the practice wants known, for any template."""

from django import template

from contact import facts as known
from contact.reach import reach_at

register = template.Library()


@register.simple_tag
def reach():
    """How it stands at this minute (see `contact.presence.Presence`)."""
    return reach_at()


@register.simple_tag
def facts():
    """What a visitor wants to know before asking, in order."""
    return known.known_facts()


@register.simple_tag
def answers_to(query):
    """The facts that a search seems to be for."""
    return known.answers_to(query)
