"""Where Dutch sentences and words begin and end. Pure; knows no Django.

Offsets count the characters of the text that was given. A line break ends a sentence, and so does
the end of the text: a heading or list item needs no full stop.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Accents may follow their letter (U+0300-036F), and a word may hold a soft hyphen.
LETTERS = "[^\\W_\u0300-\u036f\u00ad][\\w\u0300-\u036f\u00ad]*"
# One word: zo'n, na-apen, 9.30, 1.000, t/m, d.w.z, thuisarts.nl.
WORD = re.compile(f"{LETTERS}(?:['’./-]{LETTERS})*")
# A possible end: the signs, what closes behind them, and then white space or nothing.
END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|\n+")
NEXT = re.compile(r"\s*[\"'“‘„«(\[]*")
EVENING = re.compile(r"\s*['’][stn] [^\W\d_a-z]")  # 's Avonds begins a sentence with a small s
LAST_WORD = re.compile(r"[^\s\"'“”‘’(]+$")
LONGEST_WORD = 40  # characters looked back over for an abbreviation
NUMBERED = re.compile(r"\s*(?:\d{1,3}|[a-z])\.")  # 1. at the start of a line
INITIALS = re.compile(r"(?:[A-Z]\.)*[A-Z]|Th|Ch|Ph")

# Never the end of a sentence: more follows them.
ABBREVIATIONS = frozenset(
    """
    a.d.h.v afb alg art b.v bijv blz bv ca cf dhr d.i dr drs d.m.v d.w.z e.v fig hr i.h.a i.h.b
    i.p.v i.t.t i.v.m ing ir jl jr lic m.a.w m.b.t m.b.v m.i max mevr min mln mld mr mw n.a.v nl no
    nr nrs o.a o.b.v o.g.v o.i.v o.l.v o.m p par pag plm prof resp st sr t.a.v t.b.v t.g.v t.o.v
    tel vgl vs vnl z.g zgn zn
    """.split()
)
# What may well end one: then a capital decides.
CLOSING = frozenset("a.u.b c.q e.a e.d enz etc incl excl m.m m.u.v n.v.t s.v.p vlgs".split())


@dataclass(frozen=True, slots=True)
class Word:
    """A word where it stands; `key` is how lists have it: small letters, no soft hyphens."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    start: int
    end: int
    words: tuple[Word, ...]
    is_closed: bool  # by a sign; a heading mostly is not


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences that hold a word, in their order, without the white space around them."""
    start = 0
    for end in END.finditer(text):
        if _ends(text, start, end):
            yield from _sentence(text, start, end.end())
            start = end.end()
    yield from _sentence(text, start, len(text))


def key(word: str) -> str:
    return unicodedata.normalize("NFC", word.replace("\u00ad", "")).casefold().replace("’", "'")


def _sentence(text: str, start: int, end: int) -> Iterator[Sentence]:
    words = tuple(
        Word(key(word[0]), word.start(), word.end()) for word in WORD.finditer(text, start, end)
    )
    if words:
        piece = text[start:end]
        begin = start + len(piece) - len(piece.lstrip())
        stop = start + len(piece.rstrip())
        yield Sentence(begin, stop, words, bool(set(text[words[-1].end : stop]) & set(".!?…")))


def _ends(text: str, start: int, end: re.Match[str]) -> bool:
    if "\n" in end[0]:
        return True
    after = NEXT.match(text, end.end())
    following = text[after.end() : after.end() + 1] if after else ""
    if following.islower() and not EVENING.match(text, end.end()):
        return False
    if not end[0].startswith(".") or end[0].startswith(".."):
        return True
    line = text.rfind("\n", start, end.start()) + 1 or start
    if NUMBERED.fullmatch(text, line, end.start() + 1):
        return False
    before = LAST_WORD.search(text, max(start, end.start() - LONGEST_WORD), end.start())
    last = before[0] if before else ""
    if last.casefold() in ABBREVIATIONS:
        return not following
    if last.casefold() in CLOSING:
        return not following or following.isupper()
    # An initial is followed by a name, and a sentence seldom ends on one letter.
    return not (INITIALS.fullmatch(last) and following.isalpha())
