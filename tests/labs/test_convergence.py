"""A room full of devices on a bad network: in the end all show the same board, and no text is lost.

Each device keeps what it made until the answer says that it arrived. Requests get lost, answers get lost, batches
arrive twice and late; the devices' own clocks are days wrong. Nothing of that may be seen on the boards.
"""

import datetime
import uuid
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogwerk.core.ids import uuid7
from dialogwerk.labs.actions import apply_operations, set_round
from dialogwerk.labs.models import Device, Round, SentOperation
from dialogwerk.labs.operations import read_operation
from dialogwerk.labs.queries import changes_of


@dataclass
class Client:
    """What the page in a browser keeps: unsent operations, the cards it was told of, and a cursor."""

    device: Device
    board: Any
    hours_wrong: int
    clock: int = 0
    cursor: int = 0
    outbox: list[dict] = field(default_factory=list)
    on_the_way: list[list[dict]] = field(default_factory=list)
    cards: dict[str, dict] = field(default_factory=dict)

    def do(self, kind: str, card: str, **payload: Any) -> None:
        self.clock += 1
        at = datetime.datetime.now(tz=datetime.UTC) + datetime.timedelta(hours=self.hours_wrong)
        self.outbox.append(
            {"id": str(uuid7()), "kind": kind, "card": card, "clock": self.clock, "payload": payload,
             "at": at.timestamp() * 1000}
        )  # fmt: skip

    def request(self) -> None:
        """Send all that is unsent; it may be delivered later, twice, or never."""
        self.on_the_way.append(list(self.outbox))

    def deliver(self, which: int, *, answer_arrives: bool) -> None:
        """Let a request reach the server, and perhaps its answer the device."""
        batch = self.on_the_way[which % len(self.on_the_way)]
        outcome = apply_operations(
            device=self.device, operations=[read_operation(one, str(self.device.pk)) for one in batch]
        )
        if answer_arrives:
            arrived = set(outcome.arrived)
            self.outbox = [one for one in self.outbox if one["id"] not in arrived]
            self.catch_up()

    def catch_up(self) -> None:
        self.board.refresh_from_db()
        for told in changes_of(self.board, self.cursor):
            if told["seq"] >= self.cards.get(told["id"], told)["seq"]:
                self.cards[told["id"]] = told
        self.cursor, self.clock = self.board.seq, max(self.clock, self.board.clock)


ACTS = st.sampled_from(["write", "edit", "move", "withdraw", "restore", "dot", "request", "deliver", "lose", "read"])


def act(client: Client, what: str, texts: list[str], data: st.DataObject) -> None:
    known = sorted(client.cards)
    if what == "write":
        texts.append(f"Text {len(texts)} von {client.hours_wrong}")
        client.do("create", str(uuid.uuid4()), text=texts[-1], column="idea", position="m")
    elif what == "request":
        client.request()
    elif what in ("deliver", "lose") and client.on_the_way:
        client.deliver(data.draw(st.integers(0, 9)), answer_arrives=what == "deliver")
    elif what == "read":
        client.catch_up()
    elif known:
        card = data.draw(st.sampled_from(known))
        if what == "edit":
            texts.append(f"Text {len(texts)}, geändert")
            client.do("edit", card, text=texts[-1], parents=client.cards[card]["heads"])
        elif what == "move":
            column, position = data.draw(st.sampled_from(["idea", "partner"])), data.draw(st.sampled_from("abc"))
            client.do("place", card, column=column, position=position)
        elif what == "dot":
            client.do("dot", card, round=1, slot=data.draw(st.integers(0, 2)))
        else:
            client.do("life", card, life="withdrawn" if what == "withdraw" else "live", into=[])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_device_ends_with_the_same_board_and_no_text_is_lost(data, seat, board, lab, lena) -> None:
    with transaction.atomic():
        set_round(actor=lena, lab=lab, round=Round.DOTS, dots_hidden=False)
        clients = [
            Client(seat(facilitates=facilitates).device, board, hours)
            for facilitates, hours in ((True, 0), (False, -200), (False, 90))
        ]
        texts: list[str] = []

        for _step in range(data.draw(st.integers(5, 40))):
            act(data.draw(st.sampled_from(clients)), data.draw(ACTS), texts, data)
        for client in clients:  # in the end the network comes back
            client.request()
            client.deliver(len(client.on_the_way) - 1, answer_arrives=True)
        for client in clients:
            client.catch_up()

        assert all(client.outbox == [] for client in clients)
        assert clients[0].cards == clients[1].cards == clients[2].cards
        kept = {row.payload.get("text") for row in SentOperation.objects.filter(kind__in=["create", "edit"])}
        assert set(texts) <= kept
        assert not SentOperation.objects.filter(is_waiting=True).exists()
        written = {version["text"] for card in board.cards.all() for version in card.versions}
        applied = SentOperation.objects.filter(kind__in=["create", "edit"], refused="")
        assert {row.payload["text"] for row in applied} == written
        transaction.set_rollback(True)
