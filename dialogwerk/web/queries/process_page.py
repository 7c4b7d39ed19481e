"""What the page of a dialogue shows."""

import datetime
from dataclasses import dataclass
from functools import cache

from django.db.models import BigIntegerField, DateTimeField, F, QuerySet, TextField, Value
from django.utils import timezone

from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.events.models import Event
from dialogwerk.processes.models import Act, Phase, Process, ProcessStatus
from dialogwerk.registrations.queries import with_registration
from dialogwerk.web.queries.example import example_numbers, forget_example
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
    """Return the next event, with the state of its registration. One query."""
    event: Event | None = _NEXT_EVENT.first(process=process.pk, moment=timezone.now())
    if event is not None:
        event.entry.process = process
    return event


def _next_event() -> QuerySet[Event]:
    moment = Given("moment", DateTimeField())
    coming = coming_events(moment).filter(entry__process=Given("process", BigIntegerField())).select_related("entry")
    return with_registration(coming, moment)[:1]


_NEXT_EVENT = Prepared(_next_event)


def newest_and_example(process: Process, limit: int = 3, kind: Kind = Kind.IDEA) -> tuple[list[Entry], list[Entry]]:
    """Return the entries of a kind that were published last, and the stations of the dialogue's best example.

    One query. The example is empty where there is none, or where one of its stations was hidden since it was found.
    """
    numbers = example_numbers(process)
    found = {entry.pk: entry for entry in _newest_or_among(kind, limit).all(process=process.pk, numbers=list(numbers))}
    latest = [
        entry
        for entry in found.values()
        if entry.kind == kind and entry.process_id == process.pk and not entry.is_superseded
    ]
    latest.sort(key=lambda entry: (entry.published_at, entry.pk), reverse=True)
    if not found.keys() >= set(numbers):
        forget_example(process)
        numbers = []
    return latest[:limit], [found[number] for number in numbers]


@cache
def _newest_or_among(kind: Kind, limit: int) -> Prepared[Entry]:
    def entries() -> QuerySet[Entry]:
        process, numbers = Given("process", BigIntegerField()), Given("numbers", BigIntegerField())
        newest = Entry.objects.current().filter(process=process, kind=kind, state=State.PUBLISHED)
        newest = newest.order_by("-published_at", "-pk")
        either = Entry.objects.filter(pk__in=[numbers]).order_by().values("pk")
        or_newest = Entry.objects.filter(pk__in=newest.values("pk")[:limit]).order_by().values("pk")
        # a union: for OR PostgreSQL would go through all entries
        return Entry.objects.filter(pk__in=either.union(or_newest), state=State.PUBLISHED).for_cards()

    return Prepared(entries)


def questions_and_blocks(process: Process) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the guiding questions, and title and text of the building blocks. One query."""
    columns = ("is_block", "position", "pk", "title", "content")
    questions = process.guiding_questions.order_by().annotate(
        is_block=Value(0), title=F("text"), content=Value("", output_field=TextField())
    )
    blocks = process.building_blocks.order_by().annotate(is_block=Value(1), content=F("text"))
    rows = sorted(questions.values_list(*columns).union(blocks.values_list(*columns), all=True))
    return [row[3] for row in rows if not row[0]], [(row[3], row[4]) for row in rows if row[0]]
