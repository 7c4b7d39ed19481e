"""Outlines from a handful of squares."""

import numpy as np
import pytest
import shapely

from dialogwerk.places.geography.areas import Area
from dialogwerk.places.geography.outlines import outline_collection
from dialogwerk.places.geography.region_sets import PartitionError, Region, RegionSet
from dialogwerk.places.geography.source import Coverage

KEYS = ("01001000", "01002000", "02000000")
SQUARES = Coverage(
    [Area(key, key, "Stadt") for key in KEYS],
    np.array([shapely.box(80_000 + 1_000 * n, 510_000, 81_000 + 1_000 * n, 511_000) for n in range(3)]),
)


def region_set(*regions: Region) -> RegionSet:
    return RegionSet("probe", {"de": "Probe", "en": "Probe"}, "land", "municipalities", ("0",), 100, regions)


def test_areas_dissolve_into_regions() -> None:
    lands = region_set(Region("nord", "Nord", ("01",)), Region("sued", "Süd", ("02",)))
    collection = outline_collection(lands, SQUARES, "credit")
    north, south = collection["features"]
    assert collection["attribution"] == "credit"
    assert north["properties"] == {"key": "01", "slug": "nord", "name": "Nord"}
    assert shapely.geometry.shape(north["geometry"]).equals(shapely.box(8.0, 51.0, 8.2, 51.1))
    assert shapely.geometry.shape(south["geometry"]).equals(shapely.box(8.2, 51.0, 8.3, 51.1))


def test_a_set_that_is_no_partition_draws_nothing() -> None:
    with pytest.raises(PartitionError, match="02000000 is in 0 regions"):
        outline_collection(region_set(Region("nord", "Nord", ("01",))), SQUARES, "credit")
