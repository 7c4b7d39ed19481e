"""Pushing what happens at a table to the pages that listen (`core.feeds`)."""

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from dialogwerk.core import feeds
from dialogwerk.labs.models import Board
from dialogwerk.labs.news import News
from dialogwerk.labs.queries import board_channel, changes_of, lab_channel, milliseconds, told_of_lab


class Feed(feeds.Feed):
    """The news of one board. `seq` and `lab_seq` say up to where they were told."""

    def __init__(self, board: int, lab: int, seq: int) -> None:
        super().__init__(board_channel(board), board_channel(board), lab_channel(lab))
        self.board, self.seq, self.lab_seq = board, seq, -1
        self.lab: dict[str, Any] = {}

    def _read(self) -> bytes:
        board = Board.objects.select_related("lab").get(pk=self.board)
        cards = changes_of(board, self.seq) if board.seq > self.seq else []
        is_news = bool(cards) or board.lab.seq != self.lab_seq
        since, self.seq, self.lab_seq = self.seq, board.seq, board.lab.seq
        self.lab = told_of_lab(board.lab)
        return _event(since, board.seq, board.clock, map(feeds.compact, cards), self.lab) if is_news else b""

    def _relay(self, told: list[str]) -> bytes | None:
        """Tell what the announcements say if each begins where the one before it ended, in the state of the lab."""
        news = [one for one in map(News.unpack, told) if one.seq > self.seq]
        known = self.seq
        for one in news:
            if one.since != known or one.lab_seq != self.lab_seq:
                return None
            known = one.seq
        if not news:
            return b""
        since, self.seq = self.seq, known
        lab = self.lab | {"now": milliseconds(timezone.now())}
        return _event(since, known, news[-1].clock, (one.cards for one in news), lab)


def _event(since: int, cursor: int, clock: int, cards: Iterable[str], lab: dict[str, Any]) -> bytes:
    """Return the message; `cards` are JSON already, as they were announced."""
    told = f'"since":{since},"cursor":{cursor},"clock":{clock},"cards":[{",".join(cards)}],"lab":{feeds.compact(lab)}'
    return feeds.event("tafel", cursor, f"{{{told}}}")


def follow(board: int, lab: int, seq: int) -> feeds.Line:
    """Return a line that brings what happens at a board from `seq` on, for one listener."""
    return feeds.follow(board_channel(board), lambda: Feed(board, lab, seq))
