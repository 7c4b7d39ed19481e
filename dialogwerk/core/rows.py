"""Reading and writing very many rows of one table, and putting rows in order."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, Lookup, Model


class Among(Lookup[Any]):
    """Whether a row's key is one of very many numbers: `filter(Among(numbers))`.

    Like `pk__in`, but all numbers are one parameter: 20,000 cost a tenth of the time, and no limit is met.
    """

    lookup_name = "among"
    prepare_rhs = False

    def __init__(self, numbers: Any, rhs: Any = None) -> None:
        # copies of an expression are made with both sides, people name the numbers only
        super().__init__(F("pk") if rhs is None else numbers, list(numbers) if rhs is None else rhs)

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return SQL for SQLite."""
        column, params = self.process_lhs(compiler, connection)
        sql = f"{column} IN (SELECT value FROM json_each(%s))"  # noqa: S608  # nosec: the name of our column
        return sql, (*params, json.dumps(self.rhs))

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Return SQL for PostgreSQL."""
        column, params = self.process_lhs(compiler, connection)
        return f"{column} = ANY(%s)", (*params, self.rhs)


def move_row(rows: Iterable[Any], row: Model, *, up: bool, name: str = "position") -> bool:
    """Swap `row` with its neighbour among `rows`, which come in order, and write the places of all (field `name`).

    Return whether it moved: at the end nothing happens. The rows share the places they had; where two stand at the
    same one (they were added at once), the second and those behind it make way.
    """
    ordered = list(rows)
    at = next(place for place, one in enumerate(ordered) if one.pk == row.pk)
    other = at - 1 if up else at + 1
    if not 0 <= other < len(ordered):
        return False
    places: list[int] = []
    for one in ordered:
        places.append(max(getattr(one, name), places[-1] + 1) if places else getattr(one, name))
    ordered[at], ordered[other] = ordered[other], ordered[at]
    for place, one in zip(places, ordered, strict=True):
        setattr(one, name, place)
    type(row)._default_manager.bulk_update(ordered, [name])
    return True


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of the fields `names`; fields of which nothing is said must have a default in the database.

    For a hundred thousand rows that nobody needs as objects: `bulk_create` takes three times as long for each.
    """
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    to_database = [field.get_db_prep_save for field in fields]
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608  # nosec: our names
            [[convert(value, connection) for convert, value in zip(to_database, row, strict=True)] for row in rows],
        )
