"""`dialogwerk aside`: the process a worker starts for heavy sums (`core.aside`). Not for people."""

from typing import Any

from django.core.management.base import BaseCommand

from dialogwerk.core import aside


class Command(BaseCommand):
    """Calculate what the worker asks for on standard input."""

    help = "Started by the worker for heavy sums; ends with it."

    def handle(self, **options: Any) -> None:
        """Serve until the worker is gone."""
        aside.serve()
