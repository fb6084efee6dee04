"""Was only the spelling changed? Pure; knows no Django.

A signature under a text outlives corrected typing, and nothing else. No list of words can tell a
typing error from another word, so this leans to no: what it refuses costs one signature, what it
lets through wrongly stands under somebody's name. An editor has to say it too.
"""

import re
import unicodedata
from html import unescape

from . import html

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*['’]?")
# What holds a digit, with the signs around it; and signs that mean an amount by themselves.
FIGURE = re.compile(r"[^\s\w]*\d\S*|[%€<>=±×≤≥]")
LAYOUT = re.compile(r"\s+")

# Small words that turn or weigh a sentence: a change to or from one of these is never spelling.
WEIGHTY = frozenset(
    """
    niet nooit geen niets niks nergens niemand noch wel zonder behalve tenzij alleen altijd soms
    vaak zelden meestal meteen direct nu mag moet moeten mogen kan kun kunt kunnen zal zou hoeft
    hoef hoeven meer minder meest minst hoger lager veel weinig elk elke enkele beide alle
    voor na om op af aan uit in bij met tot van over onder voordat nadat
    nul twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien
    zeventien achttien negentien twintig dertig veertig vijftig zestig zeventig tachtig negentig
    honderd duizend miljoen half halve kwart dubbel dubbele eerste tweede derde vierde vijfde
    """.split()
)
SHORT = 5  # a word of fewer letters is too easily another word
LONG = 9  # from this many letters on, one wrong letter is a typing error
# Letters that Dutch writers take for one another.
ALIKE = [("dt", "t"), ("ij", "y"), ("ei", "y"), ("ou", "au")]
ALIKE_IN_LONGER = [
    ("ch", "g"), ("ph", "f"), ("ie", "i"), ("c", "k"), ("q", "k"), ("x", "ks"), ("z", "s"),
    ("v", "f"),
]  # fmt: skip
DOUBLE = re.compile(r"(.)\1")


def is_spelling_only(before: str, after: str) -> bool:
    """True when two texts differ in spelling, capitals and punctuation and in nothing else."""
    if FIGURE.findall(_plain(before)) != FIGURE.findall(_plain(after)):
        return False
    return _same_words(_words(before), _words(after))


def is_spelling_only_in_html(before: str, after: str) -> bool:
    """The same for cleaned HTML: every tag, heading level and address has to stay as it is."""
    pieces, others = re.split(html.TAG, before), re.split(html.TAG, after)
    if html.TAG.findall(before) != html.TAG.findall(after):
        return False
    return all(
        is_spelling_only(unescape(one), unescape(other))
        for one, other in zip(pieces, others, strict=True)
    )


def _plain(text: str) -> str:
    """Figures as they are written, but for the point or bracket that ends a sentence there."""
    return re.sub(r"[.,;:!?)’”\"']+(?=\s|$)", "", LAYOUT.sub(" ", text))


def _words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFC", text).casefold())


def _same_words(before: list[str], after: list[str]) -> bool:
    """Walk both in step; two or three words may have become one, or one two or three."""
    i = j = 0
    while i < len(before) and j < len(after):
        for left, right in ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3)):
            some, others = before[i : i + left], after[j : j + right]
            if len(some) == left and len(others) == right and _same(some, others):
                i, j = i + left, j + right
                break
        else:
            return False
    return i == len(before) and j == len(after)


def _same(some: list[str], others: list[str]) -> bool:
    one, other = _bare("".join(some)), _bare("".join(others))
    if one == other:
        return True  # letter by letter the same: an accent, a hyphen, words joined or parted
    if len(some) > 1 or len(others) > 1 or WEIGHTY.intersection((one, other)):
        return False
    return _is_misspelling(one, other)


def _bare(word: str) -> str:
    """Without accents, apostrophes and hyphens."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if sign.isalpha())


def _is_misspelling(one: str, other: str) -> bool:
    if one[0] != other[0]:
        return False  # veilig, onveilig
    shorter, longer = sorted(map(len, (one, other)))
    if longer < SHORT:
        return shorter > 2 and _sound(one) == _sound(other)
    if _is_one_slip(one, other, may_substitute=shorter >= LONG):
        return True
    return _sound(one, longer=True) == _sound(other, longer=True)


def _sound(word: str, *, longer: bool = False) -> str:
    for written, heard in ALIKE + (ALIKE_IN_LONGER if longer else []):
        word = word.replace(written, heard)
    if word.endswith("d"):
        word = word[:-1] + "t"
    return DOUBLE.sub(r"\1", word) if longer else word


def _is_one_slip(one: str, other: str, *, may_substitute: bool) -> bool:
    """One letter too many or too few, two that changed places, in a long word one wrong one."""
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    left, right = one[start:], other[start:]
    if len(one) + 1 == len(other):
        # An ending more is a plural or a tense, and not a slip.
        return bool(left) and left == right[1:]
    if len(one) != len(other):
        return False
    swapped = left[1::-1] + left[2:] == right
    return swapped or (may_substitute and left[1:] == right[1:])
