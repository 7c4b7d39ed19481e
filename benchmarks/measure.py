"""Measure a running server over HTTP: time, CPU and bytes of each page and act."""

import http.client
import os
import statistics
import threading
import time
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count, cycle
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")
WHOLE = "bbox=5.8,50.3,9.5,52.6&zoom=7"
CITY = "bbox=7.0,51.2,7.6,51.6&zoom=11"
PAGE, MAP, WRITE = 30, 25, 15
QUARTER = "bbox=7.40,51.48,7.50,51.54&zoom=14"


@dataclass(frozen=True)
class Page:
    """Something to ask for: its name, its address, and for an act what is posted, one after the other."""

    name: str
    path: str
    aim: float
    posts: Iterator[dict[str, str]] | None = None


@dataclass(frozen=True)
class Figures:
    """What was measured of one page: times in milliseconds, bytes as sent (gzip)."""

    name: str
    aim: float
    median: float
    p95: float
    cpu: float
    size: int
    status: int
    at_16: float


def pages(prepared: dict[str, Any]) -> list[Page]:
    """Return what is measured, with its aim in milliseconds; `prepared` is the answer of `prepare.session`."""
    data, read, written = "/messung/karte/daten/?", prepared["read"], prepared["written"]
    drafts: Iterator[dict[str, str]] = ({"draft": key} for key in prepared["drafts"])
    ratings = cycle([{"overall": "4"}, {"overall": "5"}])
    comments = ({"text": f"Ein Gedanke zur Messung, der nicht stört: {number}."} for number in count())
    return [
        Page("home", "/", PAGE),
        Page("process", "/messung/", PAGE),
        Page("idea map page (map and list)", "/messung/karte/", PAGE),
        Page("idea map page, filtered", "/messung/karte/?stufe=10", PAGE),
        Page("idea list, 50th page", "/messung/karte/?page=50", PAGE),
        Page("idea list, 100th page", "/messung/karte/?page=100", PAGE),
        Page("idea list of one city, 100th page", f"/messung/karte/liste/?{CITY}&page=100", PAGE),
        Page("map data, whole land", data + WHOLE, MAP),
        Page("map data, whole land, filtered", f"{data}{WHOLE}&stufe=10", MAP),
        Page("map data, one city", data + CITY, MAP),
        Page("map data, one city, filtered", f"{data}{CITY}&stufe=10", MAP),
        Page("map data, one quarter", data + QUARTER, MAP),
        Page("map data, one quarter, filtered", f"{data}{QUARTER}&stufe=10", MAP),
        Page("idea page", f"/messung/ideen/{read}-idee/", PAGE),
        Page("trail of a challenge, 54 entries", f"/weg/{prepared['challenge']}/", PAGE),
        Page("search, one common word", "/suche/?q=werkstatt", PAGE),
        Page("search, two words", "/suche/?q=roboter+pflege", PAGE),
        Page("search, one rare word", "/suche/?q=laborroboter", PAGE),
        Page("rating", f"/e/{written}/bewertung/", WRITE, ratings),
        Page("comment", f"/e/{written}/kommentare/", WRITE, comments),
        Page("new idea with a place", "/messung/ideen/neu/einreichen/", WRITE, drafts),
    ]


class Client:
    """One keep-alive connection of somebody who is signed in."""

    def __init__(self, port: int, session: str) -> None:
        self.port, self.session = port, session
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def ask(self, page: Page) -> tuple[float, int, int]:
        """Return (milliseconds, status, bytes) of one request. Pages are asked for as a visitor."""
        headers = {"Accept-Encoding": "gzip", "Accept-Language": "de"}
        body = urllib.parse.urlencode(next(page.posts)) if page.posts else None
        if body:
            token = "a" * 32
            headers |= {
                "Cookie": f"sessionid={self.session}; csrftoken={token}",
                "X-CSRFToken": token,
                "Origin": f"http://127.0.0.1:{self.port}",
                "Content-Type": "application/x-www-form-urlencoded",
            }
        started = time.perf_counter()
        self.connection.request("POST" if body else "GET", page.path, body=body, headers=headers)
        response = self.connection.getresponse()
        size = len(response.read())
        return (time.perf_counter() - started) * 1000, response.status, size


def cpu_seconds(pid: int) -> float:
    """Return the CPU time a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0.0)


def measure(page: Page, client: Client, pid: int, *, times: int = 30) -> Figures:
    """Ask `times` times over one connection, then over 16 at once."""
    for _ in range(2):
        client.ask(page)
    before = cpu_seconds(pid)
    answers = [client.ask(page) for _ in range(times)]
    cpu = (cpu_seconds(pid) - before) / times * 1000
    elapsed = sorted(answer[0] for answer in answers)
    _ms, status, size = answers[-1]
    p95 = elapsed[int(len(elapsed) * 0.95) - 1]
    return Figures(page.name, page.aim, statistics.median(elapsed), p95, cpu, size, status, _at_16(page, client))


def _at_16(page: Page, model: Client, each: int = 4) -> float:
    """Return the median milliseconds of a request with 16 connections at once."""
    elapsed: list[float] = []

    def work() -> None:
        client = Client(model.port, model.session)
        elapsed.extend(client.ask(page)[0] for _ in range(each))

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statistics.median(elapsed)
