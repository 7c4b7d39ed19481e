"""Lookups: known places, places at the edge, and speed."""

import time
from pathlib import Path

import numpy as np
import pytest
import shapely

from dialogwerk.places.geography.areas import Municipality
from dialogwerk.places.geography.lookup import AreaLookup, MunicipalityLookup, RegionLookup
from dialogwerk.places.geography.plane import to_metres
from dialogwerk.places.geography.storage import outlines_name

SQUARES = np.array([shapely.box(80_000, 510_000, 81_000, 511_000), shapely.box(81_000, 510_000, 82_000, 511_000)])
"""Two squares side by side, 0.1 degrees wide, in steps: 8.0 to 8.1 and 8.1 to 8.2 degrees east."""


@pytest.fixture
def squares() -> AreaLookup:
    return AreaLookup(["left", "right"], to_metres(SQUARES))


@pytest.mark.parametrize(
    ("lon", "lat", "ags"),
    [
        (8.0229, 50.8748, "05970040"),  # Siegen
        (9.7320, 52.3759, "03241001"),  # Hannover
        (13.4050, 52.5200, "11000000"),  # Berlin
        (7.1728, 51.3990, "05954016"),  # Hattingen
        (7.3353, 51.4436, "05954036"),  # Witten
        (11.5755, 48.1374, "09162000"),  # München
        (8.6909, 47.6972, "08335015"),  # Büsingen, surrounded by Switzerland
    ],
)
def test_known_places(lookup: MunicipalityLookup, lon: float, lat: float, ags: str) -> None:
    assert lookup.find(lon, lat) == ags


@pytest.mark.parametrize(
    ("slug", "lon", "lat", "key"),
    [
        ("nrw-arbeitsmarkt", 8.0229, 50.8748, "siegen-wittgenstein-olpe"),
        ("nrw-arbeitsmarkt", 7.1728, 51.3990, "mittleres-ruhrgebiet"),
        ("nrw-arbeitsmarkt", 7.3353, 51.4436, "mittleres-ruhrgebiet"),
        ("nrw-arbeitsmarkt", 7.4653, 51.3671, "maerkische-region"),  # Hagen
        ("nrw-arbeitsmarkt", 7.3383, 51.3406, "maerkische-region"),  # Gevelsberg, Ennepe-Ruhr-Kreis
        ("hannover-kommunen", 9.7320, 52.3759, "03241001"),
        ("laender", 9.7320, 52.3759, "03"),
        ("berlin-bezirke", 13.4127, 52.5219, "11000001"),  # Alexanderplatz, Mitte
        ("berlin-bezirke", 13.4541, 52.5159, "11000002"),  # Frankfurter Tor
        ("berlin-bezirke", 13.4122, 52.5694, "11000003"),  # Rathaus Pankow
        ("berlin-bezirke", 13.3041, 52.5174, "11000004"),  # Rathaus Charlottenburg
        ("berlin-bezirke", 13.2006, 52.5350, "11000005"),  # Rathaus Spandau
        ("berlin-bezirke", 13.2599, 52.4340, "11000006"),  # Rathaus Zehlendorf
        ("berlin-bezirke", 13.3443, 52.4850, "11000007"),  # Rathaus Schöneberg
        ("berlin-bezirke", 13.4352, 52.4814, "11000008"),  # Rathaus Neukölln
        ("berlin-bezirke", 13.5746, 52.4456, "11000009"),  # Rathaus Köpenick
        ("berlin-bezirke", 13.6053, 52.5366, "11000010"),  # Hellersdorf
        ("berlin-bezirke", 13.4801, 52.5156, "11000011"),  # Lichtenberg
        ("berlin-bezirke", 13.3264, 52.5887, "11000012"),  # Rathaus Reinickendorf
    ],
)
def test_known_places_in_regions(data: Path, slug: str, lon: float, lat: float, key: str) -> None:
    assert RegionLookup.from_file(data / outlines_name(slug)).find(lon, lat) == key


def test_every_municipality_is_found_at_its_own_point(
    lookup: MunicipalityLookup, municipalities: list[Municipality]
) -> None:
    found = lookup.find_many([row.lon for row in municipalities], [row.lat for row in municipalities])
    assert found == [row.ags for row in municipalities]


def test_100_000_points_take_seconds(lookup: MunicipalityLookup) -> None:
    chance = np.random.default_rng(7)
    started = time.perf_counter()
    found = lookup.find_many(chance.uniform(6, 15, 100_000), chance.uniform(47.3, 55, 100_000))
    assert time.perf_counter() - started < 5
    assert 0.6 < sum(ags is not None for ags in found) / len(found) < 0.8


def test_a_point_just_outside_gets_the_nearest(squares: AreaLookup) -> None:
    assert squares.find(7.98, 51.05) == "left"  # 1.4 km west
    assert squares.find(7.96, 51.05) is None  # 2.8 km west
    assert squares.find(8.22, 51.05) == "right"


def test_the_reach_can_be_chosen() -> None:
    assert AreaLookup(["left", "right"], to_metres(SQUARES), reach_m=3_000).find(7.96, 51.05) == "left"


def test_a_shared_border_belongs_to_the_first(squares: AreaLookup) -> None:
    assert squares.find(8.1, 51.05) == "left"


def test_what_is_no_place_is_found_nowhere(squares: AreaLookup) -> None:
    nan, infinite = float("nan"), float("inf")
    assert squares.find_many([8.05, nan, infinite, 51.05], [51.05, 51.05, 51.05, 8.05]) == [
        "left",
        None,
        None,
        None,
    ]


def test_no_points_give_no_answers(squares: AreaLookup) -> None:
    assert squares.find_many([], []) == []


def test_rows_of_different_length_are_refused(squares: AreaLookup) -> None:
    with pytest.raises(ValueError, match="same length"):
        squares.find_many([8.0, 8.1], [51.0])
