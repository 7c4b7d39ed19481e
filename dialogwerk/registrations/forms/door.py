"""What may come in from the door: a plain form, or what devices send."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy

from dialogwerk.accounts.models import StakeholderGroup
from dialogwerk.registrations.actions.door import Operation

AT_ONCE = 500
KINDS = ("arrival", "walk_in", "undo")


class WalkInForm(forms.Form):
    """Somebody stands at the door who is not on the list."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Bitte tragen Sie den Namen ein.")},
    )
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=160, required=False)
    group = forms.ChoiceField(
        label=gettext_lazy("Gruppe"),
        required=False,
        choices=[("", gettext_lazy("keine Angabe")), *StakeholderGroup.choices],
    )


def read_operations(content: Any) -> list[Operation]:
    """Return what a device sent, as far as it can be understood. Raises `ValueError` for anything else than a list."""
    if not isinstance(content, list) or len(content) > AT_ONCE:
        raise ValueError("a list of operations was expected")
    return [operation for given in content if (operation := _read(given)) is not None]


def _read(given: Any) -> Operation | None:
    if not isinstance(given, dict) or given.get("kind") not in KINDS:
        return None
    try:
        undone = given.get("undone", [])
        return Operation(
            id=uuid.UUID(str(given["id"])),
            kind=given["kind"],
            registration=uuid.UUID(str(given["registration"])),
            at=_moment(given.get("at")),
            undone=[uuid.UUID(str(number)) for number in undone] if isinstance(undone, list) else [],
            name=str(given.get("name", "")),
            organisation=str(given.get("organisation", "")),
            group=group if (group := given.get("group", "")) in StakeholderGroup.values else "",
        )
    except (KeyError, ValueError):
        return None


def _moment(text: Any) -> datetime.datetime:
    """Return the time of the device, or now where it makes no sense."""
    moment = parse_datetime(text) if isinstance(text, str) else None
    if moment is None or timezone.is_naive(moment):
        return timezone.now()
    return moment
