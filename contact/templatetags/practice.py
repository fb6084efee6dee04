from django import template

from blog import structured
from contact.structured import practice_data

register = template.Library()


@register.simple_tag(takes_context=True, name="practice_data")
def tag(context):
    """`{% practice_data %}`: the practice for machines."""
    data = practice_data(context["practice"], site_url=context["site_url"])
    return structured.script(data)
