"""What changed between two texts, so that a person can read it: block by block, word by word.

Pure; knows no Django. White space and line ends make no difference. `of_fields` compares what two
versions say in each field; the body is cleaned HTML (blog.html), all else is plain text.

It never takes long: words that stand once in both texts are found first (in time as long as the
texts), and only what lies between those is compared word with word, as long as that is short and
there is not MOST_WORK of it. What is left is given as removed and added in one piece, which is said
(`is_coarse`). Nor is it ever long to read: `shown` is cut off after MOST_SHOWN.
"""

import difflib
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import groupby
from operator import mul
from typing import TypeVar

from .blocks import Block as Part
from .blocks import Token, of_html, of_text

T = TypeVar("T", bound=Hashable)

RICH = frozenset({"body"})
# Fields of words. Any other (a date, a name, a list with a line for each) changes by the line.
WORDS = frozenset(
    """
    title summary key_points body sources picture_alt picture_caption meta_title meta_description
    """.split()
)
AROUND = 1  # so many unchanged blocks are shown on either side of a change
LIKE = 0.4  # from this share of words in common on, a block is the other one, changed
MOST_PAIRS = 2_500  # of blocks that are held against one another
SMALL = 10_000  # a stretch of 100 words against one of 100 is compared word with word
DEEPEST = 12
MOST_WORK = 1_500_000  # times that a word is held against another
SIGNS = 100
MOST_SHOWN = 1_500  # pieces of so many signs: forty pages
MOST_FOLDED = 1_500  # so many of those that stayed the same, which nobody needs to unfold


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"  # of a block alone: it has pieces of several kinds


@dataclass(frozen=True)
class Piece:
    """Some words in a row. A note says in words what is no word: `[link naar /contact/]`."""

    kind: Kind
    text: str
    is_note: bool = False
    is_spaced: bool = False  # a space stands before it


@dataclass(frozen=True)
class Block:
    """A paragraph, heading, point, picture or row; `was` is what it was called before."""

    kind: Kind
    name: str
    pieces: tuple[Piece, ...]
    was: str = ""


@dataclass(frozen=True)
class Fold:
    """Blocks in a row that are the same, and not beside a change; `left` more are not shown."""

    blocks: tuple[Block, ...]
    left: int = 0
    kind: str = "fold"

    @property
    def count(self) -> int:
        return len(self.blocks) + self.left


@dataclass
class Room:
    """How much more may be done or shown; once something did not fit, nothing does."""

    left: int
    is_out: bool = False

    def takes(self, size: int) -> bool:
        self.is_out = self.is_out or size > self.left
        if not self.is_out:
            self.left -= size
        return not self.is_out


@dataclass(frozen=True)
class Difference:
    """All blocks of both texts in order; `shown` folds what is the same, and may be cut off."""

    blocks: tuple[Block, ...]
    is_coarse: bool = False  # too much had changed to compare it all word with word
    is_layout_only: bool = False  # the words are the same, what is around them is not

    @cached_property
    def shown(self) -> tuple[Block | Fold, ...]:
        return tuple(_within_reason(_folded(self.blocks)))

    @cached_property
    def is_cut(self) -> bool:
        entries = _folded(self.blocks)
        return sum(_size(one.pieces) for one in entries if isinstance(one, Block)) > MOST_SHOWN

    @property
    def words_added(self) -> int:
        return self._count(Kind.ADDED)

    @property
    def words_removed(self) -> int:
        return self._count(Kind.REMOVED)

    def _count(self, kind: Kind) -> int:
        pieces = (piece for block in self.blocks for piece in block.pieces)
        return sum(len(piece.text.split()) for piece in pieces if _is_word_of(piece, kind))


@dataclass(frozen=True, kw_only=True)
class FieldDifference(Difference):
    field: str
    label: str


def of_fields(
    before: Mapping[str, str],
    after: Mapping[str, str],
    *,
    labels: Mapping[str, str] | None = None,
    rich: Collection[str] = RICH,
) -> list[FieldDifference]:
    """The fields that differ, in the order of `after`; one that is missing is empty.

    `labels` gives the name that people know a field by.
    """
    found = []
    for name in [*after, *(name for name in before if name not in after)]:
        one, other = before.get(name, ""), after.get(name, "")
        compare = of_bodies if name in rich else of_texts if name in WORDS else of_lines
        if one != other and (difference := compare(one, other)) is not None:
            label = (labels or {}).get(name, name)
            found.append(
                FieldDifference(
                    difference.blocks,
                    difference.is_coarse,
                    difference.is_layout_only,
                    field=name,
                    label=label,
                )
            )
    return found


def of_texts(before: str, after: str) -> Difference | None:
    """Of plain texts, line by line; None when they say the same."""
    return _difference(of_text(before), of_text(after))


def of_bodies(before: str, after: str) -> Difference | None:
    """Of two cleaned HTML texts; None when a reader sees the same."""
    one, other = of_html(before), of_html(after)
    if one.blocks != other.blocks:
        return _difference(one.blocks, other.blocks)
    if one.layout != other.layout:
        return Difference(tuple(_whole(part, Kind.SAME) for part in other.blocks), False, True)
    return None


def of_lines(before: str, after: str) -> Difference | None:
    """Of values that are no sentences: a line is the same or another."""
    return _difference(of_text(before), of_text(after), by_word=False)


def _is_word_of(piece: Piece, kind: Kind) -> bool:
    return piece.kind == kind and not piece.is_note


def _folded(blocks: Sequence[Block]) -> Iterator[Block | Fold]:
    changed = {at for at, block in enumerate(blocks) if block.kind != Kind.SAME}
    near = {at + step for at in changed for step in range(-AROUND, AROUND + 1)}
    for is_near, places in groupby(range(len(blocks)), lambda at: at in near):
        stretch = tuple(blocks[at] for at in places)
        if is_near or len(stretch) == 1:
            yield from stretch
        else:
            yield Fold(stretch)


def _within_reason(entries: Iterator[Block | Fold]) -> Iterator[Block | Fold]:
    room, folded = Room(MOST_SHOWN), Room(MOST_FOLDED)
    for entry in entries:
        if isinstance(entry, Fold):
            kept = tuple(block for block in entry.blocks if folded.takes(_size(block.pieces)))
            yield replace(entry, blocks=kept, left=len(entry.blocks) - len(kept))
        elif room.left >= _size(entry.pieces):
            room.takes(_size(entry.pieces))
            yield entry
        else:
            if room.left > 2:
                yield _begin_of(entry, room)
            return


def _begin_of(block: Block, room: Room) -> Block:
    pieces = tuple(piece for piece in block.pieces if room.takes(_size([piece])))
    first = block.pieces[0]
    begin = replace(first, text=first.text[: (room.left - 2) * SIGNS])
    return replace(block, pieces=pieces or (begin,))


def _size(pieces: Sequence[Piece]) -> int:
    return 1 + sum(1 + len(piece.text) // SIGNS for piece in pieces)


# --- Blocks against blocks -----------------------------------------------------------------------


def _difference(
    before: Sequence[Part], after: Sequence[Part], *, by_word: bool = True
) -> Difference | None:
    if list(before) == list(after):
        return None
    blocks: list[Block] = []
    is_coarse = False
    work = Room(MOST_WORK)
    for is_same, some, others in _stretches(before, after, work):
        if is_same:
            blocks += (_whole(part, Kind.SAME) for part in others)
            continue
        pairs = _pairs(some, others, work) if by_word else []
        is_coarse |= by_word and len(some) * len(others) > MOST_PAIRS
        i = j = 0
        for k, m in [*pairs, (len(some), len(others))]:
            blocks += (_whole(part, Kind.REMOVED) for part in some[i:k])
            blocks += (_whole(part, Kind.ADDED) for part in others[j:m])
            if k < len(some):
                block, was_cut = _changed(some[k], others[m], work)
                blocks.append(block)
                is_coarse |= was_cut
            i, j = k + 1, m + 1
    return Difference(tuple(blocks), is_coarse or work.is_out)


def _stretches(
    before: Sequence[T], after: Sequence[T], work: Room
) -> Iterator[tuple[bool, Sequence[T], Sequence[T]]]:
    i = j = 0
    for k, m, size in [*_matches(before, after, work), (len(before), len(after), 0)]:
        if i < k or j < m:
            yield False, before[i:k], after[j:m]
        if size:
            yield True, before[k : k + size], after[m : m + size]
        i, j = k + size, m + size


def _pairs(some: Sequence[Part], others: Sequence[Part], work: Room) -> list[tuple[int, int]]:
    """Which blocks are one another, changed: in order, and as much alike in all as can be."""
    if not some or not others or len(some) * len(others) > MOST_PAIRS:
        return []
    sizes = (sum(len(part.tokens) for part in parts) for parts in (some, others))
    if not work.takes(sum(map(mul, sizes, (len(others), len(some))))):
        return []
    ours, theirs = (
        [Counter(token.text for token in part.tokens) for part in parts] for parts in (some, others)
    )
    best = [[0.0] * (len(others) + 1) for _ in range(len(some) + 1)]
    for i in reversed(range(len(some))):
        for j in reversed(range(len(others))):
            like = _likeness(ours[i], theirs[j])
            paired = like + best[i + 1][j + 1] if like >= LIKE else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs = []
    i = j = 0
    while i < len(some) and j < len(others):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 1.0


def _whole(part: Part, kind: Kind) -> Block:
    """Of a block that came, went or stayed as it is nobody needs to hear which words are bold."""
    tokens = [token for token in part.tokens if not token.is_form]
    return Block(kind, part.name, tuple(_pieces(tokens, kind)))


def _changed(before: Part, after: Part, work: Room) -> tuple[Block, bool]:
    pieces: list[Piece] = []
    was_cut = False
    for is_same, some, others in _stretches(before.tokens, after.tokens, work):
        if is_same:
            pieces += _pieces(others, Kind.SAME)
        else:
            was_cut |= len(some) * len(others) > SMALL
            pieces += _pieces(some, Kind.REMOVED)
            pieces += _pieces(others, Kind.ADDED)
    was = before.name if before.name != after.name else ""
    return Block(Kind.CHANGED, after.name, tuple(pieces), was), was_cut


def _pieces(tokens: Sequence[Token], kind: Kind) -> Iterator[Piece]:
    for is_note, group in groupby(tokens, lambda token: bool(token.note)):
        row = list(group)
        if is_note:
            yield from (Piece(kind, f"[{token.text}]", True, True) for token in row)
        else:
            text = "".join(f" {token.text}" if token.is_spaced else token.text for token in row)
            yield Piece(kind, text.removeprefix(" "), False, row[0].is_spaced)


# --- Rows against rows ---------------------------------------------------------------------------


def _matches(
    a: Sequence[T], b: Sequence[T], work: Room, depth: int = 0
) -> list[tuple[int, int, int]]:
    """Stretches that are the same, in order: where in `a`, where in `b`, how long."""
    shorter = min(len(a), len(b))
    head = next((at for at in range(shorter) if a[at] != b[at]), shorter)
    rest = shorter - head
    tail = next((at for at in range(rest) if a[-1 - at] != b[-1 - at]), rest)
    inner_a, inner_b = a[head : len(a) - tail], b[head : len(b) - tail]
    found = [(0, 0, head)] if head else []
    found += [(head + i, head + j, size) for i, j, size in _inner(inner_a, inner_b, work, depth)]
    return [*found, (len(a) - tail, len(b) - tail, tail)] if tail else found


def _inner(
    a: Sequence[T], b: Sequence[T], work: Room, depth: int
) -> Iterator[tuple[int, int, int]]:
    if not a or not b:
        return
    if len(a) * len(b) <= SMALL and work.takes(len(a) * len(b)):
        blocks = difflib.SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
        yield from ((block.a, block.b, block.size) for block in blocks if block.size)
        return
    anchors = _anchors(a, b) if depth < DEEPEST else []
    if not anchors:
        return
    i = j = 0
    for k, m in [*anchors, (len(a), len(b))]:
        for start, other, size in _matches(a[i:k], b[j:m], work, depth + 1):
            yield i + start, j + other, size
        if k < len(a):
            yield k, m, 1
        i, j = k + 1, m + 1


def _anchors(a: Sequence[T], b: Sequence[T]) -> list[tuple[int, int]]:
    """The longest row of what stands once in both and in the same order (patience difference)."""
    counts, others = Counter(a), Counter(b)
    place = {value: at for at, value in enumerate(b) if others[value] == 1}
    once = [(at, place[value]) for at, value in enumerate(a) if counts[value] == 1 == others[value]]
    ends: list[int] = []  # of the best row of each length: its last place in b
    last: list[int] = []  # and which of `once` that is
    before: list[int] = []
    for number, (_, there) in enumerate(once):
        length = bisect_left(ends, there)
        ends[length : length + 1] = [there]
        last[length : length + 1] = [number]
        before.append(last[length - 1] if length else -1)
    row = []
    number = last[-1] if last else -1
    while number >= 0:
        row.append(once[number])
        number = before[number]
    return row[::-1]
