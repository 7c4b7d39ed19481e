"""From a point to its regions, from a name to its point."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import Q
from numpy.typing import ArrayLike

from dialogwerk.core.text import fold
from dialogwerk.places.geography import grid
from dialogwerk.places.geography.lookup import MunicipalityLookup, RegionLookup
from dialogwerk.places.geography.storage import SHAPES, outlines_name
from dialogwerk.places.models import Municipality, Region

BERLIN = "11"  # the city is one municipality; its boroughs are found by their outlines
BOROUGHS = "berlin-bezirke"


def cell_at(lon: float, lat: float) -> int:
    """Return the Z-order cell number of a point in degrees."""
    return grid.cell_of(lon, lat)


@lru_cache(maxsize=1)
def _municipalities() -> MunicipalityLookup:
    return MunicipalityLookup.from_file(Path(settings.PLACES_DATA_DIR) / SHAPES)


@lru_cache(maxsize=1)
def _boroughs() -> RegionLookup:
    return RegionLookup.from_file(Path(settings.PLACES_DATA_DIR) / outlines_name(BOROUGHS))


def municipality_at(lon: float, lat: float) -> str | None:
    """Return the key (AGS) of the municipality at a point in degrees, None outside Germany. No query."""
    return _municipalities().find(lon, lat)


def regions_at(lon: float, lat: float) -> list[Region]:
    """Return the regions of all sets that hold the point. Two queries at most."""
    ags = municipality_at(lon, lat)
    if ags is None:
        return []
    wanted = Q(municipalities=ags)
    if ags.startswith(BERLIN):
        wanted |= Q(region_set__slug=BOROUGHS, key=_boroughs().find(lon, lat) or "")
    return list(Region.objects.filter(wanted).distinct())


def find_places(text: str, limit: int = 8) -> list[Municipality]:
    """Return the municipalities whose name begins with `text`, shorter names first. One query."""
    folded = fold(text.strip())
    if not folded:
        return []
    found = Municipality.objects.filter(folded_name__startswith=folded)[:200]
    return sorted(found, key=lambda place: (len(place.name), place.name))[:limit]


def regions_of_many(lons: ArrayLike, lats: ArrayLike, region_set: int | None) -> list[int | None]:
    """Return, for n points in degrees, the number of the region of one set that holds each. One query."""
    keys = _municipalities().find_many(lons, lats)
    members = Region.municipalities.through.objects.filter(region__region_set=region_set)
    found: dict[str | None, int] = dict(members.values_list("municipality_id", "region_id"))
    if found or not any(key and key.startswith(BERLIN) for key in keys):
        return [found.get(key) for key in keys]
    boroughs = dict(Region.objects.filter(region_set=region_set).values_list("key", "pk"))
    return [boroughs.get(key or "") for key in _boroughs().find_many(lons, lats)]
