"""Writing the audit record of an act."""

from typing import Any

from django.db import models

from dialogwerk.core.models import AuditRecord


def record(*, actor: Any, act: str, target: models.Model, process_slug: str = "", **detail: Any) -> AuditRecord:
    """Write one record. Call it inside the transaction of the act.

    `actor` is a person or None (the system); `detail` must be plain JSON and hold no personal data.
    """
    return AuditRecord.objects.create(
        actor_number=getattr(actor, "pk", None),
        act=act,
        target_kind=target._meta.label_lower,
        target_number=target.pk if isinstance(target.pk, int) else None,
        process_slug=process_slug,
        detail=detail,
    )
