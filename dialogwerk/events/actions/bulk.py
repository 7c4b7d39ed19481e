"""What can be done to many events at once."""

from typing import Any

from django.utils.translation import gettext_lazy

from dialogwerk.core.permissions import Permission
from dialogwerk.entries.actions.bulk import BulkAct, Data
from dialogwerk.entries.actions.writing import bring_state_back
from dialogwerk.entries.models import Entry, State
from dialogwerk.events.actions.details import publish_event, unpublish_event
from dialogwerk.events.models import Event


def _event(entry: Entry) -> Event:
    event: Event = Event.objects.get(pk=entry.pk)
    event.entry = entry
    return event


def _publish(actor: Any, entry: Entry, data: Data) -> list[str]:
    before = entry.state
    publish_event(actor=actor, event=_event(entry))
    return [before, entry.state]


def _unpublish(actor: Any, entry: Entry, data: Data) -> list[str]:
    before = entry.state
    unpublish_event(actor=actor, event=_event(entry))
    return [before, entry.state]


def _take_back(actor: Any, entry: Entry, memory: list[str]) -> None:
    bring_state_back(actor=actor, entry=entry, before=State(memory[0]), after=State(memory[1]))


EVENT_ACTS: dict[str, BulkAct] = {
    "publish": BulkAct(gettext_lazy("veröffentlichen"), Permission.PUBLISH_ENTRY, _publish, _take_back),
    "draft": BulkAct(gettext_lazy("zurück in den Entwurf legen"), Permission.PUBLISH_ENTRY, _unpublish, _take_back),
}
