"""The lab that is live: three tables at which whoever runs the demonstration can sit down at once.

Its cards are made as people make them, by operations of devices, so that the board has a history like any other.
"""

import datetime
import uuid
from collections import defaultdict
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.utils import timezone

from dialogwerk.core.ids import uuid7
from dialogwerk.demo.reading import DATA, Dialogue, Record, read_file
from dialogwerk.entries.models import Entry
from dialogwerk.events.models import Event, EventStatus
from dialogwerk.labs.actions import apply_operations, meet_device, open_lab, prepare_lab, set_round
from dialogwerk.labs.actions.plain import new_identity, next_position
from dialogwerk.labs.models import Board, Device, Lab, LabStatus, Round
from dialogwerk.labs.operations import Operation

LASTS, SINCE, LATEST_START = datetime.timedelta(hours=5, minutes=30), datetime.timedelta(minutes=45), 18
SEATS = 5  # devices at each table
IN_A_ROW = 3  # cards that one of them writes, before the next one does


def load_labs(dialogue: Dialogue, entries: dict[str, Entry]) -> None:
    """Open the labs of a dialogue, with what already hangs at their tables."""
    labs: dict[int, Lab] = {}
    for told in dialogue.labs:
        event = entries[f"{dialogue.slug}:{told['event']}"].event
        if event.pk not in labs:
            labs[event.pk] = open_lab(actor=None, lab=prepare_lab(actor=None, event=event))
        board = labs[event.pk].boards.get(table__number=told["table"])
        board.code = told["code"]
        board.save(update_fields=["code"])
        _hang(board, told["cards"])
    for lab in labs.values():
        _move_to_now(lab)


def keep_live() -> None:
    """Move the live lab to today and let people write again, when the demonstration is started on another day."""
    for lab in Lab.objects.filter(boards__code__in=codes()).select_related("event").distinct():
        if timezone.localdate(lab.event.starts_at) == timezone.localdate():
            continue
        _move_to_now(lab)
        if lab.status != LabStatus.OPEN:
            open_lab(actor=None, lab=lab)
        if lab.round == Round.PITCH:
            set_round(actor=None, lab=lab, round=Round.WRITE)


def live_tables() -> list[str]:
    """Return the codes at which people can write now."""
    return list(Board.objects.filter(code__in=codes(), lab__status=LabStatus.OPEN).values_list("code", flat=True))


def codes() -> list[str]:
    """Return the codes of the tables of the demonstration, as its files name them."""
    return [told["code"] for path in sorted(DATA.glob("*/labs*.yaml")) for told in read_file(path)]


def _move_to_now(lab: Lab) -> None:
    """Let the event have begun a little while ago, and end before midnight, in the last half hour just before it."""
    event = lab.event
    now = timezone.localtime()
    starts_at = max(now - SINCE, now.replace(hour=0, minute=0))
    if starts_at.hour >= LATEST_START:
        starts_at = now.replace(hour=LATEST_START, minute=0)
    starts_at = starts_at.replace(minute=starts_at.minute // 15 * 15, second=0, microsecond=0)
    ends_at = starts_at + LASTS
    if ends_at <= now:
        ends_at = now.replace(hour=23, minute=59, second=59, microsecond=0)
    _move_programme(event, starts_at - timezone.localtime(event.starts_at), ends_at)
    event.starts_at, event.ends_at = starts_at, ends_at
    event.status = EventStatus.PLANNED
    event.save(update_fields=["starts_at", "ends_at", "status"])


def _move_programme(event: Event, by: datetime.timedelta, until: datetime.datetime) -> None:
    items = list(event.programme.all())
    for item in items:
        item.starts_at = _later(item.starts_at, by)
        item.ends_at = _later(item.ends_at, by) if item.ends_at else None
        if item is items[-1]:
            item.ends_at = until.time()
        item.save(update_fields=["starts_at", "ends_at"])


def _later(clock: datetime.time, by: datetime.timedelta) -> datetime.time:
    return (datetime.datetime.combine(datetime.date(2000, 1, 2), clock) + by).time()


def _hang(board: Board, cards: list[Record]) -> None:
    """Let a few phones write the cards, and the facilitator's laptop merge and sum up."""
    numbers = {told["key"]: uuid7() for told in cards}
    phones = [_device(board) for _ in range(SEATS)]
    laptop = _device(board, may_facilitate=True)
    places: defaultdict[str, str] = defaultdict(str)
    made: list[tuple[Device, Operation]] = []
    for clock, told in enumerate(cards, start=1):
        sources = [numbers[key] for key in told.get("from", [])]
        place = places[told["column"]] = next_position(places[told["column"]])
        payload: Record = {name: told[name] for name in ("text", "column", "colour") if name in told}
        payload |= {"position": place, "voice": told.get("group", ""), "sources": [str(one) for one in sources]}
        if told.get("result"):
            payload["kind"] = "result"
        device = laptop if sources else phones[clock // IN_A_ROW % SEATS]
        made.append((device, _operation("create", numbers[told["key"]], clock, payload)))
        if sources and not told.get("result"):
            into = {"life": "merged", "into": [str(numbers[told["key"]])]}
            made += [(device, _operation("life", source, clock, into)) for source in sources]
    for device, its in groupby(made, key=itemgetter(0)):  # in the order of the file, which gives the numbers
        apply_operations(device=device, operations=[operation for _device, operation in its])


def _device(board: Board, *, may_facilitate: bool = False) -> Device:
    seat = new_identity()
    number, secret = uuid.UUID(seat["device"]), seat["secret"]
    return meet_device(board=board, number=number, secret=secret, may_facilitate=may_facilitate)


def _operation(kind: str, card: uuid.UUID, clock: int, payload: dict[str, Any]) -> Operation:
    return Operation(uuid7(), kind, card, clock, payload, timezone.now())
