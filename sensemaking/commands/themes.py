"""`python -m sensemaking themes TABLE.csv --out THEMES.json`: what the texts are about."""

import argparse
import sys

from sensemaking.commands import _archive, _options
from sensemaking.commands._files import Table, read_table, write_json
from sensemaking.commands._shown import as_json, tell_themes
from sensemaking.embedding import load_embedder
from sensemaking.errors import SensemakingError
from sensemaking.evaluation import Agreement, agreement, effective_number
from sensemaking.results import UNCLEAR, Synthesis
from sensemaking.themes import Settings, find_themes
from sensemaking.themes.synthesis import Progress

HELP = "Texte nach Themen ordnen"
STEPS = {
    "words": ("Wörter lesen", "reading words"),
    "runs": ("Läufe", "runs"),
    "placing": ("Texte zuordnen", "placing texts"),
    "labels": ("Themen benennen", "naming themes"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the input, the number of themes, and a column to compare with."""
    _options.add_input(parser, several=True)
    parser.add_argument("--k", type=int, metavar="ZAHL", help="Zahl der Themen (ohne: wird gefunden)")
    _options.add_model(parser)
    parser.add_argument("--label", metavar="SPALTE", help="Spalte mit Zuordnungen von Menschen, zum Vergleich")
    parser.add_argument("--support", metavar="SPALTE", help="Spalte mit der Zahl der Zustimmungen")
    parser.add_argument("--runs", type=int, metavar="ZAHL", help="Zahl der Läufe (Vorgabe: 64, bei vielen Texten 32)")
    parser.add_argument(
        "--sample", type=int, default=20_000, metavar="ZAHL", help="aus so vielen Texten wird gelernt (Vorgabe: 20000)"
    )
    _archive.add_arguments(parser)


def run(options: argparse.Namespace) -> int:
    """Group, write, tell."""
    settings, tell = _settings(options), _teller(german=options.lang == "de")
    if options.dask is not None:
        return _archive.run(options, settings, tell)
    if len(options.input) > 1:
        raise SensemakingError(
            "Mehrere Tabellen auf einmal gehen nur mit --dask.", "Several tables at once go with --dask only."
        )
    table = read_table(options.input[0])
    texts, ids = table.column(options.text), table.ids(options.id)
    labels = [cell.strip() for cell in table.column(options.label)] if options.label else None
    support = _numbers(table, options.support) if options.support else None
    model = None if options.model is None else load_embedder(options.model)
    outcome = find_themes(
        texts,
        ids,
        settings=settings,
        embeddings=None if model is None else model.embed(texts),
        support=support,
        progress=tell,
    )
    if model is not None:
        outcome.synthesis.parameters["model"] = f"{model.kind} {model.fingerprint}"
    compared = _compared(outcome.synthesis, labels) if labels else None
    if options.out:
        write_json(options.out, as_json(outcome.synthesis, compared))
    _summary(outcome.synthesis, compared, german=options.lang == "de")
    return 0


def _settings(options: argparse.Namespace) -> Settings:
    for name, least in (("runs", 1), ("sample", 2), ("piece", 1)):
        if getattr(options, name) is not None and getattr(options, name) < least:
            raise SensemakingError(f"--{name} muss mindestens {least} sein.", f"--{name} must be at least {least}.")
    return Settings(k=options.k, seed=options.seed, runs=options.runs, sample=options.sample)


def _teller(*, german: bool) -> Progress:
    def tell(step: str, done: int, of: int) -> None:
        words = STEPS[step][0 if german else 1]
        print(f"{words} {done}/{of}" if of > 1 else words, file=sys.stderr, flush=True)

    return tell


def _compared(synthesis: Synthesis, labels: list[str]) -> Agreement | None:
    pairs = [(label, one.theme) for label, one in zip(labels, synthesis.assignments, strict=True) if label]
    return agreement([label for label, _ in pairs], [theme for _, theme in pairs]) if pairs else None


def _summary(synthesis: Synthesis, compared: Agreement | None, *, german: bool) -> None:
    count = len(synthesis.assignments)
    unclear = sum(one.theme == UNCLEAR for one in synthesis.assignments)
    sure = sum(one.confidence for one in synthesis.assignments) / count
    effective = effective_number([one.theme for one in synthesis.assignments])
    print(
        f"{count} Texte, {len(synthesis.themes)} Themen (wirksame Zahl {effective:.1f}), {unclear} unklar, "
        f"Einigkeit der Läufe im Mittel {sure:.0%}."
        if german
        else f"{count} texts, {len(synthesis.themes)} themes (effective number {effective:.1f}), {unclear} unclear, "
        f"runs agree on average {sure:.0%}."
    )
    if compared:
        print(f"NMI {compared.nmi:.4f}\nARI {compared.ari:.4f}\nB-cubed {compared.bcubed:.4f}")
    tell_themes(synthesis)


def _numbers(table: Table, column: str) -> list[float]:
    numbers = []
    for row, cell in enumerate(table.column(column), start=1):
        try:
            numbers.append(float(cell.replace(",", ".")) if cell.strip() else 0.0)
        except ValueError as error:
            raise SensemakingError(
                f"{table.name}: „{cell}“ in Zeile {row} der Daten, Spalte „{column}“, ist keine Zahl.",
                f'{table.name}: "{cell}" in data row {row}, column "{column}", is no number.',
            ) from error
    return numbers
