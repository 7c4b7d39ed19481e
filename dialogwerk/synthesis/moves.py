"""What people do at a sorting table: moves, read from JSON or from a form and checked for their shape."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS = (
    "place",
    "aside",
    "back",
    "make",
    "rename",
    "note",
    "lock",
    "unlock",
    "order",
    "merge",
    "dissolve",
    "accept",
    "adopt",
    "undo",
)
NAME_LENGTH, NOTE_LENGTH, MOST_ENTRIES = 120, 2000, 1000


class Malformed(ValueError):
    """What came is no move at all."""


@dataclass(frozen=True)
class Ask:
    """One thing somebody wants to be done.

    `cursor` is the number of the last move her page knew: what somebody else decided since, she may not have seen.
    `run` and `line` name suggestions: those of a calculation that are at least so sure, in percent.
    """

    id: uuid.UUID
    kind: str
    entries: tuple[int, ...] = ()
    group: int | None = None
    into: int | None = None
    name: str = ""
    by: int = 0
    move: uuid.UUID | None = None
    cursor: int | None = None
    run: int | None = None
    line: int = 100


def read_ask(raw: Any) -> Ask:
    """Read one move. Raises `Malformed` where it makes no sense."""
    if not isinstance(raw, Mapping) or raw.get("kind") not in KINDS:
        raise Malformed
    length = NOTE_LENGTH if raw["kind"] == "note" else NAME_LENGTH
    try:
        return Ask(
            id=uuid.UUID(str(raw["id"])),
            kind=raw["kind"],
            entries=tuple(dict.fromkeys(_number(one) for one in list(raw.get("entries") or ())[:MOST_ENTRIES])),
            group=_number_or_none(raw.get("group")),
            into=_number_or_none(raw.get("into")),
            name=str(raw.get("name") or "").replace("\x00", "").strip()[:length],
            by=max(-100, min(100, int(raw.get("by") or 0))),
            move=uuid.UUID(str(raw["move"])) if raw.get("move") else None,
            cursor=_number_or_none(raw.get("cursor")),
            run=_number_or_none(raw.get("run")),
            line=100 if raw.get("line") in (None, "") else max(0, min(100, int(raw["line"]))),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise Malformed from error


def _number(value: Any) -> int:
    number = int(value)
    if not 0 <= number < 2**63:
        raise Malformed
    return number


def _number_or_none(value: Any) -> int | None:
    return None if value in (None, "") else _number(value)
