"""Cards of lists; and what hangs on one card: topics, steps of maturity, pictures, lines of its profile."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, OuterRef, QuerySet

from dialogwerk.core.nested import Nested
from dialogwerk.core.prepared import Given, Prepared
from dialogwerk.entries.models import Attachment, Entry, EntryFact, StageStep
from dialogwerk.processes.models import Topic

_TOPICS = Nested(Topic.objects.filter(entries=OuterRef("pk")), ("title",))
_STEPS = Nested(StageStep.objects.filter(entry=OuterRef("pk")), ("stage", "reason", "reached_at"))
_FACTS = Nested(EntryFact.objects.filter(entry=OuterRef("pk")), ("label", "value"))
_ATTACHMENTS = Nested(
    Attachment.objects.filter(entry=OuterRef("pk")),
    ("kind", "file", "small", "alt", "caption", "copyright", "width", "height"),
)


_CARDS = Prepared(lambda: Entry.objects.filter(pk__in=[Given("numbers", BigIntegerField())]).for_cards())


@dataclass(frozen=True)
class OwnRows:
    """The rows that belong to one card, each in its order."""

    topics: list[Topic]
    steps: list[StageStep]
    facts: list[EntryFact]
    attachments: list[Attachment]


def with_own_rows(entries: QuerySet[Entry]) -> QuerySet[Entry]:
    """Read cards with their own rows in one query, for pages of one entry."""
    return entries.annotate(
        topic_rows=_TOPICS.column,
        step_rows=_STEPS.column,
        fact_rows=_FACTS.column,
        attachment_rows=_ATTACHMENTS.column,
    )


def cards_in_order(numbers: Sequence[int]) -> list[Entry]:
    """Return the cards of a public list in the order of `numbers`. One query, none for no number."""
    found = {entry.pk: entry for entry in _CARDS.all(numbers=list(numbers))} if numbers else {}
    return _ordered(found, numbers)


def in_order(entries: QuerySet[Entry], numbers: Iterable[int]) -> list[Entry]:
    """Return those of `entries` with these numbers, in the order of the numbers. One query, none for no number."""
    numbers = list(numbers)
    return _ordered(entries.in_bulk(numbers), numbers)


def _ordered(found: Mapping[int, Entry], numbers: Sequence[int]) -> list[Entry]:
    return [found[number] for number in numbers if number in found]


def own_rows(entry: Entry) -> OwnRows:
    """Return the rows of a card that was read `with_own_rows`. No query."""
    card: Any = entry
    return OwnRows(
        topics=_TOPICS.read(card.topic_rows),
        steps=_STEPS.read(card.step_rows),
        facts=_FACTS.read(card.fact_rows),
        attachments=_ATTACHMENTS.read(card.attachment_rows),
    )
