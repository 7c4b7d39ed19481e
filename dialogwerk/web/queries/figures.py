"""The live figures of dialogues: how many of each kind there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Value
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import ngettext_lazy

from dialogwerk.core.kept import kept_if_slow
from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.entries.words import count_of
from dialogwerk.events.models import EventKind, EventStatus
from dialogwerk.processes.models import Process

EVENTS: dict[str, Any] = {
    EventKind.LAB: ngettext_lazy("%(count)s Ideenlabor", "%(count)s Ideenlabore", "count"),
    EventKind.WORKSHOP: ngettext_lazy("%(count)s Workshop", "%(count)s Workshops", "count"),
    EventKind.CONFERENCE: ngettext_lazy("%(count)s Konferenz", "%(count)s Konferenzen", "count"),
    EventKind.ROUNDTABLE: ngettext_lazy("%(count)s Roundtable", "%(count)s Roundtables", "count"),
    EventKind.MEETING: ngettext_lazy("%(count)s Sitzung", "%(count)s Sitzungen", "count"),
    EventKind.DIALOGUE: ngettext_lazy("%(count)s Dialogveranstaltung", "%(count)s Dialogveranstaltungen", "count"),
}
# where the entries of a kind are listed; all others stand under the results
LISTS = {
    Kind.EVENT: "events:list",
    Kind.SURVEY: "surveys:list",
    Kind.CONTRIBUTION: "ideas:contributions",
    Kind.IDEA: "ideas:map",
    Kind.CHALLENGE: "synthesis:challenges",
}
OUTCOMES = (Kind.EXPERIMENT, Kind.PROJECT, Kind.ADOPTION, Kind.MEASURE, Kind.CHALLENGE, Kind.EVENT)
Row = tuple[int, str, str | None, int]


@dataclass(frozen=True)
class Figure:
    """One number of the chain with its word and the list it stands for."""

    kind: str
    count: int
    text: str
    address: str

    @property
    def word(self) -> str:
        """The word without its number: „Beiträge“."""
        return self.text.split(" ", 1)[1]

    @property
    def number(self) -> str:
        """The number in German form: „1.812“."""
        return number_format(self.count, use_l10n=True, force_grouping=True)


def figures_for(processes: Iterable[Process]) -> dict[int, list[Figure]]:
    """Return the figures of each process in the order of the chain, without zeros. One query."""
    processes = list(processes)
    by_process: dict[int, dict[str, dict[str, int]]] = {}
    for process, kind, event_kind, count in _counted(tuple(sorted(process.pk for process in processes))):
        by_process.setdefault(process, {}).setdefault(kind, {})[event_kind or ""] = count
    return {process.pk: _chain(process, by_process.get(process.pk, {})) for process in processes}


def _counted(processes: tuple[int, ...]) -> list[Row]:
    """Count by kind on an index alone; only events, which are few, are joined with their own table."""
    entries = Entry.objects.current().filter(process__in=processes, state=State.PUBLISHED).order_by()
    kinds = entries.exclude(kind=Kind.EVENT).annotate(event_kind=Value("")).values_list("process", "kind", "event_kind")
    events = entries.filter(kind=Kind.EVENT).exclude(event__status=EventStatus.CANCELLED)
    by_kind = events.values_list("process", "kind", "event__kind").annotate(count=Count("pk"))
    both = kinds.annotate(count=Count("pk")).union(by_kind, all=True)
    return kept_if_slow("figures-" + "-".join(map(str, processes)), lambda: list(both))


def _chain(process: Process, counts: dict[str, dict[str, int]]) -> list[Figure]:
    return [_figure(process, kind, counts[kind]) for kind in Kind.values if kind in counts]


def _figure(process: Process, kind: str, counts: dict[str, int]) -> Figure:
    count = sum(counts.values())
    text = count_of(kind, count)
    most = max(counts, key=lambda event_kind: counts[event_kind])
    if most in EVENTS and counts[most] >= count * 2 / 3:
        count = counts[most]
        text = str(EVENTS[most] % {"count": count})
    address = reverse(LISTS.get(Kind(kind), "web:results"), kwargs={"process": process.slug})
    if kind not in LISTS:
        address += f"?art={kind}"
    return Figure(kind, count, text, address)


def three_of(figures: list[Figure]) -> list[Figure]:
    """Return the three figures that tell most of a dialogue: what was said, and the largest of what came of it."""
    said = [figure for figure in figures if figure.kind in (Kind.CONTRIBUTION, Kind.IDEA)]
    outcomes = sorted(
        (figure for figure in figures if figure.kind in OUTCOMES),
        key=lambda figure: (figure.kind == Kind.EVENT, -figure.count),
    )
    return (said + outcomes)[:3]
