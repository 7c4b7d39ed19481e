"""The record: plain values in the reader's language, no rows of the database."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from dialogwerk.entries.addresses import page_named
from dialogwerk.events.attendance import Attendance


@dataclass(frozen=True)
class Mention:
    """An entry that is named, with its page and its permanent short address."""

    number: int
    title: str
    kind: str
    process: str
    slug: str

    @property
    def path(self) -> str:
        """Where its page is."""
        return page_named(self.kind, self.process, self.number, self.slug)

    @property
    def short_address(self) -> str:
        """The permanent address, to be printed."""
        return settings.BASE_URL + reverse("entries:short", kwargs={"number": self.number})

    @property
    def tag(self) -> str:
        """„#1234“."""
        return f"#{self.number}"


@dataclass(frozen=True)
class Card:
    """One card that became a contribution, in its own words."""

    mention: Mention
    text: str
    column: str
    column_title: str
    group: str


@dataclass(frozen=True)
class CardColumn:
    """The cards of a table that hung in one column."""

    key: str
    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True)
class IdeaLine:
    """An idea that arose here, or was taken up again here."""

    mention: Mention
    summary: str
    stage: str
    table: str
    note: str = ""


@dataclass(frozen=True)
class Persona:
    """The invented person a table worked for."""

    name: str
    role: str
    situation: str
    challenge: str


@dataclass(frozen=True)
class DocumentedTable:
    """A table: what it asked, for whom, what came out, and its cards by column."""

    number: int
    label: str
    title: str
    guiding_question: str
    persona: Persona | None
    result: str
    topics: tuple[str, ...]
    columns: tuple[CardColumn, ...]
    ideas: tuple[IdeaLine, ...]

    @property
    def heading(self) -> str:
        """„Tisch 2: Lernen während der Schicht“."""
        return f"{self.label}: {self.title}" if self.own_title else self.label

    @property
    def own_title(self) -> str:
        """The title, unless it says no more than the group does."""
        return "" if self.title == self.label else self.title

    @property
    def card_count(self) -> int:
        """How many cards it left."""
        return sum(len(column.cards) for column in self.columns)


@dataclass(frozen=True)
class ProgrammeLine:
    """A point of the programme."""

    starts_at: datetime.time
    ends_at: datetime.time | None
    kind: str
    kind_title: str
    title: str
    speaker: str


@dataclass(frozen=True)
class MatrixLine:
    """What one group said: (topic, result), in the order of the topics."""

    group: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Matrix:
    """Groups by topics."""

    topics: tuple[str, ...]
    lines: tuple[MatrixLine, ...]


@dataclass(frozen=True)
class Picture:
    """A picture, with its description and copyright line; `name` finds it in the store."""

    name: str
    url: str
    small_url: str
    width: int
    height: int
    alt: str
    caption: str
    copyright: str


@dataclass(frozen=True)
class Step:
    """What became of one of the ideas."""

    on: datetime.datetime
    source: Mention
    relation: str
    target: Mention
    target_kind: str
    office: str
    reason: str


@dataclass(frozen=True)
class Documentation:
    """Everything that is told of an event."""

    mention: Mention
    process: str
    owner: str
    accent: str
    kind: str
    series: str
    subtitle: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    is_one_day: bool
    is_over: bool
    venue: str
    region: str
    organiser: str
    co_hosts: tuple[str, ...]
    facilitator: str
    summary: str
    guiding_question: str
    review: str
    body: str
    participant_count: int | None
    attendance: Attendance
    programme: tuple[ProgrammeLine, ...]
    tables: tuple[DocumentedTable, ...]
    loose: tuple[CardColumn, ...]
    matrix: Matrix | None
    ideas: tuple[IdeaLine, ...]
    taken_up: tuple[IdeaLine, ...]
    pictures: tuple[Picture, ...]
    papers: tuple[Picture, ...]
    steps: tuple[Step, ...]
    earlier: tuple[Mention, ...]
    later: tuple[Mention, ...]
    licence: str
    source: str
    is_invented: bool
    as_of: datetime.date
    language: str

    @property
    def title(self) -> str:
        """The title of the event."""
        return self.mention.title

    @property
    def card_count(self) -> int:
        """How many contributions it left."""
        return sum(table.card_count for table in self.tables) + sum(len(column.cards) for column in self.loose)

    @property
    def made_of(self) -> tuple[str, ...]:
        """How it was made, in sentences."""
        told = [
            _(
                "Diese Dokumentation entsteht aus den Daten des Dialogs, im Netz, als PDF und als Textdatei aus "
                "denselben Angaben. Rückblick und Ergebnisse hat das Team geschrieben."
            ),
            _(
                "Die Beiträge stehen im Wortlaut der Karten; jeder hat eine Nummer und eine dauerhafte Adresse, unter "
                "der nachzulesen ist, was aus ihm wurde."
            ),
            _(
                "Eine Liste von Namen gibt es nicht. Gruppen mit weniger als drei Personen werden zusammengefasst, "
                "damit niemand zu erkennen ist. Die Personas sind erfunden."
            ),
        ]
        if self.is_invented:
            told.append(_("Dieser Eintrag ist für die Demonstration erfunden."))
        return tuple(told)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Who invited."""
        return (self.organiser, *self.co_hosts) if self.organiser else self.co_hosts
