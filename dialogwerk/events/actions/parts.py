"""Parts of an event: saving one that two people may be editing, bringing a removed one back."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core import audit
from dialogwerk.core.errors import Conflict
from dialogwerk.core.removal import bring_rows_back
from dialogwerk.entries.models import Entry
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


def record(actor: Any, act: str, event: Event, **detail: Any) -> None:
    """Write down an act on a part; its documentation says that the event changed today."""
    Entry.objects.filter(pk=event.pk).update(changed_at=timezone.now())
    audit.record(actor=actor, act=act, target=event.entry, process_slug=event.entry.process.slug, **detail)


@transaction.atomic
def bring_part_back(*, actor: Any, event: Event, kept: str) -> ProgrammeItem | Table:
    """Put back a point of the programme or a table with all that hung on it. Raises `NotPossibleNow`."""
    part = next(row for row in bring_rows_back(kept) if isinstance(row, ProgrammeItem | Table))
    record(actor, "bring_part_back", event, part=str(part))
    return part
