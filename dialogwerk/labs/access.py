"""From a code or an event to a board or a lab that the reader may see."""

import uuid

from django.http import Http404, HttpRequest

from dialogwerk.core.gate import may, require
from dialogwerk.core.permissions import Permission
from dialogwerk.labs.models import Board, Device, Lab
from dialogwerk.labs.queries import board_by_code, board_for_devices, device_with, lab_of

KEYS = "lab_keys"


def board_for(code: str) -> Board:
    """Return the board with this code, or answer 404. Whoever has the code may read the board. One query."""
    return _found(board_by_code(code))


def board_on_wire(code: str) -> Board:
    """Return the board with this code for a device, or answer 404. One query."""
    return _found(board_for_devices(code))


def board_and_device(code: str, number: uuid.UUID) -> tuple[Board, Device | None]:
    """Return the board with this code, or answer 404, and the device where it is known. One query if it sits there."""
    device = device_with(number)
    if device is not None and device.board.code == code.upper():
        return device.board, device
    return board_on_wire(code), device


def _found(board: Board | None) -> Board:
    if board is None:
        raise Http404
    return board


def may_facilitate(request: HttpRequest, board: Board) -> bool:
    """Say whether the reader sorts at this table: by right, or with the table's link opened in this session."""
    if board.facilitator_key in request.session.get(KEYS, []):
        return True
    if not request.user.is_authenticated:
        return False
    return may(request.user, Permission.RUN_LAB, board.lab.event.entry)


def lab_for(request: HttpRequest, slug: str, number: int) -> Lab:
    """Return the lab of an event the reader may run; refuse others."""
    lab = lab_of(number)
    if lab is None or lab.event.entry.process.slug != slug:
        raise Http404
    require(request.user, Permission.RUN_LAB, lab.event.entry)
    return lab
