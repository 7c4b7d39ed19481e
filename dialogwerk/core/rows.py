"""Reading and writing very many rows of one table, and putting rows in order."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    Aggregate,
    BigAutoField,
    BigIntegerField,
    CharField,
    DateTimeField,
    F,
    FloatField,
    ForeignKey,
    JSONField,
    Lookup,
    Model,
    OneToOneField,
    PositiveIntegerField,
    SlugField,
    TextField,
)

NONE = type(None)
TAKEN_AS_THEY_ARE: dict[type, set[type]] = {
    **{field: {str, NONE} for field in (CharField, SlugField, TextField)},
    **{
        field: {int, NONE} for field in (BigAutoField, BigIntegerField, PositiveIntegerField, ForeignKey, OneToOneField)
    },
    FloatField: {float, NONE},
}
"""Fields and types of their values that a database takes unchanged."""


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


def insert_columns(model: type[Model], /, **columns: Sequence[Any]) -> None:
    """Insert rows given as columns, by the names of their fields; other fields get their default, as in a new object.

    To make objects first and write them takes several times as long. Keys are from `new_keys` or the database.
    """
    count = len(next(iter(columns.values())))
    fields: Any = model._meta.concrete_fields
    unsaid = {
        field.name: [field.get_default() for _row in range(count)]
        if field.has_default() and callable(field.default)
        else [field.get_default()] * count
        for field in fields
        if field.name not in columns and not field.primary_key
    }
    if count:
        values = {**columns, **unsaid}
        _insert(model, [model._meta.get_field(name) for name in values], list(values.values()))


def new_keys(model: type[Model], count: int) -> list[int]:
    """Return keys for new rows of a table whose keys are counted. Within a transaction.

    On SQLite nobody else writes before it ends, so these are the next ones and nothing has to be taken.
    """
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
            last = cursor.fetchone()[0]
            return list(range(last + 1, last + 1 + count))
        sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
        cursor.execute(sequence, [connection.ops.quote_name(table), column, count])
        return [number for (number,) in cursor.fetchall()]


def _insert(model: type[Model], fields: Sequence[Any], columns: Sequence[Sequence[Any]]) -> None:
    """Write rows, given as their columns."""
    database = connections[DEFAULT_DB_ALIAS]
    quote = database.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(quote(field.column) for field in fields)
    values = [_prepared(field, column, database) for field, column in zip(fields, columns, strict=True)]
    rows = zip(*values, strict=True)
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            marks = ", ".join(["%s"] * len(fields))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(rows))  # noqa: S608  # nosec: our names
            return
        with database.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)


def _prepared(field: Any, values: Sequence[Any], database: Any) -> Sequence[Any]:
    """Return values as the database takes them.

    Most columns of many new rows hold one and the same, plain text or numbers, or the same few moments again and again.
    """
    if all(value is values[0] for value in values):
        return [field.get_db_prep_save(values[0], database)] * len(values)
    if set(map(type, values)) <= TAKEN_AS_THEY_ARE.get(type(field), set()):
        return values
    if isinstance(field, DateTimeField):
        made = {value: field.get_db_prep_save(value, database) for value in set(values)}
        return [made[value] for value in values]
    return [field.get_db_prep_save(value, database) for value in values]


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
