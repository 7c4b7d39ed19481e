"""What is printed for an event: name tags, table cards, door list, blank cards. The labs add codes to table cards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings

from dialogwerk.core.printing import render_pdf
from dialogwerk.events.models import Event, Table
from dialogwerk.registrations.models import Registration, RegistrationForm, Status

BLANK_AT_MOST = 400


@dataclass(frozen=True)
class Join:
    """How phones get to a table's board: a short code to type and the address behind the QR code."""

    code: str
    address: str

    @property
    def spoken(self) -> str:
        """The address as people type it."""
        return self.address.partition("://")[2].rstrip("/")


@dataclass(frozen=True)
class TableCard:
    """What stands on the table."""

    table: Table
    join: Join | None
    qr: str


@dataclass(frozen=True)
class Tag:
    """A name tag."""

    registration: Registration
    qr: str


def qr_picture(text: str) -> str:
    """Return a QR code as an address that carries the picture itself (SVG, no border)."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=0)


def name_tags(form: RegistrationForm) -> bytes:
    """Return a name tag with check-in code for everybody who has a seat. Eight on a page."""
    tags = [Tag(one, qr_picture(one.code)) for one in _seated(form)]
    return _pdf("name_tags", form.event, tags=tags)


def door_list(form: RegistrationForm) -> bytes:
    """Return the list of everybody who has a seat or waits, with a box to tick: for the day the devices fail."""
    people = form.registrations.alive().select_related("table").order_by("name")  # type: ignore[attr-defined]
    return _pdf("door_list", form.event, people=list(people))


def table_cards(event: Event, joins: Mapping[int, Join] | None = None) -> bytes:
    """Return a card for each table with number and guiding question; `joins` (by table) come from the labs."""
    joins = joins or {}
    cards = [
        TableCard(table, join := joins.get(table.pk), qr_picture(join.address) if join else "")
        for table in event.tables.all()
    ]
    return _pdf("table_cards", event, cards=cards)


def blank_cards(event: Event, numbers: Iterable[int], addresses: Mapping[int, str] | None = None) -> bytes:
    """Return empty cards to write on, four on a page, each with its number and a QR code.

    `addresses` (number -> address) may lead to a board; without them the code leads to the event.
    """
    own = f"{settings.BASE_URL}/e/{event.pk}"
    wanted = list(numbers)[:BLANK_AT_MOST]
    cards = [(number, qr_picture((addresses or {}).get(number, own))) for number in wanted]
    return _pdf("blank_cards", event, cards=cards)


def _seated(form: RegistrationForm) -> Sequence[Registration]:
    people = form.registrations.filter(status__in=(Status.CONFIRMED, Status.OFFERED))  # type: ignore[attr-defined]
    return list(people.select_related("table").order_by("name"))


def _pdf(kind: str, event: Event, **context: Any) -> bytes:
    process = event.entry.process
    context |= {"event": event, "entry": event.entry, "process": process}
    return render_pdf(f"registrations/print/{kind}.html", context, accent=process.owner.accent)
