"""How a request reaches the product under an ASGI server: in one thread of a fixed pool, from end to end.

Django's own handler would give each request a thread of its own, and with it a new connection to the database, change
between thread and event loop for every signal and nearly every middleware, and keep a thread for every open line. Here
one change takes a request to a thread that keeps its connection; the event loop is left to the network and to the lines
of the live room, for which nothing of the request is kept.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from asgiref.sync import ThreadSensitiveContext, sync_to_async
from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.http import HttpRequest, HttpResponseBase
from django.urls import set_script_prefix

from dialogwerk.core.feeds import Line, PushedResponse
from dialogwerk.core.staticfiles import StaticFiles

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class PooledHandler(ASGIHandler):
    """Static files are answered by the event loop, everything else by a thread of the pool."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Build the middlewares as for a synchronous server: none of them needs the event loop."""
        super().load_middleware(is_async=False)
        self._pool = ThreadPoolExecutor(settings.WEB_THREADS, thread_name_prefix="web")
        self._static = StaticFiles(self._get_in_pool)

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        path = scope["path"].removeprefix(get_script_prefix(scope)) if scope["type"] == "http" else ""
        if not path or self._static.autorefresh or path in self._static.files:
            await super().__call__(scope, receive, send)
            return
        with contextlib.suppress(RequestAborted):
            body = await self.read_body(receive)
            answer = asyncio.get_running_loop().run_in_executor(self._pool, self._answer, scope, body)
            await self._send(await answer, receive, send)

    async def get_response_async(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a static file at once, and what turns out to be none from the pool."""
        response: HttpResponseBase = await self._static(request)
        return response

    async def _get_in_pool(self, request: HttpRequest) -> HttpResponseBase:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self.get_response, request)

    def _answer(self, scope: dict[str, Any], body: IO[bytes]) -> HttpResponseBase:
        """Answer within a thread of the pool, whose connection is closed only when it is broken or too old."""
        set_script_prefix(get_script_prefix(scope))
        signals.request_started.send(sender=self.__class__, scope=scope)
        request, refusal = self.create_request(scope, body)
        response: Any = refusal if request is None else self.get_response(request)
        response._handler_class = self.__class__  # the sender of the signal that a request is finished
        if not response.streaming or isinstance(response, PushedResponse):
            response.close()  # all there is to be sent is in memory
        answer: HttpResponseBase = response
        return answer

    async def _send(self, response: HttpResponseBase, receive: Receive, send: Send) -> None:
        if isinstance(response, PushedResponse):
            head = {"type": "http.response.start", "status": response.status_code, "headers": _headers(response)}
            await _hold(head, response.follow(), receive, send)
        elif not response.streaming:
            await self.send_response(response, send)
        else:
            async with ThreadSensitiveContext():
                await self.send_response(response, send)
                await sync_to_async(response.close)()


def _headers(response: HttpResponseBase) -> list[tuple[bytes, bytes]]:
    cookies = [("Set-Cookie", cookie.OutputString()) for cookie in response.cookies.values()]
    return [(name.encode("ascii"), value.encode("latin1")) for name, value in [*response.items(), *cookies]]


async def _hold(head: Message, line: Line, receive: Receive, send: Send) -> None:
    """Send what the line brings until it is closed or the page has gone. It is open before the page learns of it."""
    gone = asyncio.ensure_future(receive())
    gone.add_done_callback(lambda _gone: line.close())
    try:
        await send(head)
        async for message in line:
            await send({"type": "http.response.body", "body": message, "more_body": True})
        await send({"type": "http.response.body"})
    finally:
        gone.cancel()
        line.close()
