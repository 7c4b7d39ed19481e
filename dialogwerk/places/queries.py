"""From a point to its regions, from a name to its point."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import CharField, OuterRef, Q
from numpy.typing import ArrayLike

from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.core.text import fold
from dialogwerk.places.geography import grid
from dialogwerk.places.geography.lookup import MunicipalityLookup, RegionLookup
from dialogwerk.places.geography.storage import SHAPES, outlines_name
from dialogwerk.places.models import Municipality, Region

BERLIN = "11"  # the city is one municipality; its boroughs are found by their outlines
BOROUGHS = "berlin-bezirke"
DISTRICTS = "kreise"

_AGS = Given("ags", CharField())
_REGIONS = Prepared(lambda: Region.objects.filter(municipalities__ags=_AGS).distinct())
_PLACE = Prepared(
    lambda: Municipality.objects.filter(ags=_AGS).annotate(
        district=Region.objects.filter(region_set__slug=DISTRICTS, key=OuterRef("district_key")).values("name")[:1]
    )
)


@dataclass(frozen=True)
class Place:
    """A municipality as it is offered to people: with its district, because many names exist more than once."""

    ags: str
    name: str
    district: str
    lon: float
    lat: float

    @property
    def label(self) -> str:
        """The name, and the district in brackets where it is another one."""
        return f"{self.name} ({self.district})" if self.district and self.district != self.name else self.name


def cell_at(lon: float, lat: float) -> int:
    """Return the Z-order cell number of a point in degrees."""
    return grid.cell_of(lon, lat)


@lru_cache(maxsize=1)
def _municipalities() -> MunicipalityLookup:
    return MunicipalityLookup.from_file(Path(settings.PLACES_DATA_DIR) / SHAPES)


@lru_cache(maxsize=1)
def _boroughs() -> RegionLookup:
    return RegionLookup.from_file(Path(settings.PLACES_DATA_DIR) / outlines_name(BOROUGHS))


@lru_cache(maxsize=1024)
def municipality_at(lon: float, lat: float) -> str | None:
    """Return the key (AGS) of the municipality at a point in degrees, None outside Germany. No query."""
    return _municipalities().find(lon, lat)


def regions_at(lon: float, lat: float, region_set: str = "") -> list[Region]:
    """Return the regions (of all sets, or of the one with this slug) that hold the point. One query."""
    ags = municipality_at(lon, lat)
    if ags is None:
        return []
    if not region_set and not ags.startswith(BERLIN):
        return _REGIONS.all(ags=ags)
    wanted = Q(municipalities=ags)
    if ags.startswith(BERLIN):
        wanted |= Q(region_set__slug=BOROUGHS, key=_boroughs().find(lon, lat) or "")
    found = Region.objects.filter(wanted, region_set__slug=region_set) if region_set else Region.objects.filter(wanted)
    return list(found.distinct())


def find_places(text: str, limit: int = 8) -> list[Municipality]:
    """Return the municipalities whose name begins with `text`, shorter names first. One query."""
    folded = fold(text.strip())
    if not folded:
        return []
    found = Municipality.objects.filter(folded_name__startswith=folded)[:200]
    return sorted(found, key=lambda place: (len(place.name), place.name))[:limit]


def places_named(text: str, limit: int = 8) -> list[Place]:
    """Return the municipalities whose name begins with `text`, with their districts. Two queries."""
    return with_districts(find_places(text, limit))


def places_called(text: str) -> list[Place]:
    """Return the municipalities that somebody who typed just `text` can mean. Three queries at most.

    The full name or the label (`Neustadt (Nordhausen)`) counts first, then the name without its addition
    (`Frankfurt` for „Frankfurt am Main“ and „Frankfurt (Oder)“), then the beginning of the name.
    """
    folded = fold(text.strip())
    if not folded:
        return []
    base = folded.partition(" (")[0]
    beginning = Municipality.objects.filter(Q(folded_name__startswith=folded) | Q(folded_name=base))
    places = with_districts(beginning.order_by("folded_name", "ags")[:200])
    exact = [place for place in places if folded in (fold(place.name), fold(place.label))]
    longer = [place for place in places if fold(place.name).startswith((f"{folded} ", f"{folded}/", f"{folded}-"))]
    return exact or longer or places


def place_of(ags: str) -> Place | None:
    """Return the municipality with this key. One query."""
    place: Any = _PLACE.first(ags=ags)
    return Place(place.ags, place.name, place.district or "", place.lon, place.lat) if place else None


def with_districts(municipalities: Iterable[Municipality]) -> list[Place]:
    """Return the municipalities with the names of their districts. One query beside the given one."""
    found = list(municipalities)
    keys = {place.district_key for place in found}
    districts = dict(Region.objects.filter(region_set__slug=DISTRICTS, key__in=keys).values_list("key", "name"))
    return [
        Place(place.ags, place.name, districts.get(place.district_key, ""), place.lon, place.lat) for place in found
    ]


def place_at(lon: float, lat: float) -> Place | None:
    """Return the municipality at a point in degrees, None outside Germany. One query."""
    ags = municipality_at(lon, lat)
    return place_of(ags) if ags else None


def regions_of_many(lons: ArrayLike, lats: ArrayLike, region_set: int | None) -> list[int | None]:
    """Return, for n points in degrees, the number of the region of one set that holds each. Two queries at most."""
    keys = _municipalities().find_many(lons, lats)
    members = Region.municipalities.through.objects.filter(region__region_set=region_set)
    found: dict[str | None, int] = dict(members.values_list("municipality_id", "region_id"))
    if found or not any(key and key.startswith(BERLIN) for key in keys):
        return [found.get(key) for key in keys]
    boroughs = dict(Region.objects.filter(region_set=region_set).values_list("key", "pk"))
    return [boroughs.get(key or "") for key in _boroughs().find_many(lons, lats)]
