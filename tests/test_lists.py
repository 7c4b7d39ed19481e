"""What lists may cost: at most twelve queries, and no more for a hundred rows than for one."""

import datetime
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogwerk.accounts.models import Person
from dialogwerk.entries.actions.linking import merge_entries
from dialogwerk.entries.models import Kind, Stage
from dialogwerk.processes.models import Process
from tests import addresses, factories

MOST = 12


def make_ideas(process: Process, people: list[Person], count: int) -> None:
    region_set = process.region_set
    for number in range(count):
        region = factories.RegionFactory(region_set=region_set)
        factories.IdeaFactory(entry__process=process, entry__region=region, entry__author=people[number % len(people)])


def make_contributions(process: Process, people: list[Person], count: int) -> None:
    for number in range(count):
        factories.ContributionFactory(entry__process=process, entry__author=people[number % len(people)])


def make_results(process: Process, people: list[Person], count: int) -> None:
    for number in range(count):
        factories.EntryFactory(
            process=process, kind=Kind.PROJECT, author=people[number % len(people)], stage=Stage.COLLECTED
        )


def make_events(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        factories.EventFactory(entry__process=process, entry__region=factories.RegionFactory())
        past = timezone.now() - datetime.timedelta(days=30)
        factories.EventFactory(entry__process=process, starts_at=past)


def make_regions(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        factories.ProcessRegionFactory(process=process, region__region_set=process.region_set)


def make_merged(process: Process, people: list[Person], count: int) -> None:
    for _ in range(count):
        sources = [factories.IdeaFactory(entry__process=process).entry for _ in range(2)]
        merge_entries(actor=people[0], sources=sources, title="Beide", summary="Zusammen", reason="dasselbe")


LISTS: list[tuple[str, Callable[[Process, list[Person], int], None]]] = [
    ("/dialog/", make_ideas),
    ("/dialog/karte/", make_ideas),
    ("/dialog/beitraege/", make_contributions),
    ("/dialog/ergebnisse/", make_results),
    ("/dialog/termine/", make_events),
    ("/dialog/regionen/", make_regions),
    ("/suche/", make_results),
    ("/konto/eigenes/", make_ideas),
    ("/werkstatt/dialog/", make_ideas),
    ("/werkstatt/dialog/ideen/", make_ideas),
    ("/werkstatt/dialog/beitraege/", make_contributions),
    ("/werkstatt/dialog/termine/", make_events),
    ("/werkstatt/dialog/verlauf/", make_merged),
]


@pytest.mark.parametrize(("address", "make"), LISTS, ids=[address for address, _ in LISTS])
def test_a_list_costs_the_same_for_one_and_for_a_hundred(
    client, signed_in, process, lena, paula, edith, address, make
) -> None:
    if addresses.is_for_the_team(address):
        signed_in(lena)
    people = [lena, paula, edith]

    def cost() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    make(process, people, 1)
    for_one = cost()
    make(process, people, 99)

    assert cost() == for_one
    assert for_one <= MOST
