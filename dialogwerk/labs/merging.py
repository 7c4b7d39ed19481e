"""How operations become a card, in whatever order they arrive.

Pure: no database, no clock. Two rules make every order give the same card:

* A wording names the wordings it replaces (`parents`). Wordings that none replaces stay side by side until somebody
  writes one that replaces them all: two people who edit one card lose nothing (a version graph, as in version control).
* Place, look, voice and life are registers: the operation with the higher logical time wins, ties by id
  (last writer wins on Lamport time, L. Lamport 1978; clocks of devices never decide).
"""

from typing import Any

from dialogwerk.labs.models import Card, CardKind, Colour
from dialogwerk.labs.operations import Operation

REGISTERS = {"place": ("column", "position"), "look": ("colour",), "voice": ("voice",), "life": ("life", "into")}


def new_card(operation: Operation, columns: list[str], **fields: Any) -> Card:
    """Return the card a `create` makes; the caller says board, number and device in `fields`."""
    if operation.card is None:  # `read_operation` lets none through
        raise ValueError("a card is made under an id")
    payload = operation.payload
    stamp = operation.stamp
    card = Card(
        id=operation.card,
        kind=payload.get("kind", CardKind.NOTE),
        column=payload.get("column", columns[0]),
        position=payload.get("position", ""),
        colour=payload.get("colour", Colour.YELLOW),
        voice=payload.get("voice", ""),
        sources=payload.get("sources", []),
        paper_number=_paper(payload.get("paper")),
        registers=dict.fromkeys(REGISTERS, stamp),
        made_at=operation.made_at,
        **fields,
    )
    _add_version(card, operation, [])
    return card


def fold(card: Card, operation: Operation) -> bool:
    """Let a card take an operation; return whether anything changed that people see."""
    if operation.kind == "edit":
        before = (card.text, card.rivals)
        _add_version(card, operation, list(operation.payload["parents"]))
        return before != (card.text, card.rivals)
    if operation.stamp <= card.registers[operation.kind]:
        return False
    card.registers = {**card.registers, operation.kind: operation.stamp}
    for name in REGISTERS[operation.kind]:
        setattr(card, name, operation.payload.get(name, []))
    return True


def heads(versions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the wordings that no other replaces, the current one first."""
    replaced = {parent for version in versions for parent in version["parents"] if parent != version["id"]}
    found = [version for version in versions if version["id"] not in replaced]
    # wordings that replace each other in a circle can only be made by hand; all of them are shown then
    return sorted(found or versions, key=lambda version: (version["clock"], version["id"]), reverse=True)


def _add_version(card: Card, operation: Operation, parents: list[str]) -> None:
    made = {
        "id": str(operation.id),
        "text": operation.text,
        "parents": parents,
        "clock": operation.clock,
        "device": operation.device,
        "at": operation.made_at.isoformat() if operation.made_at else None,
    }
    card.versions = sorted([*card.versions, made], key=lambda version: (version["clock"], version["id"]))
    current, *others = heads(card.versions)
    card.text = current["text"]
    card.rivals = [{"id": one["id"], "text": one["text"]} for one in others if one["text"] != current["text"]]


def _paper(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1_000_000 else None
