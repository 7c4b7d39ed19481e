"""Predicates about people and processes."""

from typing import Any

import rules

from dialogwerk.processes.models import Process, ProcessStatus, Role, roles_of
from dialogwerk.processes.queries import has_role


@rules.predicate
def is_signed_in(person: Any) -> bool:
    """Somebody with a confirmed address."""
    return bool(person.is_authenticated)


@rules.predicate
def is_operator(person: Any) -> bool:
    """Runs this installation."""
    return bool(getattr(person, "is_operator", False))


@rules.predicate
def is_in_team(person: Any, process: Process) -> bool:
    """Has any role in the process, also for one region only."""
    return any(role.process_id == process.pk for role in roles_of(person))


@rules.predicate
def is_lead(person: Any, process: Process) -> bool:
    """Leads the whole process."""
    return has_role(person, process, Role.LEAD)


@rules.predicate
def is_editor(person: Any, process: Process) -> bool:
    """Leads or edits the whole process."""
    return has_role(person, process, Role.LEAD, Role.EDITOR)


@rules.predicate
def is_moderator(person: Any, process: Process) -> bool:
    """Moderates the whole process."""
    return has_role(person, process, Role.LEAD, Role.MODERATOR)


@rules.predicate
def moderates_somewhere(person: Any, process: Process) -> bool:
    """Leads or moderates the process, or one region of it."""
    return any(role.process_id == process.pk and role.role in (Role.LEAD, Role.MODERATOR) for role in roles_of(person))


@rules.predicate
def is_public_process(person: Any, process: Process) -> bool:
    """Anybody may read it."""
    return process.status != ProcessStatus.DRAFT
