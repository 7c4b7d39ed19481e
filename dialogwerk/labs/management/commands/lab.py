"""`dialogwerk lab export EVENT FILE` and `dialogwerk lab import EVENT FILE`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dialogwerk.core.errors import DialogwerkError
from dialogwerk.events.models import Event
from dialogwerk.labs.archive import read_lab, write_cards, write_lab
from dialogwerk.labs.queries import lab_of


class Command(BaseCommand):
    """Write a lab into a file, or make one from a file."""

    help = "Write a lab with everything that was done in it as JSON (or its cards as CSV), or bring the JSON in again."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be given."""
        parser.add_argument("act", choices=["export", "import"])
        parser.add_argument("event", type=int, help="the number of the event")
        parser.add_argument("file", type=Path, help="ends in .json, or in .csv for the cards alone (export only)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say how many cards there are."""
        act = self._export if options["act"] == "export" else self._import
        try:
            cards = act(options["event"], options["file"])
        except DialogwerkError as error:
            raise CommandError(f"{error.message} {error.what_to_do}".strip()) from error
        except (OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        did = "geschrieben" if options["act"] == "export" else "eingelesen"
        self.stdout.write(f"{options['file']}: {cards} Karten {did}.")

    def _export(self, number: int, path: Path) -> int:
        lab = lab_of(number)
        if lab is None:
            raise CommandError(f"Zum Termin {number} gibt es kein Labor. Die Nummer steht in der Adresse des Termins.")
        if path.suffix.lower() == ".csv":
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                return write_cards(lab, file)
        told = read_lab(lab)
        path.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        return sum(len(board["cards"]) for board in told["boards"])

    def _import(self, number: int, path: Path) -> int:
        event = Event.objects.select_related("entry__process").filter(pk=number).first()
        if event is None:
            raise CommandError(f"Einen Termin {number} gibt es nicht. Die Nummer steht in seiner Adresse.")
        told = json.loads(path.read_text(encoding="utf-8"))
        write_lab(actor=None, event=event, told=told)
        return sum(len(board["cards"]) for board in told["boards"])
