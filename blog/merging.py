"""Two people changed one thing from the same start: what of both can stand together.

Pure: plain values in, plain values out.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fields:
    """`taken`: only the other changed it. `both`: each made something else of it."""

    taken: tuple[str, ...]
    both: tuple[str, ...]


def three_way(
    names: Iterable[str],
    *,
    base: Mapping[str, Any] | None,
    theirs: Mapping[str, Any],
    is_mine: Callable[[str, Any], bool],
) -> Fields:
    """Who changed which field since `base`; `is_mine(name, value)` says whether I wrote that too.

    Without a base nobody knows who changed what, so every difference is one that both made.
    """
    taken, both = [], []
    for name in names:
        if is_mine(name, theirs[name]):
            continue
        if base is None:
            both.append(name)
        elif is_mine(name, base[name]):
            taken.append(name)
        elif base[name] != theirs[name]:
            both.append(name)
    return Fields(tuple(taken), tuple(both))


def rows(
    *,
    base: Mapping[Hashable, Any] | None,
    theirs: Mapping[Hashable, Any],
    mine: Mapping[Hashable, Any],
) -> dict[Hashable, Any]:
    """The rows of both. Whoever left a row as it was follows the other; of two changes mine stands,
    but a row that one removed and the other changed stays."""
    merged = {}
    for key in [*theirs, *(key for key in mine if key not in theirs)]:
        before = base.get(key) if base is not None else None
        other, own = theirs.get(key), mine.get(key)
        if base is not None and own == before:
            row = other
        elif base is not None and other == before:
            row = own
        else:
            row = other if own is None else own
        if row is not None:
            merged[key] = row
    return merged
