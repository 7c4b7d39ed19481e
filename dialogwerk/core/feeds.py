"""Pushing news to the pages that listen, as server-sent events.

What is new is read once per process and then given to all listeners of a feed, however many there are.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections
from django.http import StreamingHttpResponse

from dialogwerk.core.push import hub

logger = logging.getLogger("dialogwerk.feeds")
TOGETHER = 0.03  # seconds in which news are gathered before they are read
HEARTBEAT = 15.0  # seconds of silence after which a comment keeps proxies from closing the line
READER = ThreadPoolExecutor(1, thread_name_prefix="feeds")  # one thread, and so one connection that is kept
WAITING = 100  # messages a slow listener may have before its line is closed; it comes back and catches up


class Feed:
    """The news of one thing in this process: one reader, any number of listeners. Rooms say how it is read."""

    def __init__(self, name: str, *channels: str) -> None:
        self.name, self.channels = name, channels
        self.listeners: set[asyncio.Queue[bytes | None]] = set()
        self.task: asyncio.Task[None] | None = None

    def _read(self) -> bytes:
        """Return what is new since the last reading as a message, empty where nothing is."""
        raise NotImplementedError

    @property
    def is_running(self) -> bool:
        """Whether its reader runs in the event loop that asks."""
        return self.task is not None and not self.task.done() and self.task.get_loop() is asyncio.get_running_loop()

    async def run(self) -> None:
        """Read whenever there is news, until nobody listens any more. After a fault all listeners come back anew."""
        try:
            async with hub.listening(*self.channels) as news:
                while self.listeners:
                    try:
                        await asyncio.wait_for(news.wait(), HEARTBEAT)
                    except TimeoutError:
                        self._give(b": still here\n\n")
                        continue
                    await asyncio.sleep(TOGETHER)
                    news.clear()
                    message = await sync_to_async(self._read_afresh, thread_sensitive=False, executor=READER)()
                    if message:
                        self._give(message)
        except DatabaseError:
            logger.warning("could not read what is new of %s", self.name, exc_info=True)
        finally:
            for queue in list(self.listeners):
                self._close(queue)

    def _read_afresh(self) -> bytes:
        """Read with the connection of the thread, unless that is broken or too old."""
        close_old_connections()
        return self._read()

    def _give(self, message: bytes) -> None:
        for queue in list(self.listeners):
            if queue.full():
                self._close(queue)
            else:
                queue.put_nowait(message)

    def _close(self, queue: "asyncio.Queue[bytes | None]") -> None:
        """End one line; its page opens a new one and catches up."""
        self.listeners.discard(queue)
        while not queue.empty():
            queue.get_nowait()
        queue.put_nowait(None)


_feeds: dict[str, Feed] = {}


async def follow(name: str, make: Callable[[], Feed]) -> AsyncIterator[bytes]:
    """Yield what happens, for one listener; `make` makes the feed of this name for the first one."""
    queue: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING)
    feed = _feeds.get(name)
    if feed is None or not feed.is_running:
        feed = _feeds[name] = make()
        feed.listeners.add(queue)
        feed.task = asyncio.get_running_loop().create_task(feed.run())
    feed.listeners.add(queue)
    yield b"retry: 2000\n\n"
    try:
        while (message := await queue.get()) is not None:
            yield message
    finally:
        feed.listeners.discard(queue)
        if not feed.listeners and feed.task is not None:
            feed.task.cancel()
            if _feeds.get(name) is feed:
                del _feeds[name]


def event(name: str, told: dict[str, Any]) -> bytes:
    """Return a message; `told["cursor"]` numbers it."""
    body = json.dumps(told, separators=(",", ":"), ensure_ascii=False)
    return f"event: {name}\nid: {told['cursor']}\ndata: {body}\n\n".encode()


def pushed(lines: AsyncIterator[bytes]) -> StreamingHttpResponse:
    """Return the answer that holds a line open; the event loop sends what `lines` yields, no thread waits for it."""
    response = StreamingHttpResponse(lines, content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    response["Content-Encoding"] = "identity"  # compression would hold the lines back
    return response
