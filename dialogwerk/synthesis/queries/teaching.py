"""Reads for the machine: what lies on a table, what people decided there, and what earlier groupings said."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from dialogwerk.core.rows import Among
from dialogwerk.entries.models import Entry
from dialogwerk.synthesis.machine import Known
from dialogwerk.synthesis.models import Group, Move, Placement, Run, RunState, Suggestion

SUREST = 15  # so many texts of a proposed group teach a little, before people have decided
OF_ORIGIN = 60  # so many of what lies in the group of the earlier table, the newest
FROM = ("entry__origin", "entry__origin_table")  # where something was written
AS_SURE = 0.8  # that something belongs where it lay at an earlier table


@dataclass(frozen=True, slots=True)
class Row:
    """A contribution as the machine is told of it; `seq` is the last move that changed where it lies.

    One of an earlier table has no placement here: it lies in the group from which `hint` comes. `source` is the table
    of the event where it was written, or the event.
    """

    placement: int
    entry: int
    group: int | None = None
    is_aside: bool = False
    is_locked: bool = False
    seq: int = 0
    hint: int | None = None
    source: str = ""


def _source(event: int | None, number: int | None) -> str:
    return f"{event}:{number or ''}" if event else ""


def rows_of(table: int, first: int = 0, last: int | None = None) -> list[Row]:
    """Return what lies on a table, those with placements from `first` to `last`. One query."""
    found = Placement.objects.lying().filter(Q(group=None) | Q(group__is_gone=False), table=table, pk__gte=first)
    if last is not None:
        found = found.filter(pk__lte=last)
    facts = ("pk", "entry", "group", "is_aside", "group__is_locked", "seq", *FROM)
    return [
        Row(pk, entry, group, aside, bool(locked), seq, source=_source(event, number))
        for pk, entry, group, aside, locked, seq, event, number in found.order_by("pk").values_list(*facts)
    ]


def rows_of_origins(table: int) -> list[Row]:
    """Return the newest of what lies in groups of earlier tables with which groups here go on. Two queries."""
    groups = Group.objects.filter(table=table, is_gone=False).exclude(origin=None)
    goes_on = dict(groups.values_list("origin", "pk"))
    there = Placement.objects.lying().within(goes_on)
    here = Placement.objects.filter(table=table).values("entry")
    rows: list[Row] = []
    counts: Counter[int] = Counter()
    found = there.exclude(entry__in=here).order_by("-seq", "pk").values_list("entry", "group", *FROM)
    for entry, group, event, number in found:
        if counts[group] < OF_ORIGIN:
            counts[group] += 1
            rows.append(Row(0, entry, hint=goes_on[group], source=_source(event, number)))
    return rows


def texts_of(rows: Sequence[Row]) -> list[str]:
    """Return the texts of rows, in their order. One query."""
    found = Entry.objects.filter(Among(row.entry for row in rows)).values_list("pk", "summary", "title")
    told = {number: summary or title for number, summary, title in found}
    return [told.get(row.entry, "") for row in rows]


def known_of(table: int, rows: Sequence[Row], proposing: int | None) -> Known:
    """Return what people decided about rows, and what the first grouping (`proposing`) and earlier tables said.

    Five queries.
    """
    in_groups = sorted((row.seq, place, row.group) for place, row in enumerate(rows) if row.group is not None)
    decided = {place: group for _seq, place, group in in_groups}
    places = {row.placement: place for place, row in enumerate(rows) if row.placement}
    names = dict(Group.objects.filter(table=table, is_gone=False).values_list("pk", "name"))
    held = _lay_before(table, rows)
    there = {*decided.values(), *held.values()}
    earlier = _said(proposing, places) | {place: (group, AS_SURE) for place, group in held.items()}
    return Known(
        decided,
        _hints(rows, earlier),
        earlier,
        _barred(table, places),
        held,
        {group: name for group, name in names.items() if group in there},
        {row.group for row in rows if row.is_locked and row.group is not None},
        [row.source for row in rows],
    )


def _said(proposing: int | None, places: Mapping[int, int]) -> dict[int, tuple[int, float]]:
    """Return what the first grouping said, by place; of groups that nobody has taken, too."""
    if proposing is None:
        return {}
    told = Suggestion.objects.filter(run=proposing).filter(Q(group__is_gone=False) | Q(group__proposed_by=proposing))
    if len(places) < 5000:
        told = told.filter(placement__in=list(places))
    return {
        places[placement]: (group, sure)
        for placement, group, sure in told.order_by("pk").values_list("placement", "group", "confidence")
        if placement in places
    }


def _lay_before(table: int, rows: Sequence[Row]) -> dict[int, int]:
    """Return by place in which group something lay at the earlier table, where a group here goes on with that one."""
    goes_on = dict(Group.objects.filter(table=table, is_gone=False).exclude(origin=None).values_list("origin", "pk"))
    if not goes_on:
        return {}
    lay = dict(Placement.objects.lying().within(goes_on).values_list("entry", "group"))
    here = {place: goes_on[lay[row.entry]] for place, row in enumerate(rows) if row.entry in lay}
    return here | {place: row.hint for place, row in enumerate(rows) if row.hint is not None}


def _hints(rows: Sequence[Row], earlier: Mapping[int, tuple[int, float]]) -> dict[int, int]:
    """Return the surest texts of each group about which nobody has decided; all of an earlier table."""
    hints = {place: row.hint for place, row in enumerate(rows) if row.hint is not None}
    counts: Counter[int] = Counter()
    for place, (group, _sure) in sorted(earlier.items(), key=lambda item: (-item[1][1], item[0])):
        row = rows[place]
        if row.group is None and not row.is_aside and place not in hints and counts[group] < SUREST:
            counts[group] += 1
            hints[place] = group
    return hints


def _barred(table: int, places: Mapping[int, int]) -> list[tuple[int, int]]:
    """Return what people took out of a group and did not put back: place and group."""
    moves = Move.objects.filter(table=table, kind="back", undone_by=None, count__gt=0)
    return [
        (places[number], group)
        for before in moves.values_list("before", flat=True)
        for (group, _aside, _move), numbers in before.get("placements", [])
        for number in numbers
        if group is not None and number in places
    ]


def last_proposing(table: int) -> int | None:
    """Return the newest run that proposed groups, or None. One query."""
    runs = Run.objects.filter(table=table, proposes=True, state=RunState.DONE)
    return runs.order_by("-pk").values_list("pk", flat=True).first()


def left_without(run: Run) -> int:
    """Return how many unsorted contributions have no suggestion of a run. One query."""
    unsorted = Placement.objects.lying().unsorted().filter(table=run.table_id)
    return unsorted.exclude(suggestions__run=run).count()
