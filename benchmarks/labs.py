"""Load on the live room: `python benchmarks/labs.py` measures how long a card takes from being sent to being seen.

Each device holds a listening line (server-sent events) and sends a card every ten seconds, each over a new connection;
all of them live in one asyncio process. Seen means: the bytes of the push arrived at another device of the same board.
At the end every card must hang on its board, once, and must have been pushed to every line of the board.

    python benchmarks/labs.py --database postgresql --workers 2 --devices 1000 --boards 20     the large lab
    python benchmarks/labs.py --database sqlite --devices 300 --boards 10                      the small machine

| option | what it does |
| --- | --- |
| --seconds 60 | how long cards are sent, after all devices have come in |
| --every 10 | seconds between two cards of one device |
| --workers 2 | web processes (only with PostgreSQL) |
| --keep FOLDER | keep the database there and use it again |
| --pause 0 | seconds to wait before the load begins, with the numbers of the processes printed (for a profiler) |

One line of Markdown (the row of the table in benchmarks/README.md) goes to standard output, the figures as a JSON line
to `benchmarks/results/labs.jsonl`.
"""

import argparse
import asyncio
import json
import os
import random
import re
import statistics
import sys
import tempfile
import time
import uuid
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.databases import Installation, installation, serving  # noqa: E402
from benchmarks.measure import TICK  # noqa: E402

CARD = re.compile(rb"<(\d{7})>")
CURSOR = re.compile(rb"\nid: (\d+)\n")
LONGEST_MARK = 40  # bytes that a mark may be cut into by the network
SETTLE, GIVE_UP = 15.0, 30.0
AIMS = "p99 500 ms, lost 0, memory 400 MB"


@dataclass
class Figures:
    """What was measured. Times in milliseconds, also the CPU that each card costs; memory in MB, CPU in cores."""

    database: str
    workers: int
    devices: int
    boards: int
    cards: int = 0
    median: float = 0.0
    p99: float = 0.0
    slowest: float = 0.0
    confirmed_p99: float = 0.0
    lost: int = 0
    doubled: int = 0
    not_pushed: int = 0
    resent: int = 0
    web_cores: float = 0.0
    database_cores: float = 0.0
    driver_cores: float = 0.0
    web_per_card: float = 0.0
    database_per_card: float = 0.0
    web_memory: float = 0.0
    database_memory: float = 0.0


class Room:
    """Everybody under load, and what they saw. A card is known by the number in its text."""

    def __init__(self, port: int, codes: list[str], devices: int, every: float) -> None:
        self.port, self.codes, self.every = port, codes, every
        self.sent_at: list[float] = []
        self.board_of: list[str] = []
        self.pushed: Counter[int] = Counter()
        self.delays: list[float] = []
        self.confirmations: list[float] = []
        self.resent = 0
        self.devices = [Device(self, codes[place % len(codes)]) for place in range(devices)]

    def next_card(self, code: str) -> int:
        """Note that a card is sent now; return its number."""
        self.sent_at.append(time.perf_counter())
        self.board_of.append(code)
        return len(self.sent_at) - 1

    async def come_in(self) -> None:
        """Let everybody open a line and catch up, a few at a time."""
        gate = asyncio.Semaphore(20)

        async def one(device: Device) -> None:
            async with gate:
                await device.come_in()

        await asyncio.gather(*map(one, self.devices))

    async def work(self, seconds: float) -> None:
        """Let everybody send cards for a while, then wait until what is under way has come."""
        end = time.perf_counter() + seconds
        await asyncio.gather(*(device.work(end) for device in self.devices))
        listeners = Counter(device.code for device in self.devices)
        expected = sum(listeners[code] for code in self.board_of)
        give_up = time.perf_counter() + SETTLE
        while sum(self.pushed.values()) < expected and time.perf_counter() < give_up:
            await asyncio.sleep(0.1)

    async def hanging(self) -> Counter[int]:
        """Return how often each card hangs on its board."""
        found: Counter[int] = Counter()
        for code in self.codes:
            answer = await Device(self, code).ask({"cursor": 0, "ops": []})
            for card in answer["cards"]:
                found.update(int(number) for number in CARD.findall(card["text"].encode()))
        return found


class Device(asyncio.Protocol):
    """A phone: one listening line, and a card now and then."""

    def __init__(self, room: Room, code: str) -> None:
        self.room, self.code = room, code
        self.identity = {"device": str(uuid.uuid4()), "secret": uuid.uuid4().hex}
        self.own: set[int] = set()
        self.rest = b""
        self.cursor, self.clock = 0, 0
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(f"GET /labor/{self.code}/strom/ HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: l\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        now = time.perf_counter()
        data = self.rest + data
        seen = 0
        for match in CARD.finditer(data):
            number, seen = int(match[1]), match.end()
            self.room.pushed[number] += 1
            if number not in self.own:
                self.room.delays.append(now - self.room.sent_at[number])
        for match in CURSOR.finditer(data):
            self.cursor = int(match[1])
        self.rest = data[max(seen, len(data) - LONGEST_MARK) :]

    def connection_lost(self, error: Exception | None) -> None:
        self.transport = None

    async def come_in(self) -> None:
        """Open the line, then catch up, as a page does."""
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, "127.0.0.1", self.room.port)
        self.cursor = (await self.ask({"cursor": 0, "ops": []}))["cursor"]

    async def work(self, end: float) -> None:
        """Send a card every so often; the first one at a time of its own."""
        await asyncio.sleep(random.random() * self.room.every)
        while time.perf_counter() < end:
            started = time.perf_counter()
            await self.send()
            await asyncio.sleep(max(0.0, self.room.every - (time.perf_counter() - started)))

    async def send(self) -> None:
        """Send a card, again and again until the server has confirmed it."""
        self.clock += 1
        number = self.room.next_card(self.code)
        self.own.add(number)
        text = f"<{number:07}> Ein Gedanke aus dem Raum, so lang wie auf einer Karte üblich"
        payload = {"text": text, "column": "idea", "position": f"a{number:07}1"}
        operation = {"id": str(uuid.uuid4()), "kind": "create", "card": str(uuid.uuid4()), "clock": self.clock,
                     "payload": payload, "at": int(time.time() * 1000)}  # fmt: skip
        started = time.perf_counter()
        while True:
            try:
                answer = await self.ask({"cursor": self.cursor, "ops": [operation]})
            except (OSError, ValueError, asyncio.IncompleteReadError, TimeoutError):
                self.room.resent += 1
                await asyncio.sleep(1)
                continue
            self.clock = max(self.clock, answer["clock"])
            if operation["id"] in answer["arrived"]:
                self.room.confirmations.append(time.perf_counter() - started)
                return

    async def ask(self, more: dict[str, Any]) -> dict[str, Any]:
        """Exchange once with the server over a new connection."""
        body = json.dumps(self.identity | more).encode()
        head = f"POST /labor/{self.code}/abgleich/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        async with asyncio.timeout(GIVE_UP):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.room.port)
            try:
                writer.write(f"{head}Connection: close\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
                status, _, content = (await reader.read()).partition(b"\r\n\r\n")
            finally:
                writer.close()
        if b" 200 " not in status[:16]:
            raise ValueError(status[:200])
        answer: dict[str, Any] = json.loads(content)
        return answer


def family(pid: int) -> list[int]:
    """Return a process and all that it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(member for child in children for member in family(int(child)))]


def cpu_of(pids: list[int]) -> float:
    """Return the seconds that processes computed, their children that are gone included."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split() for pid in pids]
    return sum(int(value) for each in fields for value in each[11:15]) / TICK


def memory_of(pids: list[int]) -> float:
    """Return the memory of processes in MB, what they share counted once (PSS)."""
    total = 0
    for pid in pids:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def database_processes(folder: Path) -> list[int]:
    """Return the processes of the PostgreSQL cluster in this folder; none on SQLite."""
    mark = folder / "pg" / "data" / "postmaster.pid"
    return family(int(mark.read_text().split()[0])) if mark.exists() else []


def measure(made: Installation, server: int, codes: list[str], options: argparse.Namespace) -> Figures:
    """Let the room work and return the figures."""
    figures = Figures(options.database, options.workers, options.devices, len(codes))
    room = Room(made.port, codes, options.devices, options.every)
    asyncio.run(_run(room, figures, server, made.folder, options.seconds))
    figures.cards = len(room.sent_at)
    delays, confirmed = sorted(room.delays), sorted(room.confirmations)
    figures.median, figures.p99 = statistics.median(delays) * 1000, _percentile(delays, 0.99)
    figures.slowest, figures.confirmed_p99 = delays[-1] * 1000, _percentile(confirmed, 0.99)
    listeners = Counter(device.code for device in room.devices)
    figures.not_pushed = sum(max(0, listeners[code] - room.pushed[number]) for number, code in enumerate(room.board_of))
    figures.resent = room.resent
    return figures


async def _run(room: Room, figures: Figures, server: int, folder: Path, seconds: float) -> None:
    await room.come_in()
    web, database = family(server), database_processes(folder)
    before = [cpu_of(group) for group in (web, database, [os.getpid()])]
    started = time.perf_counter()
    await room.work(seconds)
    elapsed = time.perf_counter() - started
    web, database = family(server), database_processes(folder)
    after = [cpu_of(group) for group in (web, database, [os.getpid()])]
    used = [max(0.0, late - early) / elapsed for early, late in zip(before, after, strict=True)]
    figures.web_cores, figures.database_cores, figures.driver_cores = used
    figures.web_per_card, figures.database_per_card = (part * elapsed * 1000 / len(room.sent_at) for part in used[:2])
    figures.web_memory, figures.database_memory = memory_of(web), memory_of(database)
    hanging = await room.hanging()
    figures.lost = sum(hanging[number] == 0 for number in range(len(room.sent_at)))
    figures.doubled = sum(hanging[number] > 1 for number in range(len(room.sent_at)))


def _percentile(values: list[float], share: float) -> float:
    """Return a percentile of sorted seconds, in milliseconds."""
    return values[min(len(values) - 1, int(len(values) * share))] * 1000


def row(one: Figures) -> str:
    """Return the figures as a row of the table in benchmarks/README.md."""
    where = f"{one.database}, {one.workers} web process{'es' if one.workers > 1 else ''}"
    times = (f"{value:.0f}" for value in (one.median, one.p99, one.slowest))
    cores = f"{one.web_cores:.2f} + {one.database_cores:.2f}"
    memory = f"{one.web_memory:.0f} + {one.database_memory:.0f}"
    cells = [where, one.devices, one.boards, one.cards, *times, one.lost + one.doubled, one.not_pushed, cores, memory]
    return f"| {' | '.join(map(str, cells))} |"


def main() -> None:
    """Measure one room."""
    parser = argparse.ArgumentParser(description="Load on the live room.")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="postgresql")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--devices", type=int, default=50)
    parser.add_argument("--boards", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--every", type=float, default=10)
    parser.add_argument("--pause", type=float, default=0)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, installation(options.database, options.keep or Path(folder)) as made:
        made.python("manage.py", "migrate", "-v0")
        codes = json.loads(made.python("-m", "benchmarks.room", "prepare", str(options.boards)))
        command = ["dialogwerk.cli", "serve", "--port", str(made.port), "--workers", str(options.workers)]
        with serving(made, *command) as server:  # as an operator does
            if options.pause:
                print(f"web processes: {family(server.pid)}", file=sys.stderr, flush=True)
                time.sleep(options.pause)
            figures = measure(made, server.pid, codes, options)
    each = f"a card costs {figures.web_per_card:.1f} + {figures.database_per_card:.1f} ms of CPU"
    print(row(figures), f"(aims: {AIMS}; {each}; driver {figures.driver_cores:.2f} cores)", flush=True)
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    with (results / "labs.jsonl").open("a") as file:
        file.write(json.dumps(asdict(figures)) + "\n")


if __name__ == "__main__":
    main()
