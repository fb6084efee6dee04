"""`caches["site"]`: what every page needs and seldom changes, in the memory of each process."""

import time

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection

from . import clock, edition, moments

MISSING = object()
MEANWHILE = 1  # seconds that a value is kept before it is known how long it may be


class SiteCache(LocMemCache):
    """Forgets everything at a new edition, and at the moment a page changes by itself.

    Use `get_or_set`: only that knows from which edition a value comes. Within a transaction it
    keeps and gives nothing, for what is read there may never be committed; nor while the site is
    shown as of another time (config.clock). `timeout=None` is as
    long as anything is kept, which is TIMEOUT.
    """

    def get_or_set(self, key, default, timeout=DEFAULT_TIMEOUT, version=None):
        if connection.in_atomic_block or clock.shown_at():
            return default() if callable(default) else default
        # Before the value is made: what changes meanwhile makes it one of the former edition.
        number, at = edition.of_site().now(), time.time()
        value = self.get(key, MISSING, version=number)
        if value is MISSING:
            value = default() if callable(default) else default
            most = self.default_timeout if timeout in (DEFAULT_TIMEOUT, None) else timeout
            # There already when the moment is asked for, which may stand on this very value.
            self.set(key, value, MEANWHILE, version=number)
            self.touch(key, moments.until(at, most) - time.time(), version=number)
        return value

    def make_key(self, key, version=None):
        return super().make_key(key, edition.of_site().now() if version is None else version)
