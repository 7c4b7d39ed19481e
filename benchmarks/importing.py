"""How long it takes to import 100,000 contributions with `dialogwerk import`."""

import csv
import random
import tempfile
import time
from pathlib import Path

from benchmarks.databases import Installation, installation
from benchmarks.fill import VOCABULARY, WEIGHTS

ROWS = 100_000
WORDS_EACH = 35


def write_file(path: Path, rows: int = ROWS) -> None:
    """Write contributions of about 300 characters with places in NRW. The same number gives the same file."""
    chance = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["source_id", "title", "text", "lat", "lon", "author", "created"])
        for number in range(rows):
            text = " ".join(chance.choices(VOCABULARY, cum_weights=WEIGHTS, k=WORDS_EACH))[:300]
            lat, lon = round(chance.gauss(51.4, 0.2), 4), round(chance.gauss(7.2, 0.3), 4)
            writer.writerow([number, text[:60], text, lat, lon, f"Person {number % 999}", "2026-05-04"])


def time_import(database: str) -> float:
    """Return how many seconds the import takes into a database that holds a few ideas."""
    with tempfile.TemporaryDirectory() as name, installation(database, Path(name)) as made:
        Path(name).chmod(0o755)
        made.fill(500)
        return _import(made, Path(name) / "rows.csv")


def _import(made: Installation, file: Path) -> float:
    write_file(file)
    started = time.perf_counter()
    made.python("manage.py", "import", "contributions", str(file), "--process", "messung")
    return time.perf_counter() - started
