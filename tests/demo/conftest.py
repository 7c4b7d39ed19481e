"""The demonstration, loaded once for all tests of it."""

from collections.abc import Iterator

import pytest

from tests import loaded


@pytest.fixture(scope="package")
def demo_rows(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Loading takes as long as a hundred other tests: one process does it once (`xdist_group`)."""
    with loaded.demo_rows(django_db_blocker):
        yield


@pytest.fixture
def loaded_demo(demo_rows: None, db: None) -> None:
    """The five dialogues of the demonstration."""
