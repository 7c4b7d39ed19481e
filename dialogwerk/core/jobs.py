"""Jobs: retry with growing pauses, and work that runs at intervals.

`django.tasks` keeps a job as a row of the same database. Retry and periodic runs are ours.
"""

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task

from dialogwerk.core.models import PeriodicRun

logger = logging.getLogger("dialogwerk.jobs")


def retry(
    *, times: int, first_pause: timedelta = timedelta(seconds=20)
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Run the job again after a failure, at most `times` in all, with pauses that double.

    The job must take a keyword `attempt` (the first run is 1).
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(function)
        def run(*args: Any, attempt: int = 1, **kwargs: Any) -> None:
            try:
                function(*args, attempt=attempt, **kwargs)
            except Exception:
                if attempt >= times:
                    raise
                logger.warning("%s failed at attempt %s, again later", function.__name__, attempt, exc_info=True)
                module = __import__(function.__module__, fromlist=[function.__name__])
                job: Task[Any, Any] = getattr(module, function.__name__)
                later = timezone.now() + first_pause * 2 ** (attempt - 1)
                job.using(run_after=later).enqueue(*args, attempt=attempt + 1, **kwargs)

        return run

    return decorate


def enqueue_later(job: Task[Any, Any], after: timedelta, **kwargs: Any) -> None:
    """Queue a job that runs `after` so long; at once where jobs run immediately, as in tests."""
    can_wait = job.get_backend().supports_defer
    (job.using(run_after=timezone.now() + after) if can_wait else job).enqueue(**kwargs)


@dataclass(frozen=True)
class Periodic:
    """A job that is due again `every` so often."""

    name: str
    every: timedelta
    run: Callable[[], None]


_periodic: dict[str, Periodic] = {}


def periodic(*, every: timedelta) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register a function without arguments as periodic work of the worker."""

    def decorate(function: Callable[[], None]) -> Callable[[], None]:
        name = f"{function.__module__}.{function.__name__}"
        _periodic[name] = Periodic(name, every, function)
        return function

    return decorate


def run_due() -> list[str]:
    """Run every periodic job that is due and return the names of those that ran.

    Two workers may call this at once: the row of a job is claimed first, so that one of them runs it.
    """
    ran = []
    for job in _periodic.values():
        if _claim(job):
            try:
                job.run()
            except Exception:
                logger.exception("periodic job %s failed", job.name)
            else:
                ran.append(job.name)
    return ran


def _claim(job: Periodic) -> bool:
    now = timezone.now()
    with transaction.atomic():
        _, created = PeriodicRun.objects.get_or_create(name=job.name, defaults={"last_at": now})
        if created:
            return True
        return bool(PeriodicRun.objects.filter(name=job.name, last_at__lte=now - job.every).update(last_at=now))
