"""What devices send: operations, read from JSON and checked for their shape.

An operation says one thing about one card. Seven kinds are enough for everything that is done in a room: merging is a
`create` that names its sources and a `life` of each source; undoing is the opposite operation.
"""

import datetime
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.labs.models import CardKind, Colour, Life

NOTE_LENGTH, RESULT_LENGTH, KEPT_LENGTH = 600, 6000, 20_000
MOST_CLOCK, MOST_AHEAD = 2**50, 10_000
KINDS = ("create", "edit", "place", "look", "voice", "life", "dot")


class Malformed(ValueError):
    """What came is no operation at all; there is nothing that could be kept."""


@dataclass(frozen=True)
class Operation:
    """One thing a device did. `clock` is logical time (Lamport); `made_at` what the device's own clock said."""

    id: uuid.UUID
    kind: str
    card: uuid.UUID | None
    clock: int
    payload: Mapping[str, Any]
    made_at: datetime.datetime | None
    device: str = ""

    @property
    def stamp(self) -> list[Any]:
        """Return what decides between two operations on the same register: the later one wins, ties by id."""
        return [self.clock, str(self.id)]

    @property
    def text(self) -> str:
        """Return the text it carries, without blanks around it."""
        return str(self.payload.get("text", "")).strip()


def read_operation(raw: Any, device: str) -> Operation:
    """Read one operation. Raises `Malformed` where id, kind or clock make no sense."""
    if not isinstance(raw, dict) or raw.get("kind") not in KINDS or not isinstance(raw.get("payload", {}), dict):
        raise Malformed
    try:
        number, clock = uuid.UUID(str(raw["id"])), int(raw["clock"])
        card = uuid.UUID(str(raw["card"])) if raw.get("card") else None
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Malformed from error
    if not 0 <= clock <= MOST_CLOCK or (card is None and raw["kind"] != "dot"):
        raise Malformed
    payload = {key: _cut(value) for key, value in raw.get("payload", {}).items() if len(key) <= 20}
    return Operation(number, raw["kind"], card, clock, payload, _moment(raw.get("at")), device)


def fault_of(operation: Operation, columns: list[str]) -> str:
    """Return why an operation cannot be applied, empty where it can. Its text is kept all the same."""
    return _FAULTS[operation.kind](operation, columns)


def _moment(value: Any) -> datetime.datetime | None:
    try:
        return datetime.datetime.fromtimestamp(float(value) / 1000, tz=datetime.UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _cut(value: Any) -> Any:
    """Bound what is kept: nobody types more than this, and nothing invisible gets into the database."""
    if isinstance(value, str):
        return value.replace("\x00", "")[:KEPT_LENGTH]
    if isinstance(value, list):
        return [str(item)[:80] for item in value[:200]]
    return value if isinstance(value, bool | int | float) or value is None else ""


def _text_fault(operation: Operation, length: int) -> str:
    if not operation.text:
        return _("Die Karte ist leer.")
    if len(operation.text) > length:
        return _("Der Text ist zu lang: höchstens %(length)s Zeichen.") % {"length": length}
    return ""


def _create_fault(operation: Operation, columns: list[str]) -> str:
    payload = operation.payload
    length = RESULT_LENGTH if payload.get("kind") == CardKind.RESULT else NOTE_LENGTH
    is_known = (
        payload.get("kind", CardKind.NOTE) in CardKind.values
        and payload.get("colour", Colour.YELLOW) in Colour.values
        and payload.get("voice", "") in ["", *StakeholderGroup.values]
        and _are_ids(payload.get("sources", []))
        and len(str(payload.get("position", ""))) <= 80
    )
    in_column = operation.payload.get("column", columns[0])
    return _text_fault(operation, length) or ("" if is_known else _unknown()) or _column_fault(in_column, columns)


def _edit_fault(operation: Operation, columns: list[str]) -> str:
    return _text_fault(operation, RESULT_LENGTH) or ("" if _are_ids(operation.payload.get("parents")) else _unknown())


def _place_fault(operation: Operation, columns: list[str]) -> str:
    position = operation.payload.get("position")
    is_position = isinstance(position, str) and len(position) <= 80
    return _column_fault(operation.payload.get("column"), columns) or ("" if is_position else _unknown())


def _column_fault(column: Any, columns: list[str]) -> str:
    return "" if column in columns else _("Diese Spalte gibt es nicht mehr.")


def _look_fault(operation: Operation, columns: list[str]) -> str:
    return "" if operation.payload.get("colour") in Colour.values else _unknown()


def _voice_fault(operation: Operation, columns: list[str]) -> str:
    return "" if operation.payload.get("voice") in ["", *StakeholderGroup.values] else _unknown()


def _life_fault(operation: Operation, columns: list[str]) -> str:
    is_known = operation.payload.get("life") in Life.values and _are_ids(operation.payload.get("into", []))
    return "" if is_known else _unknown()


def _dot_fault(operation: Operation, columns: list[str]) -> str:
    values = [operation.payload.get(name) for name in ("round", "slot")]
    are_numbers = all(isinstance(value, int) and 0 <= value < 1000 for value in values)
    return "" if are_numbers else _unknown()


def _are_ids(values: Any) -> bool:
    if not isinstance(values, list):
        return False
    try:
        return all(uuid.UUID(value) for value in values)
    except ValueError:
        return False


def _unknown() -> str:
    return _("Damit kann diese Tafel nichts anfangen. Laden Sie die Seite neu.")


_FAULTS = {
    "create": _create_fault,
    "edit": _edit_fault,
    "place": _place_fault,
    "look": _look_fault,
    "voice": _voice_fault,
    "life": _life_fault,
    "dot": _dot_fault,
}
