"""What tests of this room do again and again."""

import datetime
from email.message import Message
from typing import Any

import icalendar
from django.core import mail
from django.utils import timezone

from dialogwerk.core.models import AuditRecord
from dialogwerk.events.models import Event
from dialogwerk.registrations import actions
from dialogwerk.registrations.models import Registration, RegistrationForm


def sign_up(form: RegistrationForm, name: str, **fields: Any) -> Registration:
    """Register somebody."""
    fields = {"email": f"{name.lower()}@example.org", "answers": {}, **fields}
    return actions.register(actor=None, form=form, name=name, **fields)


def standing(form: RegistrationForm) -> dict[str, str]:
    """Return who stands where."""
    return {one.name: one.status for one in form.registrations.order_by("made_at")}


def subjects_to(name: str) -> list[str]:
    """Return what somebody was told, oldest first."""
    return [message.subject for message in mail.outbox if message.to == [f"{name.lower()}@example.org"]]


def calendar_in(message: Any) -> icalendar.Calendar:
    """Return the calendar entry that came with a mail."""
    (part,) = message.attachments
    assert isinstance(part, Message)
    return icalendar.Calendar.from_ical(part.get_payload(decode=True))


def acts() -> list[str]:
    """Return the acts on record, oldest first."""
    return list(AuditRecord.objects.order_by("pk").values_list("act", flat=True))


def move_event(event: Event, **ahead: float) -> None:
    """Let the event begin so long from now."""
    starts_at = timezone.now() + datetime.timedelta(**ahead)
    event.starts_at, event.ends_at = starts_at, starts_at + datetime.timedelta(hours=4)
    event.save()
