"""What a board announces of itself is enough to tell its pages, and never told wrongly."""

import json
from typing import Any

import pytest

from dialogwerk.core import push
from dialogwerk.core.ids import uuid7
from dialogwerk.labs import live
from dialogwerk.labs.actions import set_round
from dialogwerk.labs.models import Round
from dialogwerk.labs.news import News


@pytest.fixture
def announced(monkeypatch) -> list[str]:
    """What was announced of boards, in order."""
    messages: list[str] = []
    monkeypatch.setattr(push, "announce", lambda channel, message="": messages.append(message))
    return messages


@pytest.fixture
def feed(board) -> live.Feed:
    """The feed of the board, which has read once."""
    made = live.Feed(board.pk, board.lab_id, board.seq)
    made._read()
    return made


def _told(message: bytes | None) -> dict[str, Any]:
    assert message is not None
    told: dict[str, Any] = json.loads(message.decode().split("\ndata: ")[1])
    told["lab"].pop("now")
    return told


def test_news_are_packed_and_unpacked() -> None:
    news = News.of([{"text": "Zeit für\nGrüße 1 2"}], since=3, seq=5, clock=9, lab_seq=2)

    assert News.unpack(news.pack()) == news


def test_announcements_tell_what_reading_would_tell(seat, feed, announced, board) -> None:
    phone, laptop, other = seat(), seat(facilitates=True), live.Feed(board.pk, board.lab_id, board.seq)
    card = phone.write("Zeit\nzum „Lernen“")
    laptop.send(laptop.make("voice", card, voice="gewerkschaft"), laptop.make("create", uuid7(), text="Noch eine"))
    other.lab_seq = feed.lab_seq

    relayed = _told(feed._relay(announced))
    read = _told(other._read())

    newest = {told["id"]: told for told in relayed.pop("cards")}
    assert list(newest.values()) == sorted(read.pop("cards"), key=lambda told: told["id"] != str(card))
    assert relayed == read
    assert feed._relay(announced) == b""  # each thing is told once


def test_a_gap_is_read(seat, feed, announced) -> None:
    phone = seat()
    phone.write("Verloren gegangen")
    announced.clear()
    phone.write("Angekommen")

    assert feed._relay(announced) is None
    assert [told["text"] for told in _told(feed._read())["cards"]] == ["Verloren gegangen", "Angekommen"]
    assert feed._relay(announced) == b""


def test_a_card_told_in_another_round_is_read_anew(seat, feed, announced, lab, lena) -> None:
    """Whether dots are told depends on the round: who has not heard of it yet must not pass on what was made in it."""
    phone = seat()
    set_round(actor=lena, lab=lab, round=Round.DOTS, dots_hidden=True)
    announced.clear()
    phone.write("In der neuen Runde")

    assert feed._relay(announced) is None
    told = _told(feed._read())
    assert (told["lab"]["round"], "dots" in told["cards"][0]) == (Round.DOTS, False)


def test_what_changes_nothing_is_not_announced(seat, announced) -> None:
    phone, other = seat(), seat()
    card = phone.write("Meine")
    announced.clear()
    other.act("life", card, life="withdrawn", into=[])

    assert announced == []
