"""The compact formats: what is written is read back, byte for byte the same each time."""

from pathlib import Path

import numpy as np
import pytest
import shapely

from dialogwerk.places.geography.areas import Area, Municipality
from dialogwerk.places.geography.storage import (
    municipality_file,
    read_json,
    read_municipalities,
    read_shapes,
    shape_file,
    write_json,
)

RING = shapely.box(0, 0, 900, 900).difference(shapely.box(300, 300, 600, 600))
TWO = shapely.MultiPolygon([shapely.box(1_000, 0, 1_100, 100), shapely.box(1_200, 0, 1_300, 100)])
SHAPES = np.array([RING, TWO], dtype=object)


def test_shapes_come_back(tmp_path: Path) -> None:
    path = tmp_path / "shapes.json.gz"
    write_json(path, shape_file(["ring", "two"], SHAPES, "credit"))
    keys, shapes = read_shapes(path)
    assert keys == ["ring", "two"]
    assert shapely.equals(shapes, SHAPES).all()


def test_municipalities_come_back_with_a_point_inside(tmp_path: Path) -> None:
    areas = [Area("16056000", "Eisenach", "Stadt"), Area("16063003", "Bad Liebenstein", "Stadt")]
    path = tmp_path / "rows.json.gz"
    write_json(path, municipality_file(areas, SHAPES, "credit"))
    first, second = read_municipalities(path)
    assert first[:4] == ("16056000", "Eisenach", "Stadt", "16063")
    assert second == Municipality("16063003", "Bad Liebenstein", "Stadt", "16063", 0.105, 0.005)
    assert RING.contains(shapely.Point(first.lon * 10_000, first.lat * 10_000))


@pytest.mark.parametrize("name", ["plain.json", "packed.json.gz"])
def test_the_same_content_gives_the_same_bytes(tmp_path: Path, name: str) -> None:
    written = []
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        write_json(tmp_path / folder / name, {"ort": "Köln"})
        written.append((tmp_path / folder / name).read_bytes())
    assert written[0] == written[1]
    assert read_json(tmp_path / "first" / name) == {"ort": "Köln"}
