"""Pushing news to the pages that listen, as server-sent events.

A message is made once per process and then given to all listeners of a feed, however many there are: out of what was
announced where that says enough, otherwise by one reading.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Self

from django.db import DatabaseError, close_old_connections
from django.http import StreamingHttpResponse

from dialogwerk.core.push import hub

logger = logging.getLogger("dialogwerk.feeds")
TOGETHER, LONGEST_TOGETHER = 0.03, 0.2  # seconds in which news are gathered: while there is time, and under load
LATE = 0.02  # seconds; a process that wakes later than this has too much to do
HEARTBEAT = 15.0  # seconds of silence after which a comment keeps proxies from closing the line
READER = ThreadPoolExecutor(1, thread_name_prefix="feeds")  # one thread, and so one connection that is kept
WAITING = 100  # messages a slow listener may have before its line is closed; it comes back and catches up


class Pace:
    """How long news are gathered before they are pushed: the more a process has to do, the longer.

    What comes together is pushed together, so that the cost of a busy board grows with time and not with its news.
    """

    def __init__(self) -> None:
        self.seconds = TOGETHER

    async def gather(self) -> None:
        """Wait while news gather; learn from how late the process wakes whether it has time."""
        loop = asyncio.get_running_loop()
        due = loop.time() + self.seconds
        await asyncio.sleep(self.seconds)
        self.learn(loop.time() - due)

    def learn(self, late: float) -> None:
        """Gather longer after waking late, and step by step shorter after waking in time."""
        self.seconds = min(LONGEST_TOGETHER, self.seconds * 1.5) if late > LATE else max(TOGETHER, self.seconds * 0.9)


pace = Pace()


class Line:
    """What one page is still to be told. Iterating waits for more and ends when the line is closed."""

    __slots__ = ("_feed", "_messages", "_waiter", "is_closed")

    def __init__(self, feed: "Feed") -> None:
        self._feed = feed
        self._messages = [b"retry: 2000\n\n"]
        self._waiter: asyncio.Future[None] | None = None
        self.is_closed = False

    def give(self, message: bytes) -> None:
        """Let the page have a message; a page that takes none any more comes back and catches up."""
        if len(self._messages) >= WAITING:
            self.close()
        else:
            self._messages.append(message)
            self._wake()

    def close(self) -> None:
        """End the line. Can be done again."""
        if not self.is_closed:
            self.is_closed = True
            self._messages = []
            self._feed.leave(self)
            self._wake()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        while not self._messages:
            if self.is_closed:
                raise StopAsyncIteration
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        messages, self._messages = self._messages, []
        return messages[0] if len(messages) == 1 else b"".join(messages)

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


class Feed:
    """The news of one thing in this process, for any number of listeners. Rooms say how they are read."""

    def __init__(self, name: str, *channels: str) -> None:
        self.name, self.channels = name, channels
        self.lines: set[Line] = set()
        self.task: asyncio.Task[None] | None = None

    def _read(self) -> bytes:
        """Return what is new since the last reading as a message, empty where nothing is. Runs in a thread."""
        raise NotImplementedError

    def _relay(self, told: list[str]) -> bytes | None:
        """Return the message that announcements make by themselves; None where they do not tell enough."""
        return None

    def start(self) -> None:
        """Listen from now on."""
        self.news = hub.listen(*self.channels)
        self.task = asyncio.get_running_loop().create_task(self._run())

    @property
    def is_running(self) -> bool:
        """Whether it runs in the event loop that asks."""
        return self.task is not None and not self.task.done() and self.task.get_loop() is asyncio.get_running_loop()

    def join(self) -> Line:
        """Return a line for one more listener."""
        line = Line(self)
        self.lines.add(line)
        return line

    def leave(self, line: Line) -> None:
        """Let a line go; the last one ends the feed."""
        self.lines.discard(line)
        if not self.lines and self.task is not None:
            self.task.cancel()
            if _feeds.get(self.name) is self:
                del _feeds[self.name]

    async def _run(self) -> None:
        """Push whenever there is news. After a fault all listeners come back anew."""
        try:
            while True:
                self._give(await self._next())
        except DatabaseError:
            logger.warning("could not read what is new of %s", self.name, exc_info=True)
        finally:
            hub.forget(self.news, *self.channels)
            for line in list(self.lines):
                line.close()

    async def _next(self) -> bytes:
        """Return the next message."""
        try:
            async with asyncio.timeout(HEARTBEAT):
                await self.news.wait()
        except TimeoutError:
            return b": still here\n\n"
        await pace.gather()
        told = self.news.take()
        message = self._relay(told) if all(told) else None
        if message is None:
            message = await asyncio.get_running_loop().run_in_executor(READER, self._read_afresh)
        return message

    def _read_afresh(self) -> bytes:
        """Read with the connection of the thread, unless that is broken or too old."""
        close_old_connections()
        return self._read()

    def _give(self, message: bytes) -> None:
        if message:
            for line in list(self.lines):
                line.give(message)


_feeds: dict[str, Feed] = {}


def follow(name: str, make: Callable[[], Feed]) -> Line:
    """Return a line for one listener in the running event loop; `make` makes the feed for the first one."""
    feed = _feeds.get(name)
    if feed is None or not feed.is_running:
        feed = _feeds[name] = make()
        feed.start()
    return feed.join()


def compact(told: Any) -> str:
    """Return JSON without blanks, for a message."""
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False)


def event(name: str, number: int, body: str) -> bytes:
    """Return a message with this number; `body` is JSON."""
    return f"event: {name}\nid: {number}\ndata: {body}\n\n".encode()


class PushedResponse(StreamingHttpResponse):
    """The answer that holds a line open: the event loop opens it by `follow` and sends what it brings."""

    def __init__(self, follow: Callable[[], Line]) -> None:
        self.follow = follow
        super().__init__(_lines_of(follow), content_type="text/event-stream")
        self["Cache-Control"] = "no-store"
        self["X-Accel-Buffering"] = "no"
        self["Content-Encoding"] = "identity"  # compression would hold the lines back


async def _lines_of(follow: Callable[[], Line]) -> AsyncIterator[bytes]:
    """Yield the messages of a line that is opened when the first one is wanted."""
    line = follow()
    try:
        async for message in line:
            yield message
    finally:
        line.close()
