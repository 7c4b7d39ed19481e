"""Keeping for a short while what was slow to find out."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache

KEPT_SECONDS = 60
SLOW_SECONDS = 0.02

Found = TypeVar("Found")


def kept_if_slow(key: str, find: Callable[[], Found], seconds: int = KEPT_SECONDS) -> Found:
    """Return what `find` returns; where that took longer than a page may, the same for the next `seconds`.

    So a small dialogue always shows its present state, and half a million entries are counted once a minute.
    """
    kept: tuple[Found] | None = cache.get(key)
    if kept is not None:
        return kept[0]
    began = time.perf_counter()
    found = find()
    if time.perf_counter() - began > SLOW_SECONDS:
        cache.set(key, (found,), seconds)
    return found
