"""The shell keeps what was slow to find out; tests must not depend on how fast the machine is."""

import pytest
from django.core.cache import cache

from dialogwerk.core import kept


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(kept, "SLOW_SECONDS", 3600)
    cache.clear()
    yield
    cache.clear()
