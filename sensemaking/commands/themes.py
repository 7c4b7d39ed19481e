"""`python -m sensemaking themes TABLE.csv --out THEMES.json`: what the texts are about."""

import argparse
import sys
from dataclasses import asdict
from typing import Any

from sensemaking.commands import _options
from sensemaking.commands._files import Table, read_table, write_json
from sensemaking.embedding import load_embedder
from sensemaking.errors import SensemakingError
from sensemaking.evaluation import Agreement, agreement, effective_number
from sensemaking.results import UNCLEAR, Synthesis, Theme
from sensemaking.themes import Settings, find_themes

HELP = "Texte nach Themen ordnen"
STEPS = {
    "words": ("Wörter lesen", "reading words"),
    "runs": ("Läufe", "runs"),
    "placing": ("Texte zuordnen", "placing texts"),
    "labels": ("Themen benennen", "naming themes"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the input, the number of themes, and a column to compare with."""
    _options.add_input(parser)
    parser.add_argument("--k", type=int, metavar="ZAHL", help="Zahl der Themen (ohne: wird gefunden)")
    _options.add_model(parser)
    parser.add_argument("--label", metavar="SPALTE", help="Spalte mit Zuordnungen von Menschen, zum Vergleich")
    parser.add_argument("--support", metavar="SPALTE", help="Spalte mit der Zahl der Zustimmungen")
    parser.add_argument("--runs", type=int, metavar="ZAHL", help="Zahl der Läufe (Vorgabe: 64, bei vielen Texten 32)")


def run(options: argparse.Namespace) -> int:
    """Group, write, tell."""
    table = read_table(options.input)
    texts, ids = table.column(options.text), table.ids(options.id)
    labels = [cell.strip() for cell in table.column(options.label)] if options.label else None
    support = _numbers(table, options.support) if options.support else None
    if options.runs is not None and options.runs < 1:
        raise SensemakingError("--runs muss mindestens 1 sein.", "--runs must be at least 1.")
    german = options.lang == "de"

    def tell(step: str, done: int, of: int) -> None:
        words = STEPS[step][0 if german else 1]
        print(f"{words} {done}/{of}" if of > 1 else words, file=sys.stderr, flush=True)

    model = None if options.model is None else load_embedder(options.model)
    outcome = find_themes(
        texts,
        ids,
        settings=Settings(k=options.k, seed=options.seed, runs=options.runs),
        embeddings=None if model is None else model.embed(texts),
        support=support,
        progress=tell,
    )
    if model is not None:
        outcome.synthesis.parameters["model"] = f"{model.kind} {model.fingerprint}"
    compared = _compared(outcome.synthesis, labels) if labels else None
    if options.out:
        write_json(options.out, as_json(outcome.synthesis, compared))
    _summary(outcome.synthesis, compared, german=german)
    return 0


def as_json(synthesis: Synthesis, compared: Agreement | None = None) -> dict[str, Any]:
    """Return a synthesis as what is written: parameters, themes, upper level, one assignment per id."""
    content: dict[str, Any] = {
        "parameters": synthesis.parameters,
        "themes": [asdict(theme) for theme in synthesis.themes],
        "upper": [asdict(theme) for theme in synthesis.upper],
        "assignments": [asdict(assignment) for assignment in synthesis.assignments],
    }
    if compared:
        content["agreement"] = {name: round(value, 4) for name, value in asdict(compared).items()}
    return content


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
    for theme in synthesis.upper:
        print(f"\n{theme.size:6}  {theme.label}")
        _list([one for one in synthesis.themes if one.parent == theme.key], indent="    ")
    if not synthesis.upper:
        _list(list(synthesis.themes), indent="")


def _list(themes: list[Theme], indent: str) -> None:
    for theme in themes:
        rest = f"  ({', '.join(theme.words[3:6])})" if theme.words[3:] else ""
        print(f"{indent}{theme.size:6}  {theme.key:5} {theme.label}{rest}")
        for one in theme.exemplars[:1]:
            print(f"{indent}        „{one.sentence}“ [{one.id}]")


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
