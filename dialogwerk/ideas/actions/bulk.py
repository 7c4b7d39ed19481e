"""What can be done to many ideas or contributions at once."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.actions.bulk import STATE_ACTS, BulkAct, Data
from dialogwerk.entries.actions.maturity import set_stage, take_stage_back
from dialogwerk.entries.models import Entry
from dialogwerk.ideas.actions.editing import add_topic, assign_region, remove_topic
from dialogwerk.places.models import Region
from dialogwerk.processes.models import Topic


def _set_stage(actor: Any, entry: Entry, data: Data) -> list[int]:
    before = int(entry.stage)
    return [set_stage(actor=actor, entry=entry, stage=data["stage"], reason=data["reason"]).pk, before]


def _take_stage_back(actor: Any, entry: Entry, memory: list[int]) -> None:
    take_stage_back(actor=actor, entry=entry, step=memory[0], before=memory[1])


def _add_topic(actor: Any, entry: Entry, data: Data) -> int | None:
    topic = data["topic"]
    if entry.topics.filter(pk=topic.pk).exists():
        return None
    add_topic(actor=actor, entry=entry, topic=topic)
    number: int = topic.pk
    return number


def _remove_topic(actor: Any, entry: Entry, topic: int) -> None:
    remove_topic(actor=actor, entry=entry, topic=Topic.objects.get(pk=topic))


def _assign_region(actor: Any, entry: Entry, data: Data) -> list[int | None]:
    before = entry.region_id
    assign_region(actor=actor, entry=entry, region=data["region"])
    return [before, data["region"].pk]


def _give_region_back(actor: Any, entry: Entry, memory: list[int | None]) -> None:
    before, after = memory
    if entry.region_id != after:
        raise NotPossibleNow(_("Inzwischen ist etwas anderes geschehen: Es bleibt, wie es ist."))
    region = Region.objects.get(pk=before) if before is not None else None
    assign_region(actor=actor, entry=entry, region=region)


SORTING_ACTS: dict[str, BulkAct] = {
    "topic": BulkAct(
        gettext_lazy("Themenfeld hinzufügen"), Permission.EDIT_ENTRY, _add_topic, _remove_topic, asks=("topic",)
    ),
    "region": BulkAct(
        gettext_lazy("Region zuordnen"), Permission.EDIT_ENTRY, _assign_region, _give_region_back, asks=("region",)
    ),
}
CONTRIBUTION_ACTS: dict[str, BulkAct] = STATE_ACTS | SORTING_ACTS
IDEA_ACTS: dict[str, BulkAct] = {
    **STATE_ACTS,
    "stage": BulkAct(
        gettext_lazy("Reifegrad setzen"), Permission.SET_STAGE, _set_stage, _take_stage_back, asks=("stage", "reason")
    ),
    **SORTING_ACTS,
}
