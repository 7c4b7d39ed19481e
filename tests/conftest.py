"""Fixtures of all tests: one dialogue and the people who act in it."""

import hypothesis
import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection, models
from django.test import Client
from django.utils import translation

from dialogwerk.accounts.models import Person
from dialogwerk.core import drawn
from dialogwerk.places import outlines
from dialogwerk.processes.models import Process, Role
from tests import factories
from tests.journeys.chromium import MISSING, find_chromium


def pytest_sessionstart(session: pytest.Session) -> None:
    """Say in one line what browser tests lack, instead of once for each of them."""
    if session.config.option.markexpr == "browser" and find_chromium() is None:
        pytest.exit(MISSING, returncode=1)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as `pure` what asks no database: elsewhere pytest-django lets nobody near one."""
    for item in items:
        asks = {"db", "transactional_db"}.intersection(getattr(item, "fixturenames", ()))
        if not asks and not any(item.iter_markers("django_db")) and not any(item.iter_markers("browser")):
            item.add_marker("pure")


# How long an example takes says more of the machine than of the code.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """Count every table from a thousand of its own: a key must bear a thousands separator and fits one table only."""
    counted = [
        model._meta for model in apps.get_models() if isinstance(model._meta.pk, models.AutoField | models.BigAutoField)
    ]
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        for position, meta in enumerate(counted, start=1):
            name, column, first = meta.db_table, meta.pk.column, position * 1000
            cursor.execute(f"SELECT COALESCE(MAX({column}), 0) FROM {name}")
            first = max(first, cursor.fetchone()[0] + 1000)
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [name])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [name, first])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [name, column, first])


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits, remembered words and drawn outlines of one test are none of the next one's business."""
    cache.clear()
    outlines._drawing.cache_clear()
    outlines._geojson.cache_clear()
    drawn.forget()


@pytest.fixture(autouse=True)
def in_german() -> None:
    """A page that was read in English leaves its language behind in the thread."""
    translation.activate("de")


@pytest.fixture
def process(db: None) -> Process:
    """A running dialogue with one open phase."""
    return factories.OpenPhaseFactory(process__slug="dialog", process__title="Gute Arbeit").process


def _member(process: Process, name: str, role: Role, **scope: object) -> Person:
    person = factories.PersonFactory(public_name=name, email=f"{name.lower()}@example.org")
    factories.TeamRoleFactory(process=process, person=person, role=role, **scope)
    return person


@pytest.fixture
def lena(process: Process) -> Person:
    """Leads the process."""
    return _member(process, "Lena", Role.LEAD)


@pytest.fixture
def edith(process: Process) -> Person:
    """Edits the process."""
    return _member(process, "Edith", Role.EDITOR)


@pytest.fixture
def mo(process: Process) -> Person:
    """Moderates the process."""
    return _member(process, "Mo", Role.MODERATOR)


@pytest.fixture
def paula(db: None) -> Person:
    """Takes part."""
    return factories.PersonFactory(public_name="Paula", email="paula@example.org")


@pytest.fixture
def signed_in(client: Client):
    """Return a function that signs a person in and returns the client."""

    def sign_in(person: Person) -> Client:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
