"""Predicates about ideas."""

from typing import Any

from dialogwerk.entries.models import Entry, State
from dialogwerk.ideas.models import IdeaDraft, Support
from dialogwerk.processes.models import Process, ProcessStatus
from dialogwerk.processes.queries import open_acts


def is_open_for(process: Process, act: str) -> bool:
    """A phase opens `act` to the public now."""
    return act in open_acts(process)


def takes_support(entry: Entry) -> bool:
    """People can still join in: the dialogue runs, and the idea is public and did not go up in another."""
    return (
        entry.state == State.PUBLISHED
        and not entry.is_superseded
        and entry.process.status in (ProcessStatus.OPEN, ProcessStatus.CONCLUDED)
    )


def offered_support(person: Any, support: Support) -> bool:
    """Made the offer."""
    return bool(person.is_authenticated and support.person_id == person.pk)


def may_use_draft(person: Any, draft: IdeaDraft) -> bool:
    """A draft with a person is hers alone; one without belongs to whoever holds its key."""
    return draft.person_id is None or bool(person.is_authenticated and draft.person_id == person.pk)
