"""The flat plane all shapes live on while we work with them, and the two operations on whole coverages.

A *coverage* is a set of areas that touch but never overlap. Shapes are kept in **steps**: whole numbers of
1/10000 degree (about 7 m east-west, 11 m north-south), x for longitude and y for latitude. Because every
corner is a whole number, neighbours share their border exactly, before and after writing four decimals.
"""

import math

import numpy as np
import shapely
from numpy.typing import NDArray

Shapes = NDArray[np.object_]
"""One polygon or multipolygon a row."""

STEPS_PER_DEGREE = 10_000
_METRES_PER_DEGREE = 111_320
_MIDDLE_OF_GERMANY = math.radians(51.2)
_SLIVER_STEPS = 3.0

METRES_PER_STEP = np.array([math.cos(_MIDDLE_OF_GERMANY), 1.0]) * _METRES_PER_DEGREE / STEPS_PER_DEGREE
"""Metres in one step (x, y). True at 51.2 degrees north; east-west distances are up to 9 % too short or too
long at the country's northern and southern ends."""


def to_metres(shapes: Shapes) -> Shapes:
    """Shapes in steps as shapes in metres from 0 degrees north and east."""
    scaled: Shapes = shapely.transform(shapes, lambda steps: steps * METRES_PER_STEP)
    return scaled


def to_steps(shapes: Shapes) -> Shapes:
    """Shapes in metres as shapes in steps, every corner rounded to the nearest whole step."""
    rounded: Shapes = shapely.transform(shapes, lambda metres: np.rint(metres / METRES_PER_STEP))
    return rounded


def clean_coverage(shapes: Shapes) -> Shapes:
    """Put nearly matching areas on whole steps so that they match exactly.

    ``shapes`` are in steps with fractions. Rounding each area by itself lets a few borders cross or part;
    those areas and their neighbours are mended and rounded once more. (Mending the whole country at once
    takes a gigabyte of memory.) Slivers of no one's land between them, narrower than about 30 m, go to a
    neighbour.

    Raises ValueError where that does not lead to a coverage.
    """
    cleaned: Shapes = shapely.set_precision(shapes, 1.0)
    faulty = ~shapely.is_empty(shapely.coverage_invalid_edges(cleaned, gap_width=_SLIVER_STEPS))
    _, rows = shapely.STRtree(cleaned).query(cleaned[faulty], predicate="intersects")
    rows = np.unique(rows)
    if rows.size:
        mended = np.asarray(shapely.coverage_clean(cleaned[rows], gap_width=_SLIVER_STEPS))
        cleaned[rows] = shapely.set_precision(mended, 1.0)
    if not shapely.coverage_is_valid(cleaned) or shapely.is_empty(cleaned).any():
        raise ValueError("the areas cannot be brought to common borders on whole steps")
    return cleaned


def simplify_coverage(shapes: Shapes, tolerance_m: float) -> Shapes:
    """Leave out corners while neighbours keep one common border (Visvalingam-Whyatt).

    A corner goes when the triangle it spans with its neighbours is smaller than ``tolerance_m`` squared.
    Only corners of the input remain, so the result is on whole steps as well. No area vanishes.
    """
    return to_steps(shapely.coverage_simplify(to_metres(shapes), tolerance_m))


def points_inside(shapes: Shapes) -> NDArray[np.float64]:
    """A point well inside each shape, far from its borders: steps, whole numbers, n x 2.

    It is the centre of the largest circle that fits. Raises ValueError where rounding moves one outside.
    """
    radii = shapely.maximum_inscribed_circle(shapes, tolerance=5.0)
    centres: NDArray[np.float64] = np.rint(shapely.get_coordinates(shapely.get_point(radii, 0)))
    if not shapely.contains_properly(shapes, shapely.points(centres)).all():
        raise ValueError("a shape is too narrow to hold a point on whole steps")
    return centres
