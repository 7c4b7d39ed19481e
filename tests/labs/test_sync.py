"""What devices send arrives exactly once, in any order, and only as far as they may."""

import uuid

import pytest

from dialogwerk.core.errors import NotAllowed
from dialogwerk.core.ids import uuid7
from dialogwerk.labs.actions import close_lab, meet_device, prepare_lab, set_round
from dialogwerk.labs.models import Card, Device, Life, Round, SentOperation
from dialogwerk.labs.queries import changes_of, own_dots
from tests.labs.conftest import SECRET


def test_a_card_arrives_once_however_often_it_is_sent(seat, board) -> None:
    phone = seat()
    operation = phone.make("create", uuid7(), text="Lernzeit im Schichtplan", column="idea")

    first, second = phone.send(operation), phone.send(operation, operation)

    card = Card.objects.get()
    assert (card.text, card.column, card.number, card.life) == ("Lernzeit im Schichtplan", "idea", 1, Life.LIVE)
    assert first.arrived == second.arrived[:1]
    assert SentOperation.objects.count() == 1


def test_what_arrives_before_its_card_waits_for_it(seat) -> None:
    phone, card = seat(), uuid7()
    create = phone.make("create", card, text="Anfang")
    edit = phone.make("edit", card, text="Ende", parents=[str(create.id)])

    phone.send(edit)

    assert not Card.objects.exists()
    assert SentOperation.objects.get().is_waiting

    phone.send(create)

    assert Card.objects.get().text == "Ende"
    assert not SentOperation.objects.filter(is_waiting=True).exists()


def test_participants_change_their_own_cards_only(seat) -> None:
    phone, other, laptop = seat(), seat(), seat(facilitates=True)
    card = phone.write("Meine Karte")
    create = Card.objects.get().versions[0]["id"]

    outcome = other.act("edit", card, text="Fremde Hand", parents=[create])
    other.act("life", card, life="withdrawn", into=[])
    phone.act("place", card, column="partner", position="a")

    assert list(outcome.refused.values()) == ["Das darf nur die Moderation des Tisches."]
    assert (Card.objects.get().text, Card.objects.get().column) == ("Meine Karte", "challenge")
    assert SentOperation.objects.filter(payload__text="Fremde Hand").exists()  # kept all the same

    laptop.act("place", card, column="partner", position="a")
    phone.act("life", card, life="withdrawn", into=[])

    assert (Card.objects.get().column, Card.objects.get().life) == ("partner", Life.WITHDRAWN)


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({"text": "   "}, "Die Karte ist leer."),
        ({"text": "x" * 601}, "Der Text ist zu lang: höchstens 600 Zeichen."),
        ({"text": "Gut", "column": "weg"}, "Diese Spalte gibt es nicht mehr."),
    ],
)
def test_a_card_that_cannot_hang_is_refused_with_a_reason_and_kept(seat, payload, reason) -> None:
    phone = seat()

    outcome = phone.act("create", uuid7(), **payload)

    assert list(outcome.refused.values()) == [reason]
    assert SentOperation.objects.get().payload["text"] == payload["text"]
    assert not Card.objects.exists()


def test_merging_and_undoing_it(seat, board) -> None:
    phone, laptop = seat(), seat(facilitates=True)
    one, two, both = phone.write("Eins"), phone.write("Zwei"), uuid7()

    laptop.send(
        laptop.make("create", both, text="Eins und zwei", sources=[str(one), str(two)]),
        laptop.make("life", one, life="merged", into=[str(both)]),
        laptop.make("life", two, life="merged", into=[str(both)]),
    )

    assert {card.text for card in Card.objects.filter(life=Life.LIVE)} == {"Eins und zwei"}
    assert Card.objects.get(pk=one).into == [str(both)]

    laptop.send(
        laptop.make("life", one, life="live", into=[]),
        laptop.make("life", two, life="live", into=[]),
        laptop.make("life", both, life="withdrawn", into=[]),
    )

    assert {card.text for card in Card.objects.filter(life=Life.LIVE)} == {"Eins", "Zwei"}


def test_a_device_gives_no_more_dots_than_the_round_has(seat, board, lab, lena) -> None:
    phone = seat()
    card, other = phone.write("Eins"), phone.write("Zwei")
    set_round(actor=lena, lab=lab, round=Round.DOTS, dots_each=2, dots_hidden=True)

    phone.act("dot", card, round=1, slot=0)
    phone.act("dot", card, round=1, slot=1)
    too_many = phone.act("dot", other, round=1, slot=2)
    phone.act("dot", other, round=1, slot=1)  # moves the second one

    board.refresh_from_db()
    assert list(too_many.refused.values()) == ["So viele Punkte gibt es in dieser Runde nicht."]
    assert own_dots(phone.device, board.lab.__class__.objects.get()) == {"0": str(card), "1": str(other)}
    assert Card.objects.get(pk=card).dots == {"1": 1}
    board.lab.refresh_from_db()
    assert all("dots" not in told for told in changes_of(board, 0))

    set_round(actor=lena, lab=lab, round=Round.PITCH)
    board.lab.refresh_from_db()

    assert {told["id"]: told["dots"] for told in changes_of(board, 0)} == {str(card): 1, str(other): 1}


def test_cards_that_come_after_the_end_are_taken_and_marked(seat, lab, lena) -> None:
    phone = seat()
    close_lab(actor=lena, lab=lab)

    phone.write("Aus dem Funkloch")

    assert Card.objects.get().is_late


def test_nobody_writes_before_the_lab_is_open(event, lena) -> None:
    board = prepare_lab(actor=lena, event=event).boards.first()
    device = meet_device(board=board, number=uuid.uuid4(), secret=SECRET)
    from tests.labs.conftest import Seat

    with pytest.raises(NotAllowed):
        Seat(device).write("Zu früh")

    assert not SentOperation.objects.exists()


def test_a_device_is_known_by_its_secret(board) -> None:
    number = uuid.uuid4()
    meet_device(board=board, number=number, secret=SECRET)

    with pytest.raises(NotAllowed):
        meet_device(board=board, number=number, secret="o" * 32)

    assert Device.objects.get().role == "participant"
    assert meet_device(board=board, number=number, secret=SECRET, key=board.facilitator_key).role == "facilitator"


def test_a_batch_costs_the_same_for_one_and_for_fifty(seat, django_assert_max_num_queries) -> None:
    phone = seat()

    with django_assert_max_num_queries(10):
        phone.send(*[phone.make("create", uuid7(), text=f"Karte {number}") for number in range(50)])

    assert Card.objects.count() == 50
