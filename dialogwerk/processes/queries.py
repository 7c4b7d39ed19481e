"""Reads across the frame of a dialogue."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, DateTimeField
from django.utils import timezone

from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.processes.models import Phase, Process, ProcessRegion, Role, TeamRole, roles_of

_OPEN_PHASES = Prepared(
    lambda: Phase.objects.open_at(Given("moment", DateTimeField())).filter(process=Given("process", BigIntegerField()))
)


def has_role(person: Any, process: Process, *roles: Role, region_id: int | None = None) -> bool:
    """Say whether `person` holds one of `roles` (any, if none is named) in `process`.

    A role for one region counts only where `region_id` is that region.
    """
    return any(
        role.process_id == process.pk
        and (not roles or role.role in roles)
        and (role.region_id is None or role.region_id == region_id)
        for role in roles_of(person)
    )


def open_phases(process: Process) -> list[Phase]:
    """Return the phases that are open now. One query per process object."""
    if not hasattr(process, "_open_phases"):
        process._open_phases = _OPEN_PHASES.all(process=process.pk, moment=timezone.now())  # type: ignore[attr-defined]
    phases: list[Phase] = process._open_phases  # type: ignore[attr-defined]
    return phases


def open_acts(process: Process) -> set[str]:
    """Return what the public may do now (values of `Act`)."""
    if process.status != "open":
        return set()
    return {act for phase in open_phases(process) for act in phase.acts}


def phase_for(process: Process, act: str) -> Phase | None:
    """Return the open phase that opens `act`, the one that closes first; None if there is none."""
    phases = [phase for phase in open_phases(process) if act in phase.acts]
    far = timezone.now() + datetime.timedelta(days=36500)
    return min(phases, key=lambda phase: phase.closes_at or far, default=None)


def contact_for(process: Process, region_id: int | None) -> ProcessRegion | None:
    """Return agency and contact office of a region in a process. One query."""
    if region_id is None:
        return None
    return process.process_regions.select_related("agency", "region").filter(region_id=region_id).first()


@dataclass(frozen=True)
class Team:
    """The roles in a process: those that hold today, those to come, those that ended."""

    current: list[TeamRole]
    coming: list[TeamRole]
    ended: list[TeamRole]


def team_of(process: Process) -> Team:
    """Return all roles in a process, leads first. One query."""
    today = timezone.localdate()
    roles = list(process.team_roles.select_related("person", "region"))
    roles.sort(key=lambda role: (list(Role.values).index(role.role), role.region.name if role.region else ""))
    ended = [role for role in roles if role.until_on and role.until_on < today]
    coming = [role for role in roles if role.from_on and role.from_on > today and role not in ended]
    return Team([role for role in roles if role not in ended and role not in coming], coming, ended)


def regions_covered(person: Any, process: Process, *roles: Role) -> set[int] | None:
    """Return the regions for which `person` holds one of `roles` in `process`; None means the whole process."""
    if getattr(person, "is_operator", False):
        return None
    mine = [role for role in roles_of(person) if role.process_id == process.pk and (not roles or role.role in roles)]
    if any(role.region_id is None for role in mine):
        return None
    return {role.region_id for role in mine if role.region_id is not None}
