"""A board as a file: everything that was done in a lab, out and in again without loss, and its cards for people.

Left out is what opens doors or names people: keys of facilitators, addresses that were left, who decided.
"""

import base64
import csv
import datetime
import uuid
from collections.abc import Iterable
from typing import IO, Any

from django.core.files.base import ContentFile
from django.db import models, transaction
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import DialogwerkError, NotPossibleNow
from dialogwerk.entries.models import Entry
from dialogwerk.events.models import Event
from dialogwerk.labs.models import Board, Card, CardReview, Device, Dot, Lab, Photo, SentOperation

FORMAT, VERSION = "dialogwerk-lab", 1
Row = dict[str, Any]
FIELDS: dict[type[models.Model], tuple[str, ...]] = {
    Lab: (
        "status", "round", "dot_round", "dots_each", "dots_hidden", "timer_ends_at", "timer_left", "note",
        "opened_at", "closed_at", "published_at", "seq",
    ),
    Board: ("code", "columns", "seq", "clock", "card_count"),
    Device: ("id", "role", "secret_hash", "group", "joined_at", "seen_at"),
    Photo: ("alt", "copyright", "taken_at"),
    SentOperation: (
        "id", "seq", "clock", "kind", "card", "payload", "refused", "is_waiting", "made_at", "received_at",
    ),
    Card: (
        "id", "kind", "number", "paper_number", "text", "versions", "rivals", "column", "position", "colour", "voice",
        "life", "into", "sources", "registers", "dots", "is_late", "made_at", "received_at", "seq",
    ),
    CardReview: ("decision", "text", "reason", "decided_at"),
    Dot: ("round", "slot", "clock", "operation"),
}  # fmt: skip
HEAD = ["Tisch", "Nummer", "Papier", "Spalte", "Art", "Text", "Stand", "Farbe", "Gruppe", "Punkte", "Fassungen"]
FORMULA = ("=", "+", "-", "@", "\t", "\r")


class UnreadableLab(DialogwerkError):
    """The file is no lab, or one of a later version."""


def read_lab(lab: Lab) -> Row:
    """Return everything about a lab as plain data. Seven queries for each board."""
    pitch = lab.pitch.table.number if lab.pitch else None
    boards = lab.boards.select_related("table").order_by("table__number")
    return {
        "format": FORMAT,
        "version": VERSION,
        "event": str(lab.event),
        "lab": _told(lab) | {"pitch": pitch},
        "boards": [_read_board(board) for board in boards],
    }


@transaction.atomic
def write_lab(*, actor: Any, event: Event, told: Any) -> Lab:
    """Make the lab of an event from what `read_lab` told: the same tables, devices, operations, cards and dots.

    Raises `UnreadableLab` for another file, `NotPossibleNow` where the event has a lab, lacks a table, or the cards
    are here already.
    """
    if not isinstance(told, dict) or told.get("format") != FORMAT or told.get("version") != VERSION:
        raise UnreadableLab(_("Das ist keine Ausgabe eines Labors, die diese Version lesen kann."))
    _require_room(event, told)
    lab = Lab.objects.create(event=event, **_taken(Lab, told["lab"]))
    for board in told["boards"]:
        made = _write_board(lab, board)
        if told["lab"]["pitch"] == board["table"]:
            lab.pitch = made
            lab.save(update_fields=["pitch"])
    audit.record(actor=actor, act="import_lab", target=lab, process_slug=event.entry.process.slug)
    return lab


def write_cards(lab: Lab, file: IO[str]) -> int:
    """Write the cards of a lab as CSV for people and return how many. Two queries."""
    writer = csv.writer(file, delimiter=";")
    writer.writerow(HEAD)
    cards = Card.objects.filter(board__lab=lab).select_related("board__table").order_by("board__table", "number")
    rows = [_row_of(card) for card in cards]
    writer.writerows(rows)
    return len(rows)


def _read_board(board: Board) -> Row:
    cards = board.cards.select_related("review").order_by("number")
    photos = list(board.photos.order_by("pk"))
    places = {photo.pk: place for place, photo in enumerate(photos)}
    dots = Dot.objects.filter(device__board=board).order_by("device", "round", "slot")
    return _told(board) | {
        "table": board.table.number,
        "devices": [_told(device) for device in board.devices.order_by("pk")],
        "photos": [_told(photo) | {"file": _content(photo)} for photo in photos],
        "operations": [
            _told(one) | {"device": str(one.device_id)} for one in board.operations.order_by("seq")
        ],
        "cards": [_read_card(card, places) for card in cards],
        "dots": [_told(dot) | {"device": str(dot.device_id), "card": _text(dot.card_id)} for dot in dots],
    }  # fmt: skip


def _read_card(card: Card, places: dict[int, int]) -> Row:
    review = getattr(card, "review", None)
    return _told(card) | {
        "device": _text(card.device_id),
        "photo": places[card.photo_id] if card.photo_id else None,
        "entry": card.entry_id,
        "review": _told(review) if review else None,
    }


def _require_room(event: Event, told: Row) -> None:
    if Lab.objects.filter(event=event).exists():
        raise NotPossibleNow(_("Diese Veranstaltung hat schon ein Labor."))
    missing = {board["table"] for board in told["boards"]} - set(event.tables.values_list("number", flat=True))
    if missing:
        numbers = ", ".join(map(str, sorted(missing)))
        raise NotPossibleNow(
            _("Der Veranstaltung fehlen Tische: %(numbers)s") % {"numbers": numbers},
            what_to_do=_("Legen Sie unter „Tische“ Tische mit diesen Nummern an."),
        )
    cards = [card["id"] for board in told["boards"] for card in board["cards"]]
    codes = [board["code"] for board in told["boards"]]
    if Card.objects.filter(pk__in=cards).exists() or Board.objects.filter(code__in=codes).exists():
        raise NotPossibleNow(_("Dieses Labor ist schon da. Jede Karte gibt es nur einmal."))


def _write_board(lab: Lab, told: Row) -> Board:
    table = lab.event.tables.get(number=told["table"])
    board = Board.objects.create(lab=lab, table=table, **_taken(Board, told))
    Device.objects.bulk_create(Device(board=board, **_taken(Device, one)) for one in told["devices"])
    photos = [_write_photo(board, one) for one in told["photos"]]
    SentOperation.objects.bulk_create(
        SentOperation(board=board, device_id=uuid.UUID(one["device"]), **_taken(SentOperation, one))
        for one in told["operations"]
    )
    numbers = [one["entry"] for one in told["cards"] if one["entry"]]
    own = Entry.objects.filter(pk__in=numbers, origin=lab.event.entry, lab_card=None)
    known = set(own.values_list("pk", flat=True))
    Card.objects.bulk_create(
        Card(
            board=board,
            device_id=uuid.UUID(one["device"]) if one["device"] else None,
            photo=photos[one["photo"]] if one["photo"] is not None else None,
            entry_id=one["entry"] if one["entry"] in known else None,
            **_taken(Card, one),
        )
        for one in told["cards"]
    )
    CardReview.objects.bulk_create(
        CardReview(card_id=uuid.UUID(one["id"]), **_taken(CardReview, one["review"]))
        for one in told["cards"]
        if one["review"]
    )
    Dot.objects.bulk_create(
        Dot(device_id=uuid.UUID(one["device"]), card_id=one["card"] and uuid.UUID(one["card"]), **_taken(Dot, one))
        for one in told["dots"]
    )
    return board


def _write_photo(board: Board, told: Row) -> Photo:
    photo = Photo(board=board, **_taken(Photo, told))
    photo.file.save(f"{uuid.uuid4().hex}.webp", ContentFile(base64.b64decode(told["file"]["content"])))
    return photo


def _content(photo: Photo) -> Row:
    with photo.file.open("rb") as file:
        return {"content": base64.b64encode(file.read()).decode()}


def _told(row: models.Model) -> Row:
    return {name: _plain(getattr(row, name)) for name in FIELDS[type(row)]}


def _taken(model: type[models.Model], told: Row) -> Row:
    """Return the fields of a row as Python has them. Raises `UnreadableLab` where one is missing or makes no sense."""
    try:
        return {name: model._meta.get_field(name).to_python(told[name]) for name in FIELDS[model]}  # type: ignore[union-attr]
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableLab(_("Die Datei ist unvollständig.")) from error


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value


def _text(number: uuid.UUID | None) -> str | None:
    return str(number) if number else None


def _row_of(card: Card) -> list[Any]:
    earlier = [version["text"] for version in card.versions if version["text"] != card.text]
    return [
        card.board.table.number,
        card.number,
        card.paper_number or "",
        card.board.column(card.column)["title"],
        card.get_kind_display(),
        *_safe([card.text]),
        card.get_life_display(),
        card.get_colour_display(),
        card.get_voice_display(),
        sum(card.dots.values()),
        *_safe([" | ".join(earlier)]),
    ]


def _safe(texts: Iterable[str]) -> list[str]:
    """Keep a spreadsheet from taking what somebody typed for a formula."""
    return [f"'{text}" if text.startswith(FORMULA) else text for text in texts]
