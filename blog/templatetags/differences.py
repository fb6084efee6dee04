from django import template
from django.utils.html import format_html, format_html_join

from blog.differences import Kind

register = template.Library()
# The words are for who hears the page: few screen readers say ins and del.
PIECES = {
    Kind.ADDED: '{}<ins><span class="visually-hidden">erbij: </span>{}</ins>',
    Kind.REMOVED: '{}<del><span class="visually-hidden">weg: </span>{}</del>',
}
NOTE = '<span class="difference-note">{}</span>'


@register.filter
def with_changes(block):
    """The pieces of a block (see blog.differences) as HTML: each escaped, what came in <ins>, what
    went in <del>. What is no word is said only where it changed."""
    is_inside = block.kind == Kind.CHANGED
    return format_html_join(
        "",
        "{}",
        ((_piece(piece, is_inside),) for piece in block.pieces if _is_said(piece, block.kind)),
    )


def _is_said(piece, kind):
    return not piece.is_note or piece.kind != Kind.SAME


def _piece(piece, is_inside):
    space = " " if piece.is_spaced else ""
    text = format_html(NOTE, piece.text) if piece.is_note else piece.text
    if is_inside and piece.kind in PIECES:
        return format_html(PIECES[piece.kind], space, text)
    return format_html("{}{}", space, text)
