"""What came of a dialogue."""

import pytest

from dialogwerk.entries.models import EntryFact, Kind, State
from dialogwerk.entries.search import index_entry
from tests import factories


def _result(process, kind=Kind.PROJECT, **more):
    entry = factories.EntryFactory(process=process, kind=kind, **more)
    index_entry(entry)
    return entry


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_few_and_many(client, process, django_assert_num_queries, count) -> None:
    for _number in range(count):
        entry = _result(process)
        EntryFact.objects.create(entry=entry, label="Laufzeit", value="2018 bis 2020")
        _result(process, Kind.EXPERIMENT)

    with django_assert_num_queries(6):
        client.get("/dialog/ergebnisse/")


def test_groups_by_kind_and_shows_the_profile(client, process) -> None:
    entry = _result(process, title="Lernfabrik")
    for position, label in enumerate(["Laufzeit", "Träger", "Kosten", "Vierte Angabe"]):
        EntryFact.objects.create(entry=entry, label=label, value="…", position=position)
    _result(process, Kind.ADOPTION)
    factories.IdeaFactory(entry__process=process, entry__title="Nur eine Idee")

    page = client.get("/dialog/ergebnisse/").content.decode()

    assert 'id="kind-project">1 Projekt</h2>' in page
    assert 'id="kind-adoption">1 Übernahme</h2>' in page
    assert ("Kosten" in page, "Vierte Angabe" in page, "Nur eine Idee" in page) == (True, False, False)


def test_group_shows_six_and_leads_to_the_rest(client, process) -> None:
    for _number in range(8):
        _result(process)

    page = client.get("/dialog/ergebnisse/").content.decode()

    assert page.count("<article") == 6
    assert '<a href="?art=project">2 weitere ansehen</a>' in page


def test_one_kind_has_pages(client, process) -> None:
    for _number in range(25):
        _result(process)

    first = client.get("/dialog/ergebnisse/?art=project").content.decode()
    second = client.get("/dialog/ergebnisse/?art=project&page=2").content.decode()

    assert (first.count("<article"), second.count("<article")) == (24, 1)


def test_filters_by_region_topic_and_text(client, process) -> None:
    region = factories.RegionFactory(region_set=process.region_set, slug="siegen")
    topic = factories.TopicFactory(vocabulary__process=process)
    wanted = _result(process, title="Lernfabrik für Azubis", region=region)
    wanted.topics.add(topic)
    _result(process, title="Anderes")

    for query in ("region=siegen", f"topic={topic.pk}", "q=Lernfabriken"):
        entries = client.get(f"/dialog/ergebnisse/?{query}").context["outcomes"].page.object_list
        assert list(entries) == [wanted]


@pytest.mark.parametrize("query", ["region=nirgends", "topic=abc", "art=quatsch", "page=99", "q="])
def test_senseless_filters_are_left_out(client, process, query) -> None:
    _result(process, title="Lernfabrik")

    assert "Lernfabrik" in client.get(f"/dialog/ergebnisse/?{query}").content.decode()


def test_says_when_nothing_matches(client, process) -> None:
    _result(process)

    page = client.get("/dialog/ergebnisse/?q=Xylophon").content.decode()

    assert "Zu dieser Auswahl gibt es nichts." in page


def test_says_when_there_is_nothing_yet(client, process) -> None:
    _result(process, state=State.HIDDEN)

    assert "Noch gibt es hier nichts" in client.get("/dialog/ergebnisse/").content.decode()


def test_misspelt_word_is_corrected_and_told(client, process) -> None:
    _result(process, title="Lernfabrik")

    page = client.get("/dialog/ergebnisse/?q=Lernfabirk").content.decode()

    assert "Lernfabrik</a>" in page
    assert "Statt „lernfabirk“ wurde nach „lernfabrik“ gesucht." in page
