"""The plane: metres, common borders, simplification, points inside."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.places.geography.plane import clean_coverage, points_inside, simplify_coverage, to_metres, to_steps


def row(*shapes: shapely.Geometry) -> np.ndarray:
    return np.array(shapes, dtype=object)


@given(st.integers(50_000, 160_000), st.integers(470_000, 560_000))
def test_steps_survive_the_way_to_metres_and_back(x: int, y: int) -> None:
    corner = row(shapely.Point(x, y))
    assert to_steps(to_metres(corner))[0] == corner[0]


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    line = to_metres(row(shapely.LineString([(80_000, 510_000), (80_000, 520_000)])))[0]
    assert line.length == pytest.approx(111_320)


def test_overlaps_and_slivers_are_mended() -> None:
    left, right = shapely.box(0, 0, 100.3, 100), shapely.box(101.9, 0, 200, 100)
    above, below = shapely.box(0, 99.2, 200, 200), shapely.box(0, -100, 200, 0)
    cleaned = clean_coverage(row(left, right, above, below))
    assert shapely.coverage_is_valid(cleaned)
    assert shapely.union_all(cleaned).equals(shapely.box(0, -100, 200, 200))
    corners = shapely.get_coordinates(cleaned)
    assert (corners == corners.round()).all()


def test_an_area_smaller_than_a_step_is_refused() -> None:
    with pytest.raises(ValueError, match="common borders"):
        clean_coverage(row(shapely.box(0, 0, 100, 100), shapely.box(200.1, 0, 200.2, 0.1)))


def test_simplified_neighbours_keep_one_border() -> None:
    wave = [(100 + (y // 10 % 2), y) for y in range(0, 1_001, 10)]
    left = shapely.Polygon([(0, 0), *wave, (0, 1_000)])
    right = shapely.Polygon([(500, 0), *wave, (500, 1_000)])
    simplified = simplify_coverage(row(left, right), 200)
    assert shapely.coverage_is_valid(simplified)
    assert shapely.get_num_coordinates(simplified).max() < 20


def test_points_are_inside_where_the_centre_is_not() -> None:
    horseshoe = shapely.box(0, 0, 300, 300).difference(shapely.box(100, 0, 200, 200))
    assert shapely.contains(horseshoe, shapely.points(points_inside(row(horseshoe)))).all()
