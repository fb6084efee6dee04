"""Was only the spelling changed? Pure; knows no Django.

A signature under a text outlives corrected typing, and nothing else. This leans to no: what it
refuses costs one signature, what it lets through wrongly stands under somebody's name. An editor
has to say it too.

A letter more or less can make another word (medicatie, meditatie), and only who knows both can
tell. `known` says which words are in use elsewhere: a slip is mended where a word that nobody else
uses becomes one that others do. What that cannot see is a real word that nobody else uses, and
that one letter parts from a word that they do.
"""

import re
import unicodedata
from collections.abc import Callable
from html import unescape

from blog import html

WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*['’]?")
SENTENCE_ENDS = ".,;:!?)’”\"'"
# Signs that make one amount of two figures, however they are spaced.
SPAN = re.compile(r"(?<=\d) ?([-–—/:]) ?(?=\d)")
PARTS_PER = "%‰‱"  # to Unicode these are punctuation
IN_ADDRESS = ("://", "@", "www.")
SOFT_HYPHEN = "\u00ad"
EXACT = " "  # before a piece that is no word, and in which each sign counts

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
# Of a verb that begins so the participle and the present differ in d or t alone: gebeurd, gebeurt.
NO_GE = ("be", "ge", "er", "her", "ont", "ver")


def is_spelling_only(before: str, after: str, *, known: Callable[[str], bool]) -> bool:
    """True when two texts differ in spelling, capitals and punctuation and in nothing else.

    `known` is asked of a word in small letters without accents, apostrophes and hyphens.
    """
    return _same_pieces(_pieces(before), _pieces(after), known)


def is_spelling_only_in_html(before: str, after: str, *, known: Callable[[str], bool]) -> bool:
    """The same for cleaned HTML: every tag, heading level and address has to stay as it is."""
    pieces, others = html.TAG.split(before), html.TAG.split(after)
    if html.TAG.findall(before) != html.TAG.findall(after):
        return False
    # Piece by piece, or words could pass from one paragraph to the next; and as a whole, for a
    # figure that is bold in part is in two pieces.
    texts = [(unescape(one), unescape(other)) for one, other in zip(pieces, others, strict=True)]
    texts.append((html.text(before), html.text(after)))
    return all(is_spelling_only(one, other, known=known) for one, other in texts)


def bare(word: str) -> str:
    """Without accents, apostrophes and hyphens."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if sign.isalpha())


def _pieces(text: str) -> list[str]:
    """The words in small letters, and among them figures and addresses as they are written."""
    text = " ".join(unicodedata.normalize("NFC", text.replace(SOFT_HYPHEN, "")).split())
    pieces = []
    for token in SPAN.sub(r"\1", text).split():
        asks = "?" in unicodedata.normalize("NFKC", token)
        token = token.rstrip(SENTENCE_ENDS)
        start = _start_of_exact(token)
        pieces += WORD.findall(token[:start].casefold())
        if start < len(token):
            pieces.append(EXACT + token[start:])
        if asks:  # advice that becomes a question is no advice any more
            pieces.append(f"{EXACT}?")
    return pieces


def _start_of_exact(token: str) -> int:
    if any(sign in token for sign in IN_ADDRESS):
        return 0
    start = next((at for at, sign in enumerate(token) if _is_exact(sign)), len(token))
    while 0 < start < len(token) and not token[start - 1].isalpha():
        start -= 1  # the minus or bracket before it
    return start


def _is_exact(sign: str) -> bool:
    """A number of any kind, also ½ and ²; a symbol, as of money or an arrow; what stands on a
    letter that has no such form of its own (a line through it); what turns the direction."""
    category = unicodedata.category(sign)
    return category[0] in "NS" or category in ("Mn", "Me", "Cf") or sign in PARTS_PER


def _same_pieces(before: list[str], after: list[str], known: Callable[[str], bool]) -> bool:
    """Walk both in step; two or three words may have become one, or one two or three."""
    i = j = 0
    while i < len(before) and j < len(after):
        for left, right in ((1, 1), (2, 1), (1, 2), (3, 1), (1, 3)):
            some, others = before[i : i + left], after[j : j + right]
            if len(some) == left and len(others) == right and _same(some, others, known):
                i, j = i + left, j + right
                break
        else:
            return False
    return i == len(before) and j == len(after)


def _same(some: list[str], others: list[str], known: Callable[[str], bool]) -> bool:
    if any(piece.startswith(EXACT) for piece in [*some, *others]):
        return some == others
    one, other = bare("".join(some)), bare("".join(others))
    if one == other:
        return True  # letter by letter the same: an accent, a hyphen, words joined or parted
    if len(some) > 1 or len(others) > 1 or WEIGHTY.intersection((one, other)):
        return False
    if _is_one_verb(*sorted((one, other), key=len)):
        return True
    return _may_be_slip(one, other) and known(other) and not known(one)


def _is_one_verb(one: str, other: str) -> bool:
    """word and wordt, gebeurd and gebeurt; not hard and hart."""
    if one.endswith("d") and other == f"{one}t":
        return True
    is_prefixed = one.startswith(NO_GE) and len(one) > SHORT
    return is_prefixed and one[:-1] == other[:-1] and {one[-1], other[-1]} == {"d", "t"}


def _may_be_slip(one: str, other: str) -> bool:
    if one[:1] != other[:1]:
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
