"""Real workers share a large calculation over rows of the database; one that is killed in the middle costs nothing.

On PostgreSQL two workers at once, on SQLite one after the other. They run in processes of their own, on a database of
their own, as an operator starts them.
"""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.journeys.copies import own_database

# not by a connection of this process, but on the database of the run: it is no `pure` test
pytestmark = pytest.mark.django_db
CLI = [sys.executable, "-m", "dialogwerk.cli"]
FILL = """
import django; django.setup()
from django.utils import timezone
from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.synthesis.actions import lay_out_table
from dialogwerk.synthesis.jobs import suggest
from dialogwerk.synthesis.models import Run
from tests import factories
from tests.synthesis.test_calculating import SUBJECTS, WISHES
process = factories.OpenPhaseFactory(process__slug="dialog").process
texts = [
    WISHES[turn % 4].format(words[turn % 6], words[(turn // 6 + 1) % 6]) + f" {turn}"
    for turn in range(100) for words in SUBJECTS.values()
]
now = timezone.now()
Entry.objects.bulk_create(
    Entry(process=process, kind=Kind.CONTRIBUTION, state=State.PUBLISHED, title=text, summary=text, published_at=now)
    for text in texts
)
table = lay_out_table(actor=None, process=process, title="Alles")
run = Run.objects.create(table=table, proposes=True, parameters={"sample": 150, "piece": 1})
suggest.enqueue(run.pk)
"""

# One fast worker must not be done before the next one has started.
DAWDLE = """
CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(0.3); RETURN NEW; END';
CREATE TRIGGER dawdle BEFORE UPDATE OF is_done ON synthesis_piece FOR EACH ROW EXECUTE FUNCTION dawdle();
"""


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A database of its own with three hundred contributions, and a run that waits for a worker."""
    with own_database(os.environ.get("DATABASE_URL", "")) as address:
        root = str(Path(__file__).parents[2])
        own = {"DIALOGWERK_DATA_DIR": str(tmp_path), "DATABASE_URL": address, "PYTHONPATH": root}
        found = os.environ | own | {"DJANGO_SETTINGS_MODULE": "dialogwerk.config.settings"}
        subprocess.run([*CLI, "migrate", "-v0"], env=found, check=True)
        subprocess.run([sys.executable, "-c", FILL], env=found, check=True)
        yield found


@pytest.fixture
def ask(environment: dict[str, str]) -> Callable[[str], list[Any]]:
    """Ask the database the workers work on."""

    def on_postgres(sql: str) -> list[Any]:
        with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def on_sqlite(sql: str) -> list[Any]:
        (path,) = Path(environment["DIALOGWERK_DATA_DIR"]).glob("*.sqlite3")
        connection = sqlite3.connect(path, timeout=20, isolation_level=None)
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()

    return on_postgres if environment["DATABASE_URL"] else on_sqlite


@pytest.fixture
def hire(environment: dict[str, str]) -> Iterator[Callable[[], subprocess.Popen]]:
    """Start workers, and end those that are left."""
    workers: list[subprocess.Popen] = []

    def start() -> subprocess.Popen:
        workers.append(subprocess.Popen([*CLI, "worker"], env=environment))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()
        worker.wait()


def until(met: Callable[[], bool], within: float = 300) -> None:
    end = time.monotonic() + within
    while not met():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_workers_share_a_calculation_and_one_may_be_killed(environment, ask, hire) -> None:
    done = "SELECT count(*) FROM synthesis_piece WHERE is_done"
    who = "SELECT DISTINCT taken_by FROM synthesis_piece WHERE taken_by <> ''"
    state = "SELECT state, attempts FROM synthesis_run"
    several = bool(environment["DATABASE_URL"])
    ask(DAWDLE) if several else None
    workers = [hire() for _ in range(2 if several else 1)]

    until(lambda: ask(done)[0][0] >= 3 and len(ask(who)) == len(workers))
    os.kill(workers[0].pid, signal.SIGKILL)
    workers[0].wait()
    ask("DROP FUNCTION dawdle CASCADE") if several else None
    before = ask(done)[0][0]
    assert before < 300
    assert ask(state)[0][0] == "rechnet"
    time.sleep(0.5)
    assert ask("SELECT run_id FROM synthesis_sortingtable") == [(None,)]
    if not several:
        hire()
    # half a minute goes by, and what is looked after each minute is due
    ask("UPDATE synthesis_piece SET taken_at = '2026-01-01 00:00:00+00:00' WHERE NOT is_done")
    ask("UPDATE synthesis_run SET beat_at = '2026-01-01 00:00:00+00:00'") if not several else None
    ask("DELETE FROM core_periodicrun")

    until(lambda: ask(state)[0][0] == "fertig")

    left_out = ask("SELECT parameters FROM synthesis_run")[0][0]
    counted = ask("SELECT count(*), count(DISTINCT placement_id) FROM synthesis_suggestion")[0]
    assert counted[0] == counted[1] > 250
    assert f'"left_out": {300 - counted[0]}' in str(left_out).replace("'", '"')
    assert ask("SELECT count(*) FROM synthesis_sortingtable WHERE run_id IS NOT NULL") == [(1,)]
    until(lambda: ask("SELECT count(*) FROM synthesis_piece") == [(0,)])
