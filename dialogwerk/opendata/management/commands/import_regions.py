"""`dialogwerk import_regions`: take in a region set from a GeoJSON file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.entries.actions.regions import find_regions_anew
from dialogwerk.places.actions import import_regions
from dialogwerk.places.region_file import RegionFileError
from dialogwerk.processes.actions.team import hand_roles_over


class Command(BaseCommand):
    """Make or renew a region set."""

    help = "Macht aus einer GeoJSON-Datei (Grad, WGS 84) einen Regionenschnitt oder erneuert ihn."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, the set and the properties."""
        parser.add_argument("file", type=Path, help="GeoJSON-Datei mit Flächen")
        parser.add_argument("--set", dest="slug", required=True, help="Kurzname des Schnitts, zum Beispiel kammern")
        parser.add_argument("--title", required=True, help="Titel des Schnitts, zum Beispiel „Kammerbezirke“")
        parser.add_argument("--key", required=True, help="Merkmal mit dem Schlüssel, zum Beispiel AGS")
        parser.add_argument("--name", required=True, help="Merkmal mit dem Namen, zum Beispiel GEN")
        parser.add_argument("--note", default="", help="Quellenvermerk, der unter der Karte steht")

    def handle(self, *, file: Path, **told: Any) -> None:
        """Import, and say what was done."""
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"Die Datei „{file}“ lässt sich nicht lesen: {error.strerror}.") from error
        chosen = {name: told[name] for name in ("slug", "title", "key", "name", "note")}
        try:
            done = import_regions(
                actor=None, content=content, resettle=find_regions_anew, hand_over=hand_roles_over, **chosen
            )
        except RegionFileError as error:
            raise CommandError(str(error.message)) from error
        except NotPossibleNow as error:
            raise CommandError(f"{error.message} {error.what_to_do}") from error
        self.stdout.write(f"{done.region_set.title}: {done.added} neu, {done.kept} schon da, {done.removed} entfallen.")
        self.stdout.write(f"{done.resettled} Einträge mit Ort stehen jetzt in anderen Regionen.")
        if done.handed_over:
            self.stdout.write(f"{done.handed_over} Rollen im Team gelten jetzt für die Region, die dort folgt.")
        if done.empty:
            self.stdout.write("Ohne Gemeinde (Punkte finden diese Regionen nicht): " + ", ".join(done.empty[:20]))
