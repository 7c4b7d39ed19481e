"""What far views of the map read: exact after whatever happens to entries."""

from collections import defaultdict

import pytest
from django.db import connection, transaction

from dialogwerk.entries.models import Entry, Kind, MapSquare, Stage, State
from dialogwerk.entries.squares import counted_together
from dialogwerk.places.queries import cell_at
from dialogwerk.processes.models import Process
from tests import factories

PLACES = [(7.470, 51.360), (7.471, 51.361), (7.475, 51.355), (7.6, 51.4), (8.02, 50.88)]


@pytest.fixture
def entries(process: Process) -> list[Entry]:
    made = [
        factories.IdeaFactory(entry__process=process, entry__lon=lon, entry__lat=lat, entry__cell=cell_at(lon, lat))
        for lon, lat in PLACES
    ]
    return [idea.entry for idea in made]


def reckoned() -> list[tuple]:
    """Return what the table should hold, from the entries themselves."""
    cells: dict[tuple, list[int]] = defaultdict(list)
    for entry in Entry.objects.filter(state=State.PUBLISHED, is_superseded=False, cell__isnull=False):
        for shift in MapSquare.SHIFTS:
            for stage in (MapSquare.ANY_STAGE, entry.stage):
                cells[entry.process_id, entry.kind, stage, shift, entry.cell >> shift].append(entry.cell)
    return sorted((*key, len(found), min(found), max(found)) for key, found in cells.items())


def is_exact() -> bool:
    names = ("process", "kind", "stage", "shift", "square", "count", "low", "high")
    found = sorted(MapSquare.objects.values_list(*names))
    assert found == reckoned()
    return bool(found)


def test_new_entries_are_counted(entries: list[Entry]) -> None:
    assert is_exact()


def test_entries_that_come_in_together_are_counted(process: Process, entries: list[Entry]) -> None:
    old = entries[0]
    fields = {"process": process, "kind": Kind.IDEA, "title": "x", "published_at": old.published_at}
    place = {"lon": old.lon, "lat": old.lat, "cell": old.cell}
    Entry.objects.bulk_create(
        Entry(**fields, **where, state=state)
        for where in (place, {})
        for state in (State.PUBLISHED, State.PUBLISHED, State.DRAFT)
    )

    assert is_exact()


def test_what_is_counted_together_is_what_triggers_count(process: Process, entries: list[Entry]) -> None:
    new = [
        Entry(
            process=process,
            kind=kind,
            title="x",
            published_at=entries[0].published_at,
            state=state,
            stage=stage,
            **where,
        )
        for kind in (Kind.IDEA, Kind.CONTRIBUTION)
        for state in (State.PUBLISHED, State.DRAFT)
        for stage in (Stage.NONE, Stage.DECIDED, Stage.DECIDED)
        for where in ({}, *({"lon": lon, "lat": lat, "cell": cell_at(lon, lat)} for lon, lat in PLACES))
    ]
    with counted_together():
        Entry.objects.bulk_create(new)
    assert is_exact()

    factories.IdeaFactory(entry__process=process, entry__lon=7.47, entry__lat=51.3, entry__cell=cell_at(7.47, 51.3))
    Entry.objects.filter(stage=Stage.DECIDED).update(stage=Stage.PARKED)
    assert is_exact()


def test_counting_together_is_taken_back_as_a_whole(process: Process, entries: list[Entry]) -> None:
    there = {"entry__process": process, "entry__lon": 7.5, "entry__lat": 51.3, "entry__cell": cell_at(7.5, 51.3)}

    with transaction.atomic():
        with counted_together():
            factories.IdeaFactory(**there)
        transaction.set_rollback(True)
    assert is_exact()
    with pytest.raises(TypeError), transaction.atomic(), counted_together():
        factories.IdeaFactory(**there, entry__cell_of_nothing=1)
    assert is_exact()

    factories.IdeaFactory(**there)
    assert is_exact()


@pytest.mark.parametrize(
    "change",
    [
        {"state": State.HIDDEN},
        {"is_superseded": True},
        {"stage": Stage.DECIDED},
        {"kind": Kind.CONTRIBUTION},
        {"lon": None, "lat": None, "cell": None},
        {"lon": 6.9, "lat": 51.2, "cell": cell_at(6.9, 51.2)},
        {"title": "Anders", "rating_count": 4},
    ],
)
@pytest.mark.parametrize("which", range(len(PLACES)))
def test_change_is_counted_and_can_be_taken_back(entries: list[Entry], change: dict, which: int) -> None:
    numbers = Entry.objects.filter(pk=entries[which].pk)
    before = numbers.values(*change).get()

    numbers.update(**change)
    assert is_exact()

    numbers.update(**before)
    assert is_exact()


def test_all_entries_can_go_at_once(entries: list[Entry]) -> None:
    Entry.objects.update(state=State.WITHDRAWN)

    assert not is_exact()


def test_deleted_entry_is_counted_no_more(entries: list[Entry]) -> None:
    connection.cursor().execute("DELETE FROM ideas_idea")
    for entry in entries[:3]:
        Entry.objects.filter(pk=entry.pk)._raw_delete("default")
        assert is_exact()


def test_triggers_have_survived_all_migrations(db: None) -> None:
    """A migration that writes SQLite's table of entries anew has to make them again: see entries 0005."""
    tables = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger",
    }
    with connection.cursor() as cursor:
        cursor.execute(tables[connection.vendor])
        names = {name for (name,) in cursor.fetchall()}

    assert names >= {"map_square_added", "map_square_removed", "map_square_changed"}


def test_squares_still_lie_in_the_order_of_their_key(db: None) -> None:
    """A migration that writes SQLite's table of squares anew loses that: see entries 0013."""
    if connection.vendor != "sqlite":
        pytest.skip("SQLite's own")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'entries_mapsquare'")
        (made,) = cursor.fetchone()

    assert made.endswith("WITHOUT ROWID")
