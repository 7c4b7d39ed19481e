"""Versions of an entry, each with what changed since the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from dialogwerk.core.text import render_differences
from dialogwerk.entries.models import Entry, Revision

ENTRY_TEXTS = ("title", "summary", "body")


@dataclass(frozen=True)
class FieldChange:
    """One text that changed."""

    label: str
    html: SafeString


@dataclass(frozen=True)
class Comparison:
    """A version and how it differs from the one before; the first one has no changes."""

    revision: Revision
    changes: tuple[FieldChange, ...]
    is_first: bool


def field_names(entry: Entry, sheet: Any = None) -> dict[str, str]:
    """Return the words for the versioned texts of an entry and its detail sheet."""
    names = {field.name: str(field.verbose_name) for field in entry._meta.fields if field.name in ENTRY_TEXTS}
    for name in getattr(sheet, "REVISED_TEXTS", ()):
        names[name] = str(sheet._meta.get_field(name).verbose_name)
    return names


def compare(revisions: Sequence[Revision], names: dict[str, str]) -> list[Comparison]:
    """Return the versions, newest first, each compared with the one before it."""
    ordered = sorted(revisions, key=lambda revision: revision.version)
    compared = []
    for before, revision in zip([None, *ordered], ordered, strict=False):
        old = before.texts if before else {}
        changes = [
            FieldChange(names.get(name, name), render_differences(old.get(name, ""), text))
            for name, text in revision.texts.items()
            if before is not None and text != old.get(name, "")
        ]
        compared.append(Comparison(revision, tuple(changes), before is None))
    return compared[::-1]
