"""Region sets as pictures: GeoJSON for the interactive map, paths for drawings made on the server.

Both are kept in memory for each state of a set's outlines (`RegionSet.outlines_hash`).
"""

import itertools
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Q

from dialogwerk.places.models import Municipality, Outline, RegionSet

WIDTH = 1000
Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

# Cities that share a district with their neighbours; all others have a district, and a key ending in 000, of their own.
CITIES_IN_A_DISTRICT = ("05334002", "03241001", "10041100", "03159016", "03152012", "06531005", "05766020")
LARGEST = (
    "Berlin", "Hamburg", "München", "Köln", "Frankfurt am Main", "Stuttgart", "Leipzig", "Dresden", "Hannover",
    "Nürnberg", "Bremen", "Dortmund", "Düsseldorf", "Rostock", "Kiel", "Erfurt", "Magdeburg", "Saarbrücken", "Mannheim",
    "Essen", "Duisburg", "Bielefeld", "Münster", "Bonn", "Bochum", "Wuppertal", "Aachen", "Karlsruhe", "Augsburg",
    "Kassel",
)  # fmt: skip
"""The cities that are named first, whatever the scale."""
Ring = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Shape:
    """One region of a drawing: its path, and where its name or number goes."""

    pk: int
    slug: str
    name: str
    path: str
    x: int
    y: int
    box: tuple[int, int, int, int]


@dataclass(frozen=True)
class Drawing:
    """All regions of a set in Web Mercator, `WIDTH` wide, y downwards."""

    shapes: tuple[Shape, ...]
    bounds: Bounds
    width: int
    height: int
    note: str

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a point in degrees lies on the drawing."""
        west, _south, east, north = self.bounds
        scale = self.width / (east - west)
        return (lon - west) * scale, (_mercator(north) - _mercator(lat)) * scale

    @property
    def bounds_text(self) -> str:
        """The edges as they stand in an address."""
        return ",".join(f"{edge:.4f}" for edge in self.bounds)

    @property
    def zoom(self) -> float:
        """The zoom at which MapLibre would show the drawing, one pixel for each unit."""
        west, _south, east, _north = self.bounds
        return math.log2(360 / (east - west) * self.width / 512)


def drawing_of(region_set: RegionSet) -> Drawing | None:
    """Return the drawing of a set, None for a set without outlines. One query the first time, then none."""
    return _drawing(region_set.pk, region_set.outlines_hash)


def geojson_of(region_set: RegionSet) -> bytes:
    """Return the set's outlines as compact GeoJSON, with the larger cities around. Two queries the first time."""
    return _geojson(region_set.pk, region_set.outlines_hash)


def bounds_of(region_set: RegionSet | None) -> Bounds | None:
    """Return the edges of a set, None for a set without outlines."""
    drawing = drawing_of(region_set) if region_set else None
    return drawing.bounds if drawing else None


@lru_cache(maxsize=32)
def _geojson(region_set_id: int, digest: str) -> bytes:
    outlines = _outlines(region_set_id)
    features = [
        {
            "type": "Feature",
            "id": outline.region_id,
            "properties": {
                "slug": outline.region.slug,
                "name": outline.region.name,
                "at": [outline.region.lon, outline.region.lat],
            },
            "geometry": outline.geometry,
        }
        for outline in outlines
    ]
    names = {outline.region.name for outline in outlines}
    towns = [town for town in _towns(_bounds_of(outlines)) if town[0] not in names] if outlines else []
    content = {"type": "FeatureCollection", "features": features, "towns": towns}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _towns(bounds: Bounds) -> list[list[Any]]:
    west, south, east, north = bounds
    cities = Municipality.objects.filter(Q(ags__endswith="000") | Q(ags__in=CITIES_IN_A_DISTRICT)).filter(
        lon__gte=west, lon__lte=east, lat__gte=south, lat__lte=north
    )
    towns = [[city.name.partition(" (")[0], city.lon, city.lat] for city in cities]
    return sorted(towns, key=lambda town: LARGEST.index(town[0]) if town[0] in LARGEST else len(LARGEST))


@lru_cache(maxsize=32)
def _drawing(region_set_id: int, digest: str) -> Drawing | None:
    outlines = _outlines(region_set_id)
    if not outlines:
        return None
    bounds = _bounds_of(outlines)
    west, south, east, north = bounds
    height = math.ceil((_mercator(north) - _mercator(south)) * WIDTH / (east - west))
    frame = Drawing((), bounds, WIDTH, height, outlines[0].region.region_set.note)
    shapes = tuple(_shape(frame, outline) for outline in outlines)
    return Drawing(shapes, bounds, WIDTH, height, frame.note)


def _outlines(region_set_id: int) -> list[Outline]:
    return list(
        Outline.objects.filter(region__region_set=region_set_id)
        .select_related("region__region_set")
        .order_by("region__name")
    )


def _shape(frame: Drawing, outline: Outline) -> Shape:
    region = outline.region
    west, south, east, north = _bounds_of([outline])
    x, y = frame.project(region.lon or (west + east) / 2, region.lat or (south + north) / 2)
    left, top = frame.project(west, north)
    right, bottom = frame.project(east, south)
    box = (math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))
    path = "".join(_ring_path(frame, ring) for ring in _rings(outline.geometry))
    return Shape(region.pk, region.slug, region.name, path, round(x), round(y), box)


def _ring_path(frame: Drawing, ring: Ring) -> str:
    """One ring as a path of whole units, steps relative to the corner before; empty for a ring smaller than that."""
    corners = [tuple(map(round, frame.project(lon, lat))) for lon, lat, *_height in ring]
    steps: list[str] = []
    for before, now in itertools.pairwise(corners):
        if now != before:
            steps.append(f"{now[0] - before[0]} {now[1] - before[1]}")
    if len(steps) < 3:
        return ""
    return f"M{corners[0][0]} {corners[0][1]}l{' '.join(steps[:-1])}z".replace(" -", "-")


def _rings(geometry: dict[str, Any]) -> Iterator[Ring]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        yield from polygon


def _bounds_of(outlines: Sequence[Outline]) -> Bounds:
    corners = [corner for outline in outlines for ring in _rings(outline.geometry) for corner in ring]
    lons, lats = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(lons), min(lats), max(lons), max(lats)


def _mercator(lat: float) -> float:
    """Degrees north as degrees on the Mercator plane, as long as those of the longitude."""
    return math.degrees(math.asinh(math.tan(math.radians(lat))))
