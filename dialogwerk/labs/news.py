"""What is announced of a batch at a board: enough for every process to tell its pages without reading anything.

Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from dialogwerk.core.feeds import compact


@dataclass(frozen=True)
class News:
    """The cards that changed between two numbers of a board, as devices are told in this state of the lab."""

    since: int
    seq: int
    clock: int
    lab_seq: int
    cards: str

    @classmethod
    def of(cls, told: Sequence[dict[str, Any]], *, since: int, seq: int, clock: int, lab_seq: int) -> Self:
        """Return the news of cards as devices are told of them."""
        return cls(since, seq, clock, lab_seq, ",".join(map(compact, told)))

    def pack(self) -> str:
        """Return it as a message."""
        return f"{self.since} {self.seq} {self.clock} {self.lab_seq} {self.cards}"

    @classmethod
    def unpack(cls, message: str) -> Self:
        """Return what `pack` made a message of."""
        since, seq, clock, lab_seq, cards = message.split(" ", 4)
        return cls(int(since), int(seq), int(clock), int(lab_seq), cards)
