"""Queries that are made into SQL once tell the same as querysets."""

import uuid

from django.db import models
from django.db.models import Q

from dialogwerk.core.prepared import Given, Prepared, insert, update
from dialogwerk.labs.models import Board, Card, Device

BOARD = Prepared(lambda: Board.objects.select_related("lab").filter(code=Given("code", models.CharField())).order_by())
CARDS = Prepared(
    lambda: Card.objects.filter(
        Q(pk__in=[Given("ids", models.UUIDField())]), board=Given("board", models.BigIntegerField()), life="live"
    ).order_by("number")
)


def _columns(row: models.Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _card(board: Board, device: Device, **fields: object) -> Card:
    return Card(
        id=uuid.uuid4(), board=board, device=device, text="Grüße: 100 %, „so“", versions=[{"a": None}], **fields
    )


def test_rows_and_what_they_belong_to_are_read_as_ever(board, django_assert_num_queries) -> None:
    for _ in range(2):
        with django_assert_num_queries(1):
            found = BOARD.first(code=board.code)
            assert found is not None
            assert found.lab.status == "offen"
        expected = Board.objects.select_related("lab").get(pk=board.pk)
        assert _columns(found) == _columns(expected)
        assert _columns(found.lab) == _columns(expected.lab)
    assert BOARD.first(code="NIEMAND") is None


def test_rows_are_written_and_found_by_any_number_of_ids(board, seat, django_assert_num_queries) -> None:
    cards = [_card(board, seat().device, number=number) for number in (1, 2, 3)]
    with django_assert_num_queries(1):
        insert(cards)
    insert([])
    for count in (1, 3, 0):
        found = CARDS.all(ids=[card.pk for card in cards[:count]], board=board.pk)
        assert [_columns(card) for card in found] == [_columns(card) for card in cards[:count]]
    assert [_columns(card) for card in Card.objects.order_by("number")] == [_columns(card) for card in cards]


def test_only_the_named_fields_are_changed(board, seat) -> None:
    card = _card(board, seat().device, number=1)
    insert([card])
    card.text, card.dots, card.seq = "neu", {"1": 2}, 7
    update(card, "dots", "seq")
    kept = Card.objects.get()
    assert (kept.text, kept.dots, kept.seq) == ("Grüße: 100 %, „so“", {"1": 2}, 7)
