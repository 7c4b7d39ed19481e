"""How requests reach the product under an ASGI server."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from django.http import HttpRequest, HttpResponse

from dialogwerk.config import env
from dialogwerk.core import feeds
from dialogwerk.core.handler import PooledHandler
from dialogwerk.core.push import hub


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


def test_a_line_is_held_without_a_thread_until_the_page_has_gone(handler, monkeypatch) -> None:
    """More lines than threads, and requests are answered beside them."""
    monkeypatch.setattr(hub, "_start", lambda: setattr(hub, "_loop", asyncio.get_running_loop()))
    feed = type("Told", (feeds.Feed,), {"_relay": lambda feed, told: told[-1].encode()})

    def open_line(request: HttpRequest) -> HttpResponse:
        if request.path == "/page":
            return HttpResponse("page")
        return feeds.PushedResponse(lambda: feeds.follow("thing", lambda: feed("thing", "thing")))

    monkeypatch.setattr(handler, "get_response", open_line)

    async def listen() -> list[Any]:
        pages = []
        for _ in range(5):
            scope = {"type": "http", "method": "GET", "path": "/line", "query_string": b"", "headers": []}
            page = ApplicationCommunicator(handler, scope)
            await page.send_input({"type": "http.request"})
            head, first = await page.receive_output(10), await page.receive_output(10)
            assert dict(head["headers"])[b"Content-Type"] == b"text/event-stream"
            assert first == {"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True}
            pages.append(page)
        hub.announce("thing", "news")
        told = [(await page.receive_output(10))["body"] for page in pages]
        for page in pages:
            await page.send_input({"type": "http.disconnect"})
            await page.wait()
        return told

    assert asyncio.run(listen()) == [b"news"] * 5
    assert feeds._feeds == {}
    assert _ask(handler, "/page")[0][1] == b"page"


@pytest.mark.parametrize(
    ("url", "seconds"), [("sqlite:////tmp/one.sqlite3", None), ("postgres://somebody@127.0.0.1/one", 60)]
)
def test_a_thread_keeps_its_connection(url: str, seconds: int | None) -> None:
    """A file may stay open for ever; a server may want its connection back after a while."""
    environment = env.read()
    made = env.database(type(environment)(**vars(environment) | {"database_url": url}))
    assert made["CONN_MAX_AGE"] == seconds
