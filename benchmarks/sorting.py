"""`python -m benchmarks.sorting [--size 20000]`: what the steps at a sorting table cost, with many contributions on it.

Fills a database of its own, sorts three per cent at random, and asks for each step twenty times in this process:
without network, with everything else the server does. The machine is measured as its job does it.
"""

import argparse
import json
import os
import random
import statistics
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import yaml

DATA = Path(__file__).resolve().parent.parent / "dialogwerk/demo/data/nrw"
TIMES = 20
GROUPS = 12


def texts(size: int) -> list[str]:
    """Return so many statements: halves of the cards of the demonstration, put together anew."""
    cards = [
        card["text"]
        for path in sorted(DATA.glob("contributions_*.yaml"))
        for table in yaml.safe_load(path.read_text())
        for card in table["cards"]
    ]
    chance = random.Random(4)
    halves = [(text[: len(text) // 2].rsplit(" ", 1)[0], text[len(text) // 2 :].split(" ", 1)[-1]) for text in cards]
    return [f"{chance.choice(halves)[0]} {chance.choice(halves)[1]}"[:300] for _ in range(size)]


def fill(size: int):
    """Make a dialogue with so many contributions and an editor."""
    from django.utils import timezone

    from dialogwerk.entries.models import Entry, Kind, State
    from dialogwerk.ideas.models import Contribution
    from dialogwerk.opendata.indexing import index_everything
    from dialogwerk.processes.models import Role
    from tests import factories

    process = factories.OpenPhaseFactory(process__slug="dialog").process
    person = factories.TeamRoleFactory(process=process, role=Role.EDITOR).person
    now = timezone.now()
    Entry.objects.bulk_create(
        [
            Entry(
                process=process, kind=Kind.CONTRIBUTION, state=State.PUBLISHED, title=text[:120], summary=text,
                published_at=now,
            )
            for text in texts(size)
        ],
        batch_size=2000,
    )  # fmt: skip
    numbers = Entry.objects.filter(kind=Kind.CONTRIBUTION).values_list("pk", flat=True)
    Contribution.objects.bulk_create([Contribution(entry_id=number) for number in numbers], batch_size=5000)
    index_everything()
    return process, person


def clock(name: str, step: Callable[[int], object], times: int = TIMES) -> None:
    """Print median and slowest time of a step, and the time of a processor it takes, in milliseconds."""
    taken, busy = [], time.process_time()
    for turn in range(times + 1):
        began = time.perf_counter()
        step(turn)
        taken.append(1000 * (time.perf_counter() - began))
    rest, each = taken[1:] or taken, 1000 * (time.process_time() - busy) / len(taken)
    print(f"| {name} | {statistics.median(rest):.0f} | {max(rest):.0f} | {each:.0f} |", flush=True)


def main() -> None:
    """Fill, sort, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DIALOGWERK_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
        import django

        django.setup()
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["testserver"]
        settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure(*fill(options.size))


def measure(process, person) -> None:
    """Print the table."""
    from django.test import Client

    from dialogwerk.synthesis import calculating
    from dialogwerk.synthesis.actions import apply_moves, lay_out_table
    from dialogwerk.synthesis.actions.suggesting import begin
    from dialogwerk.synthesis.models import Run
    from dialogwerk.synthesis.moves import read_ask

    print("| step | median ms | slowest ms | CPU ms |\n| --- | ---: | ---: | ---: |")
    clock("lay out the table", lambda turn: lay_out_table(actor=person, process=process, title=f"Tisch {turn}"), 2)
    table = lay_out_table(actor=person, process=process, title="Der Tisch")
    entries = list(table.placements.order_by("pk").values_list("entry", flat=True))
    chance = random.Random(7)
    chance.shuffle(entries)
    for group in range(GROUPS):
        some = [entries.pop() for _ in range(len(entries) // 400)]
        ask = {"id": str(uuid.uuid4()), "kind": "make", "name": f"Gruppe {group}", "entries": some}
        apply_moves(actor=person, table=table, asks=[read_ask(ask)])
    for name in ("first time", "after a handful"):
        began, busy = time.perf_counter(), time.process_time()
        run = Run.objects.create(table=table)
        begin(run)
        calculating.calculate(run.pk)
        taken = (time.perf_counter() - began, time.process_time() - busy)
        print(f"suggestions, {name}: {taken[0]:.1f} s, of these {taken[1]:.1f} s of a processor", flush=True)
    table.refresh_from_db()

    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    at = f"/werkstatt/dialog/sortieren/{table.pk}/"
    group = table.groups.first()
    clock("the whole page", lambda turn: client.get(at))
    clock("a window of the list", lambda turn: client.get(f"{at}?teil=liste"))
    clock("a window, 200th page", lambda turn: client.get(f"{at}?teil=liste&page=200"))
    clock("the surest first", lambda turn: client.get(f"{at}?teil=liste&reihe=sicher"))
    clock("what teaches most first", lambda turn: client.get(f"{at}?teil=liste&reihe=lernen"))
    clock("search on the table", lambda turn: client.get(f"{at}?teil=liste&q=Betrieb"))

    def send(turn: int, **move: object):
        body = {"cursor": table.seq, "moves": [{"id": str(uuid.uuid4()), **move}]}
        answer = client.post(f"{at}zuege/", json.dumps(body), content_type="application/json").json()
        assert answer["arrived"], answer
        table.seq = answer["cursor"]

    clock("put one into a group", lambda turn: send(turn, kind="place", group=group.pk, entries=[entries.pop()]))
    clock(
        "put 200 into a group",
        lambda turn: send(turn, kind="place", group=group.pk, entries=[entries.pop() for _ in range(200)]),
        5,
    )
    clock("undo", lambda turn: send(turn, kind="undo"), 5)
    clock("effect of a line", lambda turn: client.get(f"{at}vorschlaege/?ab=50"))
    table.refresh_from_db()
    for words, body in (("take", {"act": "accept", "run": table.run_id, "line": "0"}), ("undo", {"act": "undo"})):
        began, busy = time.perf_counter(), time.process_time()
        client.post(f"{at}zug/", body)
        taken = (1000 * (time.perf_counter() - began), 1000 * (time.process_time() - busy))
        told = table.moves.order_by("-seq").values_list("count", flat=True)[0]
        print(f"{words} {told} suggestions: {taken[0]:.0f} ms, of these {taken[1]:.0f} ms of a processor")


if __name__ == "__main__":
    main()
