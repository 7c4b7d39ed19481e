"""Laying out a sorting table."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Value
from django.utils.translation import gettext as _

from dialogwerk.core import audit, push
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.entries.models import Entry
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Phase, Process, Topic
from dialogwerk.synthesis.models import Group, Holds, Placement, SortingTable, TableState
from dialogwerk.synthesis.queries.tables import candidates_of, table_channel


@transaction.atomic
def lay_out_table(
    *,
    actor: Any,
    process: Process,
    title: str,
    holds: str = Holds.CONTRIBUTIONS,
    events: Iterable[Entry] = (),
    phase: Phase | None = None,
    regions: Iterable[Region] = (),
    topics: Iterable[Topic] = (),
    earlier: SortingTable | None = None,
    groups_of: SortingTable | None = None,
) -> SortingTable:
    """Make a table and lay on it what its choices say; `earlier` lays the entries of another table on it.

    `groups_of` lends the names of its groups, empty, and what lies in them teaches the machine.
    Raises `NotPossibleNow` where nothing would lie on it.
    """
    table = SortingTable(process=process, title=title.strip(), holds=holds, phase=phase, earlier=earlier)
    table.full_clean()
    table.save()
    table.events.set(events)
    table.regions.set(regions)
    table.topics.set(topics)
    if not _lay(table):
        raise NotPossibleNow(
            _("Auf diesem Tisch läge nichts: Zu dieser Auswahl gibt es keine öffentlichen Beiträge."),
            what_to_do=_("Wählen Sie mehr Veranstaltungen, Regionen oder Themenfelder, oder lassen Sie sie frei."),
        )
    if groups_of is not None:
        kept = groups_of.groups.filter(is_gone=False)
        Group.objects.bulk_create(
            Group(table=table, name=group.name, note=group.note, position=group.position, origin=group)
            for group in kept
        )
    _record(actor, "lay_out_table", table)
    return table


@transaction.atomic
def change_table(*, actor: Any, table: SortingTable, title: str) -> None:
    """Give a table another title."""
    table.title = title.strip()
    table.full_clean()
    table.save(update_fields=["title"])
    _record(actor, "change_sorting_table", table)


@transaction.atomic
def set_state(*, actor: Any, table: SortingTable, state: TableState) -> None:
    """Say that a table is sorted, or open it again."""
    table.state = state
    table.save(update_fields=["state"])
    _record(actor, "close_sorting" if state == TableState.CLOSED else "reopen_sorting", table)
    push.announce(table_channel(table.pk))


@transaction.atomic
def lay_more(*, actor: Any, table: SortingTable) -> int:
    """Lay what was published since on the table, unsorted, and return how many."""
    count = _lay(table)
    _record(actor, "lay_more", table, label=str(count))
    return count


def _lay(table: SortingTable) -> int:
    """Copy the entries that belong on the table in one statement, however many they are."""
    there = Placement.objects.filter(table=table).values("entry")
    wanted = candidates_of(table).exclude(pk__in=there).order_by().distinct()
    rows = wanted.annotate(on=Value(table.pk), aside=Value(False), at=Value(0)).values_list("on", "pk", "aside", "at")
    sql, params = rows.query.sql_with_params()
    columns = "table_id, entry_id, is_aside, seq"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {Placement._meta.db_table} ({columns}) {sql}", params)  # nosec
        return int(cursor.rowcount)


def _record(actor: Any, act: str, table: SortingTable, **detail: Any) -> None:
    audit.record(actor=actor, act=act, target=table, process_slug=table.process.slug, **detail)
