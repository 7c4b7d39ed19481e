"""What the page of a dialogue shows."""

import datetime
from dataclasses import dataclass

from django.utils import timezone

from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.events.models import Event
from dialogwerk.processes.models import Act, Phase, Process, ProcessStatus
from dialogwerk.web.queries.overview import coming_events


@dataclass(frozen=True)
class Opening:
    """What is open until one date."""

    acts: list[str]
    labels: list[str]
    closes_at: datetime.datetime | None


@dataclass(frozen=True)
class Now:
    """What the public can do now in a dialogue, and what comes next."""

    openings: list[Opening]
    acts: set[str]
    next_phase: Phase | None


def phases_of(process: Process) -> list[Phase]:
    """Return all phases of a process in the order of time; one query, also for what `open_phases` asks later."""
    phases = sorted(process.phases.all(), key=lambda phase: (phase.opens_at is not None, phase.opens_at, phase.pk))
    moment = timezone.now()
    process._open_phases = [phase for phase in phases if is_open_at(phase, moment)]  # type: ignore[attr-defined]
    return phases


def is_open_at(phase: Phase, moment: datetime.datetime) -> bool:
    """Say whether a phase is open at `moment`, as `PhaseQuerySet.open_at` does."""
    return (phase.opens_at is None or phase.opens_at <= moment) and (
        phase.closes_at is None or phase.closes_at > moment
    )


def now_in(process: Process) -> Now:
    """Return what is open now. One query."""
    phases = phases_of(process)
    if process.status != ProcessStatus.OPEN:
        return Now([], set(), None)
    moment = timezone.now()
    closing: dict[str, datetime.datetime | None] = {}
    for phase in phases:
        if is_open_at(phase, moment):
            for act in phase.acts:
                dates = [closing[act], phase.closes_at] if act in closing else [phase.closes_at]
                closing[act] = None if None in dates else max(date for date in dates if date)
    together: dict[datetime.datetime | None, list[str]] = {}
    for act in Act.values:
        if act in closing:
            together.setdefault(closing[act], []).append(act)
    openings = [Opening(acts, [str(Act(act).label) for act in acts], date) for date, acts in together.items()]
    next_phase = next((phase for phase in phases if phase.opens_at and phase.opens_at > moment), None)
    return Now(openings, set(closing), next_phase)


def next_event_of(process: Process) -> Event | None:
    """Return the next event. One query."""
    event: Event | None = coming_events().filter(entry__process=process).select_related("entry").first()
    return event


def newest_ideas(process: Process, limit: int = 3) -> list[Entry]:
    """Return the ideas published last. One query."""
    ideas = Entry.objects.filter(process=process, kind=Kind.IDEA, state=State.PUBLISHED, is_superseded=False)
    return list(ideas.select_related("process", "region", "organisation").order_by("-published_at", "-pk")[:limit])
