"""Saving a list of a dialogue as a whole: rows added, changed, put in order, removed and brought back."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from dialogwerk.accounts.models import Organisation
from dialogwerk.core import audit
from dialogwerk.core.errors import Conflict, NotPossibleNow
from dialogwerk.core.removal import bring_rows_back, remove_rows
from dialogwerk.core.text import slug_of
from dialogwerk.processes.models import Bench, Process, ProcessRegion, Seat, Topic, Vocabulary
from dialogwerk.processes.rows import RowList, mark_of_rows
from dialogwerk.processes.uses import reason_to_keep


class StillInUse(NotPossibleNow):
    """A row cannot be removed, because something rests on it. The context maps row numbers to reasons."""


@dataclass
class Saved:
    """What saving a list did. `kept` brings the removed rows back by `restore_rows`."""

    added: int = 0
    changed: int = 0
    removed: list[str] = field(default_factory=list)
    is_reordered: bool = False
    kept: str = ""

    def __bool__(self) -> bool:
        """Whether anything is different now."""
        return bool(self.added or self.changed or self.removed or self.is_reordered)


@transaction.atomic
def save_rows(
    *,
    actor: Any,
    process: Process,
    row_list: RowList,
    parent: models.Model,
    wanted: Sequence[dict[str, Any]],
    removed: set[int],
    seen: str,
) -> Saved:
    """Make the rows under `parent` as `wanted`, in that order, and take out those `removed`.

    Each of `wanted` holds the values of the fields, and under `row` the number of an existing row or None.
    Raises `Conflict` if the list changed since `seen` (context: `current`, the present rows), `StillInUse` if
    something rests on a removed row, `ValidationError` for impossible values. Nothing is saved then.
    """
    process_lock = Process.objects.select_for_update().get(pk=process.pk)
    present = row_list.rows(parent)
    if mark_of_rows(present, row_list.fields) != seen:
        raise Conflict(_("Diese Liste wurde in der Zwischenzeit geändert."), current=present)
    by_number = {row.pk: row for row in present}
    saved = _remove(row_list, parent, [by_number[number] for number in removed if number in by_number])
    for position, values in enumerate(wanted, start=1):
        row = by_number.get(values["row"])
        is_new = row is None
        row = row or row_list.model(**{row_list.parent: parent})
        if _write(row, row_list, values, position) and not is_new:
            saved.changed += 1
        saved.added += is_new
    numbers = [values["row"] for values in wanted if values["row"] in by_number]
    saved.is_reordered = row_list.is_ordered and numbers != [row.pk for row in present if row.pk in numbers]
    if saved:
        audit.record(
            actor=actor,
            act="save_list",
            target=parent,
            process_slug=process_lock.slug,
            part=row_list.key,
            added=saved.added,
            changed=saved.changed,
            removed=len(saved.removed),
        )
    return saved


def _remove(row_list: RowList, parent: models.Model, rows: list[Any]) -> Saved:
    reasons = {row.pk: reason for row in rows if (reason := reason_to_keep(row))}
    if reasons:
        raise StillInUse(" ".join(reasons.values()), reasons=reasons)
    present = [row.pk for row in row_list.rows(parent)] if rows else []
    places = {row.pk: present.index(row.pk) for row in rows}
    saved = Saved(removed=[str(row) for row in rows])
    if rows:
        saved.kept = json.dumps({"places": places, "rows": remove_rows(rows)})
    return saved


def _write(row: Any, row_list: RowList, values: dict[str, Any], position: int) -> bool:
    """Put `values` into `row` and save it; say whether anything changed."""
    names = [name for name in row_list.fields if name != "position"]
    before = [getattr(row, name) for name in names] + [_seats_text(row)]
    for name, value in values.items():
        if name in FILLS:
            FILLS[name](row, name, value)
        else:
            setattr(row, name, value)
    if row_list.is_ordered:
        row.position = position
    if isinstance(row, Vocabulary | Topic) and not row.slug:
        row.slug = _free_slug(row, row_list)
    row.full_clean()
    row.save()
    if "seats" in values:
        _write_seats(row, values["seats"])
    return before != [getattr(row, name) for name in names] + [_seats_text(row)]


def _seats_text(row: Any) -> list[tuple[str, str]]:
    if not isinstance(row, Bench) or row.pk is None:
        return []
    return list(row.seats.values_list("office", "function"))


def _write_seats(bench: Bench, seats: list[tuple[str, str]]) -> None:
    if _seats_text(bench) == seats:
        return
    bench.seats.all().delete()
    Seat.objects.bulk_create(
        Seat(bench=bench, office=office, function=function, position=position)
        for position, (office, function) in enumerate(seats)
    )


def _free_slug(row: Any, row_list: RowList) -> str:
    base = slug_of(row.title, 50) or "liste"
    siblings = type(row)._default_manager.filter(**{row_list.parent: getattr(row, row_list.parent)})
    taken = set(siblings.values_list("slug", flat=True))
    return next(slug for slug in (base, *(f"{base}-{n}" for n in range(2, 1000))) if slug not in taken)


def _fill_nothing(row: Any, name: str, value: Any) -> None:
    """Leave it to its own step."""


def _fill_agency(row: ProcessRegion, name: str, value: str) -> None:
    row.agency = Organisation.objects.get_or_create(name=value)[0] if value else None


FILLS: dict[str, Callable[[Any, str, Any], None]] = {
    "row": _fill_nothing,
    "position": _fill_nothing,
    "seats": _fill_nothing,
    "agency_name": _fill_agency,
}


@transaction.atomic
def restore_rows(*, actor: Any, process: Process, row_list: RowList, parent: models.Model, kept: str) -> int:
    """Bring back what `save_rows` removed, with its former numbers, links and places; return how many rows.

    Raises `NotPossibleNow` where something else has taken the place since.
    """
    told = json.loads(kept)
    things = bring_rows_back(told["rows"])
    rows = [thing for thing in things if isinstance(thing, row_list.model)]
    if row_list.is_ordered:
        _put_in_places(row_list.rows(parent), {int(number): place for number, place in told["places"].items()})
    audit.record(
        actor=actor,
        act="restore_list",
        target=parent,
        process_slug=process.slug,
        part=row_list.key,
        restored=len(rows),
    )
    return len(rows)


def _put_in_places(rows: list[Any], places: dict[int, int]) -> None:
    """Order `rows` so that those in `places` stand at their former place among the others."""
    ordered = [row for row in rows if row.pk not in places]
    for row in sorted((row for row in rows if row.pk in places), key=lambda row: places[row.pk]):
        ordered.insert(places[row.pk], row)
    for position, row in enumerate(ordered, start=1):
        type(row)._default_manager.filter(pk=row.pk).update(position=position)
