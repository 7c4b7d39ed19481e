"""The trail: what the walk finds, and what a reader may see of it."""

import datetime
import itertools

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogwerk.entries.models import Entry, Kind, Link, Relation, State
from dialogwerk.entries.trails import draw, leads_to, trail_of, walk
from tests import factories

VISITOR = AnonymousUser()


def link(source, target, relation=Relation.BECAME, **fields) -> Link:
    return Link.objects.create(source=source, target=target, relation=relation, **fields)


@pytest.fixture
def entries(process) -> list[Entry]:
    return factories.EntryFactory.create_batch(8, process=process, kind=Kind.PROJECT)


@pytest.fixture
def chain(process) -> dict[str, Entry]:
    """A card from a lab that became an idea, a challenge, a project."""
    lab = factories.EventFactory(entry__process=process, entry__title="Ideenlabor Siegen").entry
    card = factories.ContributionFactory(entry__process=process, entry__origin=lab, entry__origin_table=2).entry
    idea = factories.IdeaFactory(entry__process=process, entry__title="Lernwerkstatt").entry
    challenge = factories.EntryFactory(process=process, kind=Kind.CHALLENGE, title="Qualifizierung")
    project = factories.EntryFactory(process=process, kind=Kind.PROJECT, title="Modellprojekt")
    link(card, idea, Relation.BECAME, reason="Die Karte ist ihr Kern.", actor_office="Redaktion")
    link(idea, challenge, Relation.EVIDENCE_FOR)
    link(challenge, project, Relation.PURSUED_BY)
    return {"lab": lab, "card": card, "idea": idea, "challenge": challenge, "project": project}


def simple_walk(start: int, pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The same in plain Python."""
    found = set()
    for flip in (False, True):
        edges = {(b, a) if flip else (a, b) for a, b in pairs}
        reached, waiting = {start}, [start]
        while waiting:
            near = waiting.pop()
            for a, b in edges:
                if a == near:
                    found.add((b, a) if flip else (a, b))
                    if b not in reached:
                        reached.add(b)
                        waiting.append(b)
    return found


PAIRS = st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda pair: pair[0] != pair[1]), max_size=16)
ORIGINS = st.dictionaries(st.integers(0, 7), st.integers(0, 7), max_size=4)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=PAIRS, origins=ORIGINS, start=st.integers(0, 7))
def test_the_walk_finds_what_a_simple_walk_finds(entries, pairs, origins, start) -> None:
    Link.objects.all().delete()
    Entry.objects.update(origin=None)
    for source, target in pairs:
        link(entries[source], entries[target])
    for number, origin in origins.items():
        Entry.objects.filter(pk=entries[number].pk).update(origin=entries[origin])
    expected = simple_walk(start, pairs | {(origin, number) for number, origin in origins.items() if origin != number})
    index = {entry.pk: position for position, entry in enumerate(entries)}

    found = walk(entries[start].pk)

    steps = {(index[edge.source], index[edge.target]) for edge in found.edges}
    assert {pair for pair in steps if pair[0] != pair[1]} == expected
    assert not found.is_cut
    trail = trail_of(entries[start], VISITOR)
    assert {station.number for station in trail.stations} == found.numbers
    picture = draw(trail)
    assert sum(len(spot.stations) for spot in picture.spots) == len(trail.stations)
    places = [(spot.column, spot.row) for spot in picture.spots]
    assert len(set(places)) == len(places)


def test_the_trail_runs_from_the_lab_to_the_project(chain) -> None:
    trail = trail_of(chain["idea"], VISITOR)

    assert [station.entry for station in trail.stations] == list(chain.values())
    assert [station.column for station in trail.stations] == [-2, -1, 0, 1, 2]
    step = trail.steps_into[chain["idea"].pk][0]
    assert (step.forward, step.who, step.reason) == ("wurde zu", "Redaktion", "Die Karte ist ihr Kern.")
    assert trail.steps_into[chain["card"].pk][0].table == 2
    assert [end.station.entry for end in trail.ends] == [chain["project"]]


def test_an_undone_link_is_not_on_the_trail(chain) -> None:
    Link.objects.filter(source=chain["idea"]).update(undone_at=datetime.datetime.now(datetime.UTC))

    assert [station.entry for station in trail_of(chain["idea"], VISITOR).stations] == [
        chain["lab"],
        chain["card"],
        chain["idea"],
    ]


@pytest.mark.parametrize("state", [State.DRAFT, State.HIDDEN, State.WITHDRAWN])
def test_a_hidden_station_in_the_middle_leaks_nothing(chain, state) -> None:
    Entry.objects.filter(pk=chain["card"].pk).update(state=state, title="Geheim")

    trail = trail_of(chain["idea"], VISITOR)

    hidden = next(station for station in trail.stations if station.number == chain["card"].pk)
    assert (hidden.entry, hidden.title, hidden.where, hidden.happened_at) == (None, "nicht öffentlich", "", None)
    assert trail.stations[0].entry == chain["lab"]
    assert {(step.who, step.reason, step.link) for step in trail.steps_into[chain["idea"].pk]} == {("", "", None)}
    assert trail.unseen == 0


@pytest.mark.parametrize(("state", "count"), [(State.DRAFT, 0), (State.HIDDEN, 1), (State.WITHDRAWN, 1)])
def test_a_hidden_station_at_the_end_stays_out(chain, state, count) -> None:
    Entry.objects.filter(pk=chain["project"].pk).update(state=state)

    trail = trail_of(chain["idea"], VISITOR)

    assert trail.stations[-1].entry == chain["challenge"]
    assert trail.ends[0].station.entry == chain["challenge"]
    assert trail.unseen == count


def test_the_team_sees_drafts_on_the_trail(chain, edith) -> None:
    Entry.objects.filter(pk=chain["project"].pk).update(state=State.DRAFT)

    assert trail_of(chain["idea"], edith).stations[-1].entry == chain["project"]


def test_a_trail_past_the_limit_says_so(entries) -> None:
    for source, target in itertools.pairwise(entries):
        link(source, target)

    trail = trail_of(entries[0], VISITOR, max_steps=3)

    assert [station.entry for station in trail.stations] == entries[:4]
    assert trail.is_cut


def test_more_steps_than_the_limit_are_cut(entries) -> None:
    for source in entries[1:]:
        link(source, entries[0])

    assert len(walk(entries[0].pk, max_edges=3).edges) == 3
    assert walk(entries[0].pk, max_edges=3).is_cut
    assert not walk(entries[0].pk, max_edges=7).is_cut


@pytest.mark.parametrize("count", [1, 30])
def test_the_trail_costs_the_same_for_one_and_for_many(process, django_assert_num_queries, count) -> None:
    challenge = factories.EntryFactory(process=process, kind=Kind.CHALLENGE)
    for _each in range(count):
        link(factories.EntryFactory(process=process, kind=Kind.CONTRIBUTION), challenge, Relation.EVIDENCE_FOR)

    with django_assert_num_queries(2):
        trail = trail_of(challenge, VISITOR)
        draw(trail)

    assert len(trail.stations) == count + 1


def test_many_contributions_are_drawn_as_one(process) -> None:
    labs = [factories.EventFactory(entry__process=process).entry for _each in range(2)]
    challenge = factories.EntryFactory(process=process, kind=Kind.CHALLENGE)
    for index in range(80):
        card = factories.EntryFactory(process=process, kind=Kind.CONTRIBUTION, origin=labs[index % 2])
        link(card, challenge, Relation.EVIDENCE_FOR)

    picture = draw(trail_of(challenge, VISITOR))

    assert [spot.title for spot in picture.spots if not spot.only] == ["80 Beiträge aus 2 Veranstaltungen"]
    assert len(picture.spots) == 4
    assert picture.columns == 3


def test_leads_to(chain) -> None:
    assert leads_to(chain["card"], chain["project"])
    assert not leads_to(chain["project"], chain["card"])


def test_the_end_names_the_contact_of_the_region(process) -> None:
    office = factories.ProcessRegionFactory(process=process, contact_office="Regionalbüro Siegen")
    idea = factories.IdeaFactory(entry__process=process, entry__region=office.region).entry

    (end,) = trail_of(idea, VISITOR).ends

    assert (end.responsible, end.contact) == (f"Regionalbüro Siegen, {office.region}", "buero@example.org")
    assert "konkretisieren" in end.text


def test_a_line_that_others_lead_round_is_not_drawn(chain) -> None:
    link(chain["idea"], chain["project"], Relation.TESTED_IN)

    trail = trail_of(chain["idea"], VISITOR)

    assert len(draw(trail).lines) == 4
    assert len(trail.steps_into[chain["project"].pk]) == 2


def test_a_trail_is_told_in_numbers(chain) -> None:
    assert trail_of(chain["idea"], VISITOR).figures == [
        ("1", "Veranstaltung"),
        ("1", "Beitrag"),
        ("1", "Idee"),
        ("1", "Herausforderung"),
        ("1", "Projekt"),
    ]
