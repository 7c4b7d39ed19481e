"""The small map of the start page: the land as a quiet shape, the regions of each dialogue on it, a mark for each.

Drawn once from the outlines in the database and kept for an hour: the pages only put the marks on it.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import Avg
from shapely import union_all
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from dialogwerk.places.models import Outline, Region
from dialogwerk.web.queries.overview import Overview

LAND = "laender"
WIDTH = 400
KEPT_SECONDS = 3600
MARK = 30  # from one mark to the next, where several dialogues share their regions


@dataclass(frozen=True)
class Frame:
    """How degrees become the drawing: a plane map, true to scale in its middle."""

    west: float
    north: float
    scale: float
    flattening: float
    height: float

    def place(self, lon: float, lat: float) -> tuple[float, float]:
        """Return x and y of a point in degrees."""
        return (lon - self.west) * self.scale * self.flattening, (self.north - lat) * self.scale


@dataclass(frozen=True)
class Mark:
    """The mark of one dialogue."""

    overview: Overview
    x: float
    y: float


@dataclass(frozen=True)
class RegionMap:
    """The whole drawing, in its own units."""

    width: float
    height: float
    land: list[str]
    areas: list[str]
    marks: list[Mark]


def region_map(overviews: Sequence[Overview]) -> RegionMap | None:
    """Return the map of the dialogues' regions, None where there are no outlines. Three queries at most."""
    sets = sorted({overview.process.region_set_id for overview in overviews if overview.process.region_set_id})
    drawn = cache.get_or_set("region-map-" + "-".join(map(str, sets)), lambda: _draw(sets), KEPT_SECONDS)
    if drawn is None or drawn[0] is None:
        return None
    frame, land, areas, middles = drawn
    shared: dict[int, list[Overview]] = defaultdict(list)
    for overview in overviews:
        region_set_id = overview.process.region_set_id
        if region_set_id is not None and region_set_id in middles:
            shared[region_set_id].append(overview)
    marks = []
    for region_set, together in shared.items():
        x, y = frame.place(*middles[region_set])
        first = x - MARK * (len(together) - 1) / 2
        marks += [Mark(overview, round(first + MARK * place), round(y)) for place, overview in enumerate(together)]
    return RegionMap(WIDTH, math.ceil(frame.height), land, areas, marks)


def _draw(sets: list[int]) -> tuple[Frame | None, list[str], list[str], dict[int, tuple[float, float]]]:
    shapes: dict[int, list[BaseGeometry]] = defaultdict(list)
    land: list[BaseGeometry] = []
    rows = Outline.objects.filter(region__region_set__in=sets) | Outline.objects.filter(region__region_set__slug=LAND)
    for region_set, slug, geometry in rows.values_list("region__region_set", "region__region_set__slug", "geometry"):
        if slug == LAND:
            land.append(shape(geometry))
        else:
            shapes[region_set].append(shape(geometry))
    everything = land + [part for parts in shapes.values() for part in parts]
    if not everything:
        return None, [], [], {}
    frame = _frame(everything)
    areas = [_path(union_all([part.buffer(0.004) for part in parts]), frame, 0.01) for parts in shapes.values()]
    middles = {
        row["region_set"]: (row["lon"], row["lat"])
        for row in Region.objects.filter(region_set__in=sets, lon__isnull=False)
        .order_by()
        .values("region_set")
        .annotate(lon=Avg("lon"), lat=Avg("lat"))
    }
    return frame, [_path(part, frame, 0.025) for part in land], areas, middles


def _frame(shapes: list[BaseGeometry]) -> Frame:
    bounds = [part.bounds for part in shapes]
    west, south = min(bound[0] for bound in bounds), min(bound[1] for bound in bounds)
    east, north = max(bound[2] for bound in bounds), max(bound[3] for bound in bounds)
    flattening = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * flattening)
    return Frame(west, north, scale, flattening, (north - south) * scale)


def _path(area: BaseGeometry, frame: Frame, tolerance: float) -> str:
    simple = area.simplify(tolerance)
    parts = [part for part in getattr(simple, "geoms", [simple]) if part.area > tolerance**2 * 4]
    return "".join(_ring(part.exterior.coords, frame) for part in parts)


def _ring(points: Sequence[tuple[float, ...]], frame: Frame) -> str:
    corners = (frame.place(lon, lat) for lon, lat, *_height in points)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in corners) + "Z"
