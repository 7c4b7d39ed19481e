"""The job worker: runs queued jobs and periodic work, in a process of its own or in a thread of the demo."""

import datetime
import logging
import threading

from django.db import close_old_connections
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from dialogwerk.core.jobs import periodic, run_due

logger = logging.getLogger("dialogwerk.worker")
HEARTBEAT = "dialogwerk.core.worker.heartbeat"


@periodic(every=datetime.timedelta(seconds=30))
def heartbeat() -> None:
    """Do nothing: that it ran is noted in `PeriodicRun`, where `/health/ready` looks."""


def work_once(name: str) -> None:
    """Run all jobs that are ready, then the periodic jobs that are due."""
    close_old_connections()
    if DBTaskResult.objects.ready().exists():
        Worker(
            queue_names=["*"],
            interval=0,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=name,
            excluded_queue_names=[],
        ).run()
    run_due()


def work(name: str, stop: threading.Event, pause: float = 1.0) -> None:
    """Work until `stop` is set, looking for new jobs every `pause` seconds."""
    while not stop.is_set():
        try:
            work_once(name)
        except Exception:
            logger.exception("the worker goes on after an error")
        stop.wait(pause)
    close_old_connections()


def start_thread() -> threading.Event:
    """Start a worker thread and return the event that stops it."""
    stop = threading.Event()
    threading.Thread(target=work, args=("thread", stop), name="worker", daemon=True).start()
    return stop
