"""Copy ideas inside the database, so that half a million of them are there in minutes."""

from collections.abc import Iterator

import numpy as np
from django.db import connection, transaction

AT_ONCE = 50_000
PLACES = "bench_place"
NEW_UUID = {"sqlite": "lower(hex(randomblob(16)))", "postgresql": "gen_random_uuid()"}
LATER = {
    "sqlite": "datetime({}, '-' || place.minutes || ' minutes')",
    "postgresql": "{} - place.minutes * interval '1 minute'",
}
SETTLE = {
    "sqlite": [],
    "postgresql": ["VACUUM ANALYZE"],
}  # what happens by itself in production: PostgreSQL's autovacuum


def multiply(number: int, models: int, minutes: int) -> None:
    """Make ideas from 1 to `models` into `number` ideas: copies stand near their model's place, at other times."""
    chance = np.random.default_rng(7)
    for first in range(models, number, AT_ONCE):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"CREATE TEMPORARY TABLE {PLACES} (number bigint PRIMARY KEY, model bigint, lon double precision,"
                " lat double precision, cell bigint, minutes integer)"
            )
            _places(cursor, range(first + 1, min(first + AT_ONCE, number) + 1), models, minutes, chance)
            for statement in _copies():
                cursor.execute(statement)
            cursor.execute(f"DROP TABLE {PLACES}")
    with connection.cursor() as cursor:
        for statement in _counters() + SETTLE[connection.vendor]:
            cursor.execute(statement)


def _places(cursor, numbers, models, minutes, chance) -> None:
    from dialogwerk.entries.models import Entry
    from dialogwerk.places.geography.grid import cells_of

    points = {pk: (lon, lat) for pk, lon, lat in Entry.objects.filter(pk__lte=models).values_list("pk", "lon", "lat")}
    sources = [(number - 1) % models + 1 for number in numbers]
    spread = chance.normal(0, (0.02, 0.015), (len(sources), 2))
    lons, lats = np.round(np.array([points[source] for source in sources]) + spread, 3).T
    rows = zip(
        numbers,
        sources,
        lons.tolist(),
        lats.tolist(),
        cells_of(lons, lats).tolist(),
        chance.integers(0, minutes, len(sources)).tolist(),
        strict=True,
    )
    cursor.executemany(f"INSERT INTO {PLACES} VALUES (%s, %s, %s, %s, %s, %s)", list(rows))


def _copies() -> Iterator[str]:
    from dialogwerk.entries.models import Comment, Entry, Rating, SearchDocument
    from dialogwerk.ideas.models import Idea

    later = LATER[connection.vendor]
    times = {name: later.format(f"model.{name}") for name in ("created_at", "changed_at", "published_at")}
    new = {"number": "place.number", "uuid": NEW_UUID[connection.vendor]}
    yield _copy(Entry, "number", new | times | {name: f"place.{name}" for name in ("lon", "lat", "cell")})
    for model in (Idea, SearchDocument, Entry.topics.through, Comment, Rating):
        yield _copy(model, "entry_id", {"entry_id": "place.number"})


def _copy(model, key, changed) -> str:
    columns = [field.column for field in model._meta.local_concrete_fields if field.column != "id"]
    values = ", ".join(changed.get(column, f"model.{column}") for column in columns)
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) SELECT {values} FROM {PLACES} AS place"
        f" JOIN {table} AS model ON model.{key} = place.model ORDER BY place.number"
    )


def _counters() -> list[str]:
    """Return what sets PostgreSQL's counters behind the numbers that were given here."""
    from django.core.management.color import no_style

    from dialogwerk.entries.models import Entry

    return connection.ops.sequence_reset_sql(no_style(), [Entry])
