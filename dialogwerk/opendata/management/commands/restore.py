"""`dialogwerk restore FILE`."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dialogwerk.core.errors import DialogwerkError
from dialogwerk.opendata.backup import read_backup


class Command(BaseCommand):
    """Bring everything back from one archive."""

    help = "Restore an archive made by `dialogwerk backup` into an empty installation (or, with --overwrite, any)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be given."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--overwrite", action="store_true", help="replace what is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, bring the tables up to this version, and say what came back."""
        try:
            counts = read_backup(options["file"], overwrite=options["overwrite"])
        except (DialogwerkError, OSError) as error:
            raise CommandError(str(getattr(error, "message", error))) from error
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write(f"{sum(counts.values())} Zeilen wiederhergestellt.")
