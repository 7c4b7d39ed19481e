"""`dialogwerk load_demo`: load the demonstration into an empty installation."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dialogwerk.demo.load import load_demo
from dialogwerk.demo.reading import DemoDataError
from dialogwerk.entries.words import count_of
from dialogwerk.processes.models import Process


class Command(BaseCommand):
    """Load the five dialogues of the demonstration."""

    help = "Load the demonstration data into an installation that has no dialogue yet."

    def handle(self, **options: Any) -> None:
        """Load it, or say why not."""
        if Process.objects.exists():
            raise CommandError(
                "Hier gibt es schon Dialoge. Die Demonstration kommt nur in eine leere Installation: "
                "Nennen Sie mit DIALOGWERK_DATA_DIR einen anderen Ordner."
            )
        started = time.perf_counter()
        try:
            counts = load_demo()
        except DemoDataError as error:
            raise CommandError(str(error)) from error
        told = ", ".join(count_of(kind, count) for kind, count in counts.items())
        self.stdout.write(f"In {time.perf_counter() - started:.1f} s geladen: {told}")
