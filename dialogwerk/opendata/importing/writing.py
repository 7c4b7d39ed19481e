"""Writing checked rows, all of them or none."""

from collections.abc import Callable
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from dialogwerk.core import audit
from dialogwerk.core.rows import insert_objects, insert_rows
from dialogwerk.core.text import excerpt, fold, slug_of
from dialogwerk.entries.models import Entry, Kind, Revision, State
from dialogwerk.entries.search import index_new
from dialogwerk.ideas.models import Contribution
from dialogwerk.opendata.importing.checking import NewContribution, topics_by_name
from dialogwerk.places.geography.grid import cells_of
from dialogwerk.places.queries import regions_of_many
from dialogwerk.processes.models import Process, Topic, Vocabulary

BATCH = 2000


@transaction.atomic
def import_contributions(
    *,
    actor: Any,
    process: Process,
    source: str,
    rows: list[NewContribution],
    state: State = State.PUBLISHED,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Write `rows` as contributions of `process` and return how many there are.

    Everything happens in one transaction: an error leaves nothing behind. Topics that the process does not have are
    made in a vocabulary named after the source. `progress` is called after each batch.
    """
    topics = _topics(process, source, rows)
    for start in range(0, len(rows), BATCH):
        _write(process, source, rows[start : start + BATCH], topics, state)
        progress(min(start + BATCH, len(rows)), len(rows))
    audit.record(
        actor=actor,
        act="import_contributions",
        target=process,
        process_slug=process.slug,
        source=source,
        count=len(rows),
    )
    return len(rows)


def _topics(process: Process, source: str, rows: list[NewContribution]) -> dict[str, Topic]:
    """Return the topics the rows name; those the process lacks go into a vocabulary named after the source."""
    topics = topics_by_name(process)
    names = dict.fromkeys(row.topic for row in rows if row.topic and fold(row.topic) not in topics)
    if not names:
        return topics
    vocabulary, _made = Vocabulary.objects.get_or_create(
        process=process, slug=slug_of(source, 60) or "import", defaults={"title": source, "position": 99}
    )
    for position, name in enumerate(names, start=vocabulary.topics.count()):
        slug = slug_of(name, 50) or f"thema-{position}"
        topics[fold(name)] = Topic.objects.get_or_create(
            vocabulary=vocabulary, slug=slug, defaults={"title": name, "position": position}
        )[0]
    return topics


def _write(process: Process, source: str, rows: list[NewContribution], topics: dict[str, Topic], state: State) -> None:
    entries = insert_objects(_entries(process, rows, state))
    pairs = list(zip(entries, rows, strict=True))
    insert_rows(
        Contribution,
        ("entry", "column", "source_name", "source_key"),
        ((entry.pk, "", source, row.key) for entry, row in pairs),
    )
    insert_rows(
        Entry.topics.through,
        ("entry", "topic"),
        ((entry.pk, topics[fold(row.topic)].pk) for entry, row in pairs if row.topic),
    )
    now = timezone.now()
    texts = ({"title": entry.title, "summary": entry.summary, "body": ""} for entry in entries)
    insert_rows(
        Revision,
        ("entry", "version", "texts", "reason", "made_at"),
        ((entry.pk, 1, text, source, now) for entry, text in zip(entries, texts, strict=True)),
    )
    index_new(entries)


def _entries(process: Process, rows: list[NewContribution], state: State) -> list[Entry]:
    now = timezone.now()
    entries = []
    for row in rows:
        title = row.title or excerpt(row.text, 80)
        at = row.created_at or now
        entries.append(
            Entry(
                process=process,
                kind=Kind.CONTRIBUTION,
                state=state,
                title=title,
                slug=slug_of(title),
                summary=row.text,
                author_name=row.author,
                region=row.region,
                licence=process.licence,
                source="",
                created_at=at,
                changed_at=at,
                published_at=at if state == State.PUBLISHED else None,
            )
        )
    _set_points(process, entries, rows)
    return entries


def _set_points(process: Process, entries: list[Entry], rows: list[NewContribution]) -> None:
    """Put the entries with a point on the map and into the region of the process's own set that holds it."""
    placed = [(entry, row.point) for entry, row in zip(entries, rows, strict=True) if row.point]
    if not placed:
        return
    points = np.round([point for _entry, point in placed], process.point_decimals)
    cells = cells_of(points[:, 0], points[:, 1])
    found = regions_of_many(points[:, 0], points[:, 1], process.region_set_id)
    for (entry, _point), (lon, lat), cell, region in zip(placed, points, cells, found, strict=True):
        entry.lon, entry.lat, entry.cell = float(lon), float(lat), int(cell)
        if entry.region is None and region is not None:
            entry.region_id = region
