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


def _take_topic(actor: Any, entry: Entry, data: Data) -> int | None:
    topic = data["topic"]
    if not entry.topics.filter(pk=topic.pk).exists():
        return None
    remove_topic(actor=actor, entry=entry, topic=topic)
    number: int = topic.pk
    return number


def _give_topic_back(actor: Any, entry: Entry, topic: int) -> None:
    add_topic(actor=actor, entry=entry, topic=Topic.objects.get(pk=topic))


def _replace_topics(actor: Any, entry: Entry, data: Data) -> list[list[int]] | None:
    """Leave one topic of its vocabulary, whatever there was before; other vocabularies stay."""
    topic = data["topic"]
    before = list(entry.topics.filter(vocabulary=topic.vocabulary_id).order_by("pk").values_list("pk", flat=True))
    if before == [topic.pk]:
        return None
    _set_topics(actor, entry, before, [topic.pk])
    return [before, [topic.pk]]


def _restore_topics(actor: Any, entry: Entry, memory: list[list[int]]) -> None:
    before, after = memory
    _set_topics(actor, entry, after, before)


def _set_topics(actor: Any, entry: Entry, former: list[int], new: list[int]) -> None:
    topics = Topic.objects.in_bulk({*former, *new})
    for number in former:
        if number not in new:
            remove_topic(actor=actor, entry=entry, topic=topics[number])
    for number in new:
        if number not in former:
            add_topic(actor=actor, entry=entry, topic=topics[number])


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


TOPIC_ACTS: dict[str, BulkAct] = {
    "topic": BulkAct(
        gettext_lazy("Themenfeld hinzufügen"), Permission.EDIT_ENTRY, _add_topic, _remove_topic, asks=("topic",)
    ),
    "replace_topic": BulkAct(
        gettext_lazy("Themenfelder derselben Gliederung durch eines ersetzen"),
        Permission.EDIT_ENTRY,
        _replace_topics,
        _restore_topics,
        asks=("topic",),
    ),
    "remove_topic": BulkAct(
        gettext_lazy("Themenfeld entfernen"), Permission.EDIT_ENTRY, _take_topic, _give_topic_back, asks=("topic",)
    ),
}
SORTING_ACTS: dict[str, BulkAct] = {
    **TOPIC_ACTS,
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
