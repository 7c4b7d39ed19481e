"""`dialogwerk reindex`: make the search index anew."""

from typing import Any

from django.core.management.base import BaseCommand

from dialogwerk.opendata.indexing import index_everything


class Command(BaseCommand):
    """Make the search index anew."""

    help = "Make the full-text index of all entries anew."

    def handle(self, **options: Any) -> None:
        """Do it and say how many entries there were."""
        self.stdout.write(f"{index_everything()} Einträge stehen im Suchindex.")
