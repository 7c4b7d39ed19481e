"""Loading regions."""

import hashlib
import json
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from django.db import transaction

from dialogwerk.core.text import fold
from dialogwerk.places.geography.storage import MUNICIPALITIES, REGION_SETS, read_json
from dialogwerk.places.models import Municipality, Outline, Region, RegionSet


@transaction.atomic
def load_base_regions() -> None:
    """Load Germany's municipalities and the region sets that come with the product, as of 2016-01-01.

    Source: BKG VG250 (GeoNutzV), made by `places.geography.build`. Does nothing to sets that are there already.
    """
    folder = Path(settings.PLACES_DATA_DIR)
    _load_municipalities(read_json(folder / MUNICIPALITIES)["rows"])
    for told in read_json(folder / REGION_SETS)["sets"]:
        if not RegionSet.objects.filter(slug=told["slug"]).exists():
            _load_set(told, read_json(folder / told["outlines"])["features"])


def _load_municipalities(rows: list[list[Any]]) -> None:
    Municipality.objects.bulk_create(
        (
            Municipality(ags=ags, name=name, folded_name=fold(name), district_key=district, lon=lon, lat=lat)
            for ags, name, _kind, district, lon, lat in rows
        ),
        ignore_conflicts=True,
        batch_size=2000,
    )


def _load_set(told: dict[str, Any], features: list[dict[str, Any]]) -> None:
    region_set = RegionSet.objects.create(
        slug=told["slug"],
        title=told["title"]["de"],
        note=told.get("attribution", ""),
        outlines_hash=hash_of(features),
    )
    outlines = {feature["properties"]["key"]: feature for feature in features}
    regions = Region.objects.bulk_create(
        Region(region_set=region_set, key=region["key"], slug=region["slug"], name=region["name"], **_middle(feature))
        for region in told["regions"]
        for feature in [outlines[region["key"]]]
    )
    Outline.objects.bulk_create(_outline(region, outlines[region.key]) for region in regions)
    if told["areas"] != "municipalities":
        return
    members = Region.municipalities.through
    members.objects.bulk_create(
        (
            members(region_id=region.pk, municipality_id=ags)
            for region, line in zip(regions, told["regions"], strict=True)
            for ags in line["members"]
        ),
        batch_size=5000,
    )


def hash_of(features: list[dict[str, Any]]) -> str:
    """Return a short hash of outlines, for their address."""
    return hashlib.sha256(json.dumps(features, sort_keys=True).encode()).hexdigest()[:16]


def _outline(region: Region, feature: dict[str, Any]) -> Outline:
    approximate = bool(feature["properties"].get("approximate"))
    return Outline(region=region, geometry=feature["geometry"], is_approximate=approximate)


def _middle(feature: dict[str, Any]) -> dict[str, float]:
    """Return a point that surely lies inside the outline."""
    point = shapely.geometry.shape(feature["geometry"]).representative_point()
    return {"lon": round(point.x, 4), "lat": round(point.y, 4)}
