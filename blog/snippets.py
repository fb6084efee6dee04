"""A piece of a text around the words that were looked for. Pure: plain text in, parts out.

A part is (text, is_match); the template escapes the one and marks the other.
"""

from collections.abc import Collection, Iterator

from . import words

Part = tuple[str, bool]
LENGTH = 190  # about two lines on a wide screen, four on a phone
BEFORE = 60
SENTENCE_ENDS = (". ", "? ", "! ", ".’ ", "?’ ", "!’ ")


def marked(text: str, wanted: Collection[str]) -> list[Part]:
    """The whole text, in parts."""
    parts, at = [], 0
    for start, end in _matches(text, wanted):
        parts += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [part for part in [*parts, (text[at:], False)] if part[0]]


def snippet(text: str, wanted: Collection[str]) -> list[Part]:
    """About LENGTH signs from the sentence of the first match; [] when nothing matches."""
    first = next(_matches(text, wanted), None)
    if first is None:
        return []
    start = _start(text, first[0])
    end = _end(text, start + LENGTH)
    piece = text[start:end]
    if start and not text[:start].endswith(SENTENCE_ENDS):
        piece = f"… {piece}"
    return marked(piece + ("…" if end < len(text) else ""), wanted)


def start_of(text: str) -> list[Part]:
    end = _end(text, LENGTH)
    return [(text[:end] + ("…" if end < len(text) else ""), False)]


def first_sentence(text: str) -> str:
    """Up to the end of the first sentence; the whole of a text that has but one."""
    text = " ".join(text.split())
    ends = [found + len(sign) for sign in SENTENCE_ENDS if (found := text.find(sign)) >= 0]
    return text[: min(ends, default=len(text))].rstrip()


def matching_words(text: str, wanted: Collection[str]) -> Iterator[str]:
    """The words of a text that have one of these stems, as they stand there."""
    for start, end in _matches(text, wanted):
        yield text[start:end]


def _matches(text, wanted):
    """Where the words are that have a wanted stem. What cannot have one is not stemmed."""
    begins = {stem[0] for stem in wanted}
    for found in words.WORD.finditer(text):
        whole = found[0].casefold()
        if _may_match(whole, begins) and any(
            words.stem(term) in wanted for term in words.terms_of(whole)
        ):
            yield found.span()


def _may_match(word, begins):
    """A stem begins as its word does, but for geslapen (slaap) and what is irregular."""
    return (
        word.startswith("ge")
        or word in words.IRREGULAR
        or any(words.plain(part[:1]) in begins for part in words.INSIDE.split(word))
    )


def _start(text, match):
    """The begin of the sentence if that is near, else of a word."""
    near = max(0, match - 2 * BEFORE)
    starts = [
        found + len(sign) for sign in SENTENCE_ENDS if (found := text.rfind(sign, near, match)) >= 0
    ]
    if starts:
        return max(starts)
    if not near:
        return 0
    space = text.find(" ", match - BEFORE, match)
    return space + 1 if space >= 0 else match


def _end(text, end):
    if end >= len(text):
        return len(text)
    space = text.rfind(" ", end - BEFORE, end)
    return space if space > 0 else end
