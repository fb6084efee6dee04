from django import template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.timezone import localtime

from blog import blocks
from blog.differences import Kind

register = template.Library()
# The words are for who hears the page: few screen readers say ins and del.
PIECES = {
    Kind.ADDED: '{}<ins><span class="visually-hidden">erbij: </span>{}</ins>',
    Kind.REMOVED: '{}<del><span class="visually-hidden">weg: </span>{}</del>',
}
LABELS = {
    Kind.ADDED: ("+", "Nieuw"),
    Kind.REMOVED: ("−", "Weg"),
    Kind.CHANGED: ("±", "Veranderd"),
}
NOTHING = "Opgeslagen zonder andere woorden."
SIGN = '<span class="difference-sign" aria-hidden="true">{}</span> {}'
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


@register.filter
def change_label(block):
    """What became of this block, in a sign and in words: `+ Nieuw: alinea`."""
    sign, words = LABELS[block.kind]
    if block.name != blocks.LINE:
        words += f": {block.name}"
    if block.was:
        words += f" (was: {block.was})"
    return format_html(SIGN, sign, words)


@register.filter
def who_and_when(entry):
    """Of a version (see blog.versions): its moment, and whose it is where that is known."""
    moment = format_html(
        '<time datetime="{}">{}</time>',
        entry.at.isoformat(),
        date_format(localtime(entry.at), "j F Y H:i"),
    )
    return format_html("{}, {}", moment, entry.who) if entry.who else moment


@register.filter
def what_changed(entry):
    """What happened in a version, in a line."""
    fields = f"Veranderd: {', '.join(entry.fields)}." if entry.fields else ""
    reason = f"{entry.reason}." if entry.reason else ""
    return f"{reason} {fields}".strip() or ("Eerste versie." if entry.is_first else NOTHING)


def _is_said(piece, kind):
    return not piece.is_note or piece.kind != Kind.SAME


def _piece(piece, is_inside):
    space = " " if piece.is_spaced else ""
    text = format_html(NOTE, piece.text) if piece.is_note else piece.text
    if is_inside and piece.kind in PIECES:
        return format_html(PIECES[piece.kind], space, text)
    return format_html("{}{}", space, text)
