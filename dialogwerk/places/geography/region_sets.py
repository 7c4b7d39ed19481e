"""Region sets: which areas belong to which region, checked to be a partition.

The definition is ``region_sets.yaml``; its head explains the fields.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from .areas import Area

DEFINITION = Path(__file__).with_name("region_sets.yaml")

_GERMAN_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


class PartitionError(ValueError):
    """A region set leaves out an area, claims one twice, or names one that does not exist."""


@dataclass(frozen=True)
class Region:
    """A named group of areas: all with a member prefix, without ``excluded``, with ``added`` (whole keys)."""

    slug: str
    name: str
    members: tuple[str, ...]
    excluded: frozenset[str] = frozenset()
    added: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """The official key where the region is one official place, otherwise the slug."""
        whole = len(self.members) == 1 and not self.excluded and not self.added
        return self.members[0] if whole else self.slug

    def contains(self, area: Area) -> bool:
        """Whether the area is in the region; single areas weigh more than prefixes."""
        if area.key in self.added:
            return True
        return area.key not in self.excluded and any(area.has_prefix(prefix) for prefix in self.members)


@dataclass(frozen=True)
class RegionSet:
    """One cut of the land into regions. ``title`` by language code, ``tolerance_m`` for drawn outlines."""

    slug: str
    title: dict[str, str]
    level: str
    areas: str
    covers: tuple[str, ...]
    tolerance_m: float
    regions: tuple[Region, ...]


def load_region_sets(districts: Sequence[Area], path: Path = DEFINITION) -> list[RegionSet]:
    """The sets in the order of the file; ``districts`` fill the set that has one region for each of them."""
    return [_region_set(entry, districts) for entry in yaml.safe_load(path.read_text(encoding="utf-8"))]


def assign_regions(region_set: RegionSet, areas: Iterable[Area]) -> dict[str, Region]:
    """The region of each area key in the land the set covers.

    Raises PartitionError, naming the culprits, unless every area there has exactly one region, no region
    reaches beyond it, and every key in the definition means at least one area.
    """
    places = list(areas)
    covered = [area for area in places if any(area.has_prefix(prefix) for prefix in region_set.covers)]
    claims = {area.key: [region for region in region_set.regions if region.contains(area)] for area in covered}
    problems = [
        *_unknown_keys(region_set, covered),
        *(f"{key} is in {len(claim)} regions" for key, claim in claims.items() if len(claim) != 1),
    ]
    if problems:
        raise PartitionError(f"{region_set.slug}: " + "; ".join(problems[:10]))
    return {key: claim[0] for key, claim in claims.items()}


def slugify(name: str) -> str:
    """ASCII lower case for addresses: "Neustadt a.d. Waldnaab" as neustadt-a-d-waldnaab."""
    spelled = unicodedata.normalize("NFKD", name.lower().translate(_GERMAN_LETTERS))
    ascii_only = spelled.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")


def _unknown_keys(region_set: RegionSet, covered: Sequence[Area]) -> Iterable[str]:
    """Complaints about prefixes and keys no covered area has: spelling mistakes, or areas of another land."""
    whole_keys = {area.key for area in covered}
    for region in region_set.regions:
        for prefix in region.members:
            if not any(area.has_prefix(prefix) for area in covered):
                yield f"{region.slug}: nothing begins with {prefix}"
        for key in sorted((region.excluded | region.added) - whole_keys):
            yield f"{region.slug}: there is no {key}"


def _region_set(entry: dict[str, Any], districts: Sequence[Area]) -> RegionSet:
    regions = _district_regions(districts) if entry.get("each") == "district" else _listed(entry["regions"])
    slugs = Counter(region.slug for region in regions)
    if len(slugs) < len(regions):
        raise PartitionError(f"{entry['slug']}: two regions are called {slugs.most_common(1)[0][0]}")
    return RegionSet(
        slug=entry["slug"],
        title=entry["title"],
        level=entry["level"],
        areas=entry["areas"],
        covers=tuple(entry["covers"]),
        tolerance_m=entry["tolerance_m"],
        regions=regions,
    )


def _listed(entries: Sequence[dict[str, Any]]) -> tuple[Region, ...]:
    return tuple(
        Region(
            slug=entry["slug"],
            name=entry["name"],
            members=tuple(entry["members"]),
            excluded=frozenset(entry.get("except", ())),
            added=frozenset(entry.get("plus", ())),
        )
        for entry in entries
    )


def _district_regions(districts: Sequence[Area]) -> tuple[Region, ...]:
    """One region a district. Where a town and the district around it share a name, the slug gets the key
    ("muenchen-09184") and the name the kind ("München (Landkreis)").
    """
    bearers = Counter(district.name for district in districts)
    return tuple(
        Region(slugify(district.name), district.name, (district.key,))
        if bearers[district.name] == 1
        else Region(f"{slugify(district.name)}-{district.key}", f"{district.name} ({district.kind})", (district.key,))
        for district in districts
    )
