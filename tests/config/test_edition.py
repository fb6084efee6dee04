"""The number that changes with each public change."""

import subprocess
import sys

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache

from config.edition import Edition
from tests.site import BASE_DIR


class Clock:
    seconds = 100.0

    def __call__(self):
        return self.seconds


class Away:
    """A cache server that does not answer."""

    def get(self, key):
        raise ConnectionError

    def set(self, key, value, timeout):
        raise ConnectionError


class Sometimes(Away):
    """A cache server that can be reached, or not."""

    def __init__(self, cache):
        self.cache, self.is_there = cache, True

    def get(self, key):
        return (self.cache if self.is_there else super()).get(key)

    def set(self, key, value, timeout):
        return (self.cache if self.is_there else super()).set(key, value, timeout)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def shared():
    """What stands between machines: Redis in a run with one; else what speaks as it does."""
    shared = cache if settings.HAS_SHARED_CACHE else LocMemCache("between machines", {})
    shared.clear()
    return shared


def test_an_edition_lasts_until_something_changes(tmp_path):
    edition = Edition(tmp_path / "edition")
    first = edition.now()
    assert edition.now() == first
    edition.advance()
    assert edition.now() != first


def test_another_process_sees_the_change_at_once(tmp_path):
    edition = Edition(tmp_path / "edition")
    first = edition.now()
    advance = (
        "import sys; from pathlib import Path; from config.edition import Edition;"
        "edition = Edition(Path(sys.argv[1])); edition.advance(); print(edition.now())"
    )
    command = [sys.executable, "-c", advance, str(tmp_path / "edition")]
    told = subprocess.run(command, cwd=BASE_DIR, capture_output=True, text=True, check=True)
    assert edition.now() == int(told.stdout) != first


def test_the_file_keeps_the_edition_and_is_for_this_account_only(tmp_path):
    file = tmp_path / "edition"
    edition = Edition(file)
    assert Edition(file).now() == edition.now()
    assert (file.stat().st_size, file.stat().st_mode & 0o777) == (8, 0o600)


def test_another_machine_knows_within_a_second_and_asks_no_more_than_that(tmp_path, clock, shared):
    here = Edition(tmp_path / "here", shared, clock)
    there = Edition(tmp_path / "there", shared, clock)
    first = there.now()
    here.advance()
    assert there.now() == first
    clock.seconds += 1
    assert there.now() != first


def test_what_a_machine_said_itself_is_no_second_change(tmp_path, clock, shared):
    here = Edition(tmp_path / "here", shared, clock)
    here.now()
    here.advance()
    changed = here.now()
    clock.seconds += 1
    assert here.now() == changed


def test_with_the_shared_cache_away_an_edition_lasts_a_second(tmp_path, clock):
    edition = Edition(tmp_path / "edition", Away(), clock)
    first = edition.now()
    assert edition.now() == first
    clock.seconds += 1
    assert edition.now() != first


def test_a_change_made_while_the_shared_cache_was_away_is_told_later(tmp_path, clock, shared):
    between = Sometimes(shared)
    here = Edition(tmp_path / "here", between, clock)
    there = Edition(tmp_path / "there", shared, clock)
    first = there.now()
    between.is_there = False
    here.advance()
    between.is_there = True
    clock.seconds += 1
    here.now()
    clock.seconds += 1
    assert there.now() != first
