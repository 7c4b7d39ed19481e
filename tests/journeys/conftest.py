"""The product as its users start it: `dialogwerk demo` in a process of its own, and a real browser before it.

Each process of a test run has its own data folder (and, on PostgreSQL, its own database), so that nothing is left over
and several processes can share the tests. On SQLite the demonstration is loaded once for all of them and copied.
"""

import fcntl
import os
import re
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default as mail_policy
from pathlib import Path
from typing import Any

import psycopg
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts.serving import free_port, wait_until_ready
from tests.journeys.chromium import FLAGS, MISSING, find_chromium
from tests.journeys.rooms import PHONE

DEMO = [sys.executable, "-m", "dialogwerk.cli", "demo"]
# Two demos and two browsers may share two slow cores.
expect.set_options(timeout=20_000)
READY_WITHIN = 600  # seconds, for a demonstration that is loaded first


@dataclass(frozen=True)
class Demo:
    """A running demo: its address and its data folder."""

    url: str
    data_dir: Path

    def last_mail_to(self, address: str, *, about: str = "", holding: str = "", within: float = 20) -> str:
        """Return the newest mail to `address` with these words in it, waiting for the worker to send it."""
        end = time.monotonic() + within
        while time.monotonic() < end:
            mails = sorted((self.data_dir / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
            for path in mails:
                message = message_from_bytes(path.read_bytes(), policy=mail_policy)
                body = message.get_body()
                text = f"{message['Subject']}\n\n{body.get_content() if body else ''}"
                if address in str(message["To"]) and about in text and holding in text:
                    return text
            time.sleep(0.2)
        raise AssertionError(f"no mail came for {address}")

    def code_for(self, address: str) -> str:
        """Return the confirmation code in the newest mail to `address`."""
        match = re.search(r"^\s*([A-Z0-9]{6})\s*$", self.last_mail_to(address, about="Code"), re.MULTILINE)
        assert match, "the mail holds no code"
        return match[1]


@contextmanager
def _own_database(url: str) -> Iterator[str]:
    """Make a database beside the one named by `url` for a while; without one the data folder holds a file."""
    if not url.startswith("postgres"):
        yield ""
        return
    name = f"dialogwerk_journeys_{uuid.uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield f"{url.rpartition('/')[0]}/{name}"
    finally:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """Start the demo and stop it at the end of the run. `JOURNEYS_AT` names one that runs already."""
    if running := os.environ.get("JOURNEYS_AT"):
        yield Demo(running, Path(os.environ["DIALOGWERK_DATA_DIR"]))
        return
    with own_demo(tmp_path_factory, "demo") as started:
        yield started


@contextmanager
def own_demo(tmp_path_factory: pytest.TempPathFactory, name: str) -> Iterator[Demo]:
    """Start a demo in a folder of its own, for tests that change more than the others can bear."""
    data_dir = tmp_path_factory.mktemp(name)
    with _own_database(os.environ.get("DATABASE_URL", "")) as database_url:
        if not database_url:
            shutil.copytree(_loaded(tmp_path_factory), data_dir, dirs_exist_ok=True)
        own = {"DIALOGWERK_DATA_DIR": str(data_dir), "PORT": str(free_port()), "DATABASE_URL": database_url}
        with _running(data_dir, own) as started:
            yield started


def _loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the demonstration on SQLite, which the first process of the run that needs it loads."""
    run = tmp_path_factory.getbasetemp()
    folder = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / "loaded"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = folder.with_suffix(".making")
            making.mkdir()
            environment = _environment({"DIALOGWERK_DATA_DIR": str(making), "DATABASE_URL": ""})
            subprocess.run([*DEMO, "--no-server"], env=environment, check=True, stdout=subprocess.DEVNULL)
            making.rename(folder)
    return folder


def _environment(own: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"} | own


@contextmanager
def _running(data_dir: Path, own: dict[str, str]) -> Iterator[Demo]:
    with (data_dir / "server.log").open("w") as log:
        server = subprocess.Popen(DEMO, env=_environment(own), stdout=log, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{own['PORT']}"
    try:
        try:
            wait_until_ready(url, server, within=READY_WITHIN)
        except RuntimeError as fault:
            raise RuntimeError(f"{fault}\n{(data_dir / 'server.log').read_text()}") from fault
        yield Demo(url, data_dir)
    finally:
        server.terminate()
        server.wait(timeout=15)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    path = find_chromium()
    if path is None:
        pytest.fail(MISSING)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser: Browser, demo: Demo) -> Iterator[Page]:
    """A fresh desktop page in German; fails the test when the page reports an error or leaves the host."""
    context = browser.new_context(base_url=demo.url, locale="de-DE", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
    page.on(
        "console", lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None
    )
    page.on(
        "request",
        lambda request: problems.append(f"left the host: {request.url}") if is_foreign(request.url, demo) else None,
    )
    yield page
    context.close()
    assert problems == []


@pytest.fixture
def plain_page(browser: Browser, demo: Demo) -> Iterator[Page]:
    """A fresh page with JavaScript off, on a phone."""
    context = browser.new_context(
        base_url=demo.url, locale="de-DE", java_script_enabled=False, viewport={"width": 360, "height": 740}
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def device(browser: Browser, demo: Demo) -> Iterator[Callable[..., BrowserContext]]:
    """Return a function that makes a device, a phone if nothing else is said; all must end without a script error."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def make(**more: Any) -> BrowserContext:
        options = {"viewport": PHONE, "reduced_motion": "reduce", **more}
        made = browser.new_context(base_url=demo.url, locale="de-DE", **options)
        made.on("weberror", lambda error: troubles.append(str(error.error)))
        contexts.append(made)
        return made

    yield make
    for made in contexts:
        made.close()
    assert troubles == []


def is_foreign(url: str, demo: Demo) -> bool:
    """Tell whether a request leaves the host of the demo."""
    return not url.startswith((demo.url, "data:", "blob:"))


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def visitor(request: pytest.FixtureRequest) -> Page:
    """A desktop page with JavaScript, and a phone without."""
    page: Page = request.getfixturevalue("page" if request.param == "with JavaScript" else "plain_page")
    return page


@pytest.fixture
def another(visitor: Page, browser: Browser, demo: Demo) -> Iterator[Page]:
    """The page of somebody else, on the same kind of machine as the visitor's."""
    has_script = "without" not in os.environ.get("PYTEST_CURRENT_TEST", "")
    context = browser.new_context(base_url=demo.url, locale="de-DE", java_script_enabled=has_script)
    yield context.new_page()
    context.close()


@pytest.fixture
def unique() -> str:
    """A few letters that stand nowhere else in the demo."""
    return uuid.uuid4().hex[:8]
