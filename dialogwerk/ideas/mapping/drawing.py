"""The map as drawn on the server: regions with their numbers, and a small map for other pages."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from dialogwerk.core.kept import kept_if_slow
from dialogwerk.entries.models import Kind
from dialogwerk.ideas.mapping.clusters import KEPT_SECONDS, clusters
from dialogwerk.ideas.mapping.filters import MapFilters, matching_entries
from dialogwerk.places.models import Region
from dialogwerk.places.outlines import Drawing, Shape, drawing_of
from dialogwerk.processes.models import Process

SMALL_WIDTH = 480
"""About how wide, in pixels, a small map stands on a page."""


@dataclass(frozen=True)
class RegionCounts:
    """How many entries match in each region, in all, and without a point."""

    by_region: dict[int | None, int]
    total: int
    unplaced: int


@dataclass(frozen=True)
class RegionMark:
    """A region of the overview with its number, and the address that shows only it."""

    shape: Shape
    count: int
    address: str
    is_chosen: bool
    radius: int


@dataclass(frozen=True)
class RegionOverview:
    """The server's own map: it stands where there is no JavaScript, and until the interactive one is ready."""

    drawing: Drawing
    marks: tuple[RegionMark, ...]


@dataclass(frozen=True)
class Dot:
    """A circle of the small map."""

    x: int
    y: int
    radius: int
    count: int


@dataclass(frozen=True)
class SmallMap:
    """A picture that leads to the idea map."""

    drawing: Drawing
    view_box: str
    shapes: tuple[Shape, ...]
    dots: tuple[Dot, ...]
    chosen: int | None
    total: int
    address: str


def region_counts(process: Process, filters: MapFilters) -> RegionCounts:
    """Return how many entries match in each region. One query; over very many entries kept for some seconds."""

    def count() -> RegionCounts:
        found = matching_entries(process, filters)
        by_region = dict(found.values_list("region").annotate(count=Count("pk")))
        total = sum(by_region.values())
        return RegionCounts(by_region, total, found.filter(cell__isnull=True).count() if total else 0)

    return kept_if_slow(f"map-regions:{process.pk}:{hash(filters)}", count, KEPT_SECONDS)


def region_overview(
    process: Process, counts: Mapping[int | None, int], address_of: Callable[[str], str], chosen: int | None = None
) -> RegionOverview | None:
    """Return the regions with their numbers; `address_of` a slug is where a region leads. No query once drawn."""
    drawing = drawing_of(process.region_set) if process.region_set else None
    if drawing is None:
        return None
    least = min(30, 9 + round(300 / math.sqrt(len(drawing.shapes)) / 4))

    def mark(shape: Shape) -> RegionMark:
        count = counts.get(shape.pk, 0)
        wide_enough = 8 + 7 * len(f"{count:,}")
        return RegionMark(shape, count, address_of(shape.slug), shape.pk == chosen, max(least, wide_enough))

    return RegionOverview(drawing, tuple(map(mark, drawing.shapes)))


def small_map(process: Process, region: Region | None = None, kinds: tuple[str, ...] = (Kind.IDEA,)) -> SmallMap | None:
    """Return the picture of a process' entries, or of those in one region with its neighbours; None without outlines.

    Two queries (two more when the outlines are drawn for the first time). Over very many entries kept for a minute.
    """
    drawing = drawing_of(process.region_set) if process.region_set else None
    if drawing is None:
        return None
    key = f"small-map:{process.pk}:{region.pk if region else ''}:{hash(kinds)}:{hash(drawing.bounds)}"
    return kept_if_slow(key, lambda: _small_map(process, region, kinds, drawing))


def dots_of(drawing: Drawing, places: Mapping[tuple[float, float], int]) -> tuple[Dot, ...]:
    """Return circles for counts at points (longitude, latitude), the largest first, for a map as wide as a small one.

    No query.
    """
    scale = drawing.width / SMALL_WIDTH
    dots = [_dot(drawing, *point, count, scale) for point, count in places.items()]
    return tuple(sorted(dots, key=lambda dot: -dot.count))


def _small_map(process: Process, region: Region | None, kinds: tuple[str, ...], drawing: Drawing) -> SmallMap:
    filters = MapFilters(kinds=kinds, region=region.pk if region else None)
    left, top, width, height = _section(drawing, region)
    zoom = drawing.zoom + math.log2(SMALL_WIDTH / width)
    answer = clusters(process, None, zoom, filters)
    scale = width / SMALL_WIDTH
    counted = [(one.lon, one.lat, one.size) for one in answer.clusters]
    counted += [(one.lon, one.lat, 1) for one in answer.points]
    dots = [_dot(drawing, *one, scale) for one in counted]
    address = reverse("ideas:map", args=[process.slug]) + (f"?region={region.slug}" if region else "")
    return SmallMap(
        drawing=drawing,
        view_box=f"{left} {top} {width} {height}",
        shapes=tuple(shape for shape in drawing.shapes if _touches(shape, left, top, width, height)),
        dots=tuple(sorted(dots, key=lambda dot: -dot.count)),
        chosen=region.pk if region else None,
        total=answer.total,
        address=address,
    )


def _section(drawing: Drawing, region: Region | None) -> tuple[int, int, int, int]:
    """Return left, top, width and height of what is shown: everything, or a region amid some of its neighbours."""
    shape = next((shape for shape in drawing.shapes if region and shape.pk == region.pk), None)
    if shape is None:
        margin = drawing.width // 50
        return -margin, -margin, drawing.width + 2 * margin, drawing.height + 2 * margin
    left, top, right, bottom = shape.box
    width, height = right - left, bottom - top
    wide = max(width, height * 4 // 3)
    margin = wide // 5
    wide, high = wide + 2 * margin, max(height, wide * 3 // 4) + 2 * margin
    return (left + right - wide) // 2, (top + bottom - high) // 2, wide, high


def _touches(shape: Shape, left: int, top: int, width: int, height: int) -> bool:
    west, north, east, south = shape.box
    return west < left + width and east > left and north < top + height and south > top


def _dot(drawing: Drawing, lon: float, lat: float, count: int, scale: float) -> Dot:
    x, y = drawing.project(lon, lat)
    return Dot(round(x), round(y), round((4 + 3.2 * math.log2(count)) * scale), count)
