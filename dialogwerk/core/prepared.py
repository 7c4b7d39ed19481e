"""Queries that are made into SQL once, for what is asked dozens of times a second or stands on every page.

Django builds the SQL of a queryset anew each time. For a card with a hundred and fifty columns and a dozen subqueries
that takes ten milliseconds, the question itself less than one (docs/decisions/0018-prepared-queries.md). The live room
and the pages everybody reads need this; everywhere else a queryset is the better choice. What is written here is
written as it is: no `save()`, no defaults made by the database.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models.query import ModelIterable, get_related_populators

Row = TypeVar("Row", bound=models.Model)
LARGEST = 2**63 - 1


class Given(models.Expression):
    """A value that is said when the query is asked. Within `__in=[Given(…)]` it is a list of any length."""

    def __init__(self, name: str, of: Any) -> None:
        super().__init__(output_field=of)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Leave a place for the value."""
        return "%s", (self,)

    def read(self, said: Any, database: Any) -> list[Any]:
        """Return what was said as the database takes it; a number too large for any column as one with a fraction."""
        values = said if isinstance(said, list) else [said]
        return [
            float(value) if isinstance(value, int) and abs(value) > LARGEST else self._prepared(value, database)
            for value in values
        ]

    def _prepared(self, value: Any, database: Any) -> Any:
        return self.output_field.get_db_prep_value(value, database)


class Prepared(Generic[Row]):
    """A query for rows of one model, with annotations and `select_related` if wanted, asked with ever other values.

    What changes from one time to the next is `Given`, the present moment too.

    Raises:
        TypeError: when first asked, where something changes by itself, or more is wanted than models and annotations.

    """

    def __init__(self, make: Callable[[], "models.QuerySet[Row]"]) -> None:
        self._make = make
        self._ready: dict[str, _Statement[Row]] = {}

    def all(self, **given: Any) -> list[Row]:
        """Return all rows. One query."""
        database = connections[DEFAULT_DB_ALIAS]
        statement = self._ready.get(database.vendor)
        if statement is None:
            statement = self._ready[database.vendor] = _Statement(self._make)
        return statement.rows(given, database)

    def first(self, **given: Any) -> Row | None:
        """Return the row, None where there is none. One query."""
        return next(iter(self.all(**given)), None)


class _Statement(Generic[Row]):
    """What Django makes of a queryset before it asks, kept for one kind of database."""

    def __init__(self, make: Callable[[], "models.QuerySet[Row]"]) -> None:
        queryset: Any = make()
        if queryset._iterable_class is not ModelIterable or queryset._prefetch_related_lookups:
            raise TypeError(f"a query of {queryset.model.__name__} cannot be prepared: it does not only read models")
        compiler: Any = queryset.query.get_compiler(queryset.db)
        sql, self.values = compiler.as_sql()
        if make().query.get_compiler(queryset.db).as_sql() != (sql, self.values):
            raise TypeError(
                f"a query of {queryset.model.__name__} cannot be prepared: something in it changes by itself"
            )
        self.pieces: Sequence[str] = sql.split("%s")
        self.model = queryset.model
        chosen = compiler.klass_info["select_fields"]
        self.own = slice(chosen[0], chosen[-1] + 1)
        self.names = [column[0].target.attname for column in compiler.select[self.own]]
        make_related: Any = get_related_populators
        self.related = make_related(compiler.klass_info, compiler.select, queryset.db)
        self.annotations = compiler.annotation_col_map or {}
        self.converters = compiler.get_converters([column[0] for column in compiler.select])

    def rows(self, given: dict[str, Any], database: Any) -> list[Row]:
        sql, parameters = self.pieces[0], []
        for value, piece in zip(self.values, self.pieces[1:], strict=True):
            said = _said(value, given, database)
            parameters += said
            sql += (", ".join(["%s"] * len(said)) or "NULL") + piece  # nothing is in an empty list
        with _cursor(database) as cursor:
            cursor.execute(sql, parameters)
            return [self._row(list(row), database) for row in cursor.fetchall()]

    def _row(self, row: list[Any], database: Any) -> Row:
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                row[place] = convert(row[place], expression, database)
        made: Row = self.model.from_db(database.alias, self.names, row[self.own])
        for populator in self.related:
            populator.populate(row, made)
        for name, place in self.annotations.items():
            setattr(made, name, row[place])
        return made


def values_for_each(rows: "models.QuerySet[Any, Any]", given: Sequence[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Return the values of a `values_list` for each of what is `given`, joined by UNION ALL, as the database has them.

    Its SQL is made once, while Django's `union` makes it for each. One query, none for nothing.
    """
    database = connections[DEFAULT_DB_ALIAS]
    compiler: Any = rows.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, values = compiler.as_sql()
    parameters = [said for one in given for value in values for said in _said(value, one, database)]
    if not given:
        return []
    with database.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([sql] * len(given)), parameters)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _said(value: Any, given: dict[str, Any], database: Any) -> list[Any]:
    return value.read(given[value.name], database) if isinstance(value, Given) else [value]


def insert(rows: Sequence[models.Model]) -> None:
    """Insert rows of one model that have their primary keys. One query, none without rows."""
    if rows:
        _insert(rows, is_new=False)


def insert_new(row: models.Model) -> None:
    """Insert a row that has no key yet and give it the one that the database counts. One query."""
    row.pk = _insert([row], is_new=True)


def _insert(rows: Sequence[models.Model], *, is_new: bool) -> int | None:
    """Insert rows; return the key of a new one."""
    database, model = connections[DEFAULT_DB_ALIAS], type(rows[0])
    fields = [field for field in _fields(model) if not (is_new and field.primary_key)]
    values = [field.get_db_prep_save(field.pre_save(row, True), database) for row in rows for field in fields]
    with _cursor(database) as cursor:
        cursor.execute(_insertion(database.vendor, model, len(rows), is_new), values)
        key: int | None = None
        if is_new:
            key = cursor.lastrowid if database.vendor == "sqlite" else cursor.fetchone()[0]
    for row in rows:
        row._state.adding, row._state.db = False, database.alias
    return key


def update(row: models.Model, *names: str) -> None:
    """Save these fields of a row. One query."""
    database, model = connections[DEFAULT_DB_ALIAS], type(row)
    values = [field.get_db_prep_save(field.pre_save(row, False), database) for field in _fields(model, *names)]
    values.append(model._meta.pk.get_db_prep_save(row.pk, database))
    with _cursor(database) as cursor:
        cursor.execute(_change(database.vendor, model, names), values)


def _cursor(database: Any) -> Any:
    """Return a cursor; on PostgreSQL one that lets the database keep its plan, unless there is a pooler in between.

    Where queries are logged it is Django's own, which can show them with their values.
    """
    if database.vendor != "postgresql" or database.queries_logged:
        return database.cursor()
    import psycopg  # only where it is in use: 8 MB

    database.ensure_connection()
    return database._prepare_cursor(psycopg.Cursor(database.connection))


@cache
def _fields(model: type[models.Model], *names: str) -> list[Any]:
    """Return the fields with these names, all without names."""
    return [field for field in model._meta.concrete_fields if not names or field.name in names]


@cache
def _insertion(vendor: str, model: type[models.Model], count: int, is_new: bool) -> str:
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = [quote(field.column) for field in _fields(model) if not (is_new and field.primary_key)]
    places = ", ".join([f"({', '.join(['%s'] * len(columns))})"] * count)
    returning = f" RETURNING {quote(str(model._meta.pk.column))}" if is_new and vendor == "postgresql" else ""
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {places}{returning}"  # noqa: S608 # nosec


@cache
def _change(vendor: str, model: type[models.Model], names: tuple[str, ...]) -> str:
    quote = connections[DEFAULT_DB_ALIAS].ops.quote_name
    columns = ", ".join(f"{quote(field.column)} = %s" for field in _fields(model, *names))
    own = quote(str(model._meta.pk.column))
    return f"UPDATE {quote(model._meta.db_table)} SET {columns} WHERE {own} = %s"  # noqa: S608 # nosec
