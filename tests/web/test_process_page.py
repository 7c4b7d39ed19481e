"""The page of a dialogue."""

import datetime
from itertools import pairwise

import pytest
from django.utils import timezone

from dialogwerk.entries.models import Kind, Link, OfficialAnswer, Relation, Stage, StageStep, State
from dialogwerk.places.models import Outline
from dialogwerk.processes.models import BuildingBlock, GuidingQuestion, ProcessStatus
from tests import factories

SQUARE = {"type": "Polygon", "coordinates": [[[7, 51], [8, 51], [8, 52], [7, 52], [7, 51]]]}


def _link(source, target, relation=Relation.BECAME, **more):
    return Link.objects.create(source=source, target=target, relation=relation, **more)


def _way(process, *kinds):
    """Entries of the kinds, each having become the next."""
    entries = [factories.EntryFactory(process=process, kind=kind, title=f"Station {kind}") for kind in kinds]
    for source, target in pairwise(entries):
        _link(source, target)
    return entries


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_for_few_and_many(client, process, django_assert_max_num_queries, count) -> None:
    region = factories.RegionFactory(region_set=process.region_set, lon=7.5, lat=51.5)
    Outline.objects.create(region=region, geometry=SQUARE)
    for number in range(count):
        GuidingQuestion.objects.create(process=process, text=f"Frage {number}")
        BuildingBlock.objects.create(process=process, title=f"Baustein {number}", text="Text")
        idea = factories.IdeaFactory(entry__process=process).entry
        _link(factories.ContributionFactory(entry__process=process).entry, idea)
        StageStep.objects.create(entry=idea, stage=Stage.DECIDED)
        OfficialAnswer.objects.create(entry=idea, office="Amt", text="Ja.")
        factories.EventFactory(entry__process=process)
    _way(process, Kind.CONTRIBUTION, Kind.IDEA, Kind.PROJECT)
    client.get("/dialog/")  # finds the example once

    with django_assert_max_num_queries(11):
        client.get("/dialog/")


def test_says_what_is_open_until_when(client, process) -> None:
    closes_at = process.phases.get().closes_at

    page = client.get("/dialog/").content.decode()

    assert "Jetzt offen" in page
    assert f"bis {timezone.localtime(closes_at):%-d}. " in page
    assert 'href="/dialog/ideen/neu/"' in page


def test_says_when_it_goes_on(client, process) -> None:
    now = timezone.now()
    process.phases.update(opens_at=now + datetime.timedelta(days=5), closes_at=None)

    page = client.get("/dialog/").content.decode()

    assert "Zurzeit ist nichts offen" in page
    assert "Weiter geht es am" in page
    assert "/ideen/neu/" not in page


def test_shows_the_next_event(client, process) -> None:
    factories.EventFactory(entry__process=process, entry__title="Später", starts_at=timezone.now() + _days(9))
    factories.EventFactory(entry__process=process, entry__title="Bald", starts_at=timezone.now() + _days(2))
    factories.EventFactory(entry__process=process, entry__title="Gewesen", starts_at=timezone.now() - _days(2))

    page = client.get("/dialog/").content.decode()

    assert ("Bald" in page, "Später" in page, "Gewesen" in page) == (True, False, False)


def _days(count: int) -> datetime.timedelta:
    return datetime.timedelta(days=count)


def test_chain_counts_in_singular_and_plural_and_leaves_zeros_out(client, process) -> None:
    factories.EventFactory.create_batch(2, entry__process=process)
    factories.ContributionFactory(entry__process=process)

    page = client.get("/dialog/").content.decode()

    assert "<strong>2</strong> Ideenlabore" in page
    assert "<strong>1</strong> Beitrag" in page
    assert "Herausforderung</a>" not in page


def test_changes_read_as_sentences(client, process) -> None:
    one, other = factories.EntryFactory.create_batch(2, process=process, kind=Kind.CONTRIBUTION)
    idea = factories.EntryFactory(process=process, kind=Kind.IDEA, title="Lernzeitkonto")
    at = timezone.now() - _days(3)
    _link(one, idea, made_at=at)
    _link(other, idea, made_at=at)
    StageStep.objects.create(entry=idea, stage=Stage.DECIDED, reason="Der Kreistag hat zugestimmt.", reached_at=at)
    OfficialAnswer.objects.create(entry=idea, office="Das Ministerium", text="Wir fördern das.")

    page = " ".join(client.get("/dialog/").content.decode().split())

    assert f'2 Beiträge wurden zu <a href="/dialog/ideen/{idea.pk}-{idea.slug}/">Lernzeitkonto</a>' in page
    assert "Lernzeitkonto</a> ist jetzt: beschlossen" in page
    assert "Der Kreistag hat zugestimmt." in page
    assert "Das Ministerium antwortet auf" in page


def test_changes_tell_nothing_of_hidden_entries(client, process) -> None:
    hidden = factories.EntryFactory(process=process, state=State.HIDDEN, title="Geheim")
    _link(hidden, factories.EntryFactory(process=process))
    _link(factories.EntryFactory(process=process), hidden)

    assert "Geheim" not in client.get("/dialog/").content.decode()


def test_example_is_the_longest_way(client, process) -> None:
    _way(process, Kind.CONTRIBUTION, Kind.CHALLENGE, Kind.ADOPTION)
    way = _way(process, Kind.CONTRIBUTION, Kind.IDEA, Kind.CHALLENGE, Kind.PROJECT, Kind.ADOPTION)

    response = client.get("/dialog/")

    assert response.context["example"] == way


def test_example_goes_when_one_of_its_stations_is_hidden(client, process) -> None:
    way = _way(process, Kind.CONTRIBUTION, Kind.IDEA, Kind.PROJECT)
    client.get("/dialog/")
    way[1].state = State.HIDDEN
    way[1].save()

    assert client.get("/dialog/").context["example"] == []
    assert client.get("/dialog/").context["example"] == []


def test_example_ends_where_links_run_in_a_circle(client, process) -> None:
    way = _way(process, Kind.CONTRIBUTION, Kind.IDEA, Kind.PROJECT)
    _link(way[2], way[1], Relation.BUILDS_ON)

    assert client.get("/dialog/").context["example"] == way


def test_concluded_dialogue_says_what_remains(client, process) -> None:
    process.status = ProcessStatus.CONCLUDED
    process.closing_note = "Wir danken allen."
    process.save()
    factories.EntryFactory(process=process, kind=Kind.PROJECT)
    factories.ProcessFactory(title="Neue Runde", predecessor=process)

    page = client.get("/dialog/").content.decode()

    assert "Dieser Dialog ist abgeschlossen" in page
    assert "Wir danken allen." in page
    assert "1 Projekt</a>" in page
    assert "Neue Runde" in page
    assert "Jetzt offen" not in page


def test_where_there_are_only_contributions_they_are_shown_and_asked_for(process, client) -> None:
    factories.ContributionFactory(entry__process=process, entry__title="Radweg fehlt am Bahnhof")

    html = client.get("/dialog/").content.decode()

    assert "Neueste Beiträge" in html
    assert "Radweg fehlt am Bahnhof" in html
    assert 'href="/dialog/beitraege/neu/"' in html
    assert "Ideen lesen und bewerten" not in html
