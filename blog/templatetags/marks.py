from django import template
from django.utils.html import format_html, format_html_join

from blog import numbers, snippets

register = template.Library()
register.filter("first_sentence", snippets.first_sentence)


@register.filter
def with_marks(parts):
    """Parts of a text (see blog.snippets) as HTML: each escaped, the matches in <mark>."""
    return format_html_join(
        "", "{}", ((format_html("<mark>{}</mark>", text) if hit else text,) for text, hit in parts)
    )


@register.filter
def with_numbers(text):
    """A text (see blog.numbers) as HTML: escaped, the numbers to call as links."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<a href="{}">{}</a>', address, part) if address else part,)
            for part, address in numbers.with_numbers(text)
        ),
    )
