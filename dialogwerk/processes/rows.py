"""The lists of a dialogue that are edited row by row: which model, which fields."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from dialogwerk.processes.models import (
    Bench,
    BuildingBlock,
    Committee,
    GuidingQuestion,
    PartnerProcess,
    Phase,
    ProcessRegion,
    Rule,
    Topic,
    Vocabulary,
)


@dataclass(frozen=True)
class RowList:
    """A list of rows under one parent."""

    key: str
    model: type[models.Model]
    fields: tuple[str, ...]
    parent: str = "process"

    @property
    def is_ordered(self) -> bool:
        """Whether people put the rows in order by a number."""
        return "position" in self.fields

    def rows(self, parent: models.Model) -> list[Any]:
        """Return the rows under `parent` in their order. At most two queries."""
        found = self.model._default_manager.filter(**{self.parent: parent})
        if self.model is ProcessRegion:
            found = found.select_related("region", "agency")
        if self.model is Bench:
            found = found.prefetch_related("seats")
        return list(found)


ROW_LISTS = {
    rows.key: rows
    for rows in (
        RowList("leitfragen", GuidingQuestion, ("text", "position")),
        RowList("phasen", Phase, ("title", "text", "opens_at", "closes_at", "acts", "asked_fields")),
        RowList("bausteine", BuildingBlock, ("title", "text", "position")),
        RowList("themen", Vocabulary, ("title", "position")),
        RowList("themenfelder", Topic, ("title", "text", "position"), parent="vocabulary"),
        RowList(
            "regionen",
            ProcessRegion,
            ("region_id", "agency_id", "contact_office", "contact_email", "contact_phone", "text"),
        ),
        RowList("regeln", Rule, ("title", "text", "position")),
        RowList("gremien", Committee, ("name", "kind", "region_id", "text")),
        RowList("baenke", Bench, ("name", "position"), parent="committee"),
        RowList("partner", PartnerProcess, ("name", "city", "country", "url", "text")),
    )
}


def mark_of(thing: models.Model, fields: Iterable[str]) -> str:
    """Return a short mark of the present values of `fields`: two marks differ if somebody changed one of them."""
    return _mark([plain(thing, name) for name in sorted(fields)])


def mark_of_rows(rows: Sequence[models.Model], fields: Iterable[str]) -> str:
    """Return a short mark of a whole list: rows added, removed, changed or put in another order change it."""
    names = tuple(fields)
    values = [[row.pk, *(plain(row, name) for name in names)] for row in rows]
    values += [[seat.office, seat.function] for row in rows if isinstance(row, Bench) for seat in row.seats.all()]
    return _mark(values)


def plain(thing: models.Model, name: str) -> Any:
    """Return the value of a field in a form that can be compared and kept."""
    value = getattr(thing, name)
    if isinstance(value, models.Model):
        return value.pk
    return value if isinstance(value, int | str | list | None) else str(value)


def _mark(values: Any) -> str:
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()[:16]
