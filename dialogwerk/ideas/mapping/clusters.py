"""From entries to what the map draws: one indexed `GROUP BY cell >> k`."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
from django.db import connection
from django.db.models import BigIntegerField, Count, F, Max, Min, QuerySet
from numpy.typing import NDArray

from dialogwerk.core.kept import kept_if_slow
from dialogwerk.core.prepared import Given, values_for_each
from dialogwerk.entries.models import Entry, MapSquare
from dialogwerk.ideas.mapping.filters import MapFilters, matching_entries
from dialogwerk.ideas.mapping.view_box import ViewBox, fine_shift
from dialogwerk.places.geography import grid
from dialogwerk.places.outlines import bounds_of
from dialogwerk.processes.models import Process

GAP_PIXELS = 3
"""Marks that would come nearer than this to each other become one, so that their numbers do not overlap."""
KEPT_SECONDS = 5
"""A far view over very many entries that took long is kept so long, and is never older than that."""

_RUN_OF_SQUARES = """
    SELECT square, count, low, high FROM entries_mapsquare
    WHERE process_id = %s AND kind = %s AND stage = %s AND shift = %s AND square BETWEEN %s AND %s
"""

_NUMBER = BigIntegerField()

Row = tuple[int, int, int, int]


class MapPoint(NamedTuple):
    """One entry on the map."""

    lon: float
    lat: float
    number: int
    kind: str
    stage: int
    title: str


class Cluster(NamedTuple):
    """`size` entries near each other. `cell` is set where all of them stand at one and the same point."""

    lon: float
    lat: float
    size: int
    bounds: list[float]
    cell: int | None


@dataclass(frozen=True)
class MapAnswer:
    """What the map shows: `total` entries, in clusters and single points."""

    total: int
    clusters: tuple[Cluster, ...]
    points: tuple[MapPoint, ...]

    def as_data(self) -> dict[str, Any]:
        """Return the compact form that `map.js` reads: JSON writes clusters and points as lists of their values."""
        return {"total": self.total, "clusters": self.clusters, "points": self.points}


def clusters(process: Process, box: ViewBox | None, zoom: float, filters: MapFilters) -> MapAnswer:
    """Return the clusters and single points of the entries that match, in `box` or on the whole map.

    Two queries: the squares with their counts, and the cards of those that stand alone.
    """
    entries = _placed(process, filters)
    shift = fine_shift(zoom)
    rows = _squares_in_view(process, box, filters, shift)
    if not len(rows):
        return MapAnswer(0, (), ())
    marks = _marks(rows, shift, zoom)
    alone: list[int] = marks.lows[marks.counts == 1].tolist()
    return MapAnswer(int(marks.counts.sum()), tuple(_clusters(marks)), tuple(_points(entries, alone)))


def count_in_view(process: Process, box: ViewBox, filters: MapFilters) -> int:
    """Return how many entries match in `box`. One query."""
    return int(_squares_in_view(process, box, filters, box.shift)[:, 1].sum())


def _placed(process: Process, filters: MapFilters) -> QuerySet[Entry]:
    return matching_entries(process, filters).filter(cell__isnull=False)


def _squares_in_view(process: Process, box: ViewBox | None, filters: MapFilters, shift: int) -> NDArray[np.int64]:
    """Return (square, count, lowest and highest cell in it) for all squares with entries, in `box` or everywhere.

    A far view reads squares that are counted already. A near one reads its runs of cells from the index. One of the
    whole map or with a filter that finds few entries by an index of its own reads everything that matches and leaves
    out what lies outside.
    """
    if filters.is_counted and shift >= min(MapSquare.SHIFTS):
        return _inside(_counted_before(process, box, filters, shift), box, shift)
    if box is None or filters.is_narrow or box.holds(bounds_of(process.region_set)):
        return _inside(_all_squares(process, filters, shift), box, shift)
    run = _placed(process, filters).filter(cell__range=(Given("first", _NUMBER), Given("last", _NUMBER)))
    squares = run.annotate(square=F("cell").bitrightshift(shift)).values("square")
    # one by one (UNION ALL): the database answers each from the index alone
    rows = values_for_each(_counted(squares), [{"first": first, "last": last} for first, last in box.ranges])
    return _inside(_joined(rows), box, shift)


def _counted_before(process: Process, box: ViewBox | None, filters: MapFilters, shift: int) -> list[Row]:
    """Return the squares from the table that holds them for each zoom; those of very far views are put together.

    Each run of squares is a read of its own (UNION ALL): the index answers it at once, while of runs joined by OR it
    would look at all squares.
    """
    kept = min(shift, max(MapSquare.SHIFTS))
    stage = MapSquare.ANY_STAGE if filters.stage is None else filters.stage
    runs = [(first >> kept, last >> kept) for first, last in box.ranges] if box else [(0, 1 << 62)]
    reads = [(process.pk, str(kind), stage, kept, *run) for kind in filters.kinds for run in runs]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([_RUN_OF_SQUARES] * len(reads)), list(chain.from_iterable(reads)))
        rows: list[Row] = cursor.fetchall()
    if kept == shift and len(filters.kinds) == 1:
        return rows
    return _joined([(square >> (shift - kept), count, low, high) for square, count, low, high in rows])


def _all_squares(process: Process, filters: MapFilters, shift: int) -> list[Row]:
    """Return the squares of the whole map, from the cache where they were slow to count a few seconds ago."""
    squares = _placed(process, filters).annotate(square=F("cell").bitrightshift(shift)).values("square")
    key = f"map-squares:{process.pk}:{shift}:{hash(filters)}"
    return kept_if_slow(key, lambda: list(_counted(squares)), KEPT_SECONDS)


def _counted(squares: QuerySet[Entry, Any]) -> QuerySet[Entry, Row]:
    counted = squares.annotate(count=Count("pk"), low=Min("cell"), high=Max("cell"))
    return counted.values_list("square", "count", "low", "high")


def _joined(rows: list[Row]) -> list[Row]:
    """Two runs of cells may meet within one square."""
    joined: dict[int, Row] = {}
    for square, count, low, high in rows:
        before = joined.get(square, (square, 0, low, high))
        joined[square] = (square, before[1] + count, min(before[2], low), max(before[3], high))
    return list(joined.values())


def _inside(found: Iterable[Row], box: ViewBox | None, shift: int) -> NDArray[np.int64]:
    rows: NDArray[np.int64] = np.fromiter(chain.from_iterable(found), np.int64).reshape(-1, 4)
    if box is None:
        return rows
    west, south, east, north = grid.edges_of(rows[:, 0], shift)
    lons, lats = (west + east) / 2, (south + north) / 2
    rows = rows[(lons >= box.west) & (lons <= box.east) & (lats >= box.south) & (lats <= box.north)]
    return rows


@dataclass(frozen=True)
class _Marks:
    """Squares brought together: for each mark its place, count, lowest and highest cell, and its edges."""

    lons: NDArray[np.float64]
    lats: NDArray[np.float64]
    counts: NDArray[np.int64]
    lows: NDArray[np.int64]
    highs: NDArray[np.int64]
    edges: NDArray[np.float64]


def _marks(rows: NDArray[np.int64], shift: int, zoom: float) -> _Marks:
    """Bring squares together: those in the same wider square, then marks that would overlap."""
    edges = grid.edges_of(rows[:, 0], shift)
    _, labels = np.unique(rows[:, 0] >> max(grid.shift_for_zoom(zoom) - shift, 0), return_inverse=True)
    marks = _gathered(rows, edges, labels)
    merged = _merged(marks, zoom)[labels]
    return _gathered(rows, edges, np.unique(merged, return_inverse=True)[1])


def _gathered(rows: NDArray[np.int64], edges: NDArray[np.float64], labels: NDArray[np.int64]) -> _Marks:
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    counts, lows, highs = (rows[order, column] for column in (1, 2, 3))
    west, south, east, north = edges[:, order]
    totals = np.add.reduceat(counts, starts)
    return _Marks(
        lons=np.add.reduceat((west + east) / 2 * counts, starts) / totals,
        lats=np.add.reduceat((south + north) / 2 * counts, starts) / totals,
        counts=totals,
        lows=np.minimum.reduceat(lows, starts),
        highs=np.maximum.reduceat(highs, starts),
        edges=np.array(
            [np.minimum.reduceat(edge, starts) for edge in (west, south)]
            + [np.maximum.reduceat(edge, starts) for edge in (east, north)]
        ),
    )


def _merged(marks: _Marks, zoom: float) -> NDArray[np.int64]:
    """Return for each mark the one it goes into: each, the largest first, takes in those too near to it."""
    near: dict[int, list[int]] = {}
    for one, other in _too_near(marks, zoom):
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    goes_into: dict[int, int] = {}
    for row in np.argsort(-marks.counts, kind="stable").tolist():
        if row not in goes_into:
            goes_into[row] = row
            for other in near.get(row, ()):
                goes_into.setdefault(other, row)
    return np.array([goes_into[row] for row in range(len(marks.counts))])


def _too_near(marks: _Marks, zoom: float) -> list[tuple[int, int]]:
    """Return the pairs of marks that would overlap. Only pairs that one strip of the map holds are compared."""
    pixels = 2**zoom * grid.TILE_PIXELS / 360
    order = np.argsort(marks.lons)
    across = marks.lons[order] * pixels
    down = np.degrees(np.arcsinh(np.tan(np.radians(marks.lats[order])))) * pixels
    sizes = _mark_sizes(marks.counts[order])
    others = np.searchsorted(across, across + sizes.max() + GAP_PIXELS) - np.arange(1, len(across) + 1)
    one = np.repeat(np.arange(len(across)), others)
    other = np.arange(len(one)) - np.repeat(np.cumsum(others) - others, others) + one + 1
    reach = (sizes[one] + sizes[other]) / 2 + GAP_PIXELS
    is_near = (across[one] - across[other]) ** 2 + (down[one] - down[other]) ** 2 < reach**2
    return list(zip(order[one[is_near]].tolist(), order[other[is_near]].tolist(), strict=True))


def _mark_sizes(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return how wide each mark is drawn, in pixels; `map-marks.js` reckons the same."""
    return np.where(counts == 1, 20, np.minimum(56, 24 + 4.5 * np.log2(counts)))


def _clusters(marks: _Marks) -> Iterable[Cluster]:
    many = marks.counts > 1
    columns = (marks.lons.round(5), marks.lats.round(5), marks.counts, marks.lows, marks.highs, marks.edges.T.round(4))
    for lon, lat, size, low, high, bounds in zip(*(column[many].tolist() for column in columns), strict=True):
        if low == high:
            middle = grid.cell_center(low)
            yield Cluster(round(middle[0], 5), round(middle[1], 5), size, bounds, low)
        else:
            yield Cluster(lon, lat, size, bounds, None)


def _points(entries: QuerySet[Entry], cells: list[int]) -> Iterable[MapPoint]:
    """Return the cards of entries that stand alone. Sorted here: in the database it would read by number."""
    if not cells:
        return
    rows = entries.filter(cell__in=cells).values_list("lon", "lat", "pk", "kind", "stage", "title")
    yield from (MapPoint(*row) for row in sorted(rows, key=lambda row: row[2]))  # type: ignore[arg-type]  # placed
