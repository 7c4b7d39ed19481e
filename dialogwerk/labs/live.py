"""Pushing what happens at a table to the pages that listen (`core.feeds`)."""

from collections.abc import AsyncIterator
from typing import Any

from dialogwerk.core import feeds
from dialogwerk.labs.models import Board
from dialogwerk.labs.queries import board_channel, changes_of, lab_channel, told_of_lab


class Feed(feeds.Feed):
    """The news of one board."""

    def __init__(self, board: int, lab: int, seq: int) -> None:
        super().__init__(board_channel(board), board_channel(board), lab_channel(lab))
        self.board, self.seq, self.lab_seq = board, seq, -1

    def _read(self) -> bytes:
        board = Board.objects.select_related("lab").get(pk=self.board)
        cards = changes_of(board, self.seq) if board.seq > self.seq else []
        told: dict[str, Any] = {"since": self.seq, "cursor": board.seq, "clock": board.clock, "cards": cards}
        is_news = bool(cards) or board.lab.seq != self.lab_seq
        told["lab"] = told_of_lab(board.lab)
        self.seq, self.lab_seq = board.seq, board.lab.seq
        return feeds.event("tafel", told) if is_news else b""


def follow(board: int, lab: int, seq: int) -> AsyncIterator[bytes]:
    """Yield what happens at a board from `seq` on, for one listener."""
    return feeds.follow(board_channel(board), lambda: Feed(board, lab, seq))
