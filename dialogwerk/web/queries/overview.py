"""All dialogues at a glance: the start page."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils import timezone

from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.events.models import Event, EventStatus
from dialogwerk.processes.models import Act, Phase, Process, ProcessStatus
from dialogwerk.surveys.queries.surveys import Listed, open_surveys
from dialogwerk.web.queries.figures import Figure, figures_for, three_of


@dataclass(frozen=True)
class Opening:
    """What the public may do now, and until when."""

    label: str
    closes_at: datetime.datetime | None


@dataclass(frozen=True)
class Overview:
    """One dialogue on the start page; `number` is its mark on the map."""

    number: int
    process: Process
    figures: list[Figure]
    next_event: Event | None
    opening: Opening | None
    open_surveys: list[Listed]


def coming_events(moment: Any) -> Any:
    """Return published events that are still to come at `moment`, next first."""
    return Event.objects.filter(
        starts_at__gte=moment,
        status=EventStatus.PLANNED,
        entry__kind=Kind.EVENT,  # said for the index of entries: an event is found by kind, not among all entries
        entry__state=State.PUBLISHED,
        entry__is_superseded__in=[False],
    ).order_by("starts_at", "pk")


def opening_of(process: Process) -> Opening | None:
    """Return the first open act of a process whose open phases are prefetched as `phases_now`. No query."""
    if process.status != ProcessStatus.OPEN:
        return None
    found: dict[str, Phase] = {}
    for phase in process.phases_now:  # type: ignore[attr-defined]
        for act in phase.acts:
            found.setdefault(act, phase)
    act = next((act for act in Act.values if act in found), None)
    return Opening(str(Act(act).label), found[act].closes_at) if act else None


def overviews(person: Any) -> list[Overview]:
    """Return all dialogues `person` may read, running ones first. Six queries, however many dialogues there are."""
    moment = timezone.now()
    next_event = coming_events(moment).filter(entry__process=OuterRef("pk")).values("pk")[:1]
    phases_now = Phase.objects.open_at(moment).order_by("closes_at", "pk")
    processes = list(
        Process.objects.visible_to(person)
        .select_related("owner__organisation", "region_set")
        .prefetch_related(Prefetch("phases", phases_now, to_attr="phases_now"))
        .annotate(next_event=Subquery(next_event))
    )
    ranks = {status: rank for rank, status in enumerate(["open", "draft", "concluded", "archived"])}
    processes.sort(key=lambda process: (ranks[process.status], process.title))
    next_numbers = {process.pk: getattr(process, "next_event", None) for process in processes}
    wanted = [number for number in next_numbers.values() if number]
    cards = Entry.objects.select_related("process")
    events = Event.objects.prefetch_related(Prefetch("entry", cards)).in_bulk(wanted) if wanted else {}
    figures = figures_for(processes)
    surveys = open_surveys(processes)
    return [
        Overview(
            number=number,
            process=process,
            figures=three_of(figures[process.pk]),
            next_event=events.get(next_numbers[process.pk]),
            opening=opening_of(process),
            open_surveys=surveys[process.pk],
        )
        for number, process in enumerate(processes, start=1)
    ]
