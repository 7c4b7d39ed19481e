"""What a trail is made of. Everything here is safe to show: what the reader may not see carries no text."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.entries import words
from dialogwerk.entries.addresses import page_of, trail_page
from dialogwerk.entries.models import Entry, Kind, Relation

# An entry with one of these goes on in its target: people are led there.
SUPERSEDING = (Relation.MERGED_INTO, Relation.SPLIT_FROM, Relation.REWORDED_FROM, Relation.DUPLICATE_OF)
FOLD_FROM = 8
# Ratings given to the source count for the target, too.
VOTES_FOLLOW = (Relation.MERGED_INTO, Relation.REWORDED_FROM, Relation.DUPLICATE_OF)


@dataclass(frozen=True)
class Station:
    """A stop of the trail. `entry` is None where the reader may not see it; only the kind of thing is told then."""

    number: int
    kind: str
    column: int
    entry: Entry | None
    happened_at: datetime.datetime | None = None

    @property
    def is_public(self) -> bool:
        """Whether the reader may read it."""
        return self.entry is not None

    @property
    def is_start(self) -> bool:
        """Whether the trail was asked of this one."""
        return self.column == 0

    @property
    def title(self) -> str:
        """The title, or that it is not public."""
        return self.entry.title if self.entry else _("nicht öffentlich")

    @property
    def label(self) -> str:
        """The kind, in words."""
        return str(Kind(self.kind).label)

    @property
    def address(self) -> str:
        """The page of the entry. No query."""
        return page_of(self.entry) if self.entry else ""

    @property
    def trail_address(self) -> str:
        """The page of its own trail."""
        return trail_page(self.number)

    @property
    def day(self) -> datetime.date | None:
        """When it happened, where the reader lives."""
        return day_of(self.happened_at)

    @property
    def where(self) -> str:
        """Place, region or organisation."""
        if self.entry is None:
            return ""
        return self.entry.place_name or str(self.entry.region or self.entry.organisation or "")


@dataclass(frozen=True)
class Step:
    """What leads from one station to the next: how, when, by whom and why."""

    source: Station
    target: Station
    relation: str
    happened_at: datetime.datetime | None
    who: str
    reason: str
    link: int | None

    @property
    def day(self) -> datetime.date | None:
        """When it was taken, where the reader lives."""
        return day_of(self.happened_at)

    @property
    def forward(self) -> str:
        """Read from the source: „wurde zu“."""
        return words.relation_label(self.relation)

    @property
    def backward(self) -> str:
        """Read from the target: „entstand aus“."""
        return words.read_back(self.relation)

    @property
    def table(self) -> int | None:
        """The table of the event at which the target came up."""
        if self.relation != words.ORIGIN or self.target.entry is None:
            return None
        return self.target.entry.origin_table


@dataclass(frozen=True)
class Group:
    """Stations of one kind."""

    stations: tuple[Station, ...]

    @property
    def is_large(self) -> bool:
        """Whether a list had better fold them."""
        return len(self.stations) > FOLD_FROM

    @property
    def label(self) -> str:
        """„3 Ideen“, or „80 Beiträge aus 5 Veranstaltungen“."""
        kind = self.stations[0].kind
        counted = words.count_of(kind, len(self.stations))
        origins = {station.entry.origin_id for station in self.stations if station.entry and station.entry.origin_id}
        if len(origins) < 2 or kind == Kind.EVENT:
            return counted
        return _("%(things)s aus %(events)s Veranstaltungen") % {"things": counted, "events": len(origins)}


@dataclass(frozen=True)
class Column:
    """The stations that stand one above the other."""

    position: int
    stations: tuple[Station, ...]

    @property
    def is_start(self) -> bool:
        """Whether the entry asked about stands here."""
        return self.position == 0

    @property
    def only(self) -> Station | None:
        """The one station, if there is but one."""
        return self.stations[0] if len(self.stations) == 1 else None

    @property
    def label(self) -> str:
        """„3 Ideen, 1 Beitrag“."""
        counts = Counter(station.kind for station in self.stations)
        counted = (words.count_of(kind, count) for kind, count in counts.most_common())
        return ", ".join(each.replace(" ", "\N{NO-BREAK SPACE}") for each in counted)

    @property
    def kind_label(self) -> str:
        """The kind, if all are of one kind."""
        kinds = {station.kind for station in self.stations}
        return self.stations[0].label if len(kinds) == 1 else ""

    @property
    def years(self) -> str:
        """„2016“ or „2016 bis 2018“."""
        return years_of(self.stations)

    @property
    def groups(self) -> list[Group]:
        """The stations by kind."""
        kinds = dict.fromkeys(station.kind for station in self.stations)
        return [Group(tuple(station for station in self.stations if station.kind == kind)) for kind in kinds]


@dataclass(frozen=True)
class End:
    """Where the trail stands today: what comes next, and who is responsible."""

    station: Station
    text: str
    responsible: str
    contact: str = ""
    is_done: bool = False


@dataclass(frozen=True)
class Votes:
    """Ratings of an entry and of those that went up in it. Each stays where it was given."""

    parts: tuple[Station, ...]

    @property
    def count(self) -> int:
        """How many ratings in all."""
        return sum(part.entry.rating_count for part in self.parts if part.entry)

    @property
    def mean(self) -> float | None:
        """The mean over all of them."""
        total = sum(part.entry.rating_sum for part in self.parts if part.entry)
        return total / self.count if self.count else None


@dataclass(frozen=True)
class Trail:
    """The trail of one entry, columns from the first beginnings (negative) over the entry (0) to today."""

    start: Station
    stations: tuple[Station, ...]
    steps: tuple[Step, ...]
    ends: tuple[End, ...] = ()
    end_count: int = 0
    unseen: int = 0
    is_cut: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing led here and nothing came of it yet."""
        return len(self.stations) == 1

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The stations by column, in order."""
        places = sorted({station.column for station in self.stations})
        return tuple(
            Column(place, tuple(station for station in self.stations if station.column == place)) for place in places
        )

    @property
    def years(self) -> str:
        """„2016 bis 2020“."""
        return years_of(self.stations)

    @property
    def figures(self) -> list[tuple[str, str]]:
        """The whole way in numbers, in the order of the chain: „6“ and „Beiträge“."""
        counts = Counter(station.kind for station in self.stations)
        found = [words.count_of(kind, counts[kind]).partition(" ") for kind in Kind.values if kind in counts]
        return [(number, word) for number, _space, word in found]

    @cached_property
    def steps_into(self) -> dict[int, list[Step]]:
        """The steps that lead to each station."""
        return _by(self.steps, "target")

    @cached_property
    def steps_from(self) -> dict[int, list[Step]]:
        """The steps that lead on from each station."""
        return _by(self.steps, "source")

    @property
    def successors(self) -> list[Step]:
        """The steps by which the entry went up in others: a reader is led on to these."""
        return [step for step in self.steps_from.get(self.start.number, []) if step.relation in SUPERSEDING]

    @property
    def votes(self) -> Votes:
        """The ratings of the entry, and of all that were merged into it or reworded to it. No query."""
        found, waiting = [self.start], [self.start]
        while waiting:
            for step in self.steps_into.get(waiting.pop().number, []):
                if step.relation in VOTES_FOLLOW and step.source not in found and step.source.is_public:
                    found.append(step.source)
                    waiting.append(step.source)
        return Votes(tuple(found))


def day_of(moment: datetime.datetime | None) -> datetime.date | None:
    """Return the day of a moment, where the reader lives."""
    return timezone.localtime(moment).date() if moment else None


def years_of(stations: Sequence[Station]) -> str:
    """Return „2016“ or „2016 bis 2018“."""
    years = sorted({station.happened_at.year for station in stations if station.happened_at})
    if not years:
        return ""
    if years[0] == years[-1]:
        return str(years[0])
    return _("%(first)s bis %(last)s") % {"first": years[0], "last": years[-1]}


def _by(steps: Sequence[Step], which: str) -> dict[int, list[Step]]:
    found: dict[int, list[Step]] = {}
    for step in steps:
        found.setdefault(getattr(step, which).number, []).append(step)
    return found
