"""Suggestions for a sorting table, calculated by the worker."""

import datetime
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks import task

from dialogwerk.core.jobs import periodic
from dialogwerk.synthesis.actions.suggesting import (
    CalledOff,
    beat,
    begin,
    fail,
    forget,
    keep,
    keep_proposals,
    let_count,
)
from dialogwerk.synthesis.machine import Known, propose, rank, stacks
from dialogwerk.synthesis.models import Group, Move, Placement, Run, RunState, SortingTable, Suggestion

logger = logging.getLogger("dialogwerk.synthesis")
SILENT = datetime.timedelta(minutes=5)  # a worker that gave no sign of life for so long is dead
ATTEMPTS = 3
SUREST = 15  # so many texts of a proposed group teach a little, before people have decided


@task()
def suggest(number: int) -> None:
    """Calculate suggestions from the decisions at a table."""
    run = Run.objects.select_related("table").filter(pk=number).first()
    if run is None or not begin(run):
        return
    try:
        _suggest(run)
    except CalledOff:
        forget(run)
    except Exception:
        logger.exception("suggestions for table %s failed", run.table_id)
        fail(run, gettext_noop("Bei der Rechnung ist ein Fehler aufgetreten."))


@dataclass(frozen=True)
class _Row:
    """A contribution on the table, as the machine is told of it; `seq` is the last move that changed where it lies."""

    placement: int
    group: int | None
    is_aside: bool
    is_locked: bool
    seq: int
    text: str


def _rows(table: int) -> list[_Row]:
    found = (
        Placement.objects.lying()
        .filter(Q(group=None) | Q(group__is_gone=False), table=table)
        .order_by("pk")
        .values_list("pk", "group", "is_aside", "group__is_locked", "seq", "entry__summary", "entry__title")
    )
    return [
        _Row(pk, group, aside, bool(locked), seq, summary or title)
        for pk, group, aside, locked, seq, summary, title in found
    ]


def _suggest(run: Run) -> None:
    forget(run)  # what an attempt wrote that was broken off
    seq = SortingTable.objects.values_list("seq", flat=True).get(pk=run.table_id)
    rows = _rows(run.table_id)
    beat(run, 10)
    has_groups = Group.objects.filter(Q(is_gone=False) | Q(proposed_by__isnull=False), table=run.table_id).exists()
    if has_groups:
        _learn(run, rows, seq)
    else:
        _propose(run, rows, seq)


def _learn(run: Run, rows: list[_Row], seq: int) -> None:
    """Suggest from the decisions so far, and a little from the groups that were proposed and taken."""
    known = _known(run.table_id, rows)
    ranking = rank([row.text for row in rows], known, lambda percent: beat(run, percent))
    locked = {row.group for row in rows if row.is_locked}
    suggestions = [
        Suggestion(
            run=run,
            placement_id=rows[place].placement,
            group_id=guess.group,
            second_id=guess.second,
            confidence=guess.confidence,
            learns=guess.learns,
            words=list(guess.words),
        )
        for place, guess in ranking.guesses.items()
        if not rows[place].is_aside and guess.group not in locked
    ]
    keep(run, suggestions)
    let_count(run, knows=seq, decided=len(known.decided), hit_rate=ranking.hit_rate)


def _known(table: int, rows: list[_Row]) -> Known:
    """Return what people decided, and what the first grouping said of those groups that were taken."""
    sorted_rows = sorted(((row.seq, place) for place, row in enumerate(rows) if row.group is not None))
    decided = {place: group for _seq, place in sorted_rows if (group := rows[place].group) is not None}
    places = {row.placement: place for place, row in enumerate(rows)}
    open_places = {row.placement for row in rows if row.group is None and not row.is_aside}
    told = Suggestion.objects.filter(run__table=table, run__proposes=True, group__is_gone=False)
    hints: dict[int, int] = {}
    earlier: dict[int, tuple[int, float]] = {}
    counts: Counter[int] = Counter()
    for placement, group, sure in told.order_by("-confidence", "pk").values_list("placement", "group", "confidence"):
        if placement in places:
            earlier[places[placement]] = (group, sure)
            if placement in open_places and counts[group] < SUREST:
                counts[group] += 1
                hints[places[placement]] = group
    return Known(decided, hints, earlier, _barred(table, places))


def _barred(table: int, places: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return what people took out of a group and did not put back: place and group."""
    moves = Move.objects.filter(table=table, kind="back", undone_by=None, count__gt=0)
    return [
        (places[number], group)
        for before in moves.values_list("before", flat=True)
        for (group, _aside, _move), numbers in before.get("placements", [])
        for number in numbers
        if group is not None and number in places
    ]


def _propose(run: Run, rows: list[_Row], seq: int) -> None:
    """Propose groups to begin with, and lay near-duplicates on stacks."""
    texts = [row.text for row in rows]
    piled = [[rows[place].placement for place in stack] for stack in stacks(texts)]
    beat(run, 15)
    proposals = propose(texts, lambda percent: beat(run, percent))
    groups = keep_proposals(run, [(one.name, one.words, len(one.members)) for one in proposals])
    suggestions = [
        Suggestion(
            run=run,
            placement_id=rows[place].placement,
            group=group,
            confidence=round(confidence, 4),
            learns=round(1 - confidence, 4),
            words=list(proposal.words[:4]),
        )
        for group, proposal in zip(groups, proposals, strict=True)
        for place, confidence in proposal.members
        if rows[place].group is None and not rows[place].is_aside
    ]
    keep(run, suggestions)
    let_count(run, piled, knows=seq, proposes=True, parameters=run.parameters)


@periodic(every=datetime.timedelta(minutes=1))
def revive_runs() -> None:
    """Begin a calculation again whose worker died; say so when that has happened several times."""
    dead = Run.objects.filter(state=RunState.RUNNING, beat_at__lt=timezone.now() - SILENT)
    for run in dead.select_related("table"):
        if run.attempts >= ATTEMPTS:
            fail(run, gettext_noop("Die Rechnung brach mehrmals ab."))
        else:
            Run.objects.filter(pk=run.pk).update(beat_at=timezone.now())
            suggest.enqueue(run.pk)
