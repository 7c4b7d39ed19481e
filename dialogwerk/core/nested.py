"""Rows of a child table within the query of their parent.

A page that shows one thing with its topics, steps and pictures would ask once for each of these tables. `Nested` reads
them as one more column of the parent's row (a JSON array of rows) and makes model objects of it again. For one parent
or a page of them; where there may be hundreds of children each, `prefetch_related` is the better tool.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Field, JSONField, Model, QuerySet, Subquery
from django.db.models.functions import JSONArray


class _Rows(Subquery):
    """All rows of a subquery with one column, as one JSON array."""

    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """SQLite keeps JSON as text."""
        return self.as_sql(compiler, connection, "(SELECT json_group_array(json(nested)) FROM (%(subquery)s))", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """PostgreSQL wants a name for the subquery, and Django reads `jsonb` only."""
        return self.as_sql(compiler, connection, "(SELECT jsonb_agg(nested) FROM (%(subquery)s) rows)", **extra)


@dataclass(frozen=True)
class Nested:
    """Children of the row that `children` names by `OuterRef`, with these fields; others are read when asked for."""

    children: QuerySet[Any]
    fields: tuple[str, ...]

    @property
    def column(self) -> Subquery:
        """What `annotate` takes."""
        return _Rows(self.children.values(nested=JSONArray("pk", *self.fields)))

    def read(self, rows: list[list[Any]] | None) -> list[Any]:
        """Return the objects, in the order of `children`, from what the column held. No query."""
        model: type[Model] = self.children.model
        fields: list[Field] = [model._meta.pk, *(model._meta.get_field(name) for name in self.fields)]  # type: ignore[list-item]
        names = [field.attname for field in fields]
        return [
            model.from_db(self.children.db, names, [_value(*pair) for pair in zip(fields, row, strict=True)])
            for row in rows or []
        ]


def _value(field: Field, value: Any) -> Any:
    cleaned = field.to_python(value)
    if isinstance(cleaned, datetime.datetime) and cleaned.tzinfo is None:  # SQLite keeps times as text, in UTC
        return cleaned.replace(tzinfo=datetime.UTC)
    return cleaned
