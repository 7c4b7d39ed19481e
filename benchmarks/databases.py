"""Databases to measure: made in a folder, filled once, and used again where the folder is kept."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.serving import free_port, wait_until_ready

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Installation:
    """A folder with a database, and how long filling it took."""

    folder: Path
    url: str
    port: int

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its processes."""
        return os.environ | {
            "DIALOGWERK_DATA_DIR": str(self.folder),
            "DATABASE_URL": self.url,
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
            "PYTHONPATH": str(ROOT),
        }

    def python(self, *arguments: str) -> str:
        """Run Python with `arguments` and return what it prints."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        return done.stdout

    def prepare(self) -> None:
        """Bring tables and files of pages up to date."""
        self.python("manage.py", "migrate", "-v0")
        self.python("manage.py", "collectstatic", "--noinput", "-v0")

    def fill(self, size: int) -> float:
        """Bring the tables up to date and fill them, unless that was done before; return how many seconds it took."""
        self.prepare()
        mark = self.folder / "filled"
        if not mark.exists():
            started = time.perf_counter()
            self.python("-m", "benchmarks.fill", str(size))
            mark.write_text(f"{size} {time.perf_counter() - started:.0f}\n")
        return float(mark.read_text().split()[1])


@contextmanager
def installation(database: str, folder: Path) -> Iterator[Installation]:
    """Yield an installation on SQLite or PostgreSQL in `folder`; an existing one is used again."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    if database == "sqlite":
        yield Installation(folder, f"sqlite:///{folder}/bench.sqlite3", free_port())
        return
    with _postgresql(folder / "pg") as url:
        yield Installation(folder, url, free_port())


@contextmanager
def serving(made: Installation, *module: str) -> Iterator["subprocess.Popen[bytes]"]:
    """Run a module with arguments that serves `made` on its port; yield the process once it is ready."""
    server = subprocess.Popen([sys.executable, "-m", *module], env=made.environment, cwd=ROOT)
    try:
        wait_until_ready(f"http://127.0.0.1:{made.port}", server, within=60)
        yield server
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _postgresql(folder: Path) -> Iterator[str]:
    """Run a cluster of our own and yield its address."""
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
    runner = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    folder.mkdir(exist_ok=True)
    if runner:
        shutil.chown(folder, "postgres")
    data, port = folder / "data", free_port()

    def run(*command: object) -> None:
        subprocess.run([*runner, *map(str, command)], stdout=subprocess.DEVNULL, check=True)

    if not data.exists():
        run(binaries / "initdb", "-D", data, "-U", "dialogwerk", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8")
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c shared_buffers=512MB"
    run(binaries / "pg_ctl", "-D", data, "-w", "-l", data / "log", "-o", options, "start")
    try:
        yield f"postgres://dialogwerk@127.0.0.1:{port}/postgres"
    finally:
        run(binaries / "pg_ctl", "-D", data, "-m", "fast", "-w", "stop")
