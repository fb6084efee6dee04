"""Phone numbers in a text, held beside those that are right. Pure; knows no Django."""

import re
from collections.abc import Callable, Iterable, Iterator

from .points import Draft, Found, Place

# The service numbers, which are shorter; nine digits after 0 or +31, in groups. No date.
PHONE = re.compile(
    r"(?<![\w+.,/€:-])(?!\d{1,2}[-.]\d{1,2}[-.]\d{4})"
    r"(?:0[89]00[ -]?\d{4}(?!\d)"
    r"|(?:(?:\+31|0031)[ -]?(?:\(0\) ?)?|\(?0)(?:\)?(?:\.| ?-? ?)\d){9}(?! ?\d))(?![\w/]|[.,-]\w)"
)
NO_PHONE = re.compile(r"(?i:isbn|kvk|agb|big|btw|rekening)\D{0,12}$|[A-Z]{4} ?$")
# Those of help that anybody may name; the practice's own night line and the cards come beside it.
LINES = frozenset(
    "112 113 116111 116123 08000113 08000188 08000432 08000450 08002000 08007000 0880767000 "
    "09001450 09008844".split()
)


def digits(number: str) -> str:
    """One way to write it: +31 (0)10 012 34 56 is 0100123456."""
    bare = re.sub(r"\D", "", number.replace("(0)", ""))
    if number.strip().startswith("+31"):
        return "0" + bare.removeprefix("31")
    return "0" + bare.removeprefix("0031") if bare.startswith("0031") else bare


def numbers_in(text: str) -> Iterator[str]:
    """The Dutch phone numbers, as they are written."""
    for found in PHONE.finditer(text):
        if not NO_PHONE.search(text[max(0, found.start() - 24) : found.start()]):
            yield found[0]


def phones(draft: Draft, known: Callable[[], Iterable[str]]) -> Found:
    """`known` gives the numbers that are right, and is asked only where there is one to compare.

    Not in the list of sources, which is others' words.
    """
    found = [
        Place(name, number) for name, text in draft.texts.items() for number in numbers_in(text)
    ]
    found += [
        Place("body", link.text, "a", link.nth, note=link.address)
        for link in draft.of_kind("a")
        if link.address.startswith("tel:") and not list(numbers_in(link.text))
    ]
    strange = [place for place in found if _number(place) not in LINES]
    if strange:
        right = {digits(number) for number in known()}
        yield from (("phone", place) for place in strange if _number(place) not in right)


def _number(place: Place) -> str:
    return digits(place.note.removeprefix("tel:") if place.kind else place.quote)
