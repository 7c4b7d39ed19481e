"""Tables for spreadsheets, and what these must not take for something else."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

CSV = "text/csv; charset=utf-8"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""Characters that XML does not know; openpyxl refuses them."""


def safe_cell(value: str) -> str:
    """Keep a spreadsheet from taking what somebody typed for a formula, and from refusing it."""
    value = _ILLEGAL.sub("", value)
    return f"'{value}" if value.strip().startswith(FORMULA) or value.startswith(FORMULA) else value


def csv_file(rows: Iterable[Sequence[Any]]) -> bytes:
    """Return rows as CSV, as German spreadsheets read it: semicolons, with a byte order mark; every cell is safe."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerows([safe_cell(str(value)) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")
