"""The edition of the site: a number that is another one once anything public has been committed.

What was made in one edition is good for nothing in the next, in whatever process. The number
stands in a file of VAR that each process maps into its memory, so that asking costs nothing. It is
drawn at random: who writes needs no lock, and no number comes twice.

Other machines learn of it through the shared cache that CACHE_URL names. Each process asks that
at most about once a second; while it does not answer, each second is an edition of its own.
"""

import fcntl
import functools
import logging
import mmap
import os
import secrets
import threading
import time
from pathlib import Path

from django.conf import settings

log = logging.getLogger("spreekkamer.edition")
KEY = "edition"
POLL_SECONDS = 0.9  # within a second everywhere, the question's own time included


class Edition:
    def __init__(self, file: Path, shared=None, clock=time.monotonic):
        self._cell = _mapped(file)
        self._shared, self._clock = shared, clock
        self._elsewhere = 0  # another number after each change on another machine
        self._told = None  # what the shared cache last said
        self._next_poll = 0.0
        self._polling = threading.Lock()
        self._is_untold = False

    def now(self) -> int:
        if self._shared is not None and self._clock() >= self._next_poll:
            self._poll()
        return self._cell[0] ^ self._elsewhere

    def advance(self) -> None:
        """Begin a new edition, here at once and on other machines within a second."""
        self._cell[0] = secrets.randbits(64)
        if self._shared is not None:
            self._tell()

    def _tell(self) -> None:
        try:
            self._shared.set(KEY, self._cell[0], timeout=None)
        except Exception:
            if not self._is_untold:
                log.exception("Other machines hear of a change when CACHE_URL answers again")
            self._is_untold = True
        else:
            self._is_untold = False

    def _poll(self) -> None:
        if not self._polling.acquire(blocking=False):
            return  # another thread is asking
        try:
            self._next_poll = self._clock() + POLL_SECONDS
            if self._is_untold:
                self._tell()
            try:
                told = self._shared.get(KEY)
            except Exception:
                told = object()  # equal to nothing: who cannot ask knows nothing for long
            if told != self._told:
                self._told = told
                if told != self._cell[0]:  # else this machine said so itself
                    self._elsewhere = secrets.randbits(64)
        finally:
            self._polling.release()


def _mapped(file: Path) -> memoryview:
    """One aligned number of 64 bits, in the memory of all who map the file."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)  # one of those who start together is first
        if os.fstat(descriptor).st_size < 8:
            os.pwrite(descriptor, secrets.token_bytes(8), 0)
        fcntl.flock(descriptor, fcntl.LOCK_UN)  # a mapping would hold it on
        return memoryview(mmap.mmap(descriptor, 8)).cast("Q")
    finally:
        os.close(descriptor)


@functools.cache
def of_site() -> Edition:
    """The one edition of this process."""
    from django.core.cache import cache

    return Edition(settings.VAR / "edition", cache if settings.HAS_SHARED_CACHE else None)
