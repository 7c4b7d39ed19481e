"""Asking for suggestions, calling them off, and letting them count. Only people place; the machine writes beside."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from dialogwerk.core import audit, push
from dialogwerk.synthesis.models import Group, Move, Placement, Run, RunState, SortingTable, Suggestion
from dialogwerk.synthesis.queries.tables import table_channel

A_HANDFUL = 10
UNDER_WAY = (RunState.WAITING, RunState.RUNNING)
AT_ONCE = 500


class CalledOff(Exception):
    """Somebody called the calculation off, or a newer one has been asked for."""


@transaction.atomic
def ask_for_suggestions(*, actor: Any, table: SortingTable) -> Run:
    """Let the worker calculate suggestions from the decisions so far; one that waits already is that one."""
    locked = SortingTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    waiting = locked.runs.filter(state=RunState.WAITING).first()
    if waiting is not None:
        return waiting
    run = _ask(locked)
    locked.save(update_fields=["asked_seq"])
    audit.record(actor=actor, act="ask_for_suggestions", target=table, process_slug=table.process.slug)
    return run


def ask_after_a_handful(table: SortingTable, moves: Sequence[Move]) -> None:
    """Ask again when enough was decided since. Call it under the lock of the table; it is saved by the caller."""
    if any(move.count for move in moves) and table.seq - table.asked_seq >= A_HANDFUL:
        _ask(table)


def _ask(table: SortingTable) -> Run:
    from dialogwerk.synthesis.jobs import suggest  # the job calls actions of this module

    run = Run.objects.create(table=table)
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


def begin(run: Run) -> bool:
    """Say that the worker has taken a calculation up; False where it is not wanted any more."""
    is_overtaken = Run.objects.filter(table=run.table_id, pk__gt=run.pk).exists()
    wanted = Run.objects.filter(pk=run.pk, state__in=UNDER_WAY)
    if is_overtaken:
        wanted.update(state=RunState.CANCELLED, ended_at=timezone.now())
        return False
    now = timezone.now()
    return bool(wanted.update(state=RunState.RUNNING, beat_at=now, progress=1, attempts=run.attempts + 1))


def beat(run: Run, progress: int) -> None:
    """Give a sign of life. Raises `CalledOff`."""
    running = Run.objects.filter(pk=run.pk, state=RunState.RUNNING)
    if not running.update(beat_at=timezone.now(), progress=progress):
        raise CalledOff
    push.announce(table_channel(run.table_id))


def keep(run: Run, suggestions: Sequence[Suggestion]) -> None:
    """Write suggestions down, some at a time; nobody sees them before `let_count`."""
    for start in range(0, len(suggestions), AT_ONCE):
        Suggestion.objects.bulk_create(suggestions[start : start + AT_ONCE])


def keep_proposals(run: Run, told: Sequence[tuple[str, Sequence[str], int]]) -> list[Group]:
    """Write proposed groups down (name, words, size), gone until a person takes them; return them in order."""
    names: dict[str, int] = {}
    groups = []
    for name, _words, _size in told:
        names[name] = names.get(name, 0) + 1
        unique = name[:110] if names[name] == 1 else f"{name[:110]} {names[name]}"
        groups.append(Group(table_id=run.table_id, name=unique, is_gone=True, proposed_by=run))
    groups = Group.objects.bulk_create(groups)
    run.parameters["groups"] = [
        {"group": group.pk, "words": list(words), "size": size}
        for group, (_name, words, size) in zip(groups, told, strict=True)
    ]
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
        for lead, *others in stacks:
            Placement.objects.filter(pk__in=others).update(lead=lead)
        table.run_id = run.pk
        table.save(update_fields=["run"])
        push.announce(table_channel(table.pk))
    _forget_earlier(run)


def fail(run: Run, fault: str) -> None:
    """Say that a calculation did not come to its end."""
    Run.objects.filter(pk=run.pk, state__in=UNDER_WAY).update(
        state=RunState.FAILED, fault=fault[:200], ended_at=timezone.now()
    )
    forget(run)
    push.announce(table_channel(run.table_id))


def forget(run: Run) -> None:
    """Delete what a calculation wrote that did not come to its end."""
    Suggestion.objects.filter(run=run).delete()
    Group.objects.filter(proposed_by=run, is_gone=True).delete()


def _forget_earlier(run: Run) -> None:
    """Delete the suggestions of earlier runs, some at a time, so that nobody waits for it."""
    earlier = Suggestion.objects.filter(run__table=run.table_id, run__lt=run.pk, run__proposes=False)
    while numbers := list(earlier.values_list("pk", flat=True)[:AT_ONCE]):
        Suggestion.objects.filter(pk__in=numbers).delete()
