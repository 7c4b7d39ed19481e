"""`make bench`: fill databases of several sizes and measure the pages (`--sizes 500,5000 --databases sqlite`).

Starts a PostgreSQL cluster of its own. Tables go to standard output, figures as JSON lines to `benchmarks/results/`.
"""

import argparse
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.measure import Client, measure, memory_mb, pages  # noqa: E402

SESSION_CODE = """
import django; django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from dialogwerk.accounts.models import Person
from dialogwerk.entries.models import Entry
person = Person.objects.order_by("pk").first()
session = SessionStore()
session[SESSION_KEY] = str(person.pk)
session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
session[HASH_SESSION_KEY] = person.get_session_auth_hash()
session.create()
print(session.session_key, Entry.objects.order_by("pk").values_list("pk", flat=True)[7])
"""
QUERIES_CODE = """
import django, sys; django.setup()
from django.conf import settings
settings.ALLOWED_HOSTS = ["*"]
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from benchmarks.measure import pages
client = Client()
for page in pages(int(sys.argv[1])):
    if not page.fields:
        client.get(page.path)
        with CaptureQueriesContext(connection) as queries:
            client.get(page.path)
        print(page.name, len(queries), sep="\\t")
"""
HEAD = "| page | median ms | p95 ms | CPU ms | queries | bytes | 16 at once ms | status |"


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def postgresql(folder: Path):
    """Run a throw-away cluster and yield its address."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    runner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    folder.mkdir()
    if runner:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()

    def run(*command):
        subprocess.run([*runner, *map(str, command)], stdout=subprocess.DEVNULL, check=True)

    run(binaries / "initdb", "-D", data, "-U", "dialogwerk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=512MB"
    run(binaries / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start")
    try:
        yield f"postgres://dialogwerk@127.0.0.1:{port}/postgres"
    finally:
        run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "stop")


def bench(size: int, database: str, url: str, folder: Path) -> list[dict]:
    """Fill, start one web process, measure all pages, print the table and return the figures."""
    port = free_port()
    environment = os.environ | {
        "DIALOGWERK_DATA_DIR": str(folder),
        "DATABASE_URL": url,
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PYTHONPATH": str(ROOT),
    }

    def python(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(command, env=environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout

    started = time.perf_counter()
    python("manage.py", "migrate", "-v0")
    python("manage.py", "collectstatic", "--noinput", "-v0")
    python("-m", "benchmarks.fill", str(size))
    filled = time.perf_counter() - started
    session, number = python("-c", SESSION_CODE).split()
    queries = dict(line.split("\t") for line in python("-c", QUERIES_CODE, number).splitlines())
    command = [sys.executable, "-m", "uvicorn", "dialogwerk.config.asgi:application", "--port", str(port)]
    server = subprocess.Popen([*command, "--log-level", "warning", "--lifespan", "off"], env=environment, cwd=ROOT)
    try:
        _wait(port)
        idle = memory_mb(server.pid)
        figures = [measure(page, Client(port, session), server.pid) for page in pages(int(number))]
        busy = memory_mb(server.pid)
    finally:
        server.terminate()
        server.wait()
    print(
        f"\n{database}, {size} ideas (filled in {filled:.0f} s; {idle:.0f} MB after start, {busy:.0f} MB at the end)\n"
    )
    print(HEAD, "| --- |" + " ---: |" * 7, sep="\n")
    for one in figures:
        row = [one.name, *(f"{value:.1f}" for value in (one.median, one.p95, one.cpu)), queries.get(one.name, "")]
        print("|", " | ".join(map(str, [*row, one.size, f"{one.at_16:.0f}", one.status])), "|", flush=True)
    return [asdict(one) | {"queries": queries.get(one.name), "memory_mb": busy} for one in figures]


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health/live", timeout=1)
        except OSError:
            time.sleep(0.1)
        else:
            return
    sys.exit("the server did not start")


def main() -> None:
    """Measure everything that was asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--sizes", default="500,5000,50000,500000")
    parser.add_argument("--databases", default="sqlite,postgresql")
    options = parser.parse_args()
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    for database in options.databases.split(","):
        for size in map(int, options.sizes.split(",")):
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                folder.chmod(0o755)
                if database == "sqlite":
                    figures = bench(size, database, f"sqlite:///{folder}/bench.sqlite3", folder)
                else:
                    with postgresql(folder / "pg") as url:
                        figures = bench(size, database, url, folder)
            lines = "\n".join(json.dumps(figure) for figure in figures)
            (results / f"{database}-{size}.jsonl").write_text(lines + "\n")


if __name__ == "__main__":
    main()
