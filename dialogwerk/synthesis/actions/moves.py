"""Moves at a sorting table: each counts once, each can be undone, none is lost when several people move at once.

Everything happens under the lock of the table's row. The last one to place a contribution decides where it lies; both
moves stay in the log, and whoever did not know of the other one is told. The moves are the record of who did what; no
further audit record is written for each of them.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.core import push
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.synthesis.actions.changes import Refused, Sitting
from dialogwerk.synthesis.actions.reverting import revert
from dialogwerk.synthesis.actions.suggesting import ask_after_a_handful
from dialogwerk.synthesis.models import Move, SortingTable
from dialogwerk.synthesis.moves import Ask
from dialogwerk.synthesis.queries.suggestions import heaps_above_line
from dialogwerk.synthesis.queries.tables import table_channel


@dataclass
class Outcome:
    """What became of some moves: those that count (also from an earlier sending), and why others do not."""

    cursor: int
    moves: list[Move] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


@transaction.atomic
def apply_moves(*, actor: Any, table: SortingTable, asks: Sequence[Ask]) -> Outcome:
    """Do what is asked, each thing once, and tell the others at the table.

    Raises `NotPossibleNow` when the table is closed.
    """
    locked = SortingTable.objects.select_for_update(of=("self",)).get(pk=table.pk)
    if not locked.is_open:
        raise NotPossibleNow(
            _("Dieser Tisch ist fertig sortiert."), what_to_do=_("Öffnen Sie ihn wieder, wenn noch etwas zu tun ist.")
        )
    before = {move.pk: move for move in Move.objects.filter(pk__in=[ask.id for ask in asks], table=table)}
    outcome = Outcome(locked.seq)
    for ask in asks:
        known = before.get(ask.id)
        if known is None:
            try:
                known = before[ask.id] = _do(locked, actor, ask, outcome)
            except Refused as why:
                outcome.refused[str(ask.id)] = str(why)
                continue
        outcome.moves.append(known)
    if locked.seq != outcome.cursor:
        ask_after_a_handful(locked, outcome.moves)
        locked.save(update_fields=["seq", "asked_seq"])
        push.announce(table_channel(table.pk))
    outcome.cursor = table.seq = locked.seq
    return outcome


def _do(table: SortingTable, actor: Any, ask: Ask, outcome: Outcome) -> Move:
    """Do one thing and write it down. Raises `Refused`; nothing is changed then."""
    with transaction.atomic():
        move = Move(pk=ask.id, table=table, seq=table.seq + 1, actor=actor, kind=ask.kind)
        sitting = Sitting(table, move)
        if ask.kind == "undo":
            undone = _wanted(table, actor, ask.move)
            revert(sitting, undone)
        else:
            _ACTS[ask.kind](sitting, ask)
        sitting.save()
        if ask.kind == "undo":
            Move.objects.filter(undone_by=undone).update(undone_by=None)  # an undo was undone: its move counts again
            Move.objects.filter(pk=undone.pk).update(undone_by=move)
    table.seq += 1
    outcome.told += sitting.told(ask.cursor)
    return move


def _wanted(table: SortingTable, actor: Any, number: uuid.UUID | None) -> Move:
    """Return the move that shall be undone: a certain one, or the actor's last one that still counts."""
    moves = table.moves.filter(undone_by=None, count__gt=0).select_related("actor")
    if number is not None:
        found = moves.filter(pk=number).first()
        if found is None:
            raise Refused(_("Dieser Zug ist schon zurückgenommen."))
        if found.kind == "undo" and found.payload.get("kind") == "undo":
            raise Refused(_("Nehmen Sie den ursprünglichen Zug zurück, er gilt wieder."))
        return found
    found = moves.filter(actor=actor).exclude(kind="undo").order_by("-seq").first()
    if found is None:
        raise Refused(_("Sie haben hier noch nichts getan, was sich zurücknehmen ließe."))
    return found


def _place(sitting: Sitting, ask: Ask) -> None:
    group = sitting.group(ask.group)
    sitting.put(ask.entries, group=group)
    sitting.move.payload |= {"name": group.name}


def _aside(sitting: Sitting, ask: Ask) -> None:
    sitting.put(ask.entries, is_aside=True)


def _back(sitting: Sitting, ask: Ask) -> None:
    sitting.put(ask.entries)


def _make(sitting: Sitting, ask: Ask) -> None:
    """Make a group, or take the one of that name, and put the entries into it."""
    group = sitting.group_named(ask.name)
    if group is None:
        group = sitting.new_group(ask.name)
    elif not ask.entries:
        raise Refused(_("Die Gruppe „%(name)s“ gibt es schon.") % {"name": group.name})
    if ask.entries:
        sitting.put(ask.entries, group=group)
    sitting.move.payload |= {"name": group.name}


def _rename(sitting: Sitting, ask: Ask) -> None:
    group = sitting.group(ask.group, may_be_locked=True)
    other = sitting.group_named(ask.name)
    if other is not None and other.pk != group.pk:
        raise Refused(
            _("Es gibt schon eine Gruppe „%(name)s“. Führen Sie beide zusammen.") % {"name": other.name},
        )
    sitting.move.payload |= {"old": group.name, "name": ask.name}
    sitting.change(group, name=ask.name)


def _note(sitting: Sitting, ask: Ask) -> None:
    group = sitting.group(ask.group, may_be_locked=True)
    sitting.change(group, note=ask.name)
    sitting.move.payload |= {"name": group.name}


def _lock(sitting: Sitting, ask: Ask) -> None:
    group = sitting.group(ask.group, may_be_locked=True)
    sitting.change(group, is_locked=ask.kind == "lock")
    sitting.move.payload |= {"name": group.name}


def _order(sitting: Sitting, ask: Ask) -> None:
    """Move a group up or down by so many places."""
    group = sitting.group(ask.group, may_be_locked=True)
    order = sitting.groups()
    place = [one.pk for one in order].index(group.pk)
    order.insert(max(0, min(len(order) - 1, place + ask.by)), order.pop(place))
    for position, one in enumerate(order):
        sitting.change(one, position=position)
    sitting.move.payload |= {"name": group.name}


def _merge(sitting: Sitting, ask: Ask) -> None:
    """Put all of a group into another one; the first is gone then."""
    source, target = sitting.group(ask.group), sitting.group(ask.into)
    if source.pk == target.pk:
        raise Refused(_("Wählen Sie zwei verschiedene Gruppen."))
    sitting.put_all(source, group=target)
    sitting.change(source, is_gone=True, merged_into_id=target.pk)
    sitting.move.payload |= {"old": source.name, "name": target.name}


def _adopt(sitting: Sitting, ask: Ask) -> None:
    """Take proposed groups (`entries` holds their numbers); a name that is there already is left out."""
    proposed = sitting.table.groups.filter(pk__in=ask.entries, is_gone=True, merged_into=None).exclude(proposed_by=None)
    position = len(sitting.groups())
    for group in proposed:
        if sitting.group_named(group.name) is None:
            sitting.change(group, is_gone=False, position=position)
            sitting.groups().append(group)
            position += 1
    if not sitting.changed:
        raise Refused(_("Wählen Sie vorgeschlagene Gruppen aus, die es noch nicht gibt."))
    sitting.move.payload |= {"name": ", ".join(group.name for group in sitting.changed.values())[:300]}


def _accept(sitting: Sitting, ask: Ask) -> None:
    """Take all suggestions above a line, as one move. Refused when the suggestions are others by now."""
    if ask.run is None or ask.run != sitting.table.run_id:
        raise Refused(_("Die Vorschläge sind inzwischen neu gerechnet. Sehen Sie noch einmal hin."))
    groups = [group.pk for group in sitting.groups() if not group.is_locked]
    for group, move, numbers in heaps_above_line(sitting.table, ask.line, groups):
        sitting.lay_heap(numbers, (None, False, move), (group, False))
    sitting.move.payload |= {"line": ask.line}


def _dissolve(sitting: Sitting, ask: Ask) -> None:
    """Take a group away; what lay in it is unsorted again."""
    group = sitting.group(ask.group)
    sitting.put_all(group)
    sitting.change(group, is_gone=True)
    sitting.move.payload |= {"name": group.name}


_ACTS: dict[str, Any] = {
    "place": _place,
    "aside": _aside,
    "back": _back,
    "make": _make,
    "rename": _rename,
    "note": _note,
    "lock": _lock,
    "unlock": _lock,
    "order": _order,
    "merge": _merge,
    "accept": _accept,
    "adopt": _adopt,
    "dissolve": _dissolve,
}
