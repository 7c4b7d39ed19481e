"""The demonstration is loaded once for all processes of a run; each demo starts on a copy of it."""

import fcntl
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path

import psycopg

DEMO = [sys.executable, "-m", "dialogwerk.cli", "demo"]


def environment_of(data_dir: Path, database_url: str, **more: str) -> dict[str, str]:
    """Return what a process of the product on this folder and database is told."""
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return inherited | {"DIALOGWERK_DATA_DIR": str(data_dir), "DATABASE_URL": database_url} | more


@contextmanager
def own_database(url: str, *, like: str = "") -> Iterator[str]:
    """Make a database beside the one named by `url` for a while; without one the data folder holds a file.

    It is empty, or a copy of the one whose name is `like`.
    """
    if not url.startswith("postgres"):
        yield ""
        return
    name = f"dialogwerk_journeys_{uuid.uuid4().hex}"
    _tell(url, f"CREATE DATABASE {name}" + (f" TEMPLATE {like}" if like else ""))
    try:
        yield _beside(url, name)
    finally:
        _tell(url, f"DROP DATABASE {name} WITH (FORCE)")


class Original:
    """The loaded demonstration of a run: a folder and, where `url` names PostgreSQL, a database."""

    def __init__(self, run: Path, url: str) -> None:
        self.folder = run / "loaded"
        self.url = url if url.startswith("postgres") else ""
        self.database = f"dialogwerk_loaded_{sha256(str(run).encode()).hexdigest()[:16]}" if self.url else ""
        self._is_mine = False

    @contextmanager
    def copied_to(self, data_dir: Path) -> Iterator[str]:
        """Fill `data_dir` and return the address of the copied database."""
        with ExitStack() as copies:
            with self._alone():
                if not self.folder.exists():
                    self._load()
                shutil.copytree(self.folder, data_dir, dirs_exist_ok=True)
                address = copies.enter_context(own_database(self.url, like=self.database))
            yield address

    def _load(self) -> None:
        making = self.folder.with_suffix(".making")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        if self.url:
            _tell(self.url, f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")
            _tell(self.url, f"CREATE DATABASE {self.database}")
        self._is_mine = True
        environment = environment_of(making, _beside(self.url, self.database))
        subprocess.run([*DEMO, "--no-server"], env=environment, check=True, stdout=subprocess.DEVNULL)
        making.rename(self.folder)

    def forget(self) -> None:
        """Take away what this process has loaded: who comes later loads it anew."""
        if not self._is_mine:
            return
        with self._alone():
            shutil.rmtree(self.folder, ignore_errors=True)
            if self.url:
                _tell(self.url, f"DROP DATABASE {self.database} WITH (FORCE)")

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self.folder.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _beside(url: str, name: str) -> str:
    return f"{url.rpartition('/')[0]}/{name}" if url else ""


def _tell(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
