"""Whether work grows with what it is given: held against itself, so that no machine is too slow."""

import time

TIMES = 10
FASTER = 30  # ten times as much takes a hundred times as long where it grows with the square
TOO_SHORT = 0.01  # seconds, in which a clock tells little


def grows_with_its_input(work, make):
    """`make(n)` is what `work` is given: the same over and over, n times."""
    short, long = make(1), make(TIMES)
    return _seconds(work, long) < FASTER * max(_seconds(work, short), TOO_SHORT)


def _seconds(work, given):
    start = time.process_time()
    work(given)
    return time.process_time() - start
