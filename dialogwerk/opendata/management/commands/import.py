"""`dialogwerk import contributions FILE --process SLUG`."""

import argparse
import gc
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from dialogwerk.entries.models import State
from dialogwerk.opendata.importing.checking import Checker, Report
from dialogwerk.opendata.importing.reading import UnreadableFile, read_rows
from dialogwerk.opendata.importing.similar import Similar, find_similar
from dialogwerk.opendata.importing.writing import import_contributions
from dialogwerk.processes.models import Process

MOST_NAMED, MANY = 5, 10_000


class Command(BaseCommand):
    """Take in contributions from CSV or XLSX."""

    help = "Take in contributions from a CSV or XLSX file. Nothing is ever imported twice."

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be given."""
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.epilog = "columns by name: text (required), title, topic, region, lat, lon, created, author, source_id"
        parser.add_argument("what", choices=["contributions"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--process", help="address (slug) of the dialogue; needed if there is more than one")
        parser.add_argument(
            "--source", default="import", help="name of the source; rows are known by source and source_id"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument(
            "--skip-similar", action="store_true", help="leave out what very likely says the same as something else"
        )
        parser.add_argument("--drafts", action="store_true", help="import as drafts instead of published")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, tell, write. Looking for garbage among rows that stay to the end costs a fifth."""
        collects = gc.isenabled()
        gc.disable()
        try:
            self._import(options)
        finally:
            if collects:
                gc.enable()

    def _import(self, options: dict[str, Any]) -> None:
        process = self._process(options["process"])
        try:
            report = Checker(process, options["source"]).check(read_rows(options["file"]))
        except UnreadableFile as error:
            raise CommandError(str(error.message)) from error
        self._tell(report)
        similar = find_similar(process, report.new, self._comparing)
        self._tell_similar(similar, skips=options["skip_similar"])
        if options["dry_run"]:
            self.stdout.write("Probelauf: nichts wurde geschrieben.")
            return
        state = State.DRAFT if options["drafts"] else State.PUBLISHED
        left_out = {one.row for one in similar if one.is_spare} if options["skip_similar"] else set()
        rows = [row for row in report.new if row.row not in left_out]
        count = import_contributions(
            actor=None, process=process, source=options["source"], rows=rows, state=state, progress=self._progress
        )
        self.stdout.write(f"{count} Beiträge eingespielt.")

    def _process(self, slug: str | None) -> Process:
        processes = list(Process.objects.filter(slug=slug) if slug else Process.objects.all()[:2])
        if len(processes) == 1:
            return processes[0]
        slugs = ", ".join(Process.objects.order_by("slug").values_list("slug", flat=True))
        if not slugs:
            raise CommandError("Hier gibt es noch keinen Dialog. Legen Sie zuerst einen an: /werkstatt/neu/.")
        raise CommandError(f"Bitte den Dialog mit --process nennen. Vorhanden: {slugs}.")

    def _tell(self, report: Report) -> None:
        for fault in report.faults:
            self.stderr.write(f"Zeile {fault.row}: {fault.reason}")
        if report.new_topics:
            self.stdout.write(f"Neue Themenfelder: {', '.join(report.new_topics)}")
        self.stdout.write(f"{len(report.new)} neu, {report.known} schon da, {len(report.faults)} fehlerhaft")

    def _tell_similar(self, similar: list[Similar], *, skips: bool) -> None:
        for one in similar:
            others = [f"Zeile {row}" for row in one.rows] + [f"Beitrag #{number}" for number in one.entries]
            more = f" und {len(others) - MOST_NAMED} weitere" if len(others) > MOST_NAMED else ""
            what = "ausgelassen, " if skips and one.is_spare else ""
            self.stderr.write(f"Zeile {one.row}: {what}sagt wohl dasselbe wie {', '.join(others[:MOST_NAMED])}{more}")
        if similar and not skips:
            self.stdout.write(
                f"{len(similar)} Zeilen sagen wohl dasselbe wie etwas anderes. Sie werden trotzdem eingespielt; "
                "mit --skip-similar bleiben sie weg, bis auf je eine."
            )
        elif similar:
            self.stdout.write(
                f"{sum(one.is_spare for one in similar)} Zeilen ausgelassen, weil sie wohl dasselbe sagen"
            )

    def _comparing(self, done: int, total: int) -> None:
        if total > MANY:
            self.stdout.write(f"  verglichen: {done} von {total}")
            self.stdout.flush()

    def _progress(self, done: int, total: int) -> None:
        self.stdout.write(f"  {done} von {total}")
        self.stdout.flush()
