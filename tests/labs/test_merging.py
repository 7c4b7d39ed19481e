"""Whatever the order in which operations arrive, the card is the same and no wording is lost."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from dialogwerk.core.ids import uuid7
from dialogwerk.labs.merging import fold, heads, new_card
from dialogwerk.labs.operations import Operation

COLUMNS = ["idea", "partner"]
CARD = uuid7()


def operation(kind: str, clock: int, **payload) -> Operation:
    return Operation(uuid7(), kind, CARD, clock, payload, None, "device")


def card_after(create: Operation, operations):
    card = new_card(create, COLUMNS)
    for one in operations:
        fold(card, one)
    return card.text, card.rivals, card.column, card.position, card.colour, card.voice, card.life, card.into


@st.composite
def histories(draw):
    create = operation("create", 1, text="Anfang", column="idea", position="m", colour="yellow")
    made, versions = [], [str(create.id)]
    for number in range(draw(st.integers(0, 5))):
        clock = draw(st.integers(1, 4))
        kind = draw(st.sampled_from(["edit", "edit", "place", "look", "voice", "life"]))
        payload = {
            "edit": lambda number=number: {
                "text": f"Fassung {number}",
                "parents": draw(st.lists(st.sampled_from(versions), max_size=2, unique=True)),
            },
            "place": lambda: {"column": draw(st.sampled_from(COLUMNS)), "position": draw(st.sampled_from("abc"))},
            "look": lambda: {"colour": draw(st.sampled_from(["white", "green", "blue"]))},
            "voice": lambda: {"voice": draw(st.sampled_from(["", "kammer", "bildung"]))},
            "life": lambda: {"life": draw(st.sampled_from(["live", "withdrawn"])), "into": []},
        }[kind]()
        made.append(operation(kind, clock, **payload))
        if kind == "edit":
            versions.append(str(made[-1].id))
    return create, made


@given(histories())
def test_every_order_gives_the_same_card(history) -> None:
    create, operations = history

    results = {repr(card_after(create, order)) for order in itertools.permutations(operations)}

    assert len(results) == 1


@given(histories(), st.randoms())
def test_no_wording_is_lost(history, chance) -> None:
    create, operations = history
    chance.shuffle(operations)
    card = new_card(create, COLUMNS)

    for one in operations:
        fold(card, one)

    written = {"Anfang", *(one.text for one in operations if one.kind == "edit")}
    assert {version["text"] for version in card.versions} == written
    assert {card.text, *(rival["text"] for rival in card.rivals)} == {one["text"] for one in heads(card.versions)}


def test_two_people_who_edit_one_wording_leave_both_until_one_is_chosen() -> None:
    create = operation("create", 1, text="Schichtplan per App")
    card = new_card(create, COLUMNS)
    first = operation("edit", 2, text="Schichtplan per Handy", parents=[str(create.id)])
    second = operation("edit", 2, text="Schichtplan am Aushang", parents=[str(create.id)])

    fold(card, first)
    fold(card, second)

    assert {card.text, *(rival["text"] for rival in card.rivals)} == {first.text, second.text}

    fold(card, operation("edit", 3, text="Schichtplan per Handy", parents=[one["id"] for one in heads(card.versions)]))

    assert card.text == "Schichtplan per Handy"
    assert card.rivals == []


def test_wordings_that_replace_each_other_in_a_circle_are_all_shown() -> None:
    create = operation("create", 1, text="A")
    card = new_card(create, COLUMNS)
    one = operation("edit", 2, text="B", parents=[str(create.id)])
    fold(card, one)
    fold(card, Operation(create.id, "edit", CARD, 3, {"text": "C", "parents": [str(one.id)]}, None, ""))

    assert card.text in {"A", "B", "C"}
