"""Undoing a move: what it changed goes back, as far as nobody has changed it since."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from dialogwerk.core.rows import Among, Gathered
from dialogwerk.synthesis.actions.changes import MOST_TOLD, Refused, Sitting, State, heaps_in
from dialogwerk.synthesis.models import Group, Move, Placement


def revert(sitting: Sitting, move: Move) -> None:
    """Undo `move` within the move of `sitting`; how much stays as others left it stands in its payload.

    Raises `Refused` when nothing of it can go back, or when a group it made holds something else by now.
    """
    _restore_groups(sitting, move)
    left = _restore_placements(sitting, move)
    _check_gone(sitting)
    if not sitting.after and not sitting.changed:
        raise Refused(_("Inzwischen ist alles davon anders entschieden: Es bleibt, wie es ist."))
    sitting.move.payload = {
        "undoes": str(move.pk),
        "kind": move.kind,
        "name": move.payload.get("name", ""),
        "old": move.payload.get("old", ""),
        "left": left,
        "entries": sitting.entries,
        "of": getattr(move.actor, "public_name", "") if move.actor_id != sitting.move.actor_id else "",
    }


def _restore_groups(sitting: Sitting, move: Move) -> None:
    """Give the groups back what the move changed, where that still stands as the move left it."""
    before, after = move.before.get("groups", {}), move.after.get("groups", {})
    there = Group.objects.filter(table=sitting.table).in_bulk([int(number) for number in before])
    for number, values in before.items():
        group = there.get(int(number))
        for name, value in values.items():
            if group is not None and getattr(group, name) == after[number][name]:
                sitting.change(group, **{name: value})


def _restore_placements(sitting: Sitting, move: Move) -> int:
    """Put the placements back and return how many lie elsewhere by now and stay."""
    homes = _Homes(sitting)
    back: dict[int, State] = {}
    for (group, was_aside, by), numbers in heaps_in(move.before):
        back |= dict.fromkeys(numbers, (homes.of(group), was_aside, by))
    found = Placement.objects.filter(Among(back)).order_by().values_list("group", "is_aside", "move")
    there: dict[State, set[int]] = defaultdict(set)
    for group, is_aside, put_by, found_numbers in found.annotate(n=Gathered("pk")):
        there[group, is_aside, str(put_by) if put_by else None].update(found_numbers)
    left = sum(map(len, there.values()))
    for now, numbers in heaps_in(move.after):
        if staying := sorted(there[now].intersection(numbers)):
            left -= len(staying)
            sitting.restore(staying, now, back)
    shown = sorted(number for numbers in sitting.after.values() for number in numbers)[:MOST_TOLD]
    sitting.entries = list(Placement.objects.filter(pk__in=shown).order_by("pk").values_list("entry", flat=True))
    return left


class _Homes:
    """Where something goes back to whose group was merged or dissolved meanwhile."""

    def __init__(self, sitting: Sitting) -> None:
        self.groups: dict[int, Any] = {group.pk: group for group in sitting.table.groups.all()}
        self.groups |= sitting.changed

    def of(self, number: int | None) -> int | None:
        """Return the group itself, the one it went into, or None."""
        seen: set[int] = set()
        while number is not None and number not in seen:
            seen.add(number)
            group = self.groups.get(number)
            if group is None:
                return None
            if not group.is_gone:
                return number
            number = group.merged_into_id
        return None


def _check_gone(sitting: Sitting) -> None:
    """A group that was made by the move goes only when nothing else lies in it."""
    going = [group for group in sitting.changed.values() if group.is_gone]
    if not going:
        return
    leaving = [number for numbers in sitting.after.values() for number in numbers]
    staying = Placement.objects.within([group.pk for group in going]).filter(~Among(leaving))
    full = staying.select_related("group").first()
    if full is not None and full.group is not None:
        raise Refused(
            _("In „%(name)s“ liegt inzwischen anderes. Lösen Sie die Gruppe auf, oder führen Sie sie zusammen.")
            % {"name": full.group.name}
        )
