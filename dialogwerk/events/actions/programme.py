"""The programme of an event, point by point."""

from typing import Any

from django.db import transaction

from dialogwerk.core.removal import remove_rows
from dialogwerk.events.actions.parts import record, save_part
from dialogwerk.events.models import Event, ProgrammeItem


@transaction.atomic
def add_programme_item(*, actor: Any, event: Event, **fields: Any) -> ProgrammeItem:
    """Add a point (`starts_at`, `ends_at`, `kind`, `title`, `speaker`). Raises `ValidationError`."""
    item = ProgrammeItem(event=event, **fields)
    item.full_clean()
    item.save()
    record(actor, "add_programme_item", event, item=item.pk)
    return item


@transaction.atomic
def change_programme_item(*, actor: Any, item: ProgrammeItem, expected_version: int, **fields: Any) -> None:
    """Change a point. Raises `Conflict` when somebody saved since `expected_version`."""
    save_part(item, expected_version, fields)
    record(actor, "change_programme_item", item.event, item=item.pk)


@transaction.atomic
def remove_programme_item(*, actor: Any, item: ProgrammeItem) -> str:
    """Take a point out of the programme; return what `bring_part_back` needs."""
    record(actor, "remove_programme_item", item.event, item=item.pk, title=item.title)
    return remove_rows([item])
