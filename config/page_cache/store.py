"""Pages in memory, bounded in bytes; and one rendering where many ask at once."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress

from .page import Page

LARGEST_SHARE = 8  # no page takes more than an eighth of the room
WAIT_SECONDS = 10  # for somebody else's rendering; then each makes their own


class Store:
    """The pages that were asked for last, as many as `room` bytes hold."""

    def __init__(self, room: int):
        self.room, self.used = room, 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: str) -> Page | None:
        page = self._pages.get(key)
        if page is not None:
            with suppress(KeyError):  # evicted this very moment
                self._pages.move_to_end(key)
        return page

    def put(self, key: str, page: Page) -> None:
        if page.size > self.room // LARGEST_SHARE:
            return
        with self._lock:
            if former := self._pages.pop(key, None):
                self.used -= former.size
            self._pages[key] = page
            self.used += page.size
            while self.used > self.room:
                _, oldest = self._pages.popitem(last=False)
                self.used -= oldest.size


class Flights:
    """Who asks for what is being made already, waits for that."""

    def __init__(self):
        self._under_way: dict[tuple, Flight] = {}
        self._lock = threading.Lock()

    def join(self, key: tuple, make: Callable[[], Page | None]) -> Page | None:
        """What `make()` gives, here or in the thread that was first with `key`.

        None, also where that thread failed, means that there is nothing to share.
        """
        with self._lock:
            flight = self._under_way.get(key)
            is_first = flight is None
            if is_first:
                flight = self._under_way[key] = Flight()
        if not is_first:
            flight.has_landed.wait(WAIT_SECONDS)
            return flight.page
        try:
            flight.page = make()
            return flight.page
        finally:
            with self._lock:
                del self._under_way[key]
            flight.has_landed.set()


class Flight:
    def __init__(self):
        self.has_landed = threading.Event()
        self.page: Page | None = None
