"""`dialogwerk backup FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from dialogwerk.core.errors import DialogwerkError
from dialogwerk.opendata.backup import write_backup


class Command(BaseCommand):
    """Write everything into one archive."""

    help = "Write database and uploads into one archive. The product may run meanwhile."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be given."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say how much it is."""
        try:
            counts = write_backup(options["file"])
        except DatabaseError as error:
            raise CommandError(
                "Die Datenbank passt nicht zu dieser Version. Führen Sie zuerst „dialogwerk migrate“ aus."
            ) from error
        except DialogwerkError as error:
            raise CommandError(str(error.message)) from error
        except OSError as error:
            raise CommandError(
                f"„{options['file']}“ lässt sich nicht schreiben ({error.strerror}). "
                "Nennen Sie einen Ordner, in den dieser Befehl schreiben darf."
            ) from error
        size = options["file"].stat().st_size / 1_000_000
        self.stdout.write(f"{options['file']}: {sum(counts.values())} Zeilen, {size:.1f} MB gesichert.")
