"""Suggestions for a sorting table, calculated by the worker."""

import datetime
import logging

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_noop
from django_tasks import task

from dialogwerk.core.jobs import periodic
from dialogwerk.synthesis.actions.suggesting import CalledOff, beat, begin, fail, keep, let_count
from dialogwerk.synthesis.machine import rank
from dialogwerk.synthesis.models import Placement, Run, RunState, SortingTable, Suggestion

logger = logging.getLogger("dialogwerk.synthesis")
SILENT = datetime.timedelta(minutes=5)  # a worker that gave no sign of life for so long is dead
ATTEMPTS = 3


@task()
def suggest(number: int) -> None:
    """Calculate suggestions from the decisions at a table."""
    run = Run.objects.select_related("table").filter(pk=number).first()
    if run is None or not begin(run):
        return
    try:
        _suggest(run)
    except CalledOff:
        Suggestion.objects.filter(run=run).delete()
    except Exception:
        logger.exception("suggestions for table %s failed", run.table_id)
        fail(run, gettext_noop("Bei der Rechnung ist ein Fehler aufgetreten."))


def _suggest(run: Run) -> None:
    Suggestion.objects.filter(run=run).delete()  # of an attempt that was broken off
    seq = SortingTable.objects.values_list("seq", flat=True).get(pk=run.table_id)
    rows = list(
        Placement.objects.lying()
        .filter(Q(group=None) | Q(group__is_gone=False), table=run.table_id)
        .order_by("pk")
        .values_list("pk", "group", "is_aside", "group__is_locked", "entry__summary", "entry__title")
    )
    beat(run, 10)
    texts = [summary or title for *_facts, summary, title in rows]
    groups = [group for _pk, group, *_rest in rows]
    ranking = rank(texts, groups, lambda percent: beat(run, percent))
    locked = {group for _pk, group, _aside, is_locked, *_texts in rows if is_locked}
    suggestions = [
        Suggestion(
            run=run,
            placement_id=rows[place][0],
            group_id=guess.group,
            second_id=guess.second,
            confidence=guess.confidence,
            learns=guess.learns,
            words=list(guess.words),
        )
        for place, guess in ranking.guesses.items()
        if not rows[place][2] and guess.group not in locked
    ]
    keep(run, suggestions)
    decided = sum(group is not None for group in groups)
    let_count(run, knows=seq, decided=decided, hit_rate=ranking.hit_rate)


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
