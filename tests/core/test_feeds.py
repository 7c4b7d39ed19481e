"""Pushing: what is told without reading, how long news gather, and lines that end."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from dialogwerk.core import feeds, push
from dialogwerk.core.feeds import LATE, LONGEST_TOGETHER, TOGETHER, WAITING, Line, Pace
from dialogwerk.core.push import MOST_KEPT, News, hub


class Told(feeds.Feed):
    """A feed that tells what was announced, and reads where that was nothing."""

    def _relay(self, told: list[str]) -> bytes | None:
        return "+".join(told).encode()

    def _read(self) -> bytes:
        return b"read"


@pytest.fixture
def open_line(monkeypatch, db):
    """Return a function that opens a line; nothing is asked of the database."""
    monkeypatch.setattr(feeds, "close_old_connections", lambda: None)
    monkeypatch.setattr(hub, "_start", lambda: setattr(hub, "_loop", asyncio.get_running_loop()))

    def open_one() -> Line:
        return feeds.follow("thing", lambda: Told("thing", "thing"))

    return open_one


async def _next(line: AsyncIterator[bytes]) -> bytes:
    return await asyncio.wait_for(anext(line), 5)


def test_what_was_announced_is_told_together_without_reading(open_line) -> None:
    async def listen() -> list[bytes]:
        lines = [open_line(), open_line()]
        assert [await _next(line) for line in lines] == [b"retry: 2000\n\n"] * 2
        hub.announce("thing", "one")
        hub.announce("thing", "two")
        told = [await _next(line) for line in lines]
        hub.announce("thing")
        told.append(await _next(lines[0]))
        for line in lines:
            line.close()
        return told

    assert asyncio.run(listen()) == [b"one+two", b"one+two", b"read"]
    assert feeds._feeds == {}


def test_a_listener_that_takes_nothing_is_let_go(open_line) -> None:
    """It comes back and catches up; the others go on."""

    async def listen() -> tuple[bool, bool]:
        slow, quick = open_line(), open_line()
        feed = feeds._feeds["thing"]
        for _ in range(WAITING + 1):
            feed._give(b"news")
            await _next(quick)
        with pytest.raises(StopAsyncIteration):
            await anext(slow)
        states = (slow.is_closed, quick.is_closed)
        quick.close()
        return states

    assert asyncio.run(listen()) == (True, False)


def test_a_feed_that_fails_lets_everybody_come_back(open_line, monkeypatch) -> None:
    from django.db import DatabaseError

    def fail(feed: Told) -> bytes:
        raise DatabaseError

    monkeypatch.setattr(Told, "_read", fail)

    async def listen() -> bool:
        line = open_line()
        await _next(line)
        hub.announce("thing")
        with pytest.raises(StopAsyncIteration):
            await _next(line)
        again = open_line()
        is_open = not again.is_closed
        again.close()
        return is_open

    assert asyncio.run(listen())


def test_news_gather_longer_while_the_process_is_late() -> None:
    pace = Pace()
    for _ in range(20):
        pace.learn(LATE * 2)
    assert pace.seconds == LONGEST_TOGETHER
    for _ in range(30):
        pace.learn(0.0)
    assert pace.seconds == TOGETHER


def test_whoever_is_far_behind_is_told_to_read() -> None:
    async def pile() -> list[str]:
        news = News()
        for number in range(MOST_KEPT + 2):
            news.tell(str(number))
        return news.take()

    assert asyncio.run(pile())[0] == ""


@pytest.mark.django_db(transaction=True)
def test_a_message_that_is_too_long_is_left_out_on_postgresql() -> None:
    """Nothing fails; listeners read."""
    push.announce("thing", "ü" * 5000)
