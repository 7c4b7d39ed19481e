"""What people do in the room by plain forms: the same operations, made on the server for a device without script."""

import secrets
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone
from fractional_indexing import FIError, generate_key_between

from dialogwerk.core.ids import uuid7
from dialogwerk.labs.actions.sync import Outcome, apply_operations
from dialogwerk.labs.models import Board, Card, Device, Lab
from dialogwerk.labs.operations import Operation
from dialogwerk.labs.queries import own_dots


def new_identity() -> dict[str, str]:
    """Return id and secret of a device that cannot make its own."""
    return {"device": str(uuid.uuid4()), "secret": secrets.token_hex(24)}


@transaction.atomic
def write_card(*, device: Device, text: str, column: str, **payload: Any) -> Outcome:
    """Hang a card at the end of a column. Raises `NotAllowed` before the lab was opened."""
    last = Card.objects.filter(board=device.board_id, column=column).order_by().values_list("position", flat=True)
    position = next_position(max(last, default=""))
    return _do(device, "create", uuid7(), text=text, column=column, position=position, **payload)


@transaction.atomic
def take_back(*, device: Device, card: Card) -> Outcome:
    """Take one's own card off the board."""
    return _do(device, "life", card.pk, life="withdrawn", into=[])


@transaction.atomic
def give_dot(*, device: Device, lab: Lab, card: Card) -> Outcome | None:
    """Give one of the dots that are left to a card; None when none is left."""
    used = own_dots(device, lab)
    free = next((slot for slot in range(lab.dots_each) if str(slot) not in used), None)
    if free is None:
        return None
    return _do(device, "dot", card.pk, round=lab.dot_round, slot=free)


@transaction.atomic
def take_dot(*, device: Device, lab: Lab, card: Card) -> Outcome | None:
    """Take one's last dot from a card; None when there is none of one's own."""
    slots = [int(slot) for slot, on in own_dots(device, lab).items() if on == str(card.pk)]
    return _do(device, "dot", None, round=lab.dot_round, slot=max(slots)) if slots else None


@transaction.atomic
def leave_address(*, device: Device, email: str) -> None:
    """Remember where somebody wants to be told of the results. Goes when that mail is sent."""
    device.email = email
    device.save(update_fields=["email"])


def next_position(last: str) -> str:
    """Return a position behind `last`, or the first one where that is none."""
    try:
        return str(generate_key_between(last or None, None))
    except FIError:
        return str(generate_key_between(None, None))


def _do(device: Device, kind: str, card: uuid.UUID | None, **payload: Any) -> Outcome:
    clock = Board.objects.values_list("clock", flat=True).get(pk=device.board_id) + 1
    operation = Operation(uuid7(), kind, card, clock, payload, timezone.now(), str(device.pk))
    return apply_operations(device=device, operations=[operation])
