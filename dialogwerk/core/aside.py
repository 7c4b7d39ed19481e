"""Heavy sums beside the worker: a process of its own at low priority, so that no page and no mail waits for them.

Python runs one thread at a time: sums in a thread of the demo's one process would stop its pages. The process is kept
while it is used, because what it has read stays at hand; it ends by itself after some minutes, and at once when the
worker is gone. Where jobs run at once, as in tests, so do sums.
"""

import json
import logging
import os
import queue
import select
import subprocess  # nosec: starts ourselves
import sys
import threading
from collections.abc import Callable
from typing import Any

import django
from django.db import close_old_connections, connections
from django.utils.module_loading import import_string
from django_tasks import default_task_backend

logger = logging.getLogger("dialogwerk.aside")
LOOK_EVERY = 1.0
IDLE = 300.0
LOW_PRIORITY = 10


class Died(Exception):
    """The process ended in the middle."""


class Aside:
    """The process, and at most one thread that waits for it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[str] | None = None
        self._is_taken = threading.Lock()

    def try_run(self, call: Callable[[], None]) -> bool:
        """Let a thread make a call that uses the process; False where another call has not come to its end."""
        if not self._is_taken.acquire(blocking=False):
            return False
        threading.Thread(target=self._make, args=(call,), name="aside", daemon=True).start()
        return True

    def run(self, function: str, *facts: Any, goes_on: Callable[[], bool]) -> None:
        """Run a function of ours (dotted name) with numbers or texts, and wait; stop it when `goes_on` says no.

        Raises `Died`.
        """
        process = self._at_work(json.dumps([function, *facts]))
        answers = process.stdout
        if answers is None:
            raise Died
        while not select.select([answers], [], [], LOOK_EVERY)[0]:
            if not goes_on():
                self.stop()
                return
        if not answers.readline():
            self.stop()
            raise Died

    def stop(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for end in (self._process.stdin, self._process.stdout):
                if end is not None:
                    end.close()
            self._process = None

    def _at_work(self, line: str) -> subprocess.Popen[str]:
        """Hand a line to the process; where that went idle and ended, to a new one."""
        for _attempt in range(2):
            if self._process is None or self._process.poll() is not None:
                self.stop()
                command = [sys.executable, "-m", "dialogwerk.core.aside"]
                self._process = subprocess.Popen(  # noqa: S603  # nosec: our own command
                    command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
                )
            try:
                print(line, file=self._process.stdin, flush=True)
            except BrokenPipeError:
                continue
            return self._process
        raise Died

    def _make(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:
            logger.exception("a calculation failed")
        finally:
            connections.close_all()
            self._is_taken.release()


aside = Aside()


def runs_at_once() -> bool:
    """Return whether jobs run where they are asked for, and sums with them."""
    return not default_task_backend.supports_defer


def serve() -> None:
    """Be the process: read lines, run what they name, answer each with a line, until nobody asks any more."""
    os.nice(LOW_PRIORITY)
    lines: queue.Queue[str] = queue.Queue()
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # whatever is printed meanwhile is no answer
    threading.Thread(target=_listen, args=(lines,), daemon=True).start()
    while True:
        try:
            function, *facts = json.loads(lines.get(timeout=IDLE))
        except queue.Empty:
            return
        close_old_connections()
        try:
            import_string(function)(*facts)
        except Exception:
            logger.exception("%s failed", function)
        print("done", file=answers)


def _listen(lines: "queue.Queue[str]") -> None:
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)  # the worker is gone: whatever was under way breaks off and is taken up by another one


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dialogwerk.config.settings")
    django.setup()
    serve()
