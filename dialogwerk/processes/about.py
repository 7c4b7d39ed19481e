"""Reads of the page about a dialogue."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from dialogwerk.processes.models import Act, Bench, Committee, Phase, Process, Role, Topic, Vocabulary


@dataclass(frozen=True)
class PhaseOnLine:
    """A phase on the line of time: past, open or ahead."""

    phase: Phase
    when: str
    acts: list[str]


@dataclass(frozen=True)
class BenchOfCommittee:
    """A bench with its seats as (office, function)."""

    name: str
    seats: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class CommitteeWithBenches:
    """A committee with its benches."""

    committee: Committee
    benches: list[BenchOfCommittee]


@dataclass(frozen=True)
class TeamPart:
    """How many people fill a role; names are not told."""

    label: str
    count: int


def phases_on_line(process: Process) -> list[PhaseOnLine]:
    """Return the phases in the order of time. One query."""
    moment = timezone.now()
    phases = sorted(process.phases.all(), key=lambda phase: (phase.opens_at is not None, phase.opens_at, phase.pk))
    return [PhaseOnLine(phase, _when(phase, moment), [str(Act(act).label) for act in phase.acts]) for phase in phases]


def _when(phase: Phase, moment: datetime.datetime) -> str:
    if phase.opens_at and phase.opens_at > moment:
        return "ahead"
    return "past" if phase.closes_at and phase.closes_at <= moment else "open"


def vocabularies_of(process: Process) -> QuerySet[Vocabulary]:
    """Return the lists of topics, each topic with those of other lists it maps to. Three queries."""
    mapped = Topic.objects.select_related("vocabulary__process")
    topics = Topic.objects.prefetch_related(Prefetch("maps_to", mapped))
    return process.vocabularies.prefetch_related(Prefetch("topics", topics))


def committees_of(process: Process) -> list[CommitteeWithBenches]:
    """Return the committees with benches and seats. Two queries."""
    committees = list(process.committees.select_related("region"))
    if not committees:
        return []
    benches: dict[int, dict[int, BenchOfCommittee]] = {}
    rows = (
        Bench.objects.filter(committee__process=process)
        .order_by("position", "pk", "seats__position", "seats__pk")
        .values_list("committee", "pk", "name", "seats__office", "seats__function")
    )
    for committee, number, name, office, function in rows:
        bench = benches.setdefault(committee, {}).setdefault(number, BenchOfCommittee(name))
        if office:
            bench.seats.append((office, function))
    return [CommitteeWithBenches(committee, list(benches.get(committee.pk, {}).values())) for committee in committees]


def team_of(process: Process) -> list[TeamPart]:
    """Return which roles the team has today and how many people fill each. One query."""
    counts = dict(
        process.team_roles.current()  # type: ignore[attr-defined]
        .order_by()
        .values_list("role")
        .annotate(people=Count("person", distinct=True))
    )
    return [TeamPart(str(Role(role).label), counts[role]) for role in Role.values if role in counts]


def neighbours_of(process: Process, person: Any) -> dict[str, list[Process]]:
    """Return predecessor and successors the reader may see. One query."""
    near = Process.objects.visible_to(person).filter(Q(pk=process.predecessor_id) | Q(predecessor=process))
    found = list(near.order_by("started_on", "pk"))
    return {
        "predecessors": [other for other in found if other.pk == process.predecessor_id],
        "successors": [other for other in found if other.pk != process.predecessor_id],
    }
