"""Writes and reads the compact data files; each format is known here only.

The same input gives the same bytes: no time stamps, rows sorted by key.
"""

import gzip
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from .areas import Area, Municipality
from .plane import STEPS_PER_DEGREE, Shapes, points_inside
from .region_sets import RegionSet

MUNICIPALITIES = "municipalities.json.gz"
SHAPES = "municipal_shapes.json.gz"
REGION_SETS = "region_sets.json.gz"

AS_OF = "2016-01-01"
"""The day whose municipalities the source shows."""


def outlines_name(set_slug: str) -> str:
    """The file name of a region set's outlines."""
    return f"outlines_{set_slug}.json"


def write_json(path: Path, content: object) -> None:
    """Compact JSON, compressed where the name ends in .gz."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    path.write_bytes(gzip.compress(text, compresslevel=9, mtime=0) if path.suffix == ".gz" else text)


def read_json(path: Path) -> Any:
    """What ``write_json`` wrote."""
    content = path.read_bytes()
    return json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)


def municipality_file(areas: Sequence[Area], shapes: Shapes, attribution: str) -> dict[str, Any]:
    """{attribution, as_of, fields, rows}: rows [ags, name, kind, district, lon, lat] with a point inside."""
    points = (points_inside(shapes) / STEPS_PER_DEGREE).round(4).tolist()
    rows = [
        Municipality(area.key, area.name, area.kind, area.district, lon, lat)
        for area, (lon, lat) in zip(areas, points, strict=True)
    ]
    return {"attribution": attribution, "as_of": AS_OF, "fields": Municipality._fields, "rows": rows}


def read_municipalities(path: Path) -> list[Municipality]:
    """All municipalities, sorted by AGS."""
    return [Municipality(*row) for row in read_json(path)["rows"]]


def shape_file(keys: Sequence[str], shapes: Shapes, attribution: str) -> dict[str, Any]:
    """{attribution, steps_per_degree, keys, moves, rings, polygons, shapes}: every shape a multipolygon.

    ``moves`` are the corners of all rings in one row, x and y in turn, each as the difference in steps from the
    corner before (the first from 0, 0). ``rings`` counts the corners of each ring, ``polygons`` the rings of
    each polygon (the first is the outer one), ``shapes`` the polygons of each shape, in the order of ``keys``.
    """
    polygons, owners = shapely.get_parts(shapes, return_index=True)
    _, corners, offsets = shapely.to_ragged_array(shapely.multipolygons(polygons, indices=owners))
    moves = np.diff(corners.astype(np.int64), axis=0, prepend=[[0, 0]])
    ring_sizes, polygon_sizes, shape_sizes = (np.diff(offset).tolist() for offset in offsets)
    return {
        "attribution": attribution,
        "steps_per_degree": STEPS_PER_DEGREE,
        "keys": list(keys),
        "moves": moves.ravel().tolist(),
        "rings": ring_sizes,
        "polygons": polygon_sizes,
        "shapes": shape_sizes,
    }


def read_shapes(path: Path, scale: ArrayLike = 1.0) -> tuple[list[str], Shapes]:
    """The keys and their multipolygons in steps, or in what `scale` makes of a step."""
    content = read_json(path)
    corners = np.cumsum(np.reshape(content["moves"], (-1, 2)), axis=0) * np.asarray(scale, dtype=np.float64)
    offsets = tuple(_offsets(content[level]) for level in ("rings", "polygons", "shapes"))
    shapes: Shapes = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, corners, offsets)
    return content["keys"], shapes


def read_outlines(path: Path) -> tuple[list[str], Shapes]:
    """The region keys of an outlines file and their shapes in steps."""
    features = read_json(path)["features"]
    degrees = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    shapes: Shapes = shapely.transform(
        np.array(degrees, dtype=object), lambda corners: np.rint(corners * STEPS_PER_DEGREE)
    )
    return [feature["properties"]["key"] for feature in features], shapes


def region_set_entry(region_set: RegionSet, members: Mapping[str, Sequence[str]], attribution: str) -> dict[str, Any]:
    """One set resolved: {slug, title, level, areas, attribution, outlines, regions}.

    Each region is {key, slug, name, members}; ``members`` are the area keys by region slug.
    """
    regions = [
        {"key": region.key, "slug": region.slug, "name": region.name, "members": members[region.slug]}
        for region in region_set.regions
    ]
    return {
        "slug": region_set.slug,
        "title": region_set.title,
        "level": region_set.level,
        "areas": region_set.areas,
        "attribution": attribution,
        "outlines": outlines_name(region_set.slug),
        "regions": regions,
    }


def _offsets(counts: Sequence[int]) -> NDArray[np.int64]:
    """Where each group begins, and where the last one ends."""
    return np.concatenate([[0], np.cumsum(counts)])
