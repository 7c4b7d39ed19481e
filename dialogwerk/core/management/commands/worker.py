"""`dialogwerk worker`: run jobs until it is told to stop."""

import os
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from dialogwerk.core import worker


class Command(BaseCommand):
    """Run queued and periodic jobs."""

    help = "Run queued and periodic jobs until SIGTERM; several workers may run at once."

    def handle(self, **options: Any) -> None:
        """Work until the process is told to stop; the job in hand is finished first."""
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        worker.work(f"worker-{os.getpid()}", stop)
