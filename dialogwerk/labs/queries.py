"""Reads of the live room: what devices are told, as plain data."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.entries.models import Entry
from dialogwerk.labs.marks import groups_of_alike, signs_in
from dialogwerk.labs.merging import heads
from dialogwerk.labs.models import Board, Card, CardKind, Decision, Device, DeviceRole, Lab, Life, SentOperation

PRESENT = datetime.timedelta(minutes=5)


def board_channel(board: int) -> str:
    """Return the name under which news of a board are announced."""
    return f"board:{board}"


def lab_channel(lab: int) -> str:
    """Return the name under which news of a whole lab are announced: round, timer, pitch."""
    return f"lab:{lab}"


def board_by_code(code: str) -> Board | None:
    """Return the board with this code, with lab, event and table. One query."""
    boards = Board.objects.select_related("table", "lab__event__entry__process__owner", "lab__pitch__table")
    return boards.filter(code=code.upper()).first()


def board_for_devices(code: str) -> Board | None:
    """Return the board with this code and its lab, which is all that devices need: they ask often. One query."""
    return _BOARD.first(code=code.upper())


def locked_board(number: int) -> Board:
    """Return a board with its lab, locked until the transaction ends. One query."""
    board = _LOCKED_BOARD.first(number=number)
    if board is None:
        raise Board.DoesNotExist
    return board


def device_with(number: uuid.UUID) -> Device | None:
    """Return the device with this id, its board and lab. One query."""
    return _DEVICE.first(number=number)


def operations_known(board: Board, numbers: Sequence[uuid.UUID], cards: Sequence[uuid.UUID]) -> list[SentOperation]:
    """Return the operations with these ids, and those that wait at this board for one of these cards. One query."""
    if cards:
        return _KNOWN_OR_WAITING.all(numbers=[*numbers], board=board.pk, cards=[*cards])
    return _KNOWN.all(numbers=[*numbers])


def cards_with(board: Board, numbers: Sequence[uuid.UUID]) -> list[Card]:
    """Return the cards of a board with these ids, in no order. One query, none without ids."""
    return _CARDS.all(board=board.pk, numbers=[*numbers]) if numbers else []


def _boards() -> QuerySet[Board]:
    return Board.objects.select_related("lab").order_by()


_NUMBER, _ID = models.BigIntegerField(), models.UUIDField()
_BY_ID = Q(pk__in=[Given("numbers", _ID)])
_WAITING = Q(board=Given("board", _NUMBER), is_waiting=True, card__in=[Given("cards", _ID)])
_BOARD = Prepared(lambda: _boards().filter(code=Given("code", models.CharField())))
_LOCKED_BOARD = Prepared(lambda: _boards().select_for_update(of=("self",)).filter(pk=Given("number", _NUMBER)))
_DEVICE = Prepared(lambda: Device.objects.select_related("board__lab").filter(pk=Given("number", _ID)))
_CARDS = Prepared(lambda: Card.objects.filter(_BY_ID, board=Given("board", _NUMBER)).order_by())
_KNOWN = Prepared(lambda: SentOperation.objects.filter(_BY_ID).order_by("seq"))
_KNOWN_OR_WAITING = Prepared(lambda: SentOperation.objects.filter(_BY_ID | _WAITING).order_by("seq"))


def lab_of(event: int) -> Lab | None:
    """Return the lab of an event. One query."""
    labs = Lab.objects.select_related("event__entry__process__owner", "pitch__table")
    return labs.filter(pk=event).first()


def boards_of(lab: Lab) -> QuerySet[Board]:
    """Return the boards of a lab by table, with how many cards hang and devices are present. One query."""
    since = timezone.now() - PRESENT
    present = Q(devices__seen_at__gte=since, devices__role=DeviceRole.PARTICIPANT)
    hanging = Q(cards__life=Life.LIVE)
    return lab.boards.select_related("table").annotate(
        hanging=Count("cards", filter=hanging, distinct=True), present=Count("devices", filter=present, distinct=True)
    )


def changes_of(board: Board, since: int) -> list[dict[str, Any]]:
    """Return the cards of a board that changed after `since`, as devices are told. One query."""
    cards = Card.objects.filter(board=board.pk, seq__gt=since).order_by("seq")
    return [told_of_card(card, board.lab) for card in cards.defer("sources", "registers")]


def told_of_card(card: Card, lab: Lab) -> dict[str, Any]:
    """Return what every device at the table is told of a card. Hidden dots are told to nobody."""
    told: dict[str, Any] = {
        "id": str(card.pk),
        "seq": card.seq,
        "kind": card.kind,
        "number": card.number,
        "text": card.text,
        "heads": [version["id"] for version in heads(card.versions)],
        "rivals": card.rivals,
        "column": card.column,
        "position": card.position,
        "colour": card.colour,
        "voice": card.voice,
        "life": card.life,
        "into": card.into,
        "device": str(card.device_id) if card.device_id else None,
        "versions": len(card.versions),
    }
    if not lab.hides_dots:
        told["dots"] = card.dots.get(str(lab.dot_round), 0)
    return told


def told_of_lab(lab: Lab) -> dict[str, Any]:
    """Return what every device is told of the lab. By `now` a device with a wrong clock can show the timer."""
    return {
        "seq": lab.seq,
        "status": lab.status,
        "round": lab.round,
        "dot_round": lab.dot_round,
        "dots_each": lab.dots_each,
        "dots_hidden": lab.hides_dots,
        "timer_ends_at": milliseconds(lab.timer_ends_at),
        "timer_left": lab.timer_left,
        "pitch": lab.pitch.code if lab.pitch else None,
        "pitch_table": lab.pitch.table.number if lab.pitch else None,
        "note": lab.note,
        "now": milliseconds(timezone.now()),
    }


def own_dots(device: Device, lab: Lab) -> dict[str, str]:
    """Return where the dots of a device lie in the current round: slot -> card. One query."""
    dots = device.dots.filter(round=lab.dot_round).exclude(card=None)
    return {str(slot): str(card) for slot, card in dots.values_list("slot", "card")}


@dataclass(frozen=True)
class ShownCard:
    """A card as one person at the table sees it. `dots` is None while nobody may see them."""

    card: Card
    is_own: bool
    own_dots: int
    dots: int | None


def shown_cards(board: Board, device: Device | None, own: dict[str, str]) -> list[ShownCard]:
    """Return the cards that hang on a board in its order; `own` is where the device's dots lie. One query."""
    lab = board.lab
    shows_dots = lab.dot_round > 0 and not lab.hides_dots
    return [
        ShownCard(
            card=card,
            is_own=device is not None and card.device_id == device.pk,
            own_dots=list(own.values()).count(str(card.pk)),
            dots=card.dots.get(str(lab.dot_round), 0) if shows_dots else None,
        )
        for card in hanging(board.cards.filter(kind=CardKind.NOTE))
    ]


def entry_of_paper(board: Board, number: str) -> Entry | None:
    """Return what became of the paper card with this number, once it is published. One query, none without number."""
    if not number.isdecimal() or len(number) > 6:
        return None
    cards = board.cards.filter(paper_number=int(number)).exclude(entry=None).select_related("entry")
    card = cards.order_by("number").first()
    return card.entry if card else None


PUBLISHABLE = (Life.LIVE, Life.MERGED, Life.SPLIT)


def cards_to_publish(board: Board) -> QuerySet[Card]:
    """Return the cards of a board that are not published and may be, the oldest first. One query."""
    cards = board.cards.filter(entry=None, life__in=PUBLISHABLE).exclude(review__decision=Decision.LEAVE_OUT)
    return cards.select_related("review", "device", "board__table").order_by("number")


@dataclass(frozen=True)
class ReviewedCard:
    """A card in the team's review: what stands on it, what to look at, which others say the same."""

    card: Card
    wording: str
    signs: list[str]
    alike: list[Card]
    decision: str

    @property
    def is_open(self) -> bool:
        """Whether somebody must decide before it can be published."""
        return bool(self.signs) and self.decision == Decision.OPEN


def cards_in_review(lab: Lab, table: int | None = None) -> list[ReviewedCard]:
    """Return the cards of a lab that are not published yet, with their marks: those to look at first. One query."""
    cards = Card.objects.filter(board__lab=lab, entry=None, life__in=PUBLISHABLE)
    if table is not None:
        cards = cards.filter(board__table__number=table)
    found = list(cards.select_related("review", "board__table", "device").order_by("board__table__number", "number"))
    wordings = [wording_of(card) for card in found]
    alike: dict[int, list[Card]] = {}
    for group in groups_of_alike(wordings):
        for place in group:
            alike[place] = [found[other] for other in group if other != place]
    shown = [
        ReviewedCard(card, wording, signs_in(wording), alike.get(place, []), _decision(card))
        for place, (card, wording) in enumerate(zip(found, wordings, strict=True))
    ]
    return sorted(shown, key=lambda one: not one.is_open)


def refused_texts(lab: Lab) -> list[SentOperation]:
    """Return texts that devices sent and no board could take, so that nothing typed is lost. One query.

    A card that was refused first and then came in another wording is not among them.
    """
    arrived = Card.objects.filter(board__lab=lab).values("pk")
    sent = SentOperation.objects.filter(board__lab=lab).exclude(refused="", is_waiting=False)
    lost = sent.filter(Q(kind="edit") | Q(kind="create") & ~Q(card__in=arrived))
    return list(lost.select_related("board__table").order_by("board__table__number", "seq"))


def open_marks(lab: Lab) -> int:
    """Return how many cards with signs of personal data nobody has decided about. One query."""
    return sum(one.is_open for one in cards_in_review(lab))


def wording_of(card: Card) -> str:
    """Return the wording for the public."""
    review = getattr(card, "review", None)
    return review.text if review is not None and review.text else card.text


def _decision(card: Card) -> str:
    review = getattr(card, "review", None)
    return review.decision if review is not None else Decision.OPEN


def hanging(cards: Iterable[Card]) -> list[Card]:
    """Return those that hang on a board, in the order of the board."""
    return sorted((card for card in cards if card.is_on_board), key=lambda card: (card.position, card.number or 0))


def milliseconds(moment: datetime.datetime | None) -> int | None:
    """Return a moment as scripts count it."""
    return int(moment.timestamp() * 1000) if moment else None
