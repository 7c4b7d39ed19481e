"""A few true municipalities and their districts."""

import pytest

from dialogwerk.core.text import fold
from dialogwerk.places.models import Municipality, Outline, Region, RegionSet

ROWS = [
    ("05970040", "Siegen", "05970", 8.0165, 50.8838),
    ("05914000", "Hagen", "05914", 7.4716, 51.3499),
    ("06534016", "Neustadt (Hessen)", "06534", 9.11, 50.85),
    ("07138044", "Neustadt (Wied)", "07138", 7.43, 50.62),
    ("12053000", "Frankfurt (Oder)", "12053", 14.51, 52.33),
    ("06412000", "Frankfurt am Main", "06412", 8.68, 50.11),
    ("05970044", "Wilnsdorf", "05970", 8.1, 50.8168),
    ("09371140", "Neukirchen", "09371", 11.6, 49.5),
    ("16063051", "Neukirchen", "16063", 10.3, 51.0),
]


@pytest.fixture
def municipalities(db: None) -> list[Municipality]:
    return Municipality.objects.bulk_create(
        Municipality(ags=ags, name=name, folded_name=fold(name), district_key=district, lon=lon, lat=lat)
        for ags, name, district, lon, lat in ROWS
    )


def square(west: float, south: float, east: float, north: float) -> dict[str, object]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def districts(municipalities: list[Municipality]) -> RegionSet:
    districts = RegionSet.objects.create(slug="kreise", title="Kreise", outlines_hash="abc123")
    siegen = Region.objects.create(
        region_set=districts, key="05970", slug="siegen-wittgenstein", name="Siegen-Wittgenstein", lon=8.2, lat=50.9
    )
    siegen.municipalities.set(["05970040", "05970044"])
    Region.objects.create(region_set=districts, key="09371", slug="amberg-sulzbach", name="Amberg-Sulzbach")
    Region.objects.create(region_set=districts, key="16063", slug="wartburgkreis", name="Wartburgkreis")
    Outline.objects.create(region=siegen, geometry=square(7.8, 50.7, 8.6, 51.1))
    return districts
