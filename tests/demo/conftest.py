"""The demonstration, loaded once for all tests of it."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import transaction


@pytest.fixture(scope="package")
def demo_rows(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Load the demonstration, and take it back at the end. Each test within takes back what it did itself.

    Loading takes as long as a hundred other tests: one process does it once (`xdist_group`).
    """
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded_demo(demo_rows: None, db: None) -> None:
    """The five dialogues of the demonstration."""
