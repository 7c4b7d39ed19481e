"""How requests reach the product under an ASGI server."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.http import HttpRequest, HttpResponse

from dialogwerk.config import env
from dialogwerk.core.handler import PooledHandler


def _ask(handler: PooledHandler, *paths: str) -> list[tuple[dict[str, Any], bytes]]:
    """Ask for all `paths` at once; return head and body of each answer."""

    async def one(path: str) -> tuple[dict[str, Any], bytes]:
        scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": []}
        client = ApplicationCommunicator(handler, scope)
        await client.send_input({"type": "http.request"})
        head = await client.receive_output(10)
        body = (await client.receive_output(10))["body"]
        await client.wait()
        return head, body

    async def together() -> list[tuple[dict[str, Any], bytes]]:
        return await asyncio.gather(*map(one, paths))

    return asyncio.run(together())


@pytest.fixture
def handler(settings, tmp_path: Path) -> PooledHandler:
    """Two threads, and one static file."""
    settings.WEB_THREADS, settings.STATIC_ROOT = 2, tmp_path
    (tmp_path / "one.css").write_text("a{}")
    return PooledHandler()


def test_one_thread_answers_from_end_to_end(handler, monkeypatch) -> None:
    """No thread is made for a request: those of the pool answer, one after the other."""

    def tell(request: HttpRequest) -> HttpResponse:
        return HttpResponse(threading.current_thread().name)

    monkeypatch.setattr(handler, "get_response", tell)
    names = {_ask(handler, "/")[0][1] for _ in range(6)}
    assert names <= {b"web_0", b"web_1"}


def test_a_slow_answer_holds_nobody_up(handler, monkeypatch) -> None:
    """Two requests at once are answered at once: each waits here for the other."""
    meeting = threading.Barrier(2, timeout=10)

    def meet(request: HttpRequest) -> HttpResponse:
        meeting.wait()
        return HttpResponse("met")

    monkeypatch.setattr(handler, "get_response", meet)
    assert [body for _head, body in _ask(handler, "/a", "/b")] == [b"met", b"met"]


def test_a_static_file_needs_no_thread(handler, monkeypatch) -> None:
    """The event loop answers, with the headers that keep browsers safe."""
    monkeypatch.setattr(handler, "get_response", lambda request: pytest.fail("went to a thread"))
    head, body = _ask(handler, "/static/one.css")[0]
    headers = dict(head["headers"])
    assert (head["status"], body) == (200, b"a{}")
    assert headers[b"X-Content-Type-Options"] == b"nosniff"
    assert b"script-src 'self'" in headers[b"Content-Security-Policy"]


@pytest.mark.parametrize(
    ("url", "seconds"), [("sqlite:////tmp/one.sqlite3", None), ("postgres://somebody@127.0.0.1/one", 60)]
)
def test_a_thread_keeps_its_connection(url: str, seconds: int | None) -> None:
    """A file may stay open for ever; a server may want its connection back after a while."""
    environment = env.read()
    made = env.database(type(environment)(**vars(environment) | {"database_url": url}))
    assert made["CONN_MAX_AGE"] == seconds
