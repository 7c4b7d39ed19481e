"""Tables for spreadsheets, and what these must not take for something else."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

CSV = "text/csv; charset=utf-8"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: str) -> str:
    """Keep a spreadsheet from taking what somebody typed for a formula, and from refusing it."""
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{value}" if value.strip().startswith(FORMULA) or value.startswith(FORMULA) else value


def csv_file(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as CSV, as German spreadsheets read it: semicolons, with a byte order mark; every cell is safe."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([safe_cell(str(value)) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
