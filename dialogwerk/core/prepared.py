"""Queries that are made into SQL once, for what is asked dozens of times a second.

Django builds the SQL of a queryset anew each time, which costs more than asking it. Only the live room needs this;
everywhere else a queryset is the better choice.
"""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.query import get_related_populators

Row = TypeVar("Row", bound=models.Model)


class Given(models.Expression):
    """A value that is said when the query is asked. Within `__in=[Given(…)]` it is a list of any length."""

    def __init__(self, name: str, of: Any) -> None:
        super().__init__(output_field=of)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Leave a place for the value."""
        return "%s", (self,)

    def read(self, said: Any) -> list[Any]:
        """Return what was said as the database takes it."""
        values = said if isinstance(said, list) else [said]
        return [self.output_field.get_db_prep_value(value, connection) for value in values]


class Prepared(Generic[Row]):
    """A query for rows of one model, with `select_related` if wanted, asked with ever different values."""

    def __init__(self, make: Callable[[], "models.QuerySet[Row]"]) -> None:
        self._make = make
        self._ready: dict[str, _Statement[Row]] = {}

    def all(self, **given: Any) -> list[Row]:
        """Return all rows. One query."""
        statement = self._ready.get(connection.vendor)
        if statement is None:
            statement = self._ready[connection.vendor] = _Statement(self._make())
        return statement.rows(given)

    def first(self, **given: Any) -> Row | None:
        """Return the row, None where there is none. One query."""
        return next(iter(self.all(**given)), None)


class _Statement(Generic[Row]):
    """What Django makes of a queryset before it asks, kept for one kind of database."""

    def __init__(self, queryset: "models.QuerySet[Row]") -> None:
        compiler: Any = queryset.query.get_compiler(queryset.db)
        sql, self.values = compiler.as_sql()
        self.pieces: Sequence[str] = sql.split("%s")
        self.database, self.model = queryset.db, queryset.model
        chosen = compiler.klass_info["select_fields"]
        self.own = slice(chosen[0], chosen[-1] + 1)
        self.names = [column[0].target.attname for column in compiler.select[self.own]]
        make_related: Any = get_related_populators
        self.related = make_related(compiler.klass_info, compiler.select, queryset.db)
        self.converters = compiler.get_converters([column[0] for column in compiler.select])

    def rows(self, given: dict[str, Any]) -> list[Row]:
        sql, parameters = self.pieces[0], []
        for value, piece in zip(self.values, self.pieces[1:], strict=True):
            said = value.read(given[value.name]) if isinstance(value, Given) else [value]
            parameters += said
            sql += ", ".join(["%s"] * len(said)) + piece
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return [self._row(list(row)) for row in cursor.fetchall()]

    def _row(self, row: list[Any]) -> Row:
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                row[place] = convert(row[place], expression, connection)
        made: Row = self.model.from_db(self.database, self.names, row[self.own])
        for populator in self.related:
            populator.populate(row, made)
        return made
