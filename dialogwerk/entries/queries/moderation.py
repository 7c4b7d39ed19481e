"""What waits for moderators, and what they decided."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q, QuerySet, Value

from dialogwerk.entries.models import Comment, Entry, Flag, ModerationDecision, State, Verdict
from dialogwerk.processes.models import Process, Role, roles_of

PER_PAGE = 25
MODERATORS = (Role.LEAD, Role.MODERATOR)
RELEASERS = (Role.LEAD, Role.EDITOR, Role.MODERATOR)


@dataclass(frozen=True)
class Case:
    """One text that wants a decision: an entry or a comment on it, with the open reports of it."""

    entry: Entry
    comment: Comment | None
    flags: tuple[Flag, ...] = ()

    @property
    def key(self) -> str:
        """How forms name it: „entry-12“ or „comment-34“."""
        return f"comment-{self.comment.pk}" if self.comment else f"entry-{self.entry.pk}"

    @property
    def author(self) -> Any:
        """Who wrote it."""
        return self.comment.author if self.comment else self.entry.author

    @property
    def written_at(self) -> Any:
        """When it was written."""
        return self.comment.created_at if self.comment else self.entry.created_at


def scope_of(person: Any, process: Process, roles: Iterable[Role], path: str = "") -> Q | None:
    """Return the filter for the entries in which `person` holds one of `roles`; None where she holds none at all.

    `path` leads from the filtered table to the entry ("entry__"). No query beside that for the roles.
    """
    in_process = Q(**{f"{path}process": process})
    if getattr(person, "is_operator", False):
        return in_process
    held = [role for role in roles_of(person) if role.process_id == process.pk and role.role in set(roles)]
    if not held:
        return None
    if any(role.region_id is None for role in held):
        return in_process
    return in_process & Q(**{f"{path}region__in": [role.region_id for role in held]})


def reported_cases(process: Process, person: Any, page: int = 1) -> Page[Any]:
    """Return a page of texts with open reports, the longest waiting first. Five queries."""
    scope = scope_of(person, process, MODERATORS, "entry__")
    flags = Flag.objects.filter(scope, settled_at=None) if scope else Flag.objects.none()
    groups: Any = flags.order_by().values("entry", "comment").annotate(count=Count("pk"), first=Min("made_at"))
    result: Page[Any] = Paginator(groups.order_by("first", "entry"), PER_PAGE).get_page(page)
    by_text: dict[tuple[int, int | None], list[Flag]] = defaultdict(list)
    numbers = {group["entry"] for group in result}
    for flag in flags.filter(entry__in=numbers).select_related("rule", "reporter").order_by("made_at", "pk"):
        by_text[flag.entry_id, flag.comment_id].append(flag)
    entries = _entries(Entry.objects.filter(pk__in=numbers))
    comments = _comments(Comment.objects.filter(pk__in=[group["comment"] for group in result if group["comment"]]))
    result.object_list = [
        Case(
            entries[group["entry"]],
            comments[group["comment"]] if group["comment"] else None,
            tuple(by_text[group["entry"], group["comment"]]),
        )
        for group in result
    ]
    return result


def waiting_cases(process: Process, person: Any, page: int = 1) -> Page:
    """Return a page of entries and comments that wait for release, oldest first. Six queries at most."""
    entries, comments = _waiting(process, person)
    found = [(at, "entry", pk) for pk, at in entries.values_list("pk", "created_at")]
    found += [(at, "comment", pk) for pk, at in comments.values_list("pk", "created_at")]
    result: Page[Any] = Paginator(sorted(found), PER_PAGE).get_page(page)
    its_comments = _comments(Comment.objects.filter(pk__in=[pk for _at, kind, pk in result if kind == "comment"]))
    numbers = {pk for _at, kind, pk in result if kind == "entry"}
    numbers |= {comment.entry_id for comment in its_comments.values()}
    its_entries = _entries(Entry.objects.filter(pk__in=numbers))
    result.object_list = [
        Case(its_entries[pk], None)
        if kind == "entry"
        else Case(its_entries[its_comments[pk].entry_id], its_comments[pk])
        for _at, kind, pk in result
    ]
    return result


def case_counts(process: Process, person: Any) -> dict[str, int]:
    """Return how many texts are reported and how many wait for release. One query."""
    scope = scope_of(person, process, MODERATORS, "entry__")
    flags = Flag.objects.filter(scope, settled_at=None) if scope else Flag.objects.none()
    entries, comments = _waiting(process, person)
    texts = Count("comment", distinct=True) + Count("entry", filter=Q(comment=None), distinct=True)
    counted = _counted(flags, "reported", texts).union(
        _counted(entries, "waiting", Count("pk")), _counted(comments, "waiting", Count("pk")), all=True
    )
    counts = {"reported": 0, "waiting": 0}
    for desk, count in counted:
        counts[desk] += count
    return counts


def _counted(rows: QuerySet[Any], desk: str, count: Any) -> Any:
    return rows.order_by().annotate(desk=Value(desk)).values_list("desk").annotate(count=count)


def decisions_of(process: Process, person: Any, page: int = 1) -> Page:
    """Return a page of decisions, newest first. Two queries."""
    scope = scope_of(person, process, MODERATORS, "entry__")
    decisions = ModerationDecision.objects.filter(scope) if scope else ModerationDecision.objects.none()
    related = decisions.select_related("entry__process", "comment__author", "entry__author", "rule", "moderator")
    return Paginator(related, PER_PAGE).get_page(page)


def hidden_by(entry: Entry) -> ModerationDecision | None:
    """Return the decision that hides an entry. No query unless it is hidden."""
    if entry.state != State.HIDDEN:
        return None
    decisions = ModerationDecision.objects.filter(entry=entry, comment=None, verdict=Verdict.HIDE, undone_at=None)
    return decisions.select_related("rule").first()


def _waiting(process: Process, person: Any) -> tuple[QuerySet[Entry], QuerySet[Comment]]:
    scope, comment_scope = scope_of(person, process, RELEASERS), scope_of(person, process, RELEASERS, "entry__")
    if scope is None or comment_scope is None:
        return Entry.objects.none(), Comment.objects.none()
    return (
        Entry.objects.filter(scope, state=State.IN_REVIEW),
        Comment.objects.filter(comment_scope, state=State.IN_REVIEW),
    )


def _entries(entries: QuerySet[Entry]) -> dict[int, Entry]:
    return {entry.pk: entry for entry in entries.select_related("process", "region", "author")}


def _comments(comments: QuerySet[Comment]) -> dict[int, Comment]:
    return {comment.pk: comment for comment in comments.select_related("author")}
