"""Options that several subcommands share."""

import argparse
from pathlib import Path


def add_input(parser: argparse.ArgumentParser, *, several: bool = False) -> None:
    """Add the table that is read (or `several`), its columns, the seed and the file that is written."""
    parser.add_argument(
        "input",
        type=Path,
        nargs="+" if several else None,
        metavar="EINGABE.csv",
        help="Tabelle mit Kopfzeile, UTF-8 oder Windows-1252",
    )
    parser.add_argument("--text", default="text", metavar="SPALTE", help="Spalte mit dem Text (Vorgabe: text)")
    parser.add_argument("--id", metavar="SPALTE", help="Spalte mit der Kennung (Vorgabe: Zeilennummer)")
    add_output(parser)


def add_model(parser: argparse.ArgumentParser) -> None:
    """Add the folder of an embedding model."""
    parser.add_argument(
        "--model", type=Path, metavar="ORDNER", help="Ordner mit einem Sprachmodell als weitere Sicht (Vorgabe: keines)"
    )


def add_output(parser: argparse.ArgumentParser) -> None:
    """Add the seed of the random numbers and the file that is written."""
    parser.add_argument("--seed", type=int, default=0, metavar="ZAHL", help="Startwert des Zufalls (Vorgabe: 0)")
    parser.add_argument("--out", type=Path, metavar="AUSGABE.json", help="Datei für das Ergebnis als JSON")
