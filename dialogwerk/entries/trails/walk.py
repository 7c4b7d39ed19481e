"""The walk along the links, in the database."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection

from dialogwerk.accounts.models import Person
from dialogwerk.entries.models import Entry, Link

MAX_STEPS = 40
MAX_EDGES = 800

# A step is a link that stands, or the origin of an entry (the event it came from). `way` doubles each row, so that
# both kinds of steps are found by their own index within one recursive term: PostgreSQL allows no more than one.
# CROSS JOIN tells SQLite to begin with the few entries of the walk, whatever its statistics say; a subquery instead
# of a join keeps it from making a Bloom filter of all entries.
# UNION (not UNION ALL) together with the limit of steps ends the walk also where links run in a circle.
_SQL = f"""
WITH RECURSIVE
way(is_origin) AS (SELECT 0 UNION ALL SELECT 1),
back(entry, steps) AS (
    SELECT CAST(%(start)s AS bigint), 0
    UNION
    SELECT COALESCE(link.source_id, card.origin_id), back.steps + 1
    FROM back CROSS JOIN way
    LEFT JOIN {Link._meta.db_table} link
        ON way.is_origin = 0 AND link.target_id = back.entry AND link.undone_at IS NULL
    LEFT JOIN {Entry._meta.db_table} card ON way.is_origin = 1 AND card.number = back.entry
    WHERE back.steps < %(steps)s AND COALESCE(link.source_id, card.origin_id) IS NOT NULL
),
forth(entry, steps) AS (
    SELECT CAST(%(start)s AS bigint), 0
    UNION
    SELECT COALESCE(link.target_id, card.number), forth.steps + 1
    FROM forth CROSS JOIN way
    LEFT JOIN {Link._meta.db_table} link
        ON way.is_origin = 0 AND link.source_id = forth.entry AND link.undone_at IS NULL
    LEFT JOIN {Entry._meta.db_table} card ON way.is_origin = 1 AND card.origin_id = forth.entry
    WHERE forth.steps < %(steps)s AND COALESCE(link.target_id, card.number) IS NOT NULL
),
came(entry, steps) AS (SELECT entry, MIN(steps) FROM back GROUP BY entry),
went(entry, steps) AS (SELECT entry, MIN(steps) FROM forth GROUP BY entry),
edge(way, steps, link, source, target) AS (
    SELECT -1, came.steps, link.id, link.source_id, link.target_id
    FROM came CROSS JOIN {Link._meta.db_table} link WHERE link.target_id = came.entry AND link.undone_at IS NULL
    UNION ALL
    SELECT -1, begun.steps, NULL, begun.origin, begun.entry
    FROM (
        SELECT came.*, (SELECT origin_id FROM {Entry._meta.db_table} WHERE number = came.entry) AS origin FROM came
    ) begun WHERE begun.origin IS NOT NULL
    UNION ALL
    SELECT 1, went.steps, link.id, link.source_id, link.target_id
    FROM went CROSS JOIN {Link._meta.db_table} link WHERE link.source_id = went.entry AND link.undone_at IS NULL
    UNION ALL
    SELECT 1, went.steps, NULL, card.origin_id, card.number
    FROM went CROSS JOIN {Entry._meta.db_table} card WHERE card.origin_id = went.entry
)
SELECT edge.way, edge.steps, edge.source, edge.target, link.id, link.relation, link.made_at, link.reason,
    link.actor_office, person.public_name
FROM edge
LEFT JOIN {Link._meta.db_table} link ON link.id = edge.link
LEFT JOIN {Person._meta.db_table} person ON person.id = link.actor_id
ORDER BY edge.steps, edge.way, edge.source, edge.target, link.id
LIMIT %(limit)s
"""  # noqa: S608  # nosec: only names of our own tables are put in


@dataclass(frozen=True)
class Edge:
    """One step: towards the start (`way` -1) or on from it (1). An origin (entry and its event) has no link number.

    Where links run in a circle, a step can be found on both ways.
    """

    way: int
    source: int
    target: int
    link: int | None
    relation: str
    made_at: datetime.datetime | None
    reason: str
    who: str


@dataclass(frozen=True)
class Walk:
    """All steps that lead to or from `start`; `is_cut` when there was more than the limits allow."""

    start: int
    edges: tuple[Edge, ...]
    is_cut: bool

    @property
    def numbers(self) -> set[int]:
        """The numbers of all entries on the way."""
        return {self.start} | {edge.source for edge in self.edges} | {edge.target for edge in self.edges}


def walk(start: int, *, max_steps: int = MAX_STEPS, max_edges: int = MAX_EDGES) -> Walk:
    """Return every step to and from the entry `start`, nearest first. One query, on SQLite and PostgreSQL alike."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"start": start, "steps": max_steps, "limit": max_edges + 1})
        rows = cursor.fetchall()
    is_cut = len(rows) > max_edges
    rows = rows[:max_edges]
    if any(row[1] == max_steps for row in rows):
        is_cut = True
        rows = [row for row in rows if row[1] < max_steps]
    return Walk(start, tuple(_edge(row) for row in rows if row[2] != row[3]), is_cut)


def _edge(row: tuple[Any, ...]) -> Edge:
    way, _steps, source, target, link, relation, made_at, reason, office, name = row
    if isinstance(made_at, str):
        made_at = datetime.datetime.fromisoformat(made_at)
    if made_at is not None and made_at.tzinfo is None:  # SQLite keeps times without a zone, in UTC
        made_at = made_at.replace(tzinfo=datetime.UTC)
    return Edge(way, source, target, link, relation or "origin", made_at, reason or "", office or name or "")
