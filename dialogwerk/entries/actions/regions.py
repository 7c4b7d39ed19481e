"""Finding the regions of entries anew after a region set changed."""

from collections.abc import Iterator
from itertools import islice

from django.db import transaction
from django.db.models import F, QuerySet

from dialogwerk.entries.models import Entry, EntryRegion
from dialogwerk.places.models import RegionSet
from dialogwerk.places.queries import regions_of_many

MANY = 20_000
SOME = 500  # as many numbers as one statement may carry on every database


@transaction.atomic
def find_regions_anew(region_set: RegionSet) -> int:
    """Put every entry with a point into the region of `region_set` that holds it; return how many entries changed.

    Dialogues that use the set get the region on the card, all others beside it. Entries without a point, and those
    whose point lies in no region of the set, keep the region on their card. Recorded by the import that calls it.
    """
    placed = Entry.objects.filter(cell__isnull=False)
    changed = _renew_cards(placed.filter(process__region_set=region_set), region_set)
    return changed + _renew_others(placed.exclude(process__region_set=region_set), region_set)


def _renew_cards(entries: QuerySet[Entry], region_set: RegionSet) -> int:
    moved: dict[int, list[int]] = {}
    for rows in _in_parts(entries.values_list("pk", "lon", "lat", "region_id")):
        for (number, _lon, _lat, former), region in zip(rows, _found(rows, region_set), strict=True):
            if region is not None and region != former:
                moved.setdefault(region, []).append(number)
    for region, numbers in moved.items():
        for start in range(0, len(numbers), SOME):
            Entry.objects.filter(pk__in=numbers[start : start + SOME]).update(region=region)
    stale = EntryRegion.objects.filter(region__region_set=region_set, entry__process__region_set=region_set)
    stale.delete()  # left from a time when the dialogue used another set
    return sum(map(len, moved.values()))


def _renew_others(entries: QuerySet[Entry], region_set: RegionSet) -> int:
    beside = EntryRegion.objects.filter(region__region_set=region_set)
    former = dict(beside.values_list("entry_id", "region_id"))
    wanted: dict[int, int] = {}
    for rows in _in_parts(entries.annotate(former=F("region_id")).values_list("pk", "lon", "lat", "former")):
        found = zip(rows, _found(rows, region_set), strict=True)
        wanted |= {number: region for (number, *_place), region in found if region is not None}
    changed = [number for number in former.keys() | wanted.keys() if former.get(number) != wanted.get(number)]
    for start in range(0, len(changed), SOME):
        beside.filter(entry__in=changed[start : start + SOME]).delete()
    rows_wanted = (EntryRegion(entry_id=number, region_id=wanted[number]) for number in changed if number in wanted)
    EntryRegion.objects.bulk_create(rows_wanted, batch_size=SOME)
    return len(changed)


def _found(rows: list[tuple[int, float, float, int | None]], region_set: RegionSet) -> list[int | None]:
    return regions_of_many([row[1] for row in rows], [row[2] for row in rows], region_set.pk)


def _in_parts(values: QuerySet) -> Iterator[list[tuple[int, float, float, int | None]]]:
    rows = values.order_by("pk").iterator(chunk_size=2000)
    while part := list(islice(rows, MANY)):
        yield part
