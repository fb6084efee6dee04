"""Counting while pages are served, without making anybody wait for it.

What is counted is kept in memory and written every few seconds, in a thread of its own. Who kills
the process loses those seconds: the counts are a lower bound.
"""

import logging
import threading
from collections import Counter, deque
from collections.abc import Callable

from django.db import DatabaseError, connections

from blog import counts
from blog.signals import searched_in_vain

from .readers import is_reader

log = logging.getLogger("spreekkamer.tally")
SECONDS = 10
MOST = 100_000  # counted and not yet written; more in ten seconds is no reading


class Tally:
    """`note(key)` counts one; `write(counter)` stores what was counted since the last time."""

    def __init__(self, write: Callable[[Counter], None], seconds: float = SECONDS):
        self._write, self._seconds = write, seconds
        self._noted: deque[str] = deque(maxlen=MOST)
        self._unwritten: Counter[str] = Counter()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def note(self, key: str) -> None:
        self._noted.append(key)
        if self._thread is None:
            self._start()

    def flush(self) -> None:
        """Write what was counted; what cannot be written now is kept for the next time."""
        for _ in range(len(self._noted)):
            self._unwritten[self._noted.popleft()] += 1
        if self._unwritten:
            try:
                self._write(self._unwritten)
            except DatabaseError:
                log.warning("Counts are not written yet: the database is busy or away")
            else:
                self._unwritten.clear()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, daemon=True, name="tally")
                self._thread.start()

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(self._seconds):
            try:
                self.flush()
            except Exception:  # one that cannot be written must not end the counting
                log.exception("Counts could not be written")
                self._unwritten.clear()
            finally:
                connections.close_all()


def count_reading() -> Callable[[str], None]:
    """Begin to count what is read and what is searched in vain, in this process; gives what to
    call with the slug of each article that is read."""
    misses = Tally(counts.add_misses)

    def miss(query, environ, **kwargs):
        words = counts.words_to_count(query) if is_reader(environ) else ""
        if words:
            misses.note(words)

    searched_in_vain.connect(miss, weak=False, dispatch_uid="config.tally")
    return Tally(counts.add_reads).note
