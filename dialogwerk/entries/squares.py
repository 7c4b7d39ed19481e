"""Counting very many new entries of the map together.

Triggers keep `MapSquare` exact (entries 0005). PostgreSQL's count the rows of one statement together, SQLite's can but
go row by row: with ten squares for each row that was the largest part of an import.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from dialogwerk.entries.models import MapSquare

TRIGGER = "map_square_added"
_LEVELS = " UNION ALL ".join(f"SELECT {shift} AS shift" for shift in MapSquare.SHIFTS)
_COUNT = f"""
    WITH added AS MATERIALIZED (
        SELECT process_id, kind, stage, cell FROM entries_entry
        WHERE number > %s AND state = 'published' AND is_superseded IN (false) AND cell IS NOT NULL
    ), counted AS MATERIALIZED (
        SELECT process_id, kind, stage, cell >> {min(MapSquare.SHIFTS)} AS finest,
            count(*) AS count, min(cell) AS low, max(cell) AS high
        FROM added GROUP BY 1, 2, 3, 4
    )
    INSERT INTO entries_mapsquare (process_id, kind, stage, shift, square, count, low, high)
    SELECT process_id, kind, CASE WHEN either.is_any THEN {MapSquare.ANY_STAGE} ELSE stage END, shift,
        finest >> (shift - {min(MapSquare.SHIFTS)}), sum(count), min(low), max(high)
    FROM counted, ({_LEVELS}) AS level, (SELECT true AS is_any UNION ALL SELECT false) AS either WHERE true
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
    ON CONFLICT (process_id, kind, stage, shift, square) DO UPDATE SET
        count = entries_mapsquare.count + excluded.count,
        low = min(excluded.low, entries_mapsquare.low), high = max(excluded.high, entries_mapsquare.high)
"""  # noqa: S608  # nosec: only numbers of our own are put in


@contextmanager
def counted_together() -> Iterator[None]:
    """Count the entries that come in within this block when it ends. Other changes of entries wait until then.

    The trigger is away meanwhile. Only this transaction sees that: SQLite lets nobody else write, and what goes wrong
    takes everything back, the trigger too.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [TRIGGER])
        (trigger,) = cursor.fetchone()
        cursor.execute("SELECT COALESCE(MAX(number), 0) FROM entries_entry")
        (last,) = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {TRIGGER}")
        yield
        cursor.execute(_COUNT, [last])
        cursor.execute(trigger)
