"""One move while it is being made: what it changes, and what stood there before."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogwerk.core.rows import update_in_groups
from dialogwerk.synthesis.models import Group, Move, Placement, SortingTable

State = tuple[int | None, bool, str | None]  # group, aside, the move that put it there
MOST_TOLD = 20
FIELDS = ("name", "position", "is_locked", "note", "is_gone", "merged_into_id")


class Refused(Exception):
    """A move that makes no sense (any more), in words for the person."""


class Sitting:
    """A move under the lock of its table. Acts call `put`, `put_all`, `change`, `new_group`; `save` writes it down."""

    def __init__(self, table: SortingTable, move: Move) -> None:
        self.table, self.move = table, move
        self._id = str(move.pk)
        self.before: dict[State, list[int]] = defaultdict(list)
        self.after: dict[State, list[int]] = defaultdict(list)
        self.groups_before: dict[int, dict[str, Any]] = {}
        self.changed: dict[int, Group] = {}
        self.entries: list[int] = []
        self.replaced: list[Placement] = []
        self._groups: list[Group] | None = None

    # groups

    def groups(self) -> list[Group]:
        """Return the groups that are there, in order. One query for the whole move."""
        if self._groups is None:
            self._groups = list(self.table.groups.filter(is_gone=False))
        return self._groups

    def group(self, number: int | None, *, may_be_locked: bool = False) -> Group:
        """Return one of the groups. Raises `Refused` for one that is gone or locked."""
        found = next((group for group in self.groups() if group.pk == number), None)
        if found is None:
            raise Refused(_("Diese Gruppe gibt es nicht mehr."))
        if found.is_locked and not may_be_locked:
            raise Refused(_("Die Gruppe „%(name)s“ ist gesperrt.") % {"name": found.name})
        return found

    def group_named(self, name: str) -> Group | None:
        """Return the group of this name. Raises `Refused` for a locked one or an empty name."""
        if not name:
            raise Refused(_("Geben Sie der Gruppe einen Namen."))
        return next((group for group in self.groups() if group.name.casefold() == name.casefold()), None)

    def new_group(self, name: str) -> Group:
        """Make a group behind the others."""
        last = self.table.groups.aggregate(last=Max("position"))["last"]
        group = Group.objects.create(
            table=self.table, name=name, position=0 if last is None else last + 1, is_gone=True
        )
        self.change(group, is_gone=False)
        self.groups().append(group)
        return group

    def change(self, group: Group, **values: Any) -> None:
        """Give a group new values; those it has already are no change."""
        for name, value in values.items():
            old = getattr(group, name)
            if old != value:
                self.groups_before.setdefault(group.pk, {}).setdefault(name, old)
                setattr(group, name, value)
                self.changed[group.pk] = group

    # placements

    def put(self, entries: Iterable[int], *, group: Group | None = None, is_aside: bool = False) -> None:
        """Let entries lie in a group, aside, or unsorted. Raises `Refused` when none of them lies here."""
        if group is not None and group.is_locked:
            raise Refused(_("Die Gruppe „%(name)s“ ist gesperrt.") % {"name": group.name})
        wanted = list(entries)
        found = list(
            Placement.objects.lying().filter(table=self.table, entry__in=wanted).select_related("move__actor", "group")
        )
        leads = [one.pk for one in found if one.group_id is None and not one.is_aside]
        if leads:  # what says the same goes along
            stacked = Placement.objects.lying().unsorted().filter(lead__in=leads).exclude(pk__in=leads)
            found += list(stacked.select_related("move__actor", "group"))
        if not found:
            raise Refused(_("Dieser Beitrag liegt nicht mehr auf dem Tisch."))
        locked = {placement.group.name for placement in found if placement.group and placement.group.is_locked}
        if locked:
            raise Refused(_("Die Gruppe „%(name)s“ ist gesperrt.") % {"name": sorted(locked)[0]})
        self._put(found, (group.pk if group else None, is_aside))
        self.replaced = [placement for placement in found if placement.move_id and placement.entry_id in self.entries]
        self.move.payload |= {"entries": [placement.entry_id for placement in found][:MOST_TOLD]}

    def put_all(self, source: Group, *, group: Group | None = None) -> None:
        """Let everything of one group lie in another one or unsorted, also what is not public at the moment."""
        self._put(Placement.objects.within([source.pk]), (group.pk if group else None, False))

    def _put(self, found: Iterable[Placement], where: tuple[int | None, bool]) -> None:
        for placement in found:
            if (placement.group_id, placement.is_aside) != where:
                self.lay(placement.pk, placement.entry_id, _state(placement), where)

    def lay(self, placement: int, entry: int, state: State, where: tuple[int | None, bool]) -> None:
        """Let one placement, which is in `state`, be somewhere else."""
        self.before[state].append(placement)
        self.after[(*where, self._id)].append(placement)
        self.entries.append(entry)

    def lay_heap(self, placements: list[int], state: State, where: tuple[int | None, bool]) -> None:
        """Let many placements, all in `state`, be somewhere else."""
        self.before[state] += placements
        self.after[(*where, self._id)] += placements

    def restore(self, placements: list[int], now: State, states: Mapping[int, State]) -> None:
        """Let many placements, all as `now` says, be as `states` says of each."""
        self.before[now] += placements
        for number in placements:
            self.after[states[number]].append(number)

    # writing down

    def save(self) -> None:
        """Write move, groups and placements."""
        move = self.move
        move.count = sum(map(len, self.after.values())) + len(self.changed)
        move.before = {"placements": _rows(self.before), "groups": self.groups_before}
        move.after = {
            "placements": _rows(self.after),
            "groups": {
                number: {name: getattr(self.changed[number], name) for name in values}
                for number, values in self.groups_before.items()
            },
        }
        over = self._over()
        if over:
            move.payload |= {"over": over}
        move.save(force_insert=True)
        if self.changed:
            Group.objects.bulk_update(self.changed.values(), FIELDS)
        update_in_groups(Placement, ("group", "is_aside", "move"), self.after, seq=move.seq)

    def _over(self) -> list[list[int]]:
        """Return [person, entry] for decisions of other people that this move replaces."""
        pairs = [
            [placement.move.actor_id, placement.entry_id]
            for placement in self.replaced
            if placement.move and placement.move.actor_id not in (None, self.move.actor_id)
        ]
        return pairs[:MOST_TOLD]

    def told(self, cursor: int | None) -> list[str]:
        """Return in words which decisions of others this replaces that the person's page did not know yet."""
        unknown = [
            placement
            for placement in self.replaced
            if cursor is not None
            and placement.move
            and placement.move.seq > cursor
            and placement.move.actor_id != self.move.actor_id
        ]
        if not unknown:
            return []
        first = unknown[0]
        facts = {
            "who": getattr(first.move.actor, "public_name", "") if first.move else "",
            "number": first.entry_id,
            "where": first.group.name if first.group else _("beiseite"),
            "count": len(unknown),
        }
        return [
            ngettext(
                "%(who)s hatte #%(number)s gerade nach „%(where)s“ gelegt. Jetzt gilt Ihr Zug.",
                "%(who)s hatte %(count)s davon gerade anders gelegt, #%(number)s nach „%(where)s“. Jetzt gilt Ihr Zug.",
                len(unknown),
            )
            % facts
        ]


def _state(placement: Placement) -> State:
    return placement.group_id, placement.is_aside, str(placement.move_id) if placement.move_id else None


def _rows(states: dict[State, list[int]]) -> list[Any]:
    return [[list(state), numbers] for state, numbers in states.items()]


def heaps_in(kept: dict[str, Any]) -> list[tuple[State, list[int]]]:
    """Return what `before` or `after` of a move says: each state with the placements that were in it."""
    return [((group, is_aside, by), numbers) for (group, is_aside, by), numbers in kept.get("placements", [])]
