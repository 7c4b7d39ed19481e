"""Dissolves areas into regions and draws their outlines as GeoJSON."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely

from .plane import STEPS_PER_DEGREE, Shapes, simplify_coverage
from .region_sets import Region, RegionSet, assign_regions
from .source import Coverage


def outline_collection(region_set: RegionSet, coverage: Coverage, attribution: str) -> dict[str, Any]:
    """A GeoJSON FeatureCollection with one feature a region, in the order of the set.

    Coordinates are degrees with four decimals; neighbours share their borders corner by corner. The member
    ``attribution`` is the credit to show. Raises PartitionError where the set is no partition.
    """
    owners = assign_regions(region_set, coverage.areas)
    outlines = simplify_coverage(_dissolve(region_set, coverage, owners), region_set.tolerance_m)
    features = [_feature(*row) for row in zip(region_set.regions, outlines, strict=True)]
    return {"type": "FeatureCollection", "attribution": attribution, "features": features}


def _dissolve(region_set: RegionSet, coverage: Coverage, owners: Mapping[str, Region]) -> Shapes:
    """One shape a region, in the order of the set."""
    parts: dict[str, list[shapely.Geometry]] = defaultdict(list)
    for area, shape in zip(coverage.areas, coverage.shapes, strict=True):
        if area.key in owners:
            parts[owners[area.key].slug].append(shape)
    dissolved = [shapely.coverage_union_all(parts[region.slug]) for region in region_set.regions]
    return np.array(dissolved, dtype=object)


def _feature(region: Region, outline: shapely.Geometry) -> dict[str, Any]:
    properties = {"key": region.key, "slug": region.slug, "name": region.name}
    return {"type": "Feature", "properties": properties, "geometry": _geometry(outline)}


def _geometry(outline: shapely.Geometry) -> dict[str, Any]:
    """Steps as degrees; outer rings run counter-clockwise as RFC 7946 asks."""
    degrees = shapely.transform(shapely.orient_polygons(outline), lambda steps: np.round(steps / STEPS_PER_DEGREE, 4))
    return dict(shapely.geometry.mapping(degrees))
