"""How much of the free time one address may hold: a rule without a database or a web in it.

An address stands for one person, for a family, or for a village behind one mobile network; nobody
can tell which. So nobody is refused for the first calls, nor ever for what lies further ahead: of
the nearest starts a part stays free for whoever comes from elsewhere.
"""

from collections.abc import Iterable
from datetime import datetime

FREELY = 4  # calls that an address may hold whatever is left
NEAREST = 32  # starts, held by it or free, that count as near
LEFT = 4  # one in so many of those stays free


def leaves_enough(start: datetime, *, held: Iterable[datetime], free: Iterable[datetime]) -> bool:
    """Whether an address may take `start`, given the starts it `held` and those that are `free`.

    A start that several colleagues have free stands in `free` as often. With fewer than FREELY
    held it may. Else, of the NEAREST starts that are held by it or free, a quarter (rounded up)
    must still be free afterwards; a start beyond those may always be taken. So an address can
    hold 20 wherever it found 27 or more starts.
    """
    held, free = list(held), list(free)
    if len(held) < FREELY:
        return True
    # Held before free, so that of equal starts the held one counts as near first.
    near = sorted([(at, 0) for at in held] + [(at, 1) for at in free])[:NEAREST]
    if (start, 1) not in near:
        return True
    still_free = sum(is_free for _, is_free in near) - 1
    return still_free * LEFT >= len(near)
