"""The built files: complete, small, valid, and credited."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from dialogwerk.places.geography.areas import Municipality
from dialogwerk.places.geography.storage import (
    MUNICIPALITIES,
    SHAPES,
    outlines_name,
    read_json,
    read_outlines,
    read_shapes,
)

KILOBYTE = 1_000
LARGEST = {
    "laender": 60 * KILOBYTE,
    "kreise": 300 * KILOBYTE,
    "nrw-arbeitsmarkt": 60 * KILOBYTE,
    "hannover-kommunen": 60 * KILOBYTE,
    "berlin-bezirke": 60 * KILOBYTE,
}
COUNTS = {
    "laender": 16,
    "kreise": 400,
    "nrw-arbeitsmarkt": 16,
    "hannover-kommunen": 21,
    "berlin-bezirke": 12,
}
SETS = sorted(COUNTS)
SQUARE_KILOMETRE = 13_000
"""In square steps at 51 degrees north."""


@pytest.fixture(params=SETS)
def outlines(request: pytest.FixtureRequest, data: Path) -> dict[str, Any]:
    collection: dict[str, Any] = read_json(data / outlines_name(request.param))
    return collection


@pytest.mark.parametrize("slug", SETS)
def test_outlines_are_small(data: Path, slug: str) -> None:
    assert (data / outlines_name(slug)).stat().st_size < LARGEST[slug]


def test_municipal_files_are_small(data: Path) -> None:
    assert (data / SHAPES).stat().st_size < 4_000 * KILOBYTE
    assert (data / MUNICIPALITIES).stat().st_size < 300 * KILOBYTE


@pytest.mark.parametrize("slug", SETS)
def test_each_region_has_one_outline(data: Path, slug: str) -> None:
    keys, _ = read_outlines(data / outlines_name(slug))
    assert len(keys) == len(set(keys)) == COUNTS[slug]


@pytest.mark.parametrize("slug", SETS)
def test_neighbours_share_their_borders(data: Path, slug: str) -> None:
    _, shapes = read_outlines(data / outlines_name(slug))
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


def test_neighbouring_municipalities_share_their_borders(data: Path) -> None:
    _, shapes = read_shapes(data / SHAPES)
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)


@pytest.mark.parametrize(
    ("slug", "holes"),
    [("nrw-arbeitsmarkt", 0), ("hannover-kommunen", 0), ("berlin-bezirke", 0), ("laender", 2)],
)
def test_no_land_is_lost_between_neighbours(data: Path, slug: str, holes: int) -> None:
    """The two holes in Germany are real: Jungholz in Austria and the Jasmunder Bodden, which is water."""
    _, shapes = read_outlines(data / outlines_name(slug))
    land = shapely.get_parts(shapely.union_all(shapes))
    rings = [shapely.Polygon(ring) for part in land for ring in part.interiors]
    assert len([ring for ring in rings if ring.area > 0.1 * SQUARE_KILOMETRE]) == holes


def test_outlines_keep_the_regions_sizes(data: Path) -> None:
    """Berlin has 891 km2, Hattingen and Witten belong to Mittleres Ruhrgebiet: 146 + 51 + 71 + 72 km2."""
    keys, shapes = read_outlines(data / outlines_name("nrw-arbeitsmarkt"))
    assert _square_kilometres(shapes[keys.index("mittleres-ruhrgebiet")]) == pytest.approx(340, rel=0.03)
    _, boroughs = read_outlines(data / outlines_name("berlin-bezirke"))
    assert sum(_square_kilometres(shape) for shape in boroughs) == pytest.approx(891, rel=0.01)


def test_features_are_geojson(outlines: dict[str, Any]) -> None:
    assert (outlines["type"], set(outlines)) == ("FeatureCollection", {"type", "attribution", "features"})
    for feature in outlines["features"]:
        assert set(feature) == {"type", "properties", "geometry"}
        assert set(feature["properties"]) == {"key", "slug", "name"}
        assert feature["geometry"]["type"] in ("Polygon", "MultiPolygon")


def test_outlines_are_credited(data: Path) -> None:
    credits = {slug: read_json(data / outlines_name(slug))["attribution"] for slug in SETS}
    assert credits.pop("berlin-bezirke") == "Geoportal Berlin / Ortsteile (Daten verändert)"
    assert set(credits.values()) == {"© GeoBasis-DE / BKG 2016 (Daten verändert)"}


def test_coordinates_have_four_decimals_and_run_counter_clockwise(outlines: dict[str, Any]) -> None:
    shapes = np.array([shapely.geometry.shape(feature["geometry"]) for feature in outlines["features"]])
    corners = shapely.get_coordinates(shapes)
    assert (corners == corners.round(4)).all()
    assert shapely.is_ccw(shapely.get_exterior_ring(shapely.get_parts(shapes))).all()


def test_municipalities_are_complete_and_sorted(data: Path, municipalities: list[Municipality]) -> None:
    keys = [row.ags for row in municipalities]
    assert len(keys) == 11_299
    assert keys == sorted(set(keys))
    assert len({row.district for row in municipalities}) == 400
    assert keys == read_shapes(data / SHAPES)[0]


def test_merged_districts(municipalities: list[Municipality]) -> None:
    districts = {row.name: row.district for row in municipalities}
    assert districts["Eisenach"] == "16063"
    assert districts["Osterode am Harz"] == "03159"


def _square_kilometres(shape: shapely.Geometry) -> float:
    """Of a shape in steps, true at its own latitude."""
    lat = np.radians(shape.centroid.y / 10_000)
    return float(shape.area * np.cos(lat) * 0.01113195**2)
