"""One whole number for a place on the map, so that a database groups nearby points without geometry.

The Web Mercator square is cut in half again and again along both axes, 31 times each. The bits of the column
(west to east) and of the row (north to south) take turns, the row's first: a Z-order curve of 62 bits, which
fits a signed 64-bit column of SQLite and PostgreSQL. Shifting a number right by two bits gives the square
twice as wide around it. So ``GROUP BY cell >> shift_for_zoom(zoom)`` makes the clusters of a map, and a
bounding box is a few ``cell BETWEEN first AND last``.
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Bounds = tuple[float, float, float, float]
"""West, south, east, north in degrees."""

BITS = 31
SIDE = 1 << BITS
TILE_PIXELS = 512
"""The world is this wide at zoom 0 in MapLibre; Leaflet counts 256, so its zoom is one more."""

CLUSTER_PIXELS = 64
FINEST_ZOOM = BITS - int(math.log2(TILE_PIXELS // CLUSTER_PIXELS))
"""The zoom whose clusters are single cells."""

NORTHERN_EDGE = math.degrees(math.atan(math.sinh(math.pi)))
"""85.05 degrees: where Web Mercator ends; places beyond count as on the edge."""

COLUMN_BITS = int("01" * BITS, 2)
"""The bits of a cell that tell its column. Of two cells the one farther east has the larger number in them."""

ROW_BITS = COLUMN_BITS << 1
"""Those that tell its row, from north to south."""

_ACROSS_A_BOX = 16
_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def cell_of(lon: float, lat: float) -> int:
    """The cell of one place in degrees (WGS84). Raises ValueError as ``cells_of`` does."""
    return int(cells_of([lon], [lat])[0])


def cells_of(lons: ArrayLike, lats: ArrayLike) -> NDArray[np.int64]:
    """The cells of n places: shape (n,), each from 0 to 2**62 - 1.

    Raises ValueError for anything but longitudes from -180 to 180 and latitudes from -90 to 90.
    """
    east = np.asarray(lons, dtype=np.float64)
    north = np.asarray(lats, dtype=np.float64)
    if not ((np.abs(east) <= 180).all() and (np.abs(north) <= 90).all()):
        raise ValueError("longitudes go from -180 to 180, latitudes from -90 to 90")
    edge = np.radians(np.clip(north, -NORTHERN_EDGE, NORTHERN_EDGE))
    columns = _index((east + 180) / 360)
    rows = _index(0.5 - np.arcsinh(np.tan(edge)) / (2 * np.pi))
    return _interleave(columns, rows)


def shift_for_zoom(zoom: float) -> int:
    """How many bits to drop so that points closer than about 64 pixels (45 to 91) come together.

    ``zoom`` is the one of MapLibre and may have a fraction; for Leaflet, pass its zoom less one.
    """
    return 2 * (BITS - _level(zoom))


def cell_bounds(cell: int, zoom: float = FINEST_ZOOM) -> Bounds:
    """The edges of a cluster, ``cell_of(...) >> shift_for_zoom(zoom)``; without zoom, of a single cell.

    A place on an edge belongs to the cluster east or south of it. Raises ValueError for a number that the
    zoom does not have.
    """
    column, row, side = _square(cell, zoom)
    return (_lon(column / side), _lat((row + 1) / side), _lon((column + 1) / side), _lat(row / side))


def cell_center(cell: int, zoom: float = FINEST_ZOOM) -> tuple[float, float]:
    """Longitude and latitude of the middle of a cluster as drawn; numbers and errors as in ``cell_bounds``."""
    column, row, side = _square(cell, zoom)
    return (_lon((column + 0.5) / side), _lat((row + 0.5) / side))


def edges_of(squares: NDArray[np.int64], shift: int) -> NDArray[np.float64]:
    """The edges of n squares, ``cell_of(...) >> shift`` (an even number of bits): shape (4, n), order as `Bounds`."""
    side = 1 << (BITS - shift // 2)
    columns, rows = _gather(squares), _gather(squares >> 1)
    west, east = (np.array([columns, columns + 1]) / side) * 360 - 180
    north, south = np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * np.array([rows, rows + 1]) / side))))
    return np.array([west, south, east, north])


def square_bounds(square: int, shift: int) -> Bounds:
    """The edges of a square, ``cell_of(...) >> shift`` (an even number of bits)."""
    side = 1 << (BITS - shift // 2)
    column, row = _unspread(square), _unspread(square >> 1)
    return (_lon(column / side), _lat((row + 1) / side), _lon((column + 1) / side), _lat(row / side))


def ranges_for_bbox(
    west: float, south: float, east: float, north: float, max_ranges: int = 16
) -> list[tuple[int, int]]:
    """Ranges of cells, first and last included, that hold every place in the box: sorted, apart, few.

    They hold more than the box, so the query also compares longitude and latitude. Two things add to it:
    the box is filled with whole squares, 9 to 17 along its longer side, which overlap its edges; and where
    they make more than ``max_ranges`` runs, the shortest gaps between runs are included.

    Raises ValueError for a box that is inside out or leaves the world (split one that crosses 180 degrees).
    """
    if west > east or south > north or max_ranges < 1:
        raise ValueError("a box goes from west to east and from south to north, in at least one range")
    corners = cells_of([west, east], [north, south])
    columns, rows = (_unspread_all(corners >> axis) for axis in (0, 1))
    longer = max(int(columns[1] - columns[0]), int(rows[1] - rows[0]))
    drop = (longer // _ACROSS_A_BOX).bit_length()
    across, down = (np.arange(axis[0] >> drop, (axis[1] >> drop) + 1) for axis in (columns, rows))
    squares = np.sort(_interleave(*(grid.ravel() for grid in np.meshgrid(across, down))))
    return [(first << 2 * drop, ((last + 1) << 2 * drop) - 1) for first, last in _runs(squares, max_ranges)]


def _runs(numbers: NDArray[np.int64], most: int) -> list[tuple[int, int]]:
    """Sorted numbers as at most ``most`` runs from first to last, parted at the widest gaps."""
    steps = np.diff(numbers)
    widest = np.argsort(-steps, kind="stable")[: most - 1]
    ends = np.sort(widest[steps[widest] > 1])
    firsts = numbers[np.concatenate([[0], ends + 1])]
    lasts = numbers[np.concatenate([ends, [len(numbers) - 1]])]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _square(cell: int, zoom: float) -> tuple[int, int, int]:
    """Column and row of a cluster and how many clusters the world is wide."""
    level = _level(zoom)
    if not 0 <= cell < 4**level:
        raise ValueError(f"there is no cell {cell} at zoom {zoom}")
    return _unspread(cell), _unspread(cell >> 1), 1 << level


def _level(zoom: float) -> int:
    """How many times the world is halved at a zoom, 0 to 31."""
    halvings = math.floor(zoom + 0.5) + BITS - FINEST_ZOOM
    return min(max(halvings, 0), BITS)


def _index(position: NDArray[np.float64]) -> NDArray[np.int64]:
    """Positions from 0 to 1 as whole numbers from 0 to 2**31 - 1."""
    index: NDArray[np.int64] = np.clip(np.floor(position * SIDE), 0, SIDE - 1).astype(np.int64)
    return index


def _interleave(columns: NDArray[np.int64], rows: NDArray[np.int64]) -> NDArray[np.int64]:
    return _spread(columns) | (_spread(rows) << 1)


def _spread(bits: NDArray[np.int64]) -> NDArray[np.int64]:
    """Bit i moves to bit 2i: blocks of 16, then 8, … bits part until a free bit stands between any two."""
    for distance, mask in _SPREAD:
        bits = (bits | (bits << distance)) & mask
    return bits


def _gather(bits: NDArray[np.int64]) -> NDArray[np.int64]:
    """Bit 2i moves to bit i, odd bits are dropped, for many numbers at once: ``_spread`` backwards."""
    bits = bits & _SPREAD[-1][1]
    for (distance, _), (_, mask) in zip(reversed(_SPREAD), [*reversed(_SPREAD[:-1]), (0, 0xFFFFFFFF)], strict=True):
        bits = (bits | (bits >> distance)) & mask
    return bits


def _unspread_all(bits: NDArray[np.int64]) -> NDArray[np.int64]:
    """Bit 2i moves to bit i; odd bits are dropped."""
    return np.array([_unspread(int(number)) for number in bits], dtype=np.int64)


def _unspread(bits: int) -> int:
    """Bit 2i moves to bit i; odd bits are dropped."""
    even = bin(bits)[2:][::-1][::2][::-1]
    return int(even or "0", 2)


def _lon(x: float) -> float:
    return x * 360 - 180


def _lat(y: float) -> float:
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * y))))
