"""Suggestions for a sorting table, calculated beside the worker."""

import datetime
import functools
import logging
import random

from django.utils import timezone
from django_tasks import task

from dialogwerk.core.aside import Died, aside, runs_at_once
from dialogwerk.core.jobs import enqueue_later, periodic
from dialogwerk.synthesis import calculating
from dialogwerk.synthesis.actions.suggesting import begin, forget, goes_on, still_waits
from dialogwerk.synthesis.models import Run, RunState
from dialogwerk.synthesis.work import forget_old_work

logger = logging.getLogger("dialogwerk.synthesis")
SILENT = datetime.timedelta(seconds=90)  # a worker that gave no sign of life for so long is dead
LOST = datetime.timedelta(minutes=5)  # what waits for so long may have lost its worker
BUSY = datetime.timedelta(seconds=3)


@task()
def suggest(number: int, again: bool = False) -> None:
    """Calculate suggestions from the decisions at a table, or propose groups; `again` after it was broken off."""
    if runs_at_once():
        if _begin(number, again=again):
            calculating.calculate(number)
    elif not aside.try_run(functools.partial(_watch, number, again=again)) and still_waits(number, again=again):
        enqueue_later(suggest, BUSY, number=number, again=again)  # another worker may be free


@task()
def help_along(number: int) -> None:
    """Help with a calculation that another worker has cut into pieces."""
    if runs_at_once():
        calculating.join(number)
    elif not aside.try_run(functools.partial(_watch_helper, number)) and _wants_help(number):
        wait = BUSY * (1 + random.random())  # noqa: S311  # nosec: no secret
        enqueue_later(help_along, wait, number=number)  # a busy worker took the call from one that is free


def _begin(number: int, *, again: bool) -> bool:
    run = Run.objects.filter(pk=number).first()
    return run is not None and begin(run, again=again)


def _watch(number: int, *, again: bool) -> None:
    """Let the process beside the worker calculate; stop it when it was called off, begin again when it died."""
    if not _begin(number, again=again):
        return
    try:
        aside.run("dialogwerk.synthesis.calculating.calculate", number, goes_on=lambda: goes_on(number))
    except Died:
        logger.warning("the calculation %s broke off", number)
        suggest.enqueue(number, again=True)
    _tidy(number)


def _watch_helper(number: int) -> None:
    if _wants_help(number):
        try:
            aside.run("dialogwerk.synthesis.calculating.join", number, goes_on=lambda: goes_on(number))
        except Died:
            logger.warning("a helper of the calculation %s died; others take its piece", number)
        _tidy(number)


def _wants_help(number: int) -> bool:
    return Run.objects.filter(pk=number, state=RunState.RUNNING, pieces__is_done=False).exists()


def _tidy(number: int) -> None:
    """Throw away what one wrote that was called off and stopped."""
    run = Run.objects.filter(pk=number, state__in=(RunState.CANCELLED, RunState.FAILED)).first()
    if run is not None:
        forget(run)


@periodic(every=datetime.timedelta(minutes=1))
def revive_runs() -> None:
    """Take calculations up again whose worker died; they say so when that has happened several times."""
    now = timezone.now()
    for run in Run.objects.filter(state=RunState.RUNNING, beat_at__lt=now - SILENT):
        Run.objects.filter(pk=run.pk).update(beat_at=now)
        suggest.enqueue(run.pk, again=True)
    for run in Run.objects.filter(state=RunState.WAITING, asked_at__lt=now - LOST).exclude(beat_at__gte=now - LOST):
        Run.objects.filter(pk=run.pk).update(beat_at=now)
        suggest.enqueue(run.pk)
    forget_old_work()
