from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()


@register.filter
def with_marks(parts):
    """Parts of a text (see blog.snippets) as HTML: each escaped, the matches in <mark>."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if hit else text,) for text, hit in parts)
    )
