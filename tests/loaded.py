"""The demonstration in the database of the tests, loaded once for many of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import transaction


@contextmanager
def demo_rows(django_db_blocker) -> Iterator[None]:
    """Load the demonstration, and take it back at the end. Each test within takes back what it did itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)
