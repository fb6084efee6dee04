"""Numbers that look like a burgerservicenummer (BSN). Pure text in, values out; knows no Django.

A BSN has nine digits that pass the eleven-test: 9, 8, … 2 times the first eight, minus the last,
is a multiple of 11. One in eleven other numbers passes too, so this is a hint and no more.
"""

import re
from typing import NamedTuple

GONE = "[weggehaald]"
# As many digits as hang together by single signs, with no letter or digit against either end.
RUN = re.compile(r"(?<![\w+])[0-9]+(?:[ .\u00a0-][0-9]+)*(?![\w])")
GROUP = re.compile(r"[0-9]+")
# What the first part of a phone number looks like, just before the rest of it.
DIALLED = re.compile(r"(?:\+ ?[0-9]{1,3}|\b00 ?[0-9]{1,3}|\(\+?[0-9]{1,4}\))[ .\u00a0-]?$")
TELEPHONE = re.compile(
    r"\b(?:tel|telefoon|telefoonnummer|mobiel|mobieltje|bel|belt|bellen|app|appen|whatsapp)\b"
    r"[^0-9]{0,25}$",
    re.IGNORECASE,
)


class Found(NamedTuple):
    """Where in a text a number stands."""

    start: int
    end: int


def passes_eleven_test(digits: str) -> bool:
    """Whether these digits could be a BSN."""
    if len(digits) != 9 or not digits.strip("0"):
        return False
    weights = [*range(9, 1, -1), -1]
    total: int = sum(int(n) * weight for n, weight in zip(digits, weights, strict=True))
    return total % 11 == 0


def find(text: str, own: str = "") -> list[Found]:
    """The numbers in a text that may be a BSN; not `own`, the phone number that was given, nor
    another phone number, a date, or part of something longer (an account, an amount)."""
    own = _digits(own)
    return [
        found
        for run in RUN.finditer(text)
        for found in _candidates(run)
        if passes_eleven_test(digits := _digits(text[found.start : found.end]))
        and not (own and own.endswith(digits))
        and not _is_dialled(text[: found.start], digits)
    ]


def take_out(text: str, own: str = "", mark: str = GONE) -> str:
    """The text with `mark` in the place of each number that `find` gives."""
    for start, end in reversed(find(text, own)):
        text = text[:start] + mark + text[end:]
    return text


def _candidates(run: re.Match[str]) -> list[Found]:
    """The whole run, where it is nine digits in groups of two or more with one sign between them;
    else each nine digits with nothing but spaces around them."""
    signs = set(GROUP.sub("", run[0]))
    groups = [Found(*group.span()) for group in GROUP.finditer(run[0])]
    sizes = [end - start for start, end in groups]
    if sum(sizes) == 9 and min(sizes) > 1 and len(signs) < 2:
        return [Found(run.start(), run.end())]
    if not signs <= {" ", "\u00a0"}:
        return []
    shift = run.start()
    return [Found(start + shift, end + shift) for start, end in groups if end - start == 9]


def _is_dialled(before: str, digits: str) -> bool:
    """A mobile number without its 0 starts with 6: behind a word that says so, it is one."""
    return bool(DIALLED.search(before)) or (digits[0] == "6" and bool(TELEPHONE.search(before)))


def _digits(text: str) -> str:
    return "".join(GROUP.findall(text))
