"""An idea stands ready, with its author and the region's contact office."""

import pytest
from django.core.cache import cache

from dialogwerk.ideas.models import Idea
from tests import factories


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    cache.clear()


@pytest.fixture
def idea(process) -> Idea:
    """A published idea of Paula's fellow citizen."""
    author = factories.PersonFactory(public_name="Ada", email="ada@example.org")
    region = factories.RegionFactory(region_set=process.region_set, name="Siegen", slug="siegen")
    factories.ProcessRegionFactory(process=process, region=region)
    return factories.IdeaFactory(
        entry__process=process, entry__title="Digital-Scouts", entry__author=author, entry__region=region
    )


@pytest.fixture
def ada(idea):
    """Wrote the idea."""
    return idea.entry.author
