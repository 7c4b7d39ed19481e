"""Detail sheets seen from the spine: each kind's own model hangs on the entry by its primary key."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models

from dialogwerk.entries.models import Entry


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
    come from the first source. Rows that hang on the sheets (needs, support) stay with the sources.
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


def _sheets() -> list[tuple[type[models.Model], str]]:
    return [
        (relation.related_model, str(relation.get_accessor_name()))
        for relation in Entry._meta.related_objects
        if relation.one_to_one and relation.field.primary_key and relation.related_model._meta.app_label != "entries"
    ]
