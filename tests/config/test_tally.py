"""Counting beside serving: nothing counted twice, and nothing lost to a busy database."""

import threading
from collections import Counter

from django.db import OperationalError

from config.tally import Tally
from tests.site import wait_for


def test_what_many_threads_note_is_written_once():
    written = Counter()
    tally = Tally(written.update, seconds=0.02)
    threads = [
        threading.Thread(target=lambda: [tally.note("a") for _ in range(1000)]) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wait_for(lambda: written["a"] >= 8000, 10, "all is written")
    tally.flush()
    assert written == {"a": 8000}


def test_what_a_busy_database_refuses_is_written_the_next_time():
    written, tries = Counter(), []

    def write(counted):
        tries.append(dict(counted))
        if len(tries) == 1:
            raise OperationalError("database is locked")
        written.update(counted)

    tally = Tally(write, seconds=3600)
    tally.note("a")
    tally.flush()
    tally.note("b")
    tally.flush()
    tally.flush()
    assert tries == [{"a": 1}, {"a": 1, "b": 1}]
    assert written == {"a": 1, "b": 1}


def test_nothing_counted_writes_nothing():
    tries = []
    Tally(tries.append, seconds=3600).flush()
    assert tries == []
