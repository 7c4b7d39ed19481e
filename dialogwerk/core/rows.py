"""Reading and writing very many rows of one table, and putting rows in order."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Aggregate, CharField, F, JSONField, Lookup, Model, SlugField, TextField

Row = TypeVar("Row", bound=Model)


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
        return f"{column} = ANY(%s::bigint[])", (*params, _as_array(self.rhs))


def _as_array(numbers: Iterable[int]) -> str:
    """Return numbers as PostgreSQL reads them: as parameters, 20,000 cost as much as changing their rows."""
    return "{" + ",".join(map(str, numbers)) + "}"


class _Listed(JSONField):
    """A list that a database sends as JSON or as it is."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value if isinstance(value, list) else super().from_db_value(value, expression, connection)


class Gathered(Aggregate):
    """The values of all rows of a group as one list, in no order: 20,000 numbers cost a tenth of as many rows."""

    function = "JSON_GROUP_ARRAY"
    name = "Gathered"
    output_field = _Listed()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """Return SQL for PostgreSQL."""
        return self.as_sql(compiler, connection, function="ARRAY_AGG", **context)


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
    columns = list(zip(*rows, strict=True))
    if columns:
        _insert(model, [model._meta.get_field(name) for name in names], columns)


def insert_objects(rows: Sequence[Row]) -> Sequence[Row]:
    """Insert new rows of one model, without keys yet, and give them keys. Within a transaction.

    As `bulk_create`, which on SQLite writes one statement for each thirty rows of a wide table: that took most of the
    time of an import.
    """
    if not rows:
        return rows
    model = type(rows[0])
    if connection.vendor != "sqlite":
        return model._default_manager.bulk_create(rows)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [model._meta.db_table])
        last = cursor.fetchone()[0]
    for number, row in enumerate(rows, start=last + 1):  # nobody else writes meanwhile
        row.pk = number
    fields: Any = model._meta.concrete_fields
    _insert(model, fields, [[field.pre_save(row, True) for row in rows] for field in fields])
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def _insert(model: type[Model], fields: Sequence[Any], columns: Sequence[Sequence[Any]]) -> None:
    """Write rows, given as their columns."""
    quote = connection.ops.quote_name
    names = ", ".join(quote(field.column) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [_prepared(field, column) for field, column in zip(fields, columns, strict=True)]
    with connection.cursor() as cursor:
        sql = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608  # nosec: our names
        cursor.executemany(sql, list(zip(*values, strict=True)))


def _prepared(field: Any, values: Sequence[Any]) -> Sequence[Any]:
    """Return values as the database takes them; most columns of many new rows hold one and the same, or plain text."""
    if all(value is values[0] for value in values):
        return [field.get_db_prep_save(values[0], connection)] * len(values)
    if type(field) in (CharField, TextField, SlugField) and all(type(value) is str for value in values):
        return values
    return [field.get_db_prep_save(value, connection) for value in values]


def update_in_groups(
    model: type[Model], names: Sequence[str], groups: Mapping[tuple[Any, ...], Iterable[int]], **same: Any
) -> None:
    """Give rows new values: those of one group get the values it has for the fields `names`, all get `same`.

    One statement, row by row in the order of their keys, whatever the number of groups: indexes grow at their end.
    """
    if not groups:
        return
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    values = [
        [field.get_db_prep_save(value, connection) for field, value in zip(fields, key, strict=True)] for key in groups
    ]
    make = _rows_on_postgresql if connection.vendor == "postgresql" else _rows_on_sqlite
    source, params = make(fields, values, [list(numbers) for numbers in groups.values()])
    quote = connection.ops.quote_name
    sets = [f"{quote(field.column)} = new.v{place}" for place, field in enumerate(fields)]
    others: list[Any] = [model._meta.get_field(name) for name in same]
    sets += [f"{quote(field.column)} = %s" for field in others]
    said = [field.get_db_prep_save(same[field.name], connection) for field in others]
    key_field: Any = model._meta.pk
    table, key = quote(model._meta.db_table), quote(key_field.column)
    with connection.cursor() as cursor:
        sql = f"UPDATE {table} SET {', '.join(sets)} FROM ({source}) AS new WHERE {table}.{key} = new.id"  # noqa: S608  # nosec: our names
        cursor.execute(sql, [*said, *params])


def _rows_on_sqlite(fields: list[Any], values: list[Any], numbers: list[list[int]]) -> tuple[str, list[Any]]:
    picked = ", ".join(f"json_extract(value, '$[{place}]') AS v{place}" for place in range(len(fields)))
    names = ", ".join(f"said.v{place}" for place in range(len(fields)))
    sql = (
        f"WITH said AS MATERIALIZED (SELECT key, {picked} FROM json_each(%s))"  # noqa: S608  # nosec: numbers
        f" SELECT one.value AS id, {names} FROM said JOIN json_each(%s) AS many ON many.key = said.key"
        " JOIN json_each(many.value) AS one ORDER BY 1"
    )
    return sql, [json.dumps(values), json.dumps(numbers)]


def _rows_on_postgresql(fields: list[Any], values: list[Any], numbers: list[list[int]]) -> tuple[str, list[Any]]:
    types = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    names = ", ".join(f"v{place}" for place in range(len(fields)))
    sql = (
        f"SELECT one.id, {names} FROM unnest(%s::text[], {types}) AS said (numbers, {names})"  # noqa: S608  # nosec: our names
        " CROSS JOIN LATERAL unnest(said.numbers::bigint[]) AS one (id) ORDER BY 1"
    )
    return sql, [[_as_array(some) for some in numbers], *(list(column) for column in zip(*values, strict=True))]
