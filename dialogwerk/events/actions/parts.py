"""Parts of an event: saving one that two people may be editing, bringing a removed one back."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import Conflict
from dialogwerk.core.removal import bring_rows_back
from dialogwerk.events.models import Event, ProgrammeItem, Table


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


@transaction.atomic
def bring_part_back(*, actor: Any, event: Event, kept: str) -> ProgrammeItem | Table:
    """Put back a point of the programme or a table with all that hung on it. Raises `NotPossibleNow`."""
    part = next(row for row in bring_rows_back(kept) if isinstance(row, ProgrammeItem | Table))
    process_slug = event.entry.process.slug
    audit.record(actor=actor, act="bring_part_back", target=event.entry, process_slug=process_slug, part=str(part))
    return part
