"""The part of the map somebody looks at."""

from dataclasses import dataclass

from dialogwerk.entries.models import MapSquare
from dialogwerk.places.geography import grid

FINENESS = 4
"""A cluster is counted from squares a quarter as wide (2 bits for each axis), so that it stands amid its entries."""
MOST_RANGES = 8


@dataclass(frozen=True)
class ViewBox:
    """A view in degrees and its zoom (MapLibre's), widened to whole squares of the grid.

    Map and list both use the widened box: so they hold the same entries. `first` and `last` are the cells in its
    corners, in the north-west and the south-east.
    """

    west: float
    south: float
    east: float
    north: float
    zoom: float
    first: int
    last: int

    @property
    def shift(self) -> int:
        """How many bits of a cell to drop for the squares that clusters are counted from."""
        return fine_shift(self.zoom)

    def holds(self, bounds: grid.Bounds | None) -> bool:
        """Say whether all of `bounds` is in view."""
        if bounds is None:
            return False
        west, south, east, north = bounds
        return self.west <= west and self.south <= south and self.east >= east and self.north >= north

    @property
    def ranges(self) -> list[tuple[int, int]]:
        """Runs of cells that hold the box and a little more."""
        return grid.ranges_for_bbox(self.west, self.south, self.east, self.north, MOST_RANGES)


def fine_shift(zoom: float) -> int:
    """Return the bits to drop for the squares that clusters at `zoom` are counted from.

    A view just nearer than those whose squares are counted already uses the same squares: they are half as fine there.
    """
    wanted = max(grid.shift_for_zoom(zoom) - FINENESS, 0)
    counted = min(MapSquare.SHIFTS)
    return counted if counted - 2 <= wanted < counted else wanted


def view_box(bbox: str, zoom: float) -> ViewBox | None:
    """Return the view for an address' `bbox` („west,south,east,north“); None for one that is no box."""
    try:
        west, south, east, north = (float(part) for part in bbox.split(","))
        shift = fine_shift(zoom)
        first, last = grid.cell_of(west, north) >> shift, grid.cell_of(east, south) >> shift
    except ValueError:
        return None
    if west > east or south > north:
        return None
    widened_west, _south, _east, widened_north = grid.square_bounds(first, shift)
    _west, widened_south, widened_east, _north = grid.square_bounds(last, shift)
    cells = (first << shift, ((last + 1) << shift) - 1)
    return ViewBox(widened_west, widened_south, widened_east, widened_north, zoom, *cells)
