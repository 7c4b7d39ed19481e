"""`make bench`: fill databases of several sizes and measure the pages (benchmarks/README.md).

Starts PostgreSQL clusters of its own. Tables go to standard output, figures as JSON lines to `benchmarks/results/`.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.databases import Installation, installation, serving  # noqa: E402
from benchmarks.importing import ROWS, time_import  # noqa: E402
from benchmarks.measure import Client, Figures, measure, memory_mb, pages  # noqa: E402
from benchmarks.weight import CHROMIUM, weigh  # noqa: E402

HEAD = "| page | aim ms | median ms | p95 ms | CPU ms | queries | bytes | 16 at once ms | status |"
MEMORY_AIM = 200


def bench(size: int, database: str, made: Installation, times: int) -> list[dict[str, Any]]:
    """Fill, start one web process, measure all pages, print the table and return the figures."""
    filled = made.fill(size)
    prepared = json.loads(made.python("-m", "benchmarks.prepare", "session"))
    queries = json.loads(made.python("-m", "benchmarks.prepare", "queries", json.dumps(prepared)))
    command = ["uvicorn", "dialogwerk.config.asgi:application", "--port", str(made.port), "--log-level", "warning"]
    with serving(made, *command, "--lifespan", "off") as server:
        idle = memory_mb(server.pid)
        print(f"\n{database}, {size} ideas (filled in {filled:.0f} s)\n\n{HEAD}\n| --- |" + " ---: |" * 8, flush=True)
        figures = []
        for page in pages(prepared):
            figures.append(measure(page, Client(made.port, prepared["session"]), server.pid, times=times))
            _print(figures[-1], queries.get(page.name, ""))
        busy = memory_mb(server.pid)
        print(f"\nmemory of the process: {idle:.0f} MB after start, {busy:.0f} MB at the end (aim {MEMORY_AIM})")
        if CHROMIUM.exists():
            _print_weights(made, prepared["read"])
    return [asdict(one) | {"queries": queries.get(one.name), "memory_mb": busy} for one in figures]


def _print(one: Figures, queries: int | str) -> None:
    row = [one.name, one.aim, *(f"{value:.1f}" for value in (one.median, one.p95, one.cpu)), queries]
    missed = " **missed**" if one.median > one.aim else ""
    print("|", " | ".join(map(str, [*row, one.size, f"{one.at_16:.0f}", one.status])), f"|{missed}", flush=True)


def _print_weights(made: Installation, idea: int) -> None:
    print("\n| first visit | kB, compressed | requests | aim kB |\n| --- | ---: | ---: | ---: |")
    for one in weigh(f"http://127.0.0.1:{made.port}", idea):
        print(f"| {one.name} | {one.kilobytes:.0f} | {one.requests} | {one.aim} |", flush=True)


@contextmanager
def _folder(keep: Path | None, name: str) -> Iterator[Path]:
    if keep:
        yield keep.absolute() / name
        return
    with tempfile.TemporaryDirectory() as made:
        yield Path(made)


def main() -> None:
    """Measure everything that was asked for."""
    parser = argparse.ArgumentParser(description="Measure speed, weight and memory.")
    parser.add_argument("--sizes", default="500,5000,50000,500000", help="numbers of ideas; empty for none")
    parser.add_argument("--databases", default="sqlite,postgresql")
    parser.add_argument("--keep", type=Path, help="folder for the filled databases; those in it are used again")
    parser.add_argument("--times", type=int, default=30, help="how often each page is asked for (default 30)")
    parser.add_argument("--import", action="store_true", dest="with_import", help="time an import of 100,000 rows too")
    options = parser.parse_args()
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    for database in options.databases.split(","):
        for size in map(int, filter(None, options.sizes.split(","))):
            with _folder(options.keep, f"{database}-{size}") as folder, installation(database, folder) as made:
                figures = bench(size, database, made, options.times)
            lines = "\n".join(json.dumps(figure) for figure in figures)
            (results / f"{database}-{size}.jsonl").write_text(lines + "\n")
        if options.with_import:
            print(f"\n{database}: {ROWS} contributions imported in {time_import(database):.0f} s (aim 60)", flush=True)


if __name__ == "__main__":
    main()
