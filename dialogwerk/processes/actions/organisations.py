"""Organisations: making them, telling more about them, merging those that stand there twice, and back."""

import json
from collections.abc import Sequence
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from dialogwerk.accounts.models import Organisation
from dialogwerk.core import audit
from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.removal import bring_rows_back, remove_rows
from dialogwerk.processes.models import Process
from dialogwerk.processes.organisations import relations

DETAILS = ("stakeholder_group", "city", "size_class", "industry", "website", "has_works_council",
           "has_collective_agreement")  # fmt: skip


@transaction.atomic
def create_organisation(*, actor: Any, process: Process, **fields: Any) -> Organisation:
    """Add an organisation. Raises `ValidationError` for a name that is there already."""
    organisation = Organisation(**fields)
    organisation.full_clean()
    organisation.save()
    audit.record(actor=actor, act="create_organisation", target=organisation, process_slug=process.slug)
    return organisation


@transaction.atomic
def merge_organisations(*, actor: Any, process: Process, kept: Organisation, others: Sequence[Organisation]) -> str:
    """Let everything that names one of `others` name `kept`, which also takes over what it lacks; `others` go.

    Returns what `part_organisations` needs. Raises `NotPossibleNow` where two of them run dialogues.
    """
    before = {name: getattr(kept, name) for name in DETAILS}
    moved: list[list[Any]] = []
    for other in others:
        for name in DETAILS:
            if getattr(kept, name) in ("", None):
                setattr(kept, name, getattr(other, name))
        for relation in relations():
            moved += _move(relation, other, kept)
    kept.full_clean()
    kept.save()
    rows = remove_rows(list(others))
    numbers = [row.pk for row in others]
    audit.record(actor=actor, act="merge_organisations", target=kept, process_slug=process.slug, merged=len(numbers))
    return json.dumps({"kept": kept.pk, "before": before, "moved": moved, "rows": rows})


@transaction.atomic
def part_organisations(*, actor: Any, process: Process, told: str) -> Organisation:
    """Undo a merge: the others come back, and what named them names them again. Raises `NotPossibleNow`."""
    act = json.loads(told)
    kept = Organisation.objects.select_for_update().filter(pk=act["kept"]).first()
    if kept is None:
        raise NotPossibleNow(_("Die Organisation, in der die anderen aufgingen, gibt es nicht mehr."))
    bring_rows_back(act["rows"])
    by_label = {(relation.related_model._meta.label, relation.field.attname): relation for relation in relations()}
    for label, column, numbers, former in act["moved"]:
        rows = by_label[label, column].related_model._base_manager.filter(pk__in=numbers, **{column: kept.pk})
        rows.update(**{column: former})
    for name, value in act["before"].items():
        setattr(kept, name, value)
    kept.save()
    audit.record(actor=actor, act="part_organisations", target=kept, process_slug=process.slug)
    return kept


def _move(relation: Any, other: Organisation, kept: Organisation) -> list[list[Any]]:
    """Let the rows of one relation name `kept`; those that would stand there twice stay and go with `other`."""
    model, column = relation.related_model, relation.field.attname
    rows = model._base_manager.filter(**{column: other.pk})
    if relation.one_to_one and rows.exists() and model._base_manager.filter(**{column: kept.pk}).exists():
        raise NotPossibleNow(
            _("„%(one)s“ und „%(other)s“ sind beide Träger von Dialogen.") % {"one": kept, "other": other},
            what_to_do=_("Geben Sie zuerst den Dialogen der einen den anderen Träger."),
        )
    if model._meta.auto_created:
        twin = next(
            field for field in model._meta.fields if isinstance(field, models.ForeignKey) and field.attname != column
        )
        there = model._base_manager.filter(**{column: kept.pk}).values(twin.attname)
        rows = rows.exclude(**{f"{twin.attname}__in": there})
    numbers = list(rows.values_list("pk", flat=True))
    model._base_manager.filter(pk__in=numbers).update(**{column: kept.pk})
    return [[model._meta.label, column, numbers, other.pk]] if numbers else []
