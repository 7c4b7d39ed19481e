"""What a calculation of suggestions does, in the process beside the worker (`core.aside`).

A small table is calculated in one go. A large one, and the first grouping of any, is learnt from a sample; what was
learnt goes into a file, and the contributions go to any number of workers in pieces (`Piece`). What a piece finds is
written together with the word that it is done; all of it counts when the last piece is there, not before.
"""

import logging
import random
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_noop

from dialogwerk.synthesis.actions.pieces import cut, finish_piece, share_done, take_piece
from dialogwerk.synthesis.actions.suggesting import CalledOff, beat, fail, forget, keep, keep_proposals, let_count
from dialogwerk.synthesis.machine import Guess, Known, Learner, Themes, rank, stacks, teaches
from dialogwerk.synthesis.models import Run, RunState, SortingTable, Step, Suggestion
from dialogwerk.synthesis.queries.teaching import (
    Row,
    known_of,
    last_proposing,
    left_without,
    rows_of,
    rows_of_origins,
    texts_of,
)
from dialogwerk.synthesis.work import Work, forget_work, read_work, write_work

logger = logging.getLogger("dialogwerk.synthesis")
SAMPLE = 20_000
PIECE = 3_000
PAUSE = 1.0
MOST_HELPERS = 7


def calculate(number: int) -> None:
    """Calculate what a run that has begun was asked for; go on where an earlier attempt broke off."""
    _guarded(number, _calculate)


def join(number: int) -> None:
    """Help with the pieces of a run that another worker has cut."""
    _guarded(number, _join)


def _guarded(number: int, act: Callable[[Run], None]) -> None:
    run = Run.objects.select_related("table").filter(pk=number, state=RunState.RUNNING).first()
    if run is None:
        return
    try:
        act(run)
    except CalledOff:
        forget(run)
    except Exception:
        logger.exception("suggestions for table %s failed", run.table_id)
        fail(run, gettext_noop("Bei der Rechnung ist ein Fehler aufgetreten."))


def _join(run: Run) -> None:
    work = read_work(run.pk)
    if work is not None:
        _place(run, work)


def _calculate(run: Run) -> None:
    work = read_work(run.pk) if run.pieces.exists() else None
    if work is None:
        forget(run)  # what an attempt wrote that was broken off
        work = _learn(run)
    if work is not None:
        _place(run, work)
        forget_work(run.pk)


def _learn(run: Run) -> Work | None:
    """Read and learn. Return what is left to be placed in pieces, None where everything is done."""
    beat(run, 2, Step.READING)
    facts: dict[str, Any] = {"knows": SortingTable.objects.values_list("seq", flat=True).get(pk=run.table_id)}
    rows = rows_of(run.table_id)
    facts["decided"] = sum(row.group is not None for row in rows)
    if run.proposes:
        return _find_groups(run, rows, facts)
    beat(run, 5, Step.LEARNING)
    sample = _sampled(rows, run) + rows_of_origins(run.table_id)
    known, texts = known_of(run.table_id, sample, last_proposing(run.table_id)), texts_of(sample)
    if len(rows) <= _sample_of(run):
        ranking = rank(texts, known, lambda percent: beat(run, 5 + 8 * percent // 10, Step.LEARNING))
        beat(run, 85, Step.KEEPING)
        keep(run, _suggestions(run, sample, known, ranking.guesses))
        let_count(run, hit_rate=ranking.hit_rate, **facts)
        return None
    if not teaches(known):
        let_count(run, **facts)
        return None
    model = Learner.of(texts, known)
    return _cut(run, rows, Work(model, {"hit_rate": model.hit_rate, **facts}))


def _find_groups(run: Run, rows: Sequence[Row], facts: dict[str, Any]) -> Work | None:
    """Find groups to begin with, or more of them, and what says the same."""
    beat(run, 5, Step.STACKING)
    piled = [[rows[place].placement for place in stack] for stack in stacks(texts_of(rows))]
    beat(run, 15, Step.LEARNING)
    sample = _sampled(rows, run) + rows_of_origins(run.table_id)
    known = known_of(run.table_id, sample, last_proposing(run.table_id))
    themes = Themes.of(texts_of(sample), known, lambda percent: beat(run, 15 + percent // 2, Step.LEARNING))
    if themes is None:
        let_count(run, piled, parameters=run.parameters, **facts)
        return None
    themes.groups = keep_proposals(run, themes.shown)
    return _cut(run, rows, Work(themes, {"parameters": run.parameters, **facts}, piled))


def _sampled(rows: Sequence[Row], run: Run) -> list[Row]:
    """Return the rows to learn from, in their order: all about which people decided, and a random choice."""
    most = _sample_of(run)
    if len(rows) <= most:
        return list(rows)
    free = [place for place, row in enumerate(rows) if row.group is None]
    decided = [place for place, row in enumerate(rows) if row.group is not None]
    chance = random.Random(run.table_id)  # noqa: S311  # nosec: a sample, no secret
    chosen = chance.sample(free, min(len(free), max(most - len(decided), most // 4)))
    return [rows[place] for place in sorted([*decided, *chosen])]


def _sample_of(run: Run) -> int:
    return int(run.parameters.get("sample", SAMPLE))


def _cut(run: Run, rows: Sequence[Row], work: Work) -> Work:
    """Lay the work out for all workers and call some."""
    from dialogwerk.synthesis.jobs import help_along  # the job calls this module

    write_work(run.pk, work)
    with transaction.atomic():
        count = cut(run, [row.placement for row in rows], run.parameters.get("piece", PIECE))
        for _helper in range(min(count - 1, MOST_HELPERS)):
            transaction.on_commit(partial(help_along.enqueue, run.pk))
    return work


def _place(run: Run, work: Work) -> None:
    """Place one piece after the other until all are done; then let everything count."""
    proposing = None if run.proposes else last_proposing(run.table_id)
    done = share_done(run)
    while done < 1:
        beat(run, 65 + round(30 * done), Step.PLACING)
        piece = take_piece(run)
        if piece is None:
            time.sleep(PAUSE)  # others have the last ones
        else:
            rows = rows_of(run.table_id, piece.first, piece.last)
            known = known_of(run.table_id, rows, proposing)
            guesses = work.model.place(texts_of(rows), known)
            finish_piece(run, piece, _suggestions(run, rows, known, guesses))
        done = share_done(run)
    beat(run, 97, Step.KEEPING)
    facts = dict(work.facts)
    if run.proposes:
        facts["parameters"] = facts["parameters"] | {"left_out": left_without(run)}
    let_count(run, work.stacks, **facts)


def _suggestions(run: Run, rows: Sequence[Row], known: Known, guesses: Mapping[int, Guess]) -> list[Suggestion]:
    """Return rows for what was guessed about contributions of this table that nobody has decided about."""
    return [
        Suggestion(
            run=run,
            placement_id=rows[place].placement,
            group_id=guess.group,
            second_id=guess.second,
            confidence=guess.confidence,
            learns=guess.learns,
            words=list(guess.words),
            by_source=guess.by_source,
        )
        for place, guess in guesses.items()
        if rows[place].placement
        and rows[place].group is None
        and not rows[place].is_aside
        and guess.group not in known.locked
    ]
