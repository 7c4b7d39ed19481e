"""Loading who registered for the coming event of the demonstration: a room in preparation."""

import datetime
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from dialogwerk.core.text import slug_of
from dialogwerk.demo.reading import Record
from dialogwerk.entries.models import Entry
from dialogwerk.events.models import Table
from dialogwerk.registrations.models import (
    Answer,
    Invitation,
    Question,
    Registration,
    RegistrationForm,
    SeatReservation,
    Status,
    TableSeats,
)
from dialogwerk.registrations.rules import Seats

FILE = Path(__file__).resolve().parent / "data" / "nrw" / "registrations.yaml"
SIGNS = "ACDEFGHJKMNPQRTWXY34679"


def load_registrations(entries: dict[str, Entry]) -> None:
    """Make registration, questions, invitations and the people of the file. About ten queries."""
    told: Record = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    entry = entries[f"nrw:{told['event']}"]
    tables = {table.number: table for table in Table.objects.filter(event=entry.pk)}
    form = _form(entry, told["form"], tables)
    questions = Question.objects.bulk_create(
        Question(
            form=form,
            position=position,
            kind=one["kind"],
            label=one["label"],
            hint=one.get("hint", ""),
            options="\n".join(one.get("options", [])),
            is_required=one.get("required", False),
        )
        for position, one in enumerate(told["questions"], start=1)
    )
    now = timezone.now()
    Invitation.objects.bulk_create(
        Invitation(
            form=form,
            name=one["name"],
            email=one["email"],
            sent_at=now - datetime.timedelta(days=one["days_ago"]) if "days_ago" in one else None,
        )
        for one in told["invitations"]
    )
    people = _people(form, told, tables)
    Registration.objects.bulk_create(people)
    Answer.objects.bulk_create(
        Answer(registration=person, question=question, text=text)
        for person, record in zip(people, told["people"], strict=True)
        for question, text in zip(questions, record["answers"], strict=True)
        if text
    )


def _form(entry: Entry, told: Record, tables: dict[int, Table]) -> RegistrationForm:
    names = ("capacity", "contact_email", "introduction", "photo_consent")
    form = RegistrationForm.objects.create(event_id=entry.pk, **{name: told[name] for name in names})
    TableSeats.objects.bulk_create(
        TableSeats(table=tables[number], seats=seats) for number, seats in told["seats_per_table"].items()
    )
    SeatReservation.objects.bulk_create(
        SeatReservation(
            form=form,
            group=one["group"],
            seats=one["seats"],
            released_at=timezone.now() + datetime.timedelta(days=one["released_in_days"]),
        )
        for one in told["reservations"]
    )
    return form


def _people(form: RegistrationForm, told: Record, tables: dict[int, Table]) -> list[Registration]:
    """Make the people in the order they came, half a day apart, at the tables where there was room."""
    limits = {tables[number].pk: seats for number, seats in told["form"]["seats_per_table"].items()}
    seats = Seats(limit=form.capacity, table_limits=limits)
    start = timezone.now() - datetime.timedelta(hours=12 * len(told["people"]))
    return [
        _person(form, record, place, start + datetime.timedelta(hours=12 * place), seats, tables)
        for place, record in enumerate(told["people"])
    ]


def _person(
    form: RegistrationForm, record: Record, place: int, made_at: datetime.datetime, seats: Seats, tables: Any
) -> Registration:
    status = Status(record.get("status", Status.CONFIRMED))
    wishes = [tables[number] for number in record["tables"]]
    person = Registration(
        form=form,
        name=record["name"],
        email=f"{slug_of(record['name']).replace('-', '.')}@example.org",
        organisation=record["organisation"],
        group=record["group"],
        first_wish=wishes[0],
        second_wish=wishes[1] if len(wishes) > 1 else None,
        needs=record.get("needs", ""),
        status=status,
        code=_code(place),
        made_at=made_at,
        privacy_accepted_at=made_at,
        photos_allowed_at=made_at if place % 3 else None,
        waiting_number=place if status == Status.WAITING else 0,
        sequence=1,
    )
    if person.is_seated:
        person.table_id = seats.table_for(*(table.pk for table in wishes))
        seats.take(person.group, person.table_id)
    if status == Status.CONFIRMED:
        person.confirmed_at = made_at
    if status == Status.OFFERED:
        person.offered_until = timezone.now() + datetime.timedelta(hours=form.offer_hours)
    return person


def _code(place: int) -> str:
    """Return a code that looks like a drawn one and is the same in each demonstration."""
    number = 54_321 + place * 7_919
    return "".join(SIGNS[number // len(SIGNS) ** digit % len(SIGNS)] for digit in range(4))
