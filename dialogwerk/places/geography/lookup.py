"""Tells in which municipality, or in which region, a point lies."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from .plane import METRES_PER_STEP, STEPS_PER_DEGREE, Shapes, to_metres
from .storage import read_outlines, read_shapes

REACH_M = 2_000


class AreaLookup:
    """Finds the key of the area a point lies in, or of the nearest within ``reach_m`` metres.

    The reach makes up for simplified borders and leaves a little room at coasts. It leaves the same room beyond
    frontiers: a point in Strasbourg's east gets Kehl, one in Potsdam's east a borough of Berlin. It is measured
    on the flat plane, so up to 9 % off east-west. Building one takes the shapes (metres, one for each key);
    looking up changes nothing, so one instance serves all threads.
    """

    def __init__(self, keys: Sequence[str], shapes: Shapes, reach_m: float = REACH_M) -> None:
        self._answers = np.array([*keys, None], dtype=object)
        self._nothing = len(keys)
        self._tree = shapely.STRtree(shapes)
        self._reach_m = reach_m

    def find(self, lon: float, lat: float) -> str | None:
        """The key for one point in degrees (WGS84); None beyond reach or for numbers that are no place."""
        return self.find_many([lon], [lat])[0]

    def find_many(self, lons: ArrayLike, lats: ArrayLike) -> list[str | None]:
        """The keys for n points. A point on a shared border gets the first of the keys.

        Raises ValueError where ``lons`` and ``lats`` are not two rows of the same length.
        """
        metres = _metres(lons, lats)
        usable = np.isfinite(metres).all(axis=1)
        rows = np.full(len(metres), self._nothing)
        rows[usable] = self._rows(shapely.points(metres[usable]))
        answers: list[str | None] = self._answers[rows].tolist()
        return answers

    def _rows(self, points: NDArray[np.object_]) -> NDArray[np.int64]:
        """The lowest row of the areas each point hits, or of the nearest ones; otherwise the row of None."""
        rows = np.full(len(points), self._nothing)
        hit, areas = self._tree.query(points, predicate="intersects")
        np.minimum.at(rows, hit, areas)
        outside = np.flatnonzero(rows == self._nothing)
        beside, areas = self._tree.query_nearest(points[outside], max_distance=self._reach_m)
        np.minimum.at(rows, outside[beside], areas)
        return rows


class MunicipalityLookup(AreaLookup):
    """Answers with the AGS of 2016-01-01."""

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read ``municipal_shapes.json.gz``."""
        return cls(*read_shapes(path, METRES_PER_STEP))


class RegionLookup(AreaLookup):
    """Answers with the key of a drawn region; for Berlin's boroughs, which municipalities cannot tell apart."""

    @classmethod
    def from_file(cls, path: Path) -> Self:
        """Read an ``outlines_<set>.json``."""
        keys, shapes = read_outlines(path)
        return cls(keys, to_metres(shapes))


def _metres(lons: ArrayLike, lats: ArrayLike) -> NDArray[np.float64]:
    """Degrees as n x 2 metres on the plane."""
    columns = [np.asarray(column, dtype=np.float64) for column in (lons, lats)]
    if columns[0].ndim != 1 or columns[0].shape != columns[1].shape:
        raise ValueError("lons and lats must be two rows of the same length")
    metres: NDArray[np.float64] = np.column_stack(columns) * STEPS_PER_DEGREE * METRES_PER_STEP
    return metres
