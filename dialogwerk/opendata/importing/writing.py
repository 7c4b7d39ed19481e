"""Writing checked rows, all of them or none."""

from collections.abc import Callable
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from dialogwerk.core import audit
from dialogwerk.core.rows import insert_columns, insert_rows, new_keys
from dialogwerk.core.text import excerpt, fold, slug_of
from dialogwerk.entries.models import Entry, Kind, Revision, State
from dialogwerk.entries.search import NewDocuments
from dialogwerk.entries.squares import counted_together
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
    documents = NewDocuments()
    with counted_together():
        for start in range(0, len(rows), BATCH):
            _write(process, source, rows[start : start + BATCH], topics, state, documents)
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


def _write(
    process: Process,
    source: str,
    rows: list[NewContribution],
    topics: dict[str, Topic],
    state: State,
    documents: NewDocuments,
) -> None:
    numbers = new_keys(Entry, len(rows))
    titles, texts = [row.title or excerpt(row.text, 80) for row in rows], [row.text for row in rows]
    _write_entries(process, rows, numbers, titles, state)
    insert_columns(Contribution, entry=numbers, source_name=[source] * len(rows), source_key=[row.key for row in rows])
    insert_rows(
        Entry.topics.through,
        ("entry", "topic"),
        ((number, topics[fold(row.topic)].pk) for number, row in zip(numbers, rows, strict=True) if row.topic),
    )
    insert_columns(
        Revision,
        entry=numbers,
        version=[1] * len(rows),
        texts=[{"title": title, "summary": text, "body": ""} for title, text in zip(titles, texts, strict=True)],
        reason=[source] * len(rows),
        made_at=[timezone.now()] * len(rows),
    )
    documents.add(numbers, titles, texts)


def _write_entries(
    process: Process, rows: list[NewContribution], numbers: list[int], titles: list[str], state: State
) -> None:
    now = timezone.now()
    moments = [row.created_at or now for row in rows]
    insert_columns(
        Entry,
        number=numbers,
        process=[process.pk] * len(rows),
        kind=[Kind.CONTRIBUTION] * len(rows),
        state=[state] * len(rows),
        title=titles,
        slug=[slug_of(title) for title in titles],
        summary=[row.text for row in rows],
        author_name=[row.author for row in rows],
        licence=[process.licence] * len(rows),
        created_at=moments,
        changed_at=moments,
        published_at=moments if state == State.PUBLISHED else [None] * len(rows),
        **_places(process, rows),
    )


def _places(process: Process, rows: list[NewContribution]) -> dict[str, list[Any]]:
    """Return where the rows stand on the map, each in its own region or the one of the process that holds its point."""
    columns: dict[str, list[Any]] = {name: [None] * len(rows) for name in ("lon", "lat", "cell")}
    columns["region"] = [row.region and row.region.pk for row in rows]
    placed = [place for place, row in enumerate(rows) if row.point]
    if not placed:
        return columns
    points = np.round([rows[place].point for place in placed], process.point_decimals)
    lons, lats = points[:, 0], points[:, 1]
    found = zip(lons.tolist(), lats.tolist(), cells_of(lons, lats).tolist(), strict=True)
    regions = regions_of_many(lons, lats, process.region_set_id)
    for place, (lon, lat, cell), region in zip(placed, found, regions, strict=True):
        columns["lon"][place], columns["lat"][place], columns["cell"][place] = lon, lat, cell
        columns["region"][place] = columns["region"][place] or region
    return columns
