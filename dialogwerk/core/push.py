"""Telling every web process that something changed, so that it can push it to the pages that listen.

One listener per process, however many pages listen: in SQLite's single process the news goes from thread to event
loop, on PostgreSQL it travels by NOTIFY (and so only when the transaction commits). News carry the name of a channel
and, where it is short, a message that tells everything: who listens need not read then. Otherwise it reads what is new,
once for all of its pages.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection, transaction

if TYPE_CHECKING:
    import psycopg

logger = logging.getLogger("dialogwerk.push")
CHANNEL = "dialogwerk"
LONGEST_NOTICE = 7900  # bytes; PostgreSQL takes no more than 8000
MOST_KEPT = 200  # messages; whoever is further behind reads
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 20.0


class News:
    """What was announced for one listener since it looked last. An empty message says: read what is new."""

    def __init__(self) -> None:
        self._woken = asyncio.Event()
        self._messages: list[str] = []

    def tell(self, message: str) -> None:
        """Keep a message and wake the listener."""
        self._messages.append(message)
        if len(self._messages) > MOST_KEPT:
            self._messages = [""]
        self._woken.set()

    async def wait(self) -> None:
        """Wait until there is something new."""
        await self._woken.wait()

    def take(self) -> list[str]:
        """Return what was told, the oldest first, and forget it."""
        messages, self._messages = self._messages, []
        self._woken.clear()
        return messages


class Hub:
    """The listeners of one process, by channel. All methods but `announce` belong to the event loop."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[News]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None

    def announce(self, channel: str, message: str = "") -> None:
        """Wake the listeners of a channel, from whatever thread."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            with contextlib.suppress(RuntimeError):  # the loop stopped between the two lines
                loop.call_soon_threadsafe(self._wake, channel, message)

    def listen(self, *channels: str) -> News:
        """Return the news of these channels from now on."""
        self._start()
        news = News()
        for channel in channels:
            self._listeners[channel].add(news)
        return news

    def forget(self, news: News, *channels: str) -> None:
        """Tell a listener of these channels no more."""
        for channel in channels:
            self._listeners[channel].discard(news)
            if not self._listeners[channel]:
                del self._listeners[channel]

    def _wake(self, channel: str, message: str = "") -> None:
        for news in self._listeners.get(channel, ()):
            news.tell(message)

    def _wake_all(self) -> None:
        for channel in list(self._listeners):
            self._wake(channel)

    def _start(self) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._loop, self._task = loop, None
        if connection.vendor == "postgresql" and (self._task is None or self._task.done()):
            self._task = loop.create_task(self._listen())

    async def _listen(self) -> None:
        """Hold one connection to PostgreSQL and pass its notifications on; after a loss, everybody looks anew."""
        import psycopg  # only where it is in use

        pause = FIRST_PAUSE
        while True:
            try:
                async with await psycopg.AsyncConnection.connect(_address(), autocommit=True) as listener:
                    await listener.execute(f"LISTEN {CHANNEL}")
                    pause = FIRST_PAUSE
                    await self._pass_on(listener)
            except psycopg.Error:
                logger.warning("lost the connection that listens for news, again in %s s", pause, exc_info=True)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)

    async def _pass_on(self, listener: "psycopg.AsyncConnection[Any]") -> None:
        """Pass notices on until the connection is lost. psycopg's own `notifies()` costs ten times as much for each."""
        import psycopg

        loop, lost = asyncio.get_running_loop(), asyncio.get_running_loop().create_future()

        def read() -> None:
            try:
                listener.pgconn.consume_input()
                while notice := listener.pgconn.notifies():
                    channel, _mark, message = notice.extra.decode().partition("\n")
                    self._wake(channel, message)
            except psycopg.Error as error:
                loop.remove_reader(socket)
                lost.set_exception(error)

        socket = listener.fileno()
        loop.add_reader(socket, read)
        try:
            self._wake_all()
            await lost
        finally:
            loop.remove_reader(socket)


hub = Hub()


def announce(channel: str, message: str = "") -> None:
    """Tell all web processes that `channel` has news, when the running transaction commits.

    A message that is too long for PostgreSQL is left out: listeners read then.
    """
    if connection.vendor == "postgresql":
        told = f"{channel}\n{message}" if message else channel
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_notify(%s, %s)", [CHANNEL, told if len(told.encode()) < LONGEST_NOTICE else channel]
            )
    else:
        transaction.on_commit(lambda: hub.announce(channel, message))


def _address() -> str:
    """Return how to reach PostgreSQL without a pooler in between: LISTEN needs a connection of its own."""
    from psycopg.conninfo import make_conninfo

    if settings.LISTEN_URL:
        return str(settings.LISTEN_URL)
    names = {"dbname": "NAME", "user": "USER", "host": "HOST", "port": "PORT"}
    wanted = names | {"password": "PASSWORD"}  # nosec: the name of a setting
    own = connection.settings_dict
    return make_conninfo(**{name: own[key] for name, key in wanted.items() if own.get(key)})
