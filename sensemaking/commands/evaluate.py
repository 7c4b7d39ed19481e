"""`python -m sensemaking evaluate THEMES.json TABLE.csv --id ID --label COLUMN`: compare with labels of people."""

import argparse
from pathlib import Path

from sensemaking.commands._files import read_json, read_table
from sensemaking.errors import SensemakingError
from sensemaking.evaluation import agreement

HELP = "Gefundene Themen mit Zuordnungen von Menschen vergleichen"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the result of `themes`, the table, and its columns."""
    parser.add_argument("themes", type=Path, metavar="THEMEN.json", help="was `themes --out` geschrieben hat")
    parser.add_argument("input", type=Path, metavar="EINGABE.csv", help="Tabelle mit den Zuordnungen")
    parser.add_argument("--id", metavar="SPALTE", help="Spalte mit der Kennung (Vorgabe: Zeilennummer)")
    parser.add_argument("--label", required=True, metavar="SPALTE", help="Spalte mit der Zuordnung durch Menschen")


def run(options: argparse.Namespace) -> int:
    """Print NMI, ARI and B-cubed, one a line."""
    found = _assignments(read_json(options.themes), options.themes)
    table = read_table(options.input)
    labels = dict(zip(table.ids(options.id), table.column(options.label), strict=True))
    common = [key for key, label in labels.items() if label.strip() and key in found]
    if not common:
        raise SensemakingError(
            f"Keine Kennung aus {options.input} kommt in {options.themes} vor. Stimmt die Spalte --id?",
            f"No id of {options.input} occurs in {options.themes}. Is the column --id right?",
        )
    result = agreement([labels[key].strip() for key in common], [found[key] for key in common])
    print(f"NMI {result.nmi:.4f}\nARI {result.ari:.4f}\nB-cubed {result.bcubed:.4f}")
    return 0


def _assignments(content: object, path: Path) -> dict[str, str]:
    """Return the theme of each id."""
    rows = content.get("assignments") if isinstance(content, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) and {"id", "theme"} <= row.keys() for row in rows):
        raise SensemakingError(
            f"{path} ist keine Ausgabe von „themes --out“: es fehlt „assignments“ mit „id“ und „theme“.",
            f'{path} was not written by "themes --out": "assignments" with "id" and "theme" is missing.',
        )
    return {str(row["id"]): str(row["theme"]) for row in rows}
