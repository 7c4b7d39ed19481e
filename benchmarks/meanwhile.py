"""`python -m benchmarks.meanwhile [--size 100000]`: what pages cost while suggestions for a whole table are calculated.

One process on SQLite with the worker inside, as `dialogwerk demo` runs. Each page is asked for over one connection:
first in peace, then in turn, ten a second, until the calculation has ended.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.databases import installation, serving

PAUSE = 0.1  # seconds between two requests
IN_PEACE = 20
UNDER_WAY = b"run-progress"


@dataclass
class Asked:
    """A page and how long it took each time, in milliseconds."""

    name: str
    path: str
    in_peace: list[float] = field(default_factory=list)
    meanwhile: list[float] = field(default_factory=list)

    def told(self) -> str:
        """Return a row of the table."""
        during = sorted(self.meanwhile)
        late = during[int(len(during) * 0.95) - 1]
        numbers = (statistics.median(self.in_peace), statistics.median(during), late, during[-1])
        return f"| {self.name} | " + " | ".join(f"{number:.0f}" for number in numbers) + f" | {len(during)} |"


def prepare(size: int) -> dict[str, str]:
    """Lay out a table with so many contributions, and sign an editor in."""
    import django

    django.setup()
    from django.test import Client

    from benchmarks.sorting import fill
    from dialogwerk.synthesis.actions import lay_out_table

    process, person = fill(size)
    table = lay_out_table(actor=person, process=process, title="Der Tisch")
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return {"session": client.cookies["sessionid"].value, "table": f"/werkstatt/dialog/sortieren/{table.pk}/"}


def begin() -> None:
    """Ask for suggestions of the only table, as its button does."""
    import django

    django.setup()
    from dialogwerk.accounts.models import Person
    from dialogwerk.synthesis.actions import ask_for_suggestions
    from dialogwerk.synthesis.models import SortingTable

    ask_for_suggestions(actor=Person.objects.get(), table=SortingTable.objects.get())


def measure(port: int, prepared: dict[str, str], ask_for: Callable[[], object]) -> None:
    """Ask for the pages in peace, begin, and ask until the calculation has ended."""
    line = HTTPConnection("127.0.0.1", port, timeout=120)
    table = prepared["table"]
    pages = [
        Asked("home", "/"),
        Asked("process", "/dialog/"),
        Asked("contributions", "/dialog/beitraege/"),
        Asked("search", "/suche/?q=Betrieb"),
        Asked("sorting table", table),
    ]

    def get(path: str) -> tuple[float, bytes]:
        began = time.perf_counter()
        line.request("GET", path, headers={"Cookie": f"sessionid={prepared['session']}", "Accept-Language": "de"})
        answer = line.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return 1000 * (time.perf_counter() - began), body

    for page in pages:
        get(page.path)
        page.in_peace = [get(page.path)[0] for _ in range(IN_PEACE)]
    ask_for()
    began, turn = time.perf_counter(), 0
    while UNDER_WAY in get(f"{table}?teil=maschine")[1]:
        page = pages[turn % len(pages)]
        page.meanwhile.append(get(page.path)[0])
        turn += 1
        time.sleep(PAUSE)
    print(f"calculated in {time.perf_counter() - began:.0f} s\n")
    print("| page | in peace ms | meanwhile, median ms | p95 ms | slowest ms | times |\n|---|---:|---:|---:|---:|---:|")
    print("\n".join(page.told() for page in pages))


def main() -> None:
    """Fill, serve, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--begin", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        print(json.dumps(prepare(options.size)))
    elif options.begin:
        begin()
    else:
        with tempfile.TemporaryDirectory() as folder, installation("sqlite", Path(folder)) as made:
            made.prepare()
            prepared = json.loads(made.python("-m", "benchmarks.meanwhile", "--prepare", "--size", str(options.size)))
            with serving(made, "dialogwerk.cli", "serve", "--with-worker", "--port", str(made.port)):
                measure(made.port, prepared, lambda: made.python("-m", "benchmarks.meanwhile", "--begin"))


if __name__ == "__main__":
    main()
