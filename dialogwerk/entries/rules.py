"""Predicates about people and entries."""

from typing import Any

import rules

from dialogwerk.entries.models import Comment, Entry, State
from dialogwerk.processes.models import ProcessStatus, Role
from dialogwerk.processes.queries import has_role
from dialogwerk.processes.rules import is_in_team


@rules.predicate
def is_public_entry(person: Any, entry: Entry) -> bool:
    """Anybody may read it."""
    return entry.state == State.PUBLISHED and entry.process.status != ProcessStatus.DRAFT


@rules.predicate
def is_author(person: Any, entry: Entry) -> bool:
    """Wrote the entry."""
    return bool(person.is_authenticated and entry.author_id == person.pk)


@rules.predicate
def has_role_for_entry(person: Any, entry: Entry) -> bool:
    """Has a role that covers the entry: for the whole process, or for its region."""
    return has_role(person, entry.process, region_id=entry.region_id)


@rules.predicate
def is_published_to_team(person: Any, entry: Entry) -> bool:
    """Published in a process in preparation, and the person is in its team."""
    return entry.state == State.PUBLISHED and is_in_team(person, entry.process)


@rules.predicate
def edits_entry(person: Any, entry: Entry) -> bool:
    """Leads or edits, for the whole process or the entry's region."""
    return has_role(person, entry.process, Role.LEAD, Role.EDITOR, region_id=entry.region_id)


@rules.predicate
def cares_for_entry(person: Any, entry: Entry) -> bool:
    """Leads, edits or is the region's contact."""
    return has_role(person, entry.process, Role.LEAD, Role.EDITOR, Role.REGION_CONTACT, region_id=entry.region_id)


@rules.predicate
def moderates_entry(person: Any, entry: Entry) -> bool:
    """Leads or moderates, for the whole process or the entry's region."""
    return has_role(person, entry.process, Role.LEAD, Role.MODERATOR, region_id=entry.region_id)


@rules.predicate
def author_may_still_edit(person: Any, entry: Entry) -> bool:
    """Own entries may be edited unless they were hidden, withdrawn or merged."""
    return entry.state not in (State.HIDDEN, State.WITHDRAWN) and not entry.is_superseded


@rules.predicate
def wrote_comment(person: Any, comment: Comment) -> bool:
    """Wrote the comment, and it stands or waits for release."""
    stands = comment.state in (State.PUBLISHED, State.IN_REVIEW)
    return bool(person.is_authenticated and comment.author_id == person.pk and stands)
