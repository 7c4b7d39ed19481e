"""The search page."""

import pytest
from django.urls import reverse

from dialogwerk.entries.models import Kind, Stage
from dialogwerk.entries.search import index_entry
from tests import factories


@pytest.fixture
def entries(process):
    made = [
        factories.EntryFactory(process=process, title="Werkstatt Siegen", kind=Kind.IDEA, stage=Stage.COLLECTED),
        factories.EntryFactory(process=process, title="Werkstatt Olpe", kind=Kind.PROJECT),
        factories.EntryFactory(title="Werkstatt Berlin", kind=Kind.IDEA),
    ]
    for entry in made:
        index_entry(entry)
    return made


def _found(client, **choices):
    return client.get(reverse("web:search"), choices)


def test_results_stand_by_kind_with_counts(client, entries) -> None:
    response = _found(client, q="werkstatt")

    assert response.context["kinds"] == [(Kind.IDEA, Kind.IDEA.label, 2), (Kind.PROJECT, Kind.PROJECT.label, 1)]
    assert "3 Einträge zu „werkstatt“" in response.content.decode()


@pytest.mark.parametrize(
    ("choices", "titles"),
    [
        ({"art": "idea"}, {"Werkstatt Siegen", "Werkstatt Berlin"}),
        ({"process": "dialog"}, {"Werkstatt Siegen", "Werkstatt Olpe"}),
        ({"stage": "10"}, {"Werkstatt Siegen"}),
        ({"since": "2099-01-01"}, set()),
        ({"since": "unsinn", "stage": "x", "process": "gibtsnicht", "page": "99", "art": "y"}, None),
    ],
)
def test_filters_stand_in_the_address(client, entries, choices, titles) -> None:
    response = _found(client, q="werkstatt", **choices)

    assert response.status_code == 200
    everything = {entry.title for entry in entries}
    assert {entry.title for entry in response.context["page"]} == (everything if titles is None else titles)


def test_filter_by_region_and_topic_of_the_chosen_dialogue(client, entries, process) -> None:
    region = factories.RegionFactory(region_set=process.region_set)
    factories.ProcessRegionFactory(process=process, region=region)
    topic = factories.TopicFactory(vocabulary__process=process)
    entries[1].region = region
    entries[1].save()
    entries[1].topics.add(topic)

    response = _found(client, q="werkstatt", process="dialog", region=region.pk, topic=topic.pk)

    assert [entry.title for entry in response.context["page"]] == ["Werkstatt Olpe"]


def test_nothing_found_says_what_to_do(client, entries) -> None:
    assert "Versuchen Sie ein kürzeres Wort" in _found(client, q="mondlandung").content.decode()


def test_number_of_queries_is_the_same_for_many(client, process, django_assert_max_num_queries) -> None:
    for _number in range(15):
        index_entry(factories.EntryFactory(process=process, title="Werkstatt"))

    with django_assert_max_num_queries(12):
        _found(client, q="werkstatt", process="dialog")
