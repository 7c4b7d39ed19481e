"""Taking in a region set of one's own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.places.actions.loading import hash_of
from dialogwerk.places.models import Municipality, Outline, Region, RegionSet
from dialogwerk.places.region_file import RegionFileError, RegionShape, read_region_file


@dataclass(frozen=True)
class ImportResult:
    """What an import did: the set, how many regions are new, were there already, or went, and what was resettled."""

    region_set: RegionSet
    added: int
    kept: int
    removed: int
    empty: tuple[str, ...]
    resettled: int = 0
    handed_over: int = 0


@transaction.atomic
def import_regions(
    *,
    actor: Any,
    content: bytes,
    slug: str,
    title: str,
    key: str,
    name: str,
    note: str = "",
    resettle: Callable[[RegionSet], int] | None = None,
    hand_over: Callable[[Sequence[Region]], int] | None = None,
) -> ImportResult:
    """Make or renew the region set `slug` from a GeoJSON file; regions are recognised by their key.

    Municipalities belong to the region that holds their middle; `ImportResult.empty` names regions without one.
    `resettle` moves what higher rooms keep by point into the new regions before old ones go, and returns how much
    that was; what has no point keeps its region. `hand_over` moves what hangs on the regions that go. The same file
    again changes nothing. Raises `RegionFileError` for a file that cannot be used, and for a region still in use that
    the file lacks.
    """
    shapes = read_region_file(content, key=key, name=name)
    region_set, _made = RegionSet.objects.update_or_create(slug=slug, defaults={"title": title, "note": note})
    known = {region.key: region for region in region_set.regions.all()}
    gone = _set_aside(known, {shape.key for shape in shapes})
    slugs = _slugs(shapes)
    regions = [_write(region_set, known.get(shape.key), shape, slugs[shape.key]) for shape in shapes]
    empty = _write_members(regions, shapes)
    resettled = resettle(region_set) if resettle else 0
    handed_over = hand_over(gone) if hand_over else 0
    _remove(gone)
    region_set.outlines_hash = hash_of([shape.area.__geo_interface__ for shape in shapes])
    region_set.save()
    added = sum(shape.key not in known for shape in shapes)
    audit.record(
        actor=actor, act="import_regions", target=region_set, added=added, removed=len(gone), resettled=resettled
    )
    return ImportResult(region_set, added, len(shapes) - added, len(gone), empty, resettled, handed_over)


def _set_aside(known: dict[str, Region], wanted: set[str]) -> list[Region]:
    """Return the regions that the file lacks; they hold no place and no address that a new one may want."""
    gone = [region for key, region in known.items() if key not in wanted]
    for region in gone:
        region.slug = f"{region.slug[:60]}-{region.pk}"
        region.save(update_fields=["slug"])
        region.municipalities.clear()
    return gone


def _remove(gone: list[Region]) -> None:
    for region in gone:
        try:
            region.delete()
        except ProtectedError as error:
            raise RegionFileError(
                _("Die Region „%(name)s“ fehlt in der Datei, wird aber in einem Dialog gebraucht.") % {"name": region}
            ) from error


def _slugs(shapes: list[RegionShape]) -> dict[str, str]:
    """Return an address word for each key; where two names give the same one, the key is added."""
    words = {shape.key: slugify(shape.name)[:60] or slugify(shape.key) for shape in shapes}
    given = list(words.values())
    return {key: word if given.count(word) == 1 else f"{word}-{slugify(key)}"[:80] for key, word in words.items()}


def _write(region_set: RegionSet, region: Region | None, shape: RegionShape, slug: str) -> Region:
    middle = shape.area.representative_point()
    region = region or Region(region_set=region_set, key=shape.key)
    region.slug, region.name = slug, shape.name
    region.lon, region.lat = round(middle.x, 4), round(middle.y, 4)
    region.full_clean(validate_unique=False, validate_constraints=False)
    region.save()
    geometry = shapely.geometry.mapping(_polygons(shape.area))
    Outline.objects.update_or_create(region=region, defaults={"geometry": geometry, "is_approximate": False})
    return region


def _polygons(area: Any) -> Any:
    """Return only the surfaces: mending a broken outline can leave lines."""
    parts = [part for part in getattr(area, "geoms", [area]) if part.geom_type in ("Polygon", "MultiPolygon")]
    return shapely.union_all(parts) if len(parts) > 1 else parts[0]


def _write_members(regions: list[Region], shapes: list[RegionShape]) -> tuple[str, ...]:
    rows = list(Municipality.objects.values_list("ags", "lon", "lat"))
    points = shapely.points(np.array([row[1:] for row in rows] or np.empty((0, 2)), dtype=float))
    held, holders = shapely.STRtree([shape.area for shape in shapes]).query(points, predicate="intersects")
    members: dict[int, list[str]] = {}
    for point, holder in zip(held.tolist(), holders.tolist(), strict=True):
        members.setdefault(holder, []).append(rows[point][0])
    for place, region in enumerate(regions):
        region.municipalities.set(members.get(place, []))  # type: ignore[arg-type]  # its key is a text
    return tuple(region.name for place, region in enumerate(regions) if place not in members)
