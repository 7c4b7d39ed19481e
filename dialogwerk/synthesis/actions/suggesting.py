"""Asking for suggestions, calling them off, and letting them count. Only people place; the machine writes beside."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_noop

from dialogwerk.core import audit, push
from dialogwerk.synthesis.models import (
    UNDER_WAY,
    Group,
    Move,
    Placement,
    Run,
    RunState,
    SortingTable,
    Step,
    Suggestion,
)
from dialogwerk.synthesis.queries.tables import table_channel

if TYPE_CHECKING:
    from dialogwerk.synthesis.machine import Proposal

A_HANDFUL = 10
ATTEMPTS = 3
AT_ONCE = 500


class CalledOff(Exception):
    """Somebody called the calculation off, or a newer one has been asked for."""


@transaction.atomic
def ask_for_suggestions(*, actor: Any, table: SortingTable, proposes: bool = False) -> Run:
    """Let the worker calculate suggestions from the decisions so far; one that waits already is that one.

    With `proposes`, and where there is no group yet, it looks for groups that might be made, too.
    """
    locked = SortingTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    is_first = not locked.groups.filter(Q(is_gone=False) | Q(proposed_by__isnull=False)).exists()
    waiting = locked.runs.filter(state=RunState.WAITING, proposes=proposes or is_first).first()
    if waiting is not None:
        return waiting
    run = _ask(locked, proposes=proposes or is_first)
    locked.save(update_fields=["asked_seq"])
    audit.record(actor=actor, act="ask_for_suggestions", target=table, process_slug=table.process.slug)
    return run


def ask_after_a_handful(table: SortingTable, moves: Sequence[Move]) -> None:
    """Ask again when enough was decided since. Call it under the lock of the table; it is saved by the caller."""
    if any(move.count for move in moves) and table.seq - table.asked_seq >= A_HANDFUL:
        _ask(table)


def _ask(table: SortingTable, *, proposes: bool = False) -> Run:
    from dialogwerk.synthesis.jobs import suggest  # the job calls actions of this module

    run = Run.objects.create(table=table, proposes=proposes)
    table.asked_seq = table.seq
    transaction.on_commit(partial(suggest.enqueue, run.pk))
    return run


@transaction.atomic
def call_off(*, actor: Any, run: Run) -> None:
    """Stop a calculation. What counted before still counts."""
    stopped = Run.objects.filter(pk=run.pk, state__in=UNDER_WAY).update(
        state=RunState.CANCELLED, ended_at=timezone.now()
    )
    if stopped:
        table = run.table
        audit.record(actor=actor, act="call_off_suggestions", target=table, process_slug=table.process.slug)
        push.announce(table_channel(table.pk))


def begin(run: Run, *, again: bool = False) -> bool:
    """Say that the worker has taken a calculation up; False where it is not wanted any more.

    One that was broken off is taken up `again`. Too many attempts are given up.
    """
    is_overtaken = Run.objects.filter(table=run.table_id, pk__gt=run.pk, proposes=run.proposes).exists()
    wanted = _to_begin(run.pk, again=again)
    if is_overtaken:
        wanted.update(state=RunState.CANCELLED, ended_at=timezone.now())
        return False
    if again and run.attempts >= ATTEMPTS:
        fail(run, gettext_noop("Die Rechnung brach mehrmals ab."))
        return False
    now = timezone.now()
    return bool(wanted.update(state=RunState.RUNNING, beat_at=now, attempts=F("attempts") + 1))


def still_waits(number: int, *, again: bool = False) -> bool:
    """Say that a calculation is not lost, it waits for a free worker; return whether it is still to `begin`."""
    return bool(_to_begin(number, again=again).update(beat_at=timezone.now()))


def _to_begin(number: int, *, again: bool) -> QuerySet[Run]:
    return Run.objects.filter(pk=number, state=RunState.RUNNING if again else RunState.WAITING)


def goes_on(number: int) -> bool:
    """Say that a worker still holds a calculation, and return whether it is still wanted."""
    return bool(Run.objects.filter(pk=number, state=RunState.RUNNING).update(beat_at=timezone.now()))


def beat(run: Run, progress: int, step: Step) -> None:
    """Say how far it is. What is less than before is not told: of several workers one is behind. Raises `CalledOff`."""
    running = Run.objects.filter(pk=run.pk, state=RunState.RUNNING)
    if not running.update(beat_at=timezone.now(), progress=Greatest("progress", progress), step=step):
        raise CalledOff
    push.announce(table_channel(run.table_id))


def keep(run: Run, suggestions: Sequence[Suggestion]) -> None:
    """Write suggestions down, some at a time; nobody sees them before `let_count`."""
    for start in range(0, len(suggestions), AT_ONCE):
        Suggestion.objects.bulk_create(suggestions[start : start + AT_ONCE])


def keep_proposals(run: Run, found: "Sequence[Proposal]") -> dict[str, int]:
    """Write proposed groups down, gone until a person takes them; return the group of each theme.

    A theme that is a group already, also one that was proposed before, is that one.
    """
    table_groups = Group.objects.filter(table=run.table_id)
    there = {group.pk: group for group in table_groups.filter(Q(is_gone=False) | Q(proposed_by__isnull=False))}
    names = {group.name.casefold() for group in there.values()}
    groups: dict[str, int] = {one.key: one.group for one in found if one.group in there and one.group is not None}
    new = [one for one in found if one.key not in groups]
    made = []
    for one in new:
        name, number = one.name[:110], 1
        while name.casefold() in names:
            number += 1
            name = f"{one.name[:110]} {number}"
        names.add(name.casefold())
        made.append(Group(table_id=run.table_id, name=name, is_gone=True, proposed_by=run))
    groups |= {one.key: group.pk for one, group in zip(new, Group.objects.bulk_create(made), strict=True)}
    run.parameters["groups"] = [{"group": groups[one.key], "words": list(one.words), "size": one.size} for one in found]
    return groups


def let_count(run: Run, stacks: Sequence[Sequence[int]] = (), **facts: Any) -> None:
    """Let the suggestions of a calculation count, all at once, instead of the earlier ones. Raises `CalledOff`.

    `stacks` are placements that say the same; each stands under the first of it from now on.
    """
    with transaction.atomic():
        table = SortingTable.objects.select_for_update(of=("self",)).get(pk=run.table_id)
        running = Run.objects.filter(pk=run.pk, state=RunState.RUNNING)
        if not running.update(state=RunState.DONE, progress=100, ended_at=timezone.now(), **facts):
            raise CalledOff
        _pile(stacks)
        if run.proposes:
            _replace_proposals(run)
        table.run_id = run.pk
        table.save(update_fields=["run"])
        push.announce(table_channel(table.pk))
    run.pieces.all().delete()
    _forget_earlier(run)


def _pile(stacks: Sequence[Sequence[int]]) -> None:
    pairs = [(lead, other) for lead, *others in stacks for other in others]
    if pairs:
        with connection.cursor() as cursor:
            sql = f"UPDATE {Placement._meta.db_table} SET lead_id = %s WHERE id = %s"  # noqa: S608  # nosec: our names
            cursor.executemany(sql, pairs)


def _replace_proposals(run: Run) -> None:
    """Show the groups this run proposes, those it found again among them, and no more those of earlier runs."""
    proposed = [told["group"] for told in run.parameters.get("groups", [])]
    waiting = Group.objects.filter(table=run.table_id, is_gone=True).exclude(proposed_by=None)
    waiting.filter(pk__in=proposed).update(proposed_by=run)
    waiting.exclude(pk__in=proposed).update(proposed_by=None)


def fail(run: Run, fault: str) -> None:
    """Say that a calculation did not come to its end."""
    Run.objects.filter(pk=run.pk, state__in=UNDER_WAY).update(
        state=RunState.FAILED, fault=fault[:200], ended_at=timezone.now()
    )
    forget(run)
    push.announce(table_channel(run.table_id))


def forget(run: Run) -> None:
    """Delete what a calculation wrote that did not come to its end; nothing of one that counts."""
    if Run.objects.filter(pk=run.pk, state=RunState.DONE).exists():
        return
    run.pieces.all().delete()
    _delete(Suggestion.objects.filter(run=run))
    Group.objects.filter(proposed_by=run, is_gone=True).delete()


def _forget_earlier(run: Run) -> None:
    """Delete the suggestions of earlier runs, but of the first grouping while that counts."""
    earlier = Suggestion.objects.filter(run__table=run.table_id, run__lt=run.pk)
    _delete(earlier if run.proposes else earlier.filter(run__proposes=False))


def _delete(suggestions: QuerySet[Suggestion]) -> None:
    """Delete some at a time, so that nobody waits for it."""
    while numbers := list(suggestions.values_list("pk", flat=True)[:AT_ONCE]):
        Suggestion.objects.filter(pk__in=numbers).delete()
