"""The product as its users start it: `dialogwerk demo` in a process of its own, and a real browser before it.

Each process of a test run has its own data folder (and, on PostgreSQL, its own database), so that nothing is left over
and several processes can share the tests. The demonstration is loaded once for all of them and copied (`copies.py`).
"""

import os
import re
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default as mail_policy
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from scripts.serving import free_port, wait_until_ready
from tests.journeys.chromium import FLAGS, MISSING, find_chromium
from tests.journeys.copies import DEMO, Original, environment_of
from tests.journeys.rooms import PHONE

# Two demos and two browsers may share two slow cores.
expect.set_options(timeout=20_000)
READY_WITHIN = 120  # seconds


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


OwnDemo = Callable[[str], AbstractContextManager[Demo]]


@pytest.fixture(scope="session")
def own_demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnDemo]:
    """Return a function that starts a demo of one's own, for tests that change more than the others can bear."""
    run = tmp_path_factory.getbasetemp()
    original = Original(run.parent if "PYTEST_XDIST_WORKER" in os.environ else run, os.environ.get("DATABASE_URL", ""))

    @contextmanager
    def start(name: str) -> Iterator[Demo]:
        data_dir = tmp_path_factory.mktemp(name)
        with original.copied_to(data_dir) as database_url, _running(data_dir, database_url) as started:
            yield started

    yield start
    original.forget()


@pytest.fixture(scope="session")
def demo(request: pytest.FixtureRequest) -> Iterator[Demo]:
    """Start the demo and stop it at the end of the run. `JOURNEYS_AT` names one that runs already."""
    if running := os.environ.get("JOURNEYS_AT"):
        yield Demo(running, Path(os.environ["DIALOGWERK_DATA_DIR"]))
        return
    own_demo: OwnDemo = request.getfixturevalue("own_demo")
    with own_demo("demo") as started:
        yield started


@contextmanager
def _running(data_dir: Path, database_url: str) -> Iterator[Demo]:
    port = free_port()
    ours = {"PORT": str(port), "DJANGO_SETTINGS_MODULE": "tests.journeys.settings"}
    environment = environment_of(data_dir, database_url, **ours)
    with (data_dir / "server.log").open("w") as log:
        server = subprocess.Popen(DEMO, env=environment, stdout=log, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
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
