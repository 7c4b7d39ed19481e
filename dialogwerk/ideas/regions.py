"""What came out of the regions of a dialogue."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from dialogwerk.core.kept import kept_if_slow
from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.entries.words import count_of
from dialogwerk.ideas.mapping.clusters import KEPT_SECONDS
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Process, ProcessRegion

COUNTED = (
    Kind.EVENT,
    Kind.CONTRIBUTION,
    Kind.IDEA,
    Kind.WORKING_GROUP,
    Kind.PROJECT,
    Kind.EXPERIMENT,
    Kind.PRACTICE,
    Kind.ADOPTION,
)
OUTCOMES = (Kind.WORKING_GROUP, Kind.PROJECT, Kind.EXPERIMENT, Kind.PRACTICE, Kind.ADOPTION, Kind.TRANSFER_MODEL)
NEWEST = 6


@dataclass(frozen=True)
class RegionRow:
    """A region in the list: its agency and contact, if one is named, and what there is."""

    region: Region
    agency: ProcessRegion | None
    figures: tuple[str, ...]
    ideas: int


def regions_of(process: Process) -> list[RegionRow]:
    """Return the regions that are named in the process or have entries, by name. Three queries."""
    counts = _counts(process)
    agencies = {line.region_id: line for line in process.process_regions.select_related("agency")}
    regions = Region.objects.filter(region_set=process.region_set_id, pk__in={*agencies, *counts})
    return [
        RegionRow(region, agencies.get(region.pk), _told(counts.get(region.pk, {})), _ideas(counts, region))
        for region in regions
    ]


def figures_of(process: Process, region: Region) -> list[tuple[str, str]]:
    """Return number and word of one region's figures in the order of the chain, without zeros. One query."""
    return [(number, word) for number, _space, word in (text.partition(" ") for text in _told_of(process, region))]


def _told_of(process: Process, region: Region) -> tuple[str, ...]:
    return _told(_counts(process).get(region.pk, {}))


def newest(process: Process, region: Region, *kinds: str) -> QuerySet[Entry]:
    """Return the newest published entries of these kinds in the region. Two queries."""
    found = Entry.objects.filter(process=process, kind__in=kinds, state=State.PUBLISHED, region=region).current()
    return found.order_by("-published_at", "-number").for_cards()[:NEWEST]


def _counts(process: Process) -> dict[int, dict[str, int]]:
    """Return how many of each kind there are in each region; over very many entries kept for some seconds."""

    def count() -> dict[int, dict[str, int]]:
        entries = Entry.objects.filter(process=process, kind__in=COUNTED, state=State.PUBLISHED, region__isnull=False)
        counts: dict[int, dict[str, int]] = {}
        for region, kind, number in entries.current().order_by().values_list("region", "kind").annotate(Count("pk")):
            counts.setdefault(region, {})[kind] = number
        return counts

    return kept_if_slow(f"region-figures:{process.pk}", count, KEPT_SECONDS)


def _told(counts: dict[str, int]) -> tuple[str, ...]:
    return tuple(count_of(kind, counts[kind]) for kind in COUNTED if counts.get(kind))


def _ideas(counts: dict[int, dict[str, int]], region: Region) -> int:
    return counts.get(region.pk, {}).get(Kind.IDEA, 0)
