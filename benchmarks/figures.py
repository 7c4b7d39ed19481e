"""Measured figures, kept as JSON lists in `benchmarks/figures/`: what docs/method shows is drawn from them alone."""

import json
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "figures"


def read(name: str) -> list[dict]:
    """Return the rows that were measured last; none where nothing was."""
    file = FOLDER / f"{name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else []


def keep(name: str, rows: Iterable[dict], key: tuple[str, ...]) -> None:
    """Write rows; those with the same `key` are replaced, all others stay."""
    by_key = {tuple(row[part] for part in key): row for row in [*read(name), *rows]}
    FOLDER.mkdir(exist_ok=True)
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in by_key.values())
    (FOLDER / f"{name}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")
