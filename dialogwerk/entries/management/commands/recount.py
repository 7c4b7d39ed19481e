"""`manage.py recount`: repair the numbers of comments and ratings on all cards."""

from typing import Any

from django.core.management.base import BaseCommand

from dialogwerk.entries.actions.ratings import recount


class Command(BaseCommand):
    """Count comments and ratings anew."""

    help = "Count the comments and ratings of all entries anew and repair the numbers on the cards."

    def handle(self, *args: Any, **options: Any) -> None:
        """Repair and say how many were wrong."""
        self.stdout.write(f"{recount()} Einträge hatten falsche Zahlen und sind berichtigt.")
