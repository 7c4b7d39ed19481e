"""The grid: cells hold their places, clusters hold their cells, ranges hold their box."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.places.geography.grid import (
    BITS,
    FINEST_ZOOM,
    NORTHERN_EDGE,
    cell_bounds,
    cell_center,
    cell_of,
    cells_of,
    ranges_for_bbox,
    shift_for_zoom,
)

HAIR = 1e-9
"""Degrees, about a tenth of a millimetre: how far arithmetic may be off."""

lons = st.floats(-180, 180)
lats = st.floats(-NORTHERN_EDGE, NORTHERN_EDGE)
places = st.tuples(lons, lats)
zooms = st.floats(0, 24)
cells = st.integers(0, 4**BITS - 1)
boxes = st.tuples(places, places).map(
    lambda pair: (
        min(pair[0][0], pair[1][0]),
        min(pair[0][1], pair[1][1]),
        max(pair[0][0], pair[1][0]),
        max(pair[0][1], pair[1][1]),
    )
)


def holds(ranges: list[tuple[int, int]], cell: int) -> bool:
    return any(first <= cell <= last for first, last in ranges)


@given(places, zooms)
def test_a_cluster_holds_its_places(place: tuple[float, float], zoom: float) -> None:
    lon, lat = place
    west, south, east, north = cell_bounds(cell_of(lon, lat) >> shift_for_zoom(zoom), zoom)
    assert west - HAIR <= lon <= east + HAIR
    assert south - HAIR <= lat <= north + HAIR


@given(cells)
def test_the_middle_of_a_cell_is_in_that_cell(cell: int) -> None:
    assert cell_of(*cell_center(cell)) == cell


@given(zooms, st.data())
def test_the_middle_of_a_cluster_is_in_that_cluster(zoom: float, data: st.DataObject) -> None:
    shift = shift_for_zoom(zoom)
    cluster = data.draw(st.integers(0, (4**BITS - 1) >> shift))
    assert cell_of(*cell_center(cluster, zoom)) >> shift == cluster


@given(cells, zooms)
def test_a_coarser_cluster_encloses_the_finer_one(cell: int, zoom: float) -> None:
    west, south, east, north = cell_bounds(cell >> shift_for_zoom(zoom), zoom)
    inner_west, inner_south, inner_east, inner_north = cell_bounds(cell)
    assert west <= inner_west < inner_east <= east
    assert south <= inner_south < inner_north <= north


@given(st.lists(places, max_size=20))
def test_many_cells_are_the_single_cells(row: list[tuple[float, float]]) -> None:
    many = cells_of([lon for lon, _ in row], [lat for _, lat in row])
    assert many.dtype == np.int64
    assert many.tolist() == [cell_of(lon, lat) for lon, lat in row]


@given(places)
def test_cells_fit_a_signed_64_bit_column(place: tuple[float, float]) -> None:
    assert 0 <= cell_of(*place) < 2**62


@given(boxes, st.floats(0, 1), st.floats(0, 1), st.integers(1, 40))
def test_ranges_hold_every_place_in_the_box(
    box: tuple[float, float, float, float], across: float, up: float, most: int
) -> None:
    west, south, east, north = box
    inside = (min(west + across * (east - west), east), min(south + up * (north - south), north))
    ranges = ranges_for_bbox(*box, max_ranges=most)
    for lon, lat in [inside, (west, south), (west, north), (east, south), (east, north)]:
        assert holds(ranges, cell_of(lon, lat))


@given(boxes, st.integers(1, 40))
def test_ranges_are_few_sorted_and_apart(box: tuple[float, float, float, float], most: int) -> None:
    ranges = ranges_for_bbox(*box, max_ranges=most)
    assert 1 <= len(ranges) <= most
    assert all(first <= last for first, last in ranges)
    assert all(last + 1 < following for (_, last), (following, _) in pairwise(ranges))


@given(boxes)
def test_without_a_limit_ranges_add_at_most_one_square_on_each_side(
    box: tuple[float, float, float, float],
) -> None:
    ranges = ranges_for_bbox(*box, max_ranges=1_000)
    squares = [_column_and_row(corner) for corner in ((box[0], box[3]), (box[2], box[1]))]
    wide, high = (squares[1][axis] - squares[0][axis] + 1 for axis in (0, 1))
    margin = max(wide, high) / 4
    assert sum(last - first + 1 for first, last in ranges) <= (wide + margin) * (high + margin)


def _column_and_row(place: tuple[float, float]) -> tuple[int, int]:
    bits = f"{cell_of(*place):062b}"
    return int(bits[1::2], 2), int(bits[0::2], 2)


def test_clusters_are_about_64_pixels_wide() -> None:
    for zoom in (0.0, 4.4, 4.6, 7.0, 12.5):
        west, _, east, _ = cell_bounds(cell_of(8, 51) >> shift_for_zoom(zoom), zoom)
        pixels = (east - west) / 360 * 512 * 2**zoom
        assert 45 <= pixels <= 91


def test_zooms_beyond_the_grid_use_single_cells_or_one_world() -> None:
    assert shift_for_zoom(FINEST_ZOOM) == shift_for_zoom(40) == 0
    assert cell_of(8, 51) >> shift_for_zoom(-9) == 0


def test_the_corners_of_the_world() -> None:
    assert cell_of(-180, 90) == 0
    assert cell_of(180, -90) == 4**BITS - 1
    assert cell_of(8, 89) == cell_of(8, NORTHERN_EDGE)


@pytest.mark.parametrize("place", [(181, 0), (0, 91), (float("nan"), 0), (0, float("inf"))])
def test_what_is_no_place_has_no_cell(place: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="longitudes go from"):
        cell_of(*place)


@pytest.mark.parametrize("box", [(9, 50, 8, 51), (8, 51, 9, 50), (8, 50, 9, 91)])
def test_what_is_no_box_has_no_ranges(box: tuple[float, float, float, float]) -> None:
    with pytest.raises(ValueError, match=r"a box goes|longitudes go"):
        ranges_for_bbox(*box)


def test_a_zoom_does_not_have_every_number() -> None:
    with pytest.raises(ValueError, match="no cell 64 at zoom 0"):
        cell_bounds(64, zoom=0)
