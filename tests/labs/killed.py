"""A server that is killed in the middle of its work and started again, and devices that do not know of it."""

import contextlib
import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# Loads the product once and then lets child after child serve it; each says its number when it is born. All of them end
# with the test, whatever becomes of that.
SUPERVISOR = """
import os, select, signal, socket
from dialogwerk.config.asgi import application
import uvicorn
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 0))
port = listener.getsockname()[1]
listener.close()
while True:
    child = os.fork()
    if not child:
        uvicorn.run(application, port=port, log_level="warning", lifespan="off")
        os._exit(1)
    print(port, child, flush=True)
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        if select.select([0], [], [], 0.01)[0]:
            os.killpg(0, signal.SIGKILL)
"""


class Server:
    """The web server under its supervisor."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self._next()

    def _next(self) -> None:
        assert self.process.stdout is not None
        self.port, self.child = map(int, self.process.stdout.readline().split())
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.02)
        raise AssertionError("the server did not come back")

    def kill(self) -> None:
        """End it as a power cut does, and wait until the next one answers."""
        os.kill(self.child, signal.SIGKILL)
        self._next()


@contextlib.contextmanager
def serving(data_dir: Path, database: str) -> Iterator[Server]:
    """Serve the product from this database in processes of its own."""
    own = {"DIALOGWERK_DATA_DIR": str(data_dir), "DATABASE_URL": database}
    environment = os.environ | own | {"DJANGO_SETTINGS_MODULE": "dialogwerk.config.settings"}
    with (data_dir / "server.log").open("w") as log:
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": log, "text": True}
        command = [sys.executable, "-c", SUPERVISOR]
        process = subprocess.Popen(command, env=environment, start_new_session=True, **pipes)
    try:
        yield Server(process)
    finally:
        process.communicate()  # closes what the supervisor reads


class Phone(threading.Thread):
    """A device that writes without a break, keeps what is not confirmed, and sends it again."""

    def __init__(self, port: int, code: str, seed: int) -> None:
        super().__init__(daemon=True)
        self.address, self.port = f"/labor/{code}/abgleich/", port
        self.identity = {"device": str(uuid.uuid4()), "secret": "s" * 32}
        self.random = random.Random(seed)
        self.cards: dict[str, list[str]] = {}  # every wording of every card
        self.clock, self.confirmed, self.tries_lost = 0, 0, 0
        self.is_done = threading.Event()
        self.has_written = threading.Event()

    def run(self) -> None:
        before: list[dict[str, Any]] = []
        while not self.is_done.is_set():
            batch = self._batch()
            self.ask(batch)
            self.confirmed += len(batch)
            if self.random.random() < 0.2:
                self.ask(before + batch)  # an answer that got lost: everything comes once more
            before = batch
            self.has_written.set()

    def _batch(self) -> list[dict[str, Any]]:
        return [self._operation() for _ in range(self.random.randint(1, 5))]

    def _operation(self) -> dict[str, Any]:
        self.clock += 1
        number, text = str(uuid.uuid4()), f"Gedanke {uuid.uuid4()}"
        if self.cards and self.random.random() < 0.4:
            card, wordings = self.random.choice(list(self.cards.items()))
            parent = wordings[-1].split()[0]
            wordings.append(f"{number} {text}")
            payload: dict[str, Any] = {"text": text, "parents": [parent]}
            return {"id": number, "kind": "edit", "card": card, "clock": self.clock, "payload": payload}
        card = str(uuid.uuid4())
        self.cards[card] = [f"{number} {text}"]
        payload = {"text": text, "column": "idea", "position": "a0"}
        return {"id": number, "kind": "create", "card": card, "clock": self.clock, "payload": payload}

    def ask(self, operations: list[dict[str, Any]]) -> dict[str, Any]:
        """Send operations until the server has confirmed all of them; return its answer."""
        body = json.dumps(self.identity | {"cursor": 0 if not operations else 10**9, "ops": operations})
        while True:
            try:
                answer = self._post(body)
            except (OSError, http.client.HTTPException):
                self.tries_lost += 1
                time.sleep(0.02)
                continue
            assert answer["arrived"] == [one["id"] for one in operations]
            assert answer["refused"] == {}
            return answer

    def _post(self, body: str) -> dict[str, Any]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("POST", self.address, body, {"Content-Type": "application/json"})
            response = connection.getresponse()
            content = response.read()
            if response.status != 200:
                raise http.client.HTTPException(f"{response.status}: {content[:300]!r}")
            answer: dict[str, Any] = json.loads(content)
            return answer
        finally:
            connection.close()
