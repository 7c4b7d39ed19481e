"""The door: what devices send is applied once, however often and in whatever order it arrives."""

import datetime
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from dialogwerk.registrations.actions.seats import free_code, lock_form, record_for_all
from dialogwerk.registrations.models import CheckIn, Registration, RegistrationForm, Source, Status


@dataclass(frozen=True)
class Operation:
    """What somebody at the door did on her device: `kind` is arrival, walk_in or undo.

    `id` is made by the device and is the number of the check-in. `registration` is whom it is about; of a walk-in the
    device makes it too. `undone` are the check-ins an undo takes back.
    """

    id: uuid.UUID
    kind: str
    registration: uuid.UUID
    at: datetime.datetime
    undone: Sequence[uuid.UUID] = ()
    name: str = ""
    organisation: str = ""
    group: str = ""


@transaction.atomic
def apply_operations(
    *, actor: Any, form: RegistrationForm, operations: Sequence[Operation], device: str = ""
) -> tuple[list[uuid.UUID], list[uuid.UUID]]:
    """Apply what a device sent; return what is done (also what had been before) and what cannot be.

    Refused is only what is about nobody of this event. A time in the future is taken as now.
    """
    form = lock_form(form.pk)
    done: list[uuid.UUID] = []
    refused: list[uuid.UUID] = []
    changes = 0
    for operation in operations:
        registration = _whom(form, operation)
        if registration is None:
            refused.append(operation.id)
            continue
        changes += (
            _undo(registration, operation) if operation.kind == "undo" else _arrive(registration, operation, device)
        )
        done.append(operation.id)
    if changes:
        record_for_all(actor, "check_in", form, count=changes)
    return done, refused


def _whom(form: RegistrationForm, operation: Operation) -> Registration | None:
    """Return the registration; a walk-in gets one, beyond all seats: she stands at the door."""
    found = Registration.objects.filter(pk=operation.registration).first()
    if found is not None:
        return found if found.form_id == form.pk else None
    if operation.kind != "walk_in" or not operation.name.strip():
        return None
    return Registration.objects.create(
        pk=operation.registration,
        form=form,
        name=operation.name.strip()[:120],
        organisation=operation.organisation.strip()[:160],
        group=operation.group,
        status=Status.CONFIRMED,
        source=Source.DOOR,
        code=free_code(form),
        confirmed_at=timezone.now(),
    )


def _arrive(registration: Registration, operation: Operation, device: str) -> int:
    at = min(operation.at, timezone.now())
    made = {"registration": registration, "at": at, "device": device[:60]}
    return int(CheckIn.objects.get_or_create(pk=operation.id, defaults=made)[1])


def _undo(registration: Registration, operation: Operation) -> int:
    """Take check-ins back; of one that has not arrived yet a marked row is left, so that it will not count."""
    changed = 0
    for number in operation.undone:
        made = {"registration": registration, "at": min(operation.at, timezone.now()), "undone_at": timezone.now()}
        check_in, is_new = CheckIn.objects.get_or_create(pk=number, defaults=made)
        if not is_new and check_in.registration_id == registration.pk and check_in.undone_at is None:
            check_in.undone_at = timezone.now()
            check_in.save(update_fields=["undone_at"])
        changed += 1
    return changed
