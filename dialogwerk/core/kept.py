"""Keeping for a short while what was slow to find out."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from django.db import connection

KEPT_SECONDS = 60
SLOW_SECONDS = 0.01
"""A third of what a page may take. Of a processor on SQLite, which counts in this thread, so that a busy machine does
not make small dialogues lag; twice as much by the clock where a database counts elsewhere."""

Found = TypeVar("Found")


def kept_if_slow(key: str, find: Callable[[], Found], seconds: int = KEPT_SECONDS) -> Found:
    """Return what `find` returns; where that took longer than a page may, the same for the next `seconds`.

    So a small dialogue always shows its present state, and half a million entries are counted once a minute.
    """
    kept: tuple[Found] | None = cache.get(key)
    if kept is not None:
        return kept[0]
    is_here = connection.vendor == "sqlite"
    clock, slow = (time.thread_time, SLOW_SECONDS) if is_here else (time.perf_counter, 2 * SLOW_SECONDS)
    began = clock()
    found = find()
    if clock() - began > slow:
        cache.set(key, (found,), seconds)
    return found
