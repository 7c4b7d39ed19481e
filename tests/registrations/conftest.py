"""A lab in three weeks with three tables and two seats at each."""

import pytest

from dialogwerk.events.models import Event, Table
from dialogwerk.registrations.models import RegistrationForm, TableSeats
from tests import factories


@pytest.fixture
def lab(process) -> Event:
    return factories.EventFactory(
        entry__process=process,
        entry__title="Ideenlabor Siegen",
        entry__slug="ideenlabor-siegen",
        venue_name="Scoutopia",
        venue_city="Siegen",
        organiser=factories.OrganisationFactory(name="Regionalagentur Siegen"),
    )


@pytest.fixture
def tables(lab) -> list[Table]:
    titles = ("Pflege", "Handwerk", "Verwaltung")
    return [factories.TableFactory(event=lab, number=number, title=title) for number, title in enumerate(titles, 1)]


@pytest.fixture
def table_seats(tables) -> list[TableSeats]:
    return [TableSeats.objects.create(table=table, seats=2) for table in tables]


@pytest.fixture
def form(lab) -> RegistrationForm:
    """Four seats."""
    return factories.RegistrationFormFactory(event=lab, capacity=4, contact_email="agentur@example.org")
