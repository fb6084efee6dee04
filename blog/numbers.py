"""Phone numbers in a line of plain text, so that a template can make them links to press.

Pure: text in, parts out.
"""

import re

# (text, the address of its link or nothing)
Part = tuple[str, str]
# Ten digits, in groups or not; the free and service numbers, which may be shorter; 112 and 113.
NUMBER = re.compile(
    r"(?<![\w€+.,/-])(?<!€ )(?:0(?:[ -]?\d){9}|0[89]00[ -]?\d{4}|(11[23]))(?![\w/-]|[.,]\w|\s?[€%])"
)
# Three digits may be anything; where somebody is told to call they are a number to call.
CALL = re.compile(r"\bbel", re.IGNORECASE)


def with_numbers(text: str) -> list[Part]:
    """The whole text, in parts. `Bel 113.` gives `Bel `, `113` with tel:113, and `.`"""
    parts, at = [], 0
    is_call = bool(CALL.search(text))
    for found in NUMBER.finditer(text):
        if found[1] and not is_call:
            continue
        parts += [(text[at : found.start()], ""), (found[0], f"tel:{found[0].replace(' ', '')}")]
        at = found.end()
    return [part for part in [*parts, (text[at:], "")] if part[0]]
