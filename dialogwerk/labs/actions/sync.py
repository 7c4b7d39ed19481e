"""Taking in what devices send: each operation once, in any order, however often it arrives.

The operations themselves are the record of who did what; no further audit record is written for a card in a room.
"""

import datetime
import hashlib
import hmac
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.core import push
from dialogwerk.core.errors import NotAllowed
from dialogwerk.core.prepared import insert, update
from dialogwerk.labs.merging import fold, new_card
from dialogwerk.labs.models import Board, Card, Device, DeviceRole, Dot, LabStatus, Photo, SentOperation
from dialogwerk.labs.news import News
from dialogwerk.labs.operations import MOST_AHEAD, Operation, fault_of
from dialogwerk.labs.queries import board_channel, cards_with, device_with, locked_board, operations_known, told_of_card
from dialogwerk.labs.rules import may_apply

SEEN_EVERY = datetime.timedelta(minutes=1)
MOST_CARDS, MOST_DEVICES = 5000, 2000


@dataclass
class Outcome:
    """What became of a batch: ids that arrived, and those that were kept but not applied, with the reason."""

    board: Board
    arrived: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    began_at: int = 0
    told: list[dict[str, Any]] = field(default_factory=list)

    def news_since(self, cursor: int) -> list[dict[str, Any]] | None:
        """Return what changed after `cursor` as devices are told; None where other batches came between. No query."""
        return None if cursor < self.began_at else self.told


def meet_device(
    *,
    board: Board,
    number: uuid.UUID,
    secret: str,
    key: str = "",
    group: str = "",
    may_facilitate: bool = False,
    known: Device | None = None,
) -> Device:
    """Return the device with this id at this board, made at its first contact, and note that it was seen. One query.

    `key` is the facilitator's secret of the board; `may_facilitate` says that a signed-in person has the right; `known`
    is the device where it was just read.
    Raises `NotAllowed` when the id belongs to a device with another secret, or the room is full.
    """
    now, digest = timezone.now(), hashlib.sha256(secret.encode()).hexdigest()
    is_facilitator = may_facilitate or (bool(key) and hmac.compare_digest(key, board.facilitator_key))
    device = known or device_with(number)
    if device is None:
        if board.devices.count() >= MOST_DEVICES:
            raise NotAllowed(_("An diesem Tisch sind schon sehr viele Geräte angemeldet."))
        device, _made = Device.objects.get_or_create(pk=number, defaults={"board": board, "secret_hash": digest})
    if not hmac.compare_digest(device.secret_hash, digest) or device.board_id != board.pk:
        raise NotAllowed(_("Dieses Gerät ist an einem anderen Tisch angemeldet. Laden Sie die Seite neu."))
    changed = []
    if is_facilitator and device.role != DeviceRole.FACILITATOR:
        device.role = DeviceRole.FACILITATOR
        changed.append("role")
    if group in StakeholderGroup.values and group != device.group:
        device.group = group
        changed.append("group")
    if changed or device.seen_at < now - SEEN_EVERY:
        device.seen_at = now
        update(device, *changed, "seen_at")
    return device


@transaction.atomic
def apply_operations(*, device: Device, operations: Sequence[Operation]) -> Outcome:
    """Apply what has not arrived before and tell the room. Each operation is kept, also one that may not be applied.

    Nine queries or fewer, whatever the number of operations. Raises `NotAllowed` before the lab was opened.
    """
    board = locked_board(device.board_id)
    if board.lab.status == LabStatus.PREPARING:
        raise NotAllowed(_("Das Labor ist noch nicht eröffnet."), what_to_do=_("Ihre Karten bleiben auf dem Gerät."))
    began_at = board.seq
    sitting = _Sitting(board, device, operations)
    sitting.work()
    sitting.save()
    changed = sorted((sitting.cards[number] for number in sitting.changed), key=lambda card: card.seq)
    told = [told_of_card(card, board.lab) for card in changed]
    if told:
        news = News.of(told, since=began_at, seq=board.seq, clock=board.clock, lab_seq=board.lab.seq)
        push.announce(board_channel(board.pk), news.pack())
    arrived = [str(operation.id) for operation in operations]
    return Outcome(board, arrived, sitting.refusals, began_at, told)


class _Sitting:
    """One batch at one board, under its lock: read what is there, fold, write once."""

    def __init__(self, board: Board, device: Device, operations: Iterable[Operation]) -> None:
        self.board, self.device = board, device
        unique = {operation.id: operation for operation in operations}
        made = {operation.card for operation in unique.values() if operation.kind == "create" and operation.card}
        rows = operations_known(board, [*unique], [*made])
        before = {row.pk: row for row in rows if row.pk in unique}
        self.refusals = {str(row.pk): row.refused for row in before.values() if row.refused}
        self.news = [operation for number, operation in unique.items() if number not in before]
        wanted = {operation.card for operation in self.news if operation.card}
        gives_dots = any(operation.kind == "dot" for operation in self.news)
        self.dots: dict[_Slot, Dot] = _dots_of(device) if gives_dots else {}
        wanted |= {dot.card_id for dot in self.dots.values() if dot.card_id}
        self.cards = {card.pk: card for card in cards_with(board, [*wanted])}
        self.waiting: dict[uuid.UUID, list[SentOperation]] = {}
        for row in rows:
            if row.is_waiting and row.card in made:
                self.waiting.setdefault(row.card, []).append(row)
        self.rows: list[SentOperation] = []
        self.woken: list[SentOperation] = []
        self.fresh: set[uuid.UUID] = set()
        self.changed: set[uuid.UUID] = set()
        self.changed_dots: set[_Slot] = set()

    def work(self) -> None:
        for operation in self.news:
            self.board.seq += 1
            self.board.clock = max(self.board.clock, min(operation.clock, self.board.clock + MOST_AHEAD))
            waits = operation.kind not in ("create",) and operation.card and operation.card not in self.cards
            reason = "" if waits else self._take(operation, self.device)
            row = _row(operation, self.board, self.device, reason, is_waiting=bool(waits))
            self.rows.append(row)
            if reason:
                self.refusals[str(operation.id)] = reason

    def _take(self, operation: Operation, device: Device) -> str:
        """Apply one operation; return why not, empty when it was applied."""
        card = self.cards.get(operation.card) if operation.card else None
        reason = fault_of(operation, self.board.column_keys)
        if not reason and not may_apply(device, operation, card):
            reason = _("Das darf nur die Moderation des Tisches.")
        if reason:
            return reason
        if operation.kind == "create":
            return self._create(operation)
        if operation.kind == "dot":
            return self._dot(operation, device, card)
        if card is not None and fold(card, operation):
            self._touch(card)
        return ""

    def _create(self, operation: Operation) -> str:
        if operation.card in self.cards or operation.card is None:
            return _("Diese Karte gibt es schon.")
        if self.board.card_count >= MOST_CARDS:
            return _("An dieser Tafel hängen schon sehr viele Karten.")
        self.board.card_count += 1
        is_late = self.board.lab.status == LabStatus.CLOSED
        card = new_card(
            operation,
            self.board.column_keys,
            board=self.board,
            device=self.device,
            number=self.board.card_count,
            is_late=is_late,
            photo=self._photo(operation.payload.get("photo")),
        )
        self.cards[operation.card] = card
        self.fresh.add(operation.card)
        self._touch(card)
        for row in self.waiting.pop(operation.card, []):
            row.refused, row.is_waiting = self._take(_operation(row), row.device), False
            self.woken.append(row)
        return ""

    def _photo(self, number: object) -> Photo | None:
        """Return the picture of the pin wall a card was typed from."""
        return self.board.photos.filter(pk=number).first() if isinstance(number, int) else None

    def _dot(self, operation: Operation, device: Device, card: Card | None) -> str:
        lab = self.board.lab
        key = (device.pk, operation.payload["round"], operation.payload["slot"])
        if not 0 < key[1] <= lab.dot_round or key[2] >= lab.dots_each:
            return _("So viele Punkte gibt es in dieser Runde nicht.")
        if device.pk != self.device.pk:  # it waited for its card; the slots of that device are not at hand
            self.dots = _dots_of(device) | self.dots
        dot = self.dots.get(key)
        if dot is not None and operation.stamp <= [dot.clock, str(dot.operation)]:
            return ""
        if dot is None:
            dot = self.dots[key] = Dot(device=device, round=key[1], slot=key[2])
        before = dot.card_id
        dot.card, dot.clock, dot.operation = card, operation.clock, operation.id
        self.changed_dots.add(key)
        for number in {before, dot.card_id} - {None}:
            if number in self.cards:
                self._touch(self.cards[number])
        return ""

    def _touch(self, card: Card) -> None:
        card.seq = self.board.seq
        self.changed.add(card.pk)

    def save(self) -> None:
        if not self.rows:
            return
        fresh = [self.cards[number] for number in self.fresh]
        insert(fresh)
        insert(self.rows)
        if self.woken:
            SentOperation.objects.bulk_update(self.woken, ["refused", "is_waiting"])
        if self.changed_dots:
            self._save_dots()
        old = [self.cards[number] for number in self.changed - self.fresh]
        if old:
            Card.objects.bulk_update(old, FOLDED)
        update(self.board, "seq", "clock", "card_count")

    def _save_dots(self) -> None:
        for key in self.changed_dots:
            self.dots[key].save()
        touched = [self.cards[number] for number in self.changed]
        counts = Dot.objects.filter(card__in=touched).values_list("card", "round").annotate(n=Count("pk"))
        for card in touched:
            card.dots = {}
        for number, in_round, count in counts:
            self.cards[number].dots[str(in_round)] = count
        fresh = [card for card in touched if card.pk in self.fresh]
        if fresh:
            Card.objects.bulk_update(fresh, ["dots"])


_Slot = tuple[uuid.UUID, int, int]  # device, round, slot
FOLDED = [
    "text", "versions", "rivals", "column", "position", "colour", "voice", "life", "into", "registers", "dots", "seq",
]  # fmt: skip


def _dots_of(device: Device) -> dict[_Slot, Dot]:
    return {(device.pk, dot.round, dot.slot): dot for dot in device.dots.all()}


def _row(operation: Operation, board: Board, device: Device, reason: str, *, is_waiting: bool) -> SentOperation:
    return SentOperation(
        id=operation.id,
        board=board,
        device=device,
        seq=board.seq,
        clock=operation.clock,
        kind=operation.kind,
        card=operation.card,
        payload=dict(operation.payload),
        refused=reason,
        is_waiting=is_waiting,
        made_at=operation.made_at,
    )


def _operation(row: SentOperation) -> Operation:
    return Operation(row.pk, row.kind, row.card, row.clock, row.payload, row.made_at, str(row.device_id))
