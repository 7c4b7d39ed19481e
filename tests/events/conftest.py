"""A lab that is over, with tables, cards and ideas."""

import datetime

import pytest
from django.utils import timezone

from dialogwerk.events.models import Event, EventSeries, EventStatus
from tests import factories


@pytest.fixture
def series(process) -> EventSeries:
    return EventSeries.objects.create(process=process, slug="ideenlabore", title="Ideenlabore")


@pytest.fixture
def lab(process, series) -> Event:
    """Held on a Tuesday in November 2016, documented."""
    starts_at = timezone.make_aware(datetime.datetime(2016, 11, 29, 16))
    return factories.EventFactory(
        entry__process=process,
        entry__title="Ideenlabor Siegen",
        entry__slug="ideenlabor-siegen",
        series=series,
        number_in_series=2,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(hours=3, minutes=45),
        status=EventStatus.DOCUMENTED,
        subtitle="Scouts und ein Atlas",
        guiding_question="Wer trägt den Wandel?",
        venue_name="Scoutopia",
        venue_city="Siegen",
        venue_access="Aufzug vorhanden",
        review="**Viele** kamen.",
        participant_count=34,
        organiser=factories.OrganisationFactory(name="Regionalagentur Siegen"),
    )


@pytest.fixture
def coming(process) -> Event:
    """Takes place in some weeks."""
    return factories.EventFactory(
        entry__process=process, entry__title="Werkstatt im Frühjahr", entry__slug="werkstatt-im-fruehjahr"
    )
