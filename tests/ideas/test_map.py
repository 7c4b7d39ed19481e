"""The idea map: what it shows, and that the list shows the same."""

import random

import pytest
from django.test import Client

from dialogwerk.entries.models import Entry, Kind, Stage, State
from dialogwerk.entries.search import index_many
from dialogwerk.ideas.mapping import MapFilters, clusters, listing, region_counts, small_map, view_box
from dialogwerk.places.models import Outline, Region
from dialogwerk.places.queries import cell_at
from dialogwerk.processes.models import Process, ProcessStatus
from tests import factories

SIEGEN = (8.02, 50.88)
HAGEN = (7.47, 51.36)


def idea(process: Process, point: tuple[float, float] | None = SIEGEN, **fields: object) -> Entry:
    if point:
        fields |= {"lon": point[0], "lat": point[1], "cell": cell_at(*point)}
    fields = {f"entry__{name}": value for name, value in fields.items()}
    return factories.IdeaFactory(entry__process=process, **fields).entry


@pytest.fixture
def region(process: Process) -> Region:
    region = factories.RegionFactory(
        region_set=process.region_set, slug="siegen", name="Siegen-Wittgenstein", lon=8.2, lat=50.9
    )
    ring = [[7.8, 50.7], [8.6, 50.7], [8.6, 51.1], [7.8, 51.1], [7.8, 50.7]]
    Outline.objects.create(region=region, geometry={"type": "Polygon", "coordinates": [ring]})
    process.region_set.outlines_hash = f"{random.getrandbits(60):x}"
    process.region_set.save()
    return region


def numbers_on_map(process: Process, **filters: object) -> set[int]:
    answer = clusters(process, None, 12, MapFilters(**filters))
    return {point.number for point in answer.points}


def test_near_entries_come_together_and_part_as_one_zooms_in(process: Process) -> None:
    idea(process, SIEGEN)
    idea(process, (8.05, 50.89))

    far = clusters(process, None, 7, MapFilters())
    near = clusters(process, None, 14, MapFilters())

    assert (far.total, [one.size for one in far.clusters], far.points) == (2, [2], ())
    assert (near.total, near.clusters, len(near.points)) == (2, (), 2)


def test_cluster_stands_amid_its_entries_and_knows_their_bounds(process: Process) -> None:
    idea(process, (8.0, 50.9))
    idea(process, (8.1, 50.9))

    [cluster] = clusters(process, None, 6, MapFilters()).clusters

    west, south, east, north = cluster.bounds
    assert west <= 8.0
    assert east >= 8.1
    assert south <= 50.9 <= north
    assert (cluster.lon, cluster.lat) == (pytest.approx(8.05, abs=0.05), pytest.approx(50.9, abs=0.05))


def test_entries_at_one_point_are_told_apart_from_a_cluster(process: Process, client: Client) -> None:
    idea(process, SIEGEN, title="Erste Idee")
    idea(process, SIEGEN, title="Zweite Idee")

    [stack] = clusters(process, None, 16, MapFilters()).clusters

    assert stack.cell == cell_at(*SIEGEN)
    html = client.get("/dialog/karte/auswahl/", {"auswahl": f"z{stack.cell}"}).content.decode()
    assert "2 Einträge an diesem Ort" in html
    assert "Erste Idee" in html


def test_map_shows_published_current_entries_of_this_process_only(process: Process) -> None:
    shown = idea(process)
    idea(process, state=State.HIDDEN)
    idea(process, state=State.DRAFT, published_at=None)
    idea(process, is_superseded=True)
    idea(factories.ProcessFactory())
    factories.EventFactory(entry__process=process, entry__lon=8.0, entry__lat=50.9, entry__cell=cell_at(8.0, 50.9))

    assert numbers_on_map(process) == {shown.pk}


@pytest.mark.parametrize(
    ("matching", "other", "filters"),
    [
        ({"stage": Stage.DECIDED}, {"stage": Stage.COLLECTED}, {"stage": Stage.DECIDED}),
        ({"kind": Kind.PROJECT}, {"kind": Kind.IDEA}, {"kinds": (Kind.PROJECT,)}),
        (
            {"published_at": "2016-05-01T12:00Z"},
            {"published_at": "2018-05-01T12:00Z"},
            {"since": 2016, "until": 2017},
        ),
    ],
)
def test_filter_holds(process: Process, matching: dict, other: dict, filters: dict) -> None:
    wanted = idea(process, SIEGEN, **matching)
    idea(process, HAGEN, **other)

    assert numbers_on_map(process, **filters) == {wanted.pk}


def test_filter_by_topic_region_and_event(process: Process, region: Region) -> None:
    topic = factories.TopicFactory(vocabulary__process=process)
    lab = factories.EventFactory(entry__process=process).entry
    wanted = idea(process, SIEGEN, region=region, origin=lab)
    wanted.topics.add(topic)
    idea(process, HAGEN)

    for filters in ({"topic": topic.pk}, {"region": region.pk}, {"event": lab.pk}):
        assert numbers_on_map(process, **filters) == {wanted.pk}


def test_map_and_list_hold_the_same_entries(process: Process) -> None:
    dice = random.Random(4)
    for _ in range(60):
        idea(process, (round(dice.uniform(7, 9), 3), round(dice.uniform(50, 52), 3)))
    counts = region_counts(process, MapFilters())

    for zoom in (7, 8.4, 10):
        for _ in range(8):
            west, south = dice.uniform(7, 8.5), dice.uniform(50, 51.5)
            box = view_box(f"{west},{south},{west + 0.4},{south + 0.4}", zoom)
            for filters in (MapFilters(), MapFilters(stage=Stage.COLLECTED)):
                on_map = clusters(process, box, zoom, filters)
                beside = listing(process, box, filters, counts, "1")
                in_list = set(beside.page.paginator.object_list)
                assert on_map.total == beside.total == len(in_list)
                assert {point.number for point in on_map.points} <= in_list


def test_list_shows_what_was_searched_for_and_no_other(process: Process) -> None:
    found = [idea(process, SIEGEN, title=f"Werkstattbus {place}") for place in "ab"]
    index_many([(entry, "") for entry in found + [idea(process, SIEGEN, title="Lernfabrik") for _ in range(25)]])
    filters = MapFilters(text="Werkstattbus")

    for box in (None, view_box("7,50,9,52", 8)):
        beside = listing(process, box, filters, region_counts(process, filters), "1")

        assert beside.total == 2
        assert {entry.pk for entry in beside.page} == {entry.pk for entry in found}


@pytest.mark.parametrize("bbox", ["", "a,b,c,d", "1,2,3", "9,50,8,51", "7,51,8,50", "-500,0,500,90", "nan,1,2,3"])
def test_view_that_is_none_is_left_out(bbox: str) -> None:
    assert view_box(bbox, 8) is None


def test_data_costs_seven_queries_at_most(process: Process, client: Client, django_assert_max_num_queries) -> None:
    idea(process)
    with django_assert_max_num_queries(7):
        client.get("/dialog/karte/daten/", {"zoom": "7"})
    for step in range(30):
        idea(process, (7 + step / 10, 51))
    with django_assert_max_num_queries(7):
        answer = client.get("/dialog/karte/daten/", {"zoom": "7"})

    assert answer.json()["total"] == 31


def test_page_works_without_javascript(process: Process, region: Region, client: Client) -> None:
    idea(process, SIEGEN, region=region, title="Ideen vom Küchentisch")
    idea(process, None, title="Ohne Ort", region=region)

    html = client.get("/dialog/karte/").content.decode()

    assert "Ideen vom Küchentisch" in html
    assert "2 Ideen" in html
    assert "1 davon ohne Ort auf der Karte" in html
    assert 'href="/dialog/karte/?region=siegen"' in html
    assert 'aria-label="Siegen-Wittgenstein: 2"' in html


def test_page_asks_at_most_twelve_times(process: Process, client: Client, django_assert_max_num_queries) -> None:
    for _ in range(25):
        idea(process)
    with django_assert_max_num_queries(13):
        client.get("/dialog/karte/", {"stufe": "10", "page": "2"})


def test_choices_of_the_address_filter_and_can_be_dropped(process: Process, region: Region, client: Client) -> None:
    idea(process, SIEGEN, region=region, title="Die gesuchte Idee", stage=Stage.DECIDED)
    idea(process, HAGEN, title="Eine andere Idee")

    html = client.get("/dialog/karte/", {"region": "siegen", "stufe": "30"}).content.decode()

    assert "Die gesuchte Idee" in html
    assert "Eine andere Idee" not in html
    assert 'href="/dialog/karte/?stufe=30" data-drop="region"' in html


def test_choices_that_do_not_exist_are_left_out(process: Process, client: Client) -> None:
    idea(process)
    query = {"region": "mond", "stufe": "x", "seit": "-3", "zoom": "99", "bbox": "x", "art": "?", "page": "-1"}

    assert "1 Idee" in client.get("/dialog/karte/", query).content.decode()


@pytest.mark.parametrize("wanted", ["", "0", "z", "z99999999999999999999", "abc", "-5", "²"])
def test_selection_that_does_not_exist_shows_no_card(process: Process, client: Client, wanted: str) -> None:
    answer = client.get("/dialog/karte/auswahl/", {"auswahl": wanted})

    assert answer.status_code == 200
    assert "hidden" in answer.content.decode()


def test_selection_shows_a_card(process: Process, client: Client) -> None:
    entry = idea(process, SIEGEN, title="Werkbank für alle", place_name="Siegen", stage=Stage.DECIDED)

    html = client.get("/dialog/karte/auswahl/", {"auswahl": entry.pk}).content.decode()

    for told in ("Werkbank für alle", "Siegen", "beschlossen", "noch nicht bewertet", f"/weg/{entry.pk}/"):
        assert told in html


def test_hidden_entry_cannot_be_selected(process: Process, client: Client) -> None:
    entry = idea(process, title="Geheim", state=State.HIDDEN)

    assert "Geheim" not in client.get("/dialog/karte/auswahl/", {"auswahl": entry.pk}).content.decode()


def test_nothing_there_yet_says_what_to_do(process: Process, client: Client) -> None:
    assert "Noch ist nichts auf der Karte" in client.get("/dialog/karte/").content.decode()


def test_nothing_found_offers_the_way_back(process: Process, client: Client) -> None:
    idea(process)
    html = client.get("/dialog/karte/", {"stufe": "60"}).content.decode()

    assert "Hier ist nichts, was zu Ihrer Auswahl passt." in html
    assert "Alle Einträge zeigen" in html


def test_draft_process_has_no_map_for_strangers(process: Process, client: Client) -> None:
    process.status = ProcessStatus.DRAFT
    process.save()

    for address in ("", "daten/", "liste/", "auswahl/"):
        assert client.get(f"/dialog/karte/{address}").status_code == 404


def test_small_map_draws_regions_and_dots(process: Process, region: Region) -> None:
    idea(process, SIEGEN, region=region)

    small = small_map(process, region)

    assert small is not None
    assert (small.total, len(small.shapes), len(small.dots), small.chosen) == (1, 1, 1, region.pk)
    assert small.address == "/dialog/karte/?region=siegen"


def test_process_without_outlines_has_no_small_map(process: Process) -> None:
    assert small_map(process) is None


@pytest.mark.parametrize("zoom", range(3, 12))
@pytest.mark.parametrize("kinds", [(Kind.IDEA,), (Kind.IDEA, Kind.CONTRIBUTION)])
def test_far_views_show_what_is_there(process: Process, zoom: int, kinds: tuple[str, ...]) -> None:
    chance = random.Random(zoom)
    for place in range(40):
        point = (round(chance.gauss(7.5, 0.3), 3), round(chance.gauss(51.3, 0.3), 3))
        kind = Kind.CONTRIBUTION if place % 4 == 0 else Kind.IDEA
        idea(process, point, kind=kind, stage=chance.choice([Stage.COLLECTED, Stage.DECIDED]))
    box = view_box("7.1,51.0,8.0,51.6", zoom)

    for stage in (None, Stage.DECIDED):
        filters = MapFilters(kinds=kinds, stage=stage)
        # a filter by year is counted from the entries themselves
        from_entries = MapFilters(kinds=kinds, stage=stage, since=1990)
        for view in (None, box):
            shown, expected = clusters(process, view, zoom, filters), clusters(process, view, zoom, from_entries)
            assert shown.total == expected.total > 0
            assert sorted(shown.clusters, key=str) == sorted(expected.clusters, key=str)
            assert shown.points == expected.points
