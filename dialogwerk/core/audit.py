"""Writing the audit record of an act."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from dialogwerk.core.models import AuditRecord
from dialogwerk.core.prepared import insert_new


def record(*, actor: Any, act: str, target: models.Model, process_slug: str = "", **detail: Any) -> AuditRecord:
    """Write one record. Call it inside the transaction of the act.

    `actor` is a person or None (the system); `detail` must be plain JSON and hold no personal data.
    """
    made = _record(actor, act, target, process_slug, detail)
    insert_new(made)
    return made


def record_many(
    *, actor: Any, act: str, targets: Iterable[tuple[models.Model, Mapping[str, Any]]], process_slug: str = ""
) -> None:
    """Write a record for each of many things that were done alike, each with its detail. One query."""
    AuditRecord.objects.bulk_create(_record(actor, act, target, process_slug, detail) for target, detail in targets)


def _record(actor: Any, act: str, target: models.Model, process_slug: str, detail: Mapping[str, Any]) -> AuditRecord:
    return AuditRecord(
        actor_number=getattr(actor, "pk", None),
        act=act,
        target_kind=target._meta.label_lower,
        target_number=target.pk if isinstance(target.pk, int) else None,
        process_slug=process_slug,
        detail=dict(detail),
    )
