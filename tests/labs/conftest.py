"""A lab that runs, with one table, and devices that sit at it."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from dialogwerk.core.ids import uuid7
from dialogwerk.entries.models import State
from dialogwerk.events.models import Event
from dialogwerk.labs.actions import apply_operations, close_lab, meet_device, open_lab, prepare_lab
from dialogwerk.labs.actions.sync import Outcome
from dialogwerk.labs.models import Board, Device, Lab
from dialogwerk.labs.operations import Operation, read_operation
from tests import factories

SECRET = "s" * 32


@pytest.fixture
def event(process, lena) -> Event:
    """A lab event with two tables."""
    event = factories.EventFactory(entry__process=process, entry__title="Ideenlabor Siegen")
    for number in (1, 2):
        factories.TableFactory(event=event, number=number, title=f"Tisch {number}")
    return event


@pytest.fixture
def lab(event: Event, lena) -> Lab:
    """The open lab of that event."""
    return open_lab(actor=lena, lab=prepare_lab(actor=lena, event=event))


@pytest.fixture
def board(lab: Lab) -> Board:
    """The board of the first table."""
    return lab.boards.select_related("lab").get(table__number=1)


@dataclass
class Seat:
    """A device at a table: makes operations and sends them."""

    device: Device
    clock: int = 0
    sent: list[Operation] = field(default_factory=list)

    def make(self, kind: str, card: uuid.UUID | None = None, /, **payload: Any) -> Operation:
        self.clock += 1
        raw = {"id": str(uuid7()), "kind": kind, "clock": self.clock, "payload": payload, "at": 1_500_000_000_000}
        if card is not None:
            raw["card"] = str(card)
        return read_operation(raw, str(self.device.pk))

    def send(self, *operations: Operation) -> Outcome:
        outcome = apply_operations(device=self.device, operations=operations)
        self.clock = max(self.clock, outcome.board.clock)
        return outcome

    def write(self, text: str, **payload: Any) -> uuid.UUID:
        """Write a card and return its id."""
        card = uuid7()
        self.send(self.make("create", card, text=text, **payload))
        return card

    def act(self, kind: str, card: uuid.UUID | None = None, /, **payload: Any) -> Outcome:
        return self.send(self.make(kind, card, **payload))


@pytest.fixture
def seat(board: Board) -> Callable[..., Seat]:
    """Return a function that lets a device sit down at the board."""

    def sit_down(*, facilitates: bool = False, at: Board = board) -> Seat:
        return Seat(meet_device(board=at, number=uuid.uuid4(), secret=SECRET, may_facilitate=facilitates))

    return sit_down


@pytest.fixture
def closed(lab: Lab, lena, event: Event) -> Callable[[], Lab]:
    """Return a function that closes the lab, whose event is public."""

    def close() -> Lab:
        event.entry.state = State.PUBLISHED
        event.entry.published_at = event.entry.created_at
        event.entry.save()
        return close_lab(actor=lena, lab=lab)

    return close
