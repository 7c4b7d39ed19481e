"""Taking in a region set from GeoJSON."""

import json

import pytest

from dialogwerk.core.models import AuditRecord
from dialogwerk.places.actions import import_regions
from dialogwerk.places.models import Region, RegionSet
from dialogwerk.places.queries import regions_at
from dialogwerk.places.region_file import RegionFileError
from tests import factories
from tests.places.conftest import square

pytestmark = pytest.mark.usefixtures("municipalities")
SOUTH = {"type": "Feature", "properties": {"NR": 1, "GEN": "Südwestfalen"}, "geometry": square(7.8, 50.7, 8.6, 51.1)}
NORTH = {"type": "Feature", "properties": {"NR": 2, "GEN": "Hagen"}, "geometry": square(7.3, 51.2, 7.6, 51.5)}


def collection(*features: dict) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def bring(content: bytes, key: str = "NR", name: str = "GEN"):
    return import_regions(actor=None, content=content, slug="kammern", title="Kammerbezirke", key=key, name=name)


def test_file_becomes_a_set_whose_regions_are_found(municipalities) -> None:
    done = bring(collection(SOUTH, NORTH))

    assert (done.added, done.kept, done.removed, done.empty) == (2, 0, 0, ())
    south = Region.objects.get(region_set__slug="kammern", key="1")
    assert (south.slug, south.name) == ("sudwestfalen", "Südwestfalen")
    assert sorted(south.municipalities.values_list("name", flat=True)) == ["Siegen", "Wilnsdorf"]
    assert regions_at(8.0165, 50.8838, region_set="kammern") == [south]
    assert south.outline.geometry["type"] == "Polygon"
    assert AuditRecord.objects.filter(act="import_regions").count() == 1


def test_same_file_again_changes_nothing() -> None:
    first = bring(collection(SOUTH, NORTH)).region_set.outlines_hash
    numbers = set(Region.objects.values_list("pk", flat=True))

    done = bring(collection(SOUTH, NORTH))

    assert (done.added, done.kept, done.removed) == (0, 2, 0)
    assert done.region_set.outlines_hash == first
    assert set(Region.objects.values_list("pk", flat=True)) == numbers


def test_region_that_is_not_in_the_file_any_more_goes() -> None:
    before = bring(collection(SOUTH, NORTH)).region_set.outlines_hash

    done = bring(collection(SOUTH))

    assert (done.kept, done.removed) == (1, 1)
    assert done.region_set.outlines_hash != before


def test_region_in_use_cannot_go() -> None:
    bring(collection(SOUTH, NORTH))
    factories.EntryFactory(region=Region.objects.get(key="2"))

    with pytest.raises(RegionFileError, match="Hagen"):
        bring(collection(SOUTH))
    assert Region.objects.filter(key="2").exists()


def test_a_region_with_a_new_key_gets_the_address_of_the_old_one() -> None:
    bring(collection(SOUTH))

    bring(collection(SOUTH | {"properties": {"NR": 9, "GEN": "Südwestfalen"}}))

    assert list(Region.objects.values_list("key", "slug")) == [("9", "sudwestfalen")]


def test_two_regions_of_one_name_get_addresses_of_their_own() -> None:
    other = NORTH | {"properties": {"NR": 2, "GEN": "Südwestfalen"}}
    bring(collection(SOUTH, other))

    assert sorted(Region.objects.values_list("slug", flat=True)) == ["sudwestfalen-1", "sudwestfalen-2"]


def test_outline_that_crosses_itself_is_mended() -> None:
    bow = {"type": "Polygon", "coordinates": [[[7, 50], [8, 51], [8, 50], [7, 51], [7, 50]]]}
    bring(collection(SOUTH | {"geometry": bow}))

    assert Region.objects.get().outline.geometry["type"] == "MultiPolygon"


METRES = square(441234, 5637000, 451234, 5647000)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"nr;name\n1;Siegen", "kein gültiges JSON (Zeile 1, Spalte 1)"),
        ("Süd".encode("latin-1"), "nicht in UTF-8"),
        (b'{"type": "Topology"}', "FeatureCollection"),
        (b"[1, 2]", "FeatureCollection"),
        (collection(), "keine Flächen"),
        (collection({"type": "Feature"}), "properties"),
        (collection(SOUTH, SOUTH), "mehrfach vor: 1"),
        (collection(SOUTH, NORTH | {"properties": {"NR": 3}}), "„GEN“ fehlt bei 1 von 2 Flächen, zuerst bei der 2."),
        (collection(SOUTH | {"geometry": METRES}), "EPSG:4326"),
        (collection(SOUTH | {"geometry": square(50.7, 7.8, 51.1, 8.6)}), "vertauscht"),
        (collection(SOUTH | {"geometry": {"type": "Point", "coordinates": [8, 50]}}), "keine Fläche, sondern „Point“"),
        (collection(SOUTH | {"geometry": None}), "keine Fläche"),
        (collection(SOUTH | {"geometry": {"type": "Polygon", "coordinates": [[[8, 50], [9, 50]]]}}), "geschlossene"),
        (collection(SOUTH | {"properties": {"NR": 1, "GEN": "x" * 121}}), "zu lang"),
    ],
)
def test_file_that_cannot_be_used_is_told_why(content: bytes, told: str) -> None:
    with pytest.raises(RegionFileError) as raised:
        bring(content)

    assert told in str(raised.value)
    assert not RegionSet.objects.filter(slug="kammern").exists()


def test_missing_property_names_those_that_are_there() -> None:
    with pytest.raises(RegionFileError, match="Die Datei hat: GEN, NR"):
        bring(collection(SOUTH), key="AGS")
