"""Saving a part of an event that two people may be editing."""

from typing import Any

from django.utils.translation import gettext as _

from dialogwerk.core.errors import Conflict
from dialogwerk.events.models import ProgrammeItem, Table


def save_part(part: ProgrammeItem | Table, expected_version: int, fields: dict[str, Any]) -> None:
    """Set `fields` and save. Raises `Conflict` (its context holds the `current` part) when somebody saved meanwhile."""
    current = type(part)._default_manager.select_for_update().get(pk=part.pk)
    if current.version != expected_version:
        raise Conflict(_("Dieser Teil wurde in der Zwischenzeit geändert."), current=current)
    for name, value in fields.items():
        setattr(part, name, value)
    part.version = expected_version + 1
    part.full_clean()
    part.save()
