"""Pushing what happens at a table to the pages that listen, as server-sent events.

What is new on a board is read once per process and then given to all of its listeners, however many there are.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from typing import Any

from asgiref.sync import sync_to_async
from django.db import DatabaseError, close_old_connections, connection

from dialogwerk.core.push import hub
from dialogwerk.labs.models import Board
from dialogwerk.labs.queries import board_channel, changes_of, lab_channel, told_of_lab

logger = logging.getLogger("dialogwerk.labs")
TOGETHER = 0.03  # seconds in which news are gathered before they are read
HEARTBEAT = 15.0  # seconds of silence after which a comment keeps proxies from closing the line
WAITING = 100  # messages a slow listener may have before its line is closed; it comes back and catches up


class Feed:
    """The news of one board in this process: one reader, any number of listeners."""

    def __init__(self, board: int, lab: int, seq: int) -> None:
        self.board, self.lab, self.seq = board, lab, seq
        self.lab_seq = -1
        self.listeners: set[asyncio.Queue[bytes | None]] = set()
        self.task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        """Whether its reader runs in the event loop that asks."""
        return self.task is not None and not self.task.done() and self.task.get_loop() is asyncio.get_running_loop()

    async def run(self) -> None:
        """Read whenever there is news, until nobody listens any more. After a fault all listeners come back anew."""
        try:
            async with hub.listening(board_channel(self.board), lab_channel(self.lab)) as news:
                while self.listeners:
                    await news.wait()
                    await asyncio.sleep(TOGETHER)
                    news.clear()
                    message = await sync_to_async(self._read, thread_sensitive=False)()
                    if message:
                        self._give(message)
        except DatabaseError:
            logger.warning("could not read what is new at board %s", self.board, exc_info=True)
        finally:
            for queue in list(self.listeners):
                self._close(queue)

    def _read(self) -> bytes:
        try:
            board = Board.objects.select_related("lab__pitch__table").get(pk=self.board)
            cards = changes_of(board, self.seq) if board.seq > self.seq else []
            told: dict[str, Any] = {"since": self.seq, "cursor": board.seq, "clock": board.clock, "cards": cards}
            is_news = bool(cards) or board.lab.seq != self.lab_seq
            told["lab"] = told_of_lab(board.lab)
            self.seq, self.lab_seq = board.seq, board.lab.seq
        finally:
            _let_go()
        return _event("tafel", told) if is_news else b""

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


_feeds: dict[int, Feed] = {}


async def follow(board: int, lab: int, seq: int) -> AsyncIterator[bytes]:
    """Yield what happens at a board from `seq` on, for one listener."""
    queue: asyncio.Queue[bytes | None] = asyncio.Queue(WAITING)
    feed = _feeds.get(board)
    if feed is None or not feed.is_running:
        feed = _feeds[board] = Feed(board, lab, seq)
        feed.listeners.add(queue)
        feed.task = asyncio.get_running_loop().create_task(feed.run())
    feed.listeners.add(queue)
    yield b"retry: 2000\n\n"
    try:
        while True:
            try:
                message = await asyncio.wait_for(queue.get(), HEARTBEAT)
            except TimeoutError:
                message = b": still here\n\n"
            if message is None:
                return
            yield message
    finally:
        feed.listeners.discard(queue)
        if not feed.listeners and feed.task is not None:
            feed.task.cancel()
            if _feeds.get(board) is feed:
                del _feeds[board]


def _event(name: str, told: dict[str, Any]) -> bytes:
    body = json.dumps(told, separators=(",", ":"), ensure_ascii=False)
    return f"event: {name}\nid: {told['cursor']}\ndata: {body}\n\n".encode()


def _let_go() -> None:
    """Give the thread's connection back at once: a line stays open for hours."""
    close_old_connections()
    if connection.vendor == "postgresql":
        connection.close()
