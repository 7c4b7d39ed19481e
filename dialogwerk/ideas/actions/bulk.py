"""One act on many entries at once. Each is done on its own: what one refuses does not stop the rest."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.core.errors import DialogwerkError
from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.actions import change_state
from dialogwerk.entries.actions.maturity import set_stage
from dialogwerk.entries.models import Entry, State
from dialogwerk.ideas.actions.editing import add_topic, assign_region, withdraw_entry


@dataclass(frozen=True)
class BulkAct:
    """An act, the permission it takes for each entry, and the answers it asks for (names of form fields)."""

    label: Any
    permission: Permission
    run: Callable[[Any, Entry, Mapping[str, Any]], Any]
    asks: tuple[str, ...] = ()


BULK_ACTS: dict[str, BulkAct] = {
    "publish": BulkAct(
        gettext_lazy("veröffentlichen"),
        Permission.PUBLISH_ENTRY,
        lambda actor, entry, data: change_state(actor=actor, entry=entry, state=State.PUBLISHED),
    ),
    "draft": BulkAct(
        gettext_lazy("zurück in den Entwurf legen"),
        Permission.PUBLISH_ENTRY,
        lambda actor, entry, data: change_state(actor=actor, entry=entry, state=State.DRAFT, note=data["reason"]),
        asks=("reason",),
    ),
    "withdraw": BulkAct(
        gettext_lazy("zurückziehen"),
        Permission.WITHDRAW_ENTRY,
        lambda actor, entry, data: withdraw_entry(actor=actor, entry=entry, reason=data["reason"]),
        asks=("reason",),
    ),
    "stage": BulkAct(
        gettext_lazy("Reifegrad setzen"),
        Permission.SET_STAGE,
        lambda actor, entry, data: set_stage(actor=actor, entry=entry, stage=data["stage"], reason=data["reason"]),
        asks=("stage", "reason"),
    ),
    "topic": BulkAct(
        gettext_lazy("Themenfeld hinzufügen"),
        Permission.EDIT_ENTRY,
        lambda actor, entry, data: add_topic(actor=actor, entry=entry, topic=data["topic"]),
        asks=("topic",),
    ),
    "region": BulkAct(
        gettext_lazy("Region zuordnen"),
        Permission.EDIT_ENTRY,
        lambda actor, entry, data: assign_region(actor=actor, entry=entry, region=data["region"]),
        asks=("region",),
    ),
}


@dataclass(frozen=True)
class BulkResult:
    """Which entries were changed, and which not and why."""

    done: tuple[Entry, ...]
    refused: tuple[tuple[Entry, str], ...]


def change_many(*, actor: Any, entries: Iterable[Entry], act: str, data: Mapping[str, Any]) -> BulkResult:
    """Do one of `BULK_ACTS` to each entry. Each success is audited by the act itself."""
    bulk = BULK_ACTS[act]
    done: list[Entry] = []
    refused: list[tuple[Entry, str]] = []
    for entry in entries:
        if not may(actor, bulk.permission, entry):
            refused.append((entry, _("Dafür fehlt Ihnen das Recht.")))
            continue
        try:
            with transaction.atomic():
                bulk.run(actor, entry, data)
        except DialogwerkError as error:
            refused.append((entry, str(error.message or error.headline)))
        else:
            done.append(entry)
    return BulkResult(tuple(done), tuple(refused))
