"""What a reader chose to see on the map."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from dialogwerk.entries.models import MAP_KINDS, Entry, Kind, State
from dialogwerk.entries.models.entry import EntryQuerySet
from dialogwerk.entries.search import matching
from dialogwerk.processes.models import Process

# the word in the address -> kinds
KINDS: dict[str, tuple[Kind, ...]] = {
    "ideen": (Kind.IDEA,),
    "beitraege": (Kind.CONTRIBUTION,),
    "termine": (Kind.EVENT,),
    "projekte": (Kind.PROJECT, Kind.EXPERIMENT),
    "beispiele": (Kind.PRACTICE, Kind.ADOPTION),
    "alle": MAP_KINDS,
}


@dataclass(frozen=True)
class MapFilters:
    """The choices; everything but the kinds may be open. `event` is the number of the event things come from."""

    kinds: tuple[str, ...] = (Kind.IDEA,)
    text: str = ""
    region: int | None = None
    topic: int | None = None
    stage: int | None = None
    since: int | None = None
    until: int | None = None
    event: int | None = None

    @property
    def is_narrow(self) -> bool:
        """Whether a choice was made that finds its entries by an index of its own."""
        return bool(self.text) or any((self.region, self.topic, self.event))

    @property
    def is_counted(self) -> bool:
        """Whether `MapSquare` holds the numbers: nothing was chosen but kinds and a stage."""
        return not (self.is_narrow or self.since or self.until)


def matching_entries(process: Process, filters: MapFilters) -> EntryQuerySet:
    """Return the published entries of `process` that match, in no order.

    The caller has asked `process_for`, so that the reader may see the process; what is published in it is public.
    No join with the process: the conditions are those of the indexes `entry_map` and `entry_list`.
    """
    found = Entry.objects.filter(process=process, kind__in=filters.kinds, state=State.PUBLISHED).current().order_by()
    columns = {"region": filters.region, "stage": filters.stage, "origin": filters.event, "topics": filters.topic}
    found = found.filter(**{name: value for name, value in columns.items() if value is not None})
    if filters.since:
        found = found.filter(published_at__gte=_new_year(filters.since))
    if filters.until:
        found = found.filter(published_at__lt=_new_year(filters.until + 1))
    if filters.text:
        found = matching(filters.text, found).order_by()
    return found


def _new_year(year: int) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime(year, 1, 1))
