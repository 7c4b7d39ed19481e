"""The pages of regions."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process
from tests import factories


@pytest.fixture
def region(process: Process) -> Region:
    region = factories.RegionFactory(region_set=process.region_set, slug="siegen", name="Siegen-Wittgenstein")
    factories.ProcessRegionFactory(process=process, region=region, contact_office="Regionalagentur Siegen")
    return region


def entry_in(region: Region, process: Process, kind: Kind = Kind.IDEA, **fields: object) -> Entry:
    return factories.EntryFactory(process=process, region=region, kind=kind, **fields)


def test_regions_tell_what_there_is(process: Process, region: Region, client: Client) -> None:
    entry_in(region, process)
    entry_in(region, process, Kind.PROJECT)
    entry_in(region, process, state=State.HIDDEN)

    html = client.get("/dialog/regionen/").content.decode()

    assert 'href="/dialog/regionen/siegen/"' in html
    assert "1 Idee · 1 Projekt" in html


def test_region_without_anything_says_so(process: Process, region: Region, client: Client) -> None:
    assert "Noch nichts von hier." in client.get("/dialog/regionen/").content.decode()
    assert "noch keine Idee" in client.get("/dialog/regionen/siegen/").content.decode()


def test_process_without_regions_says_so(process: Process, client: Client) -> None:
    assert "nicht nach Regionen geordnet" in client.get("/dialog/regionen/").content.decode()


def test_region_shows_contact_events_ideas_and_outcomes(process: Process, region: Region, client: Client) -> None:
    entry_in(region, process, title="Werkbank für alle")
    entry_in(region, process, Kind.PROJECT, title="Projekt Werkbank")
    held = timezone.now() - datetime.timedelta(days=300)
    factories.EventFactory(
        entry__process=process, entry__region=region, entry__title="Ideenlabor Siegen", starts_at=held
    )
    elsewhere = factories.RegionFactory(region_set=process.region_set)
    entry_in(elsewhere, process, title="Anderswo")

    html = client.get("/dialog/regionen/siegen/").content.decode()

    for told in ("Regionalagentur Siegen", "Ideenlabor Siegen", "Werkbank für alle", "Projekt Werkbank"):
        assert told in html
    assert "Anderswo" not in html


def test_region_of_another_set_is_not_found(process: Process, client: Client) -> None:
    other = factories.RegionFactory(region_set=factories.RegionSetFactory(slug="anderer"), slug="mond")

    assert client.get(f"/dialog/regionen/{other.slug}/").status_code == 404


def test_pages_cost_the_same_for_one_and_many(
    process: Process, region: Region, client: Client, django_assert_max_num_queries
) -> None:
    for _ in range(9):
        entry_in(region, process)
        entry_in(region, process, Kind.PROJECT)
        factories.ProcessRegionFactory(process=process, region__region_set=process.region_set)

    with django_assert_max_num_queries(5):
        client.get("/dialog/regionen/")
    with django_assert_max_num_queries(13):
        client.get("/dialog/regionen/siegen/")
