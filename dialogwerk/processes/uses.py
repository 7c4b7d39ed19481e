"""What in the whole house rests on a part of a dialogue. Asked of the models, so that this room need know no other."""

from typing import Any

from django.db import models
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from dialogwerk.processes.models import Process, ProcessRegion, Vocabulary

OWN_ROOM = "processes"


def uses_of(row: models.Model) -> list[tuple[str, int]]:
    """Return what rests on `row`: the plural name of each kind of thing and how many. One query a kind."""
    if isinstance(row, ProcessRegion):
        return _counts(row.region, own_room=True, process=row.process)
    if isinstance(row, Vocabulary):
        found: dict[str, int] = {}
        for topic in row.topics.all():
            for name, count in uses_of(topic):
                found[name] = found.get(name, 0) + count
        return list(found.items())
    return _counts(row)


def reason_to_keep(row: models.Model) -> str:
    """Return in words why `row` cannot be removed; empty if it can."""
    uses = uses_of(row)
    if not uses:
        return ""
    named = get_text_list([f"{count} {name}" for name, count in uses], _("und"))
    return _("„%(row)s“ wird noch gebraucht: %(uses)s.") % {"row": row, "uses": named}


def _counts(row: models.Model, *, own_room: bool = False, process: Process | None = None) -> list[tuple[str, int]]:
    found = []
    for relation in row._meta.related_objects:
        model: Any = relation.related_model
        if model is ProcessRegion or (model._meta.app_label == OWN_ROOM and not own_room):
            continue
        condition: dict[str, Any] = {relation.field.name: row}
        if process is not None:
            if not any(field.name == "process" for field in model._meta.fields):
                continue
            condition["process"] = process
        count = model._base_manager.filter(**condition).count()
        if count:
            found.append((str(model._meta.verbose_name_plural), count))
    return found
