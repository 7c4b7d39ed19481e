"""What a spreadsheet must not take for something else."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe_cell(value: str) -> str:
    """Keep a spreadsheet from taking what somebody typed for a formula, and from refusing it."""
    value = ILLEGAL_CHARACTERS_RE.sub("", value)
    return f"'{value}" if value.strip().startswith(FORMULA) or value.startswith(FORMULA) else value
