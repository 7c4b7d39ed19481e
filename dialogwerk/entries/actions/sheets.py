"""Detail sheets seen from the spine: each kind's own model hangs on the entry by its primary key.

What becomes of a sheet and its rows when its entry goes up in another one is told by the sheet's own model, as data:
`REVISED_TEXTS` names the texts that have versions; `COPIED_ROWS` the rows that the new sheet gets too, with the field
that holds their text and the condition; `MOVING_ROWS` those that go along, with the field that keeps at which other
sheet they were made.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce

from dialogwerk.entries.models import Entry, Link, Relation

# By these relations the target takes the source's place; the parts of a split entry do not.
REPLACING = (Relation.MERGED_INTO, Relation.REWORDED_FROM, Relation.DUPLICATE_OF)


def sheet_of(entry: Entry) -> Any:
    """Return the detail sheet of `entry` (an idea, a contribution …), None for a kind that has none. A query a kind."""
    for model, name in _sheets():
        found = model._default_manager.filter(pk=entry.pk).first()
        if found is not None:
            setattr(entry, name, found)
            return found
    return None


def make_sheet(*, entry: Entry, sources: Sequence[Entry], texts: Mapping[str, str] | None = None) -> Any:
    """Give `entry`, which follows `sources`, a detail sheet of their kind.

    Its versioned texts are those of the sources one below the other, unless `texts` names others; all other fields
    come from the first source. For rows that hang on the sheets see `copy_rows` and `move_rows`.
    """
    sheets = [sheet for sheet in map(sheet_of, sources) if sheet is not None]
    if not sheets:
        return None
    model = type(sheets[0])
    versioned = getattr(model, "REVISED_TEXTS", ())
    fields = {
        field.attname: getattr(sheets[0], field.attname)
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in versioned
    }
    for name in versioned:
        parts = dict.fromkeys(filter(None, (getattr(sheet, name).strip() for sheet in sheets)))
        fields[name] = "\n\n".join(parts)
    sheet = model(entry=entry, **fields | dict(texts or {}))
    sheet.full_clean()
    sheet.save(force_insert=True)
    return sheet


def copy_rows(*, sources: Sequence[Entry], entry: Entry) -> None:
    """Give the sheet of `entry` the open rows of its sources' sheets (what an idea still needs), each text once."""
    for model, _name in _sheets():
        for accessor, (text, condition) in getattr(model, "COPIED_ROWS", {}).items():
            relation: Any = model._meta.get_field(accessor)
            rows, owner = relation.related_model._default_manager, relation.field.name
            of_sources = rows.filter(**{f"{owner}__in": [source.pk for source in sources]}, **condition)
            texts = dict.fromkeys(of_sources.order_by("position", "pk").values_list(text, flat=True))
            rows.bulk_create(
                rows.model(**{f"{owner}_id": entry.pk, "position": place, text: value})
                for place, value in enumerate(texts)
            )


def move_rows(entries: Iterable[Entry]) -> None:
    """Let the rows that stand at `entries` and go along with them (offers) stand where they belong now.

    That is the entry which took the place of the one they were made at, so that an undone merge brings them back.
    """
    numbers = [entry.pk for entry in entries]
    for model, _name in _sheets():
        for accessor, origin in getattr(model, "MOVING_ROWS", {}).items():
            relation: Any = model._meta.get_field(accessor)
            owner, rows = relation.field.name, relation.related_model._default_manager
            standing = rows.filter(**{f"{owner}__in": numbers}).annotate(
                made_at=Coalesce(f"{origin}_id", f"{owner}_id")
            )
            for made_at in set(standing.order_by().values_list("made_at", flat=True)):
                now_at = _successor(made_at)
                moved_from = made_at if made_at != now_at else None
                standing.filter(made_at=made_at).update(**{owner: now_at, origin: moved_from})


def _successor(number: int) -> int:
    """Return the entry that by now stands in place of the one with this number. A query a step."""
    links = Link.objects.filter(relation__in=REPLACING, undone_at=None)
    while (following := links.filter(source=number).values_list("target", flat=True).first()) is not None:
        number = following
    return number


def _sheets() -> list[tuple[type[models.Model], str]]:
    return [
        (relation.related_model, str(relation.get_accessor_name()))
        for relation in Entry._meta.related_objects
        if relation.one_to_one and relation.field.primary_key and relation.related_model._meta.app_label != "entries"
    ]
