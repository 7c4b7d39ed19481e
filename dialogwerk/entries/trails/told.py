"""What a station tells when it is opened, as plain values: so that it is drawn anew only where one of them changed."""

import datetime
from typing import NamedTuple

from dialogwerk.entries import words
from dialogwerk.entries.addresses import trail_page
from dialogwerk.entries.models import Kind, Stage
from dialogwerk.entries.trails.model import Station, Step, Trail, day_of

MOST_STEPS = 6


class ToldStep(NamedTuple):
    """How a station came about from another one. Without an address the reader may not see that one."""

    relation: str
    title: str
    address: str
    table: int | None
    happened_at: datetime.datetime | None
    who: str
    reason: str

    @property
    def backward(self) -> str:
        """Read from the target: „entstand aus“."""
        return words.read_back(self.relation)

    @property
    def day(self) -> datetime.date | None:
        """When it was taken, where the reader lives."""
        return day_of(self.happened_at)


class ToldStation(NamedTuple):
    """A stop of the trail that the reader may see, with the first steps to it; `more` of them are left out."""

    number: int
    kind: str
    title: str
    address: str
    is_start: bool
    happened_at: datetime.datetime | None
    where: str
    stage: int
    summary: str
    steps: tuple[ToldStep, ...]
    more: int

    @property
    def label(self) -> str:
        """The kind, in words."""
        return str(Kind(self.kind).label)

    @property
    def stage_label(self) -> str:
        """The name of the rung."""
        return str(Stage(self.stage).label)

    @property
    def day(self) -> datetime.date | None:
        """When it happened, where the reader lives."""
        return day_of(self.happened_at)

    @property
    def trail_address(self) -> str:
        """The page of its own trail."""
        return trail_page(self.number)


def told_of(station: Station, trail: Trail) -> ToldStation | None:
    """Return what a station tells, None where the reader may not see it. No query."""
    entry = station.entry
    if entry is None:
        return None
    steps = trail.steps_into.get(station.number, [])
    return ToldStation(
        number=station.number,
        kind=station.kind,
        title=entry.title,
        address=station.address,
        is_start=station.is_start,
        happened_at=station.happened_at,
        where=station.where,
        stage=entry.stage,
        summary=entry.summary,
        steps=tuple(map(_told_step, steps[:MOST_STEPS])),
        more=max(len(steps) - MOST_STEPS, 0),
    )


def _told_step(step: Step) -> ToldStep:
    source = step.source
    happened_at = step.happened_at if step.link else None
    return ToldStep(step.relation, source.title, source.address, step.table, happened_at, step.who, step.reason)
