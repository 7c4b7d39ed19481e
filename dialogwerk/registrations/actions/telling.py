"""Mails about a registration. None goes out twice: the row of `SentMail` is written in the mail's transaction."""

from typing import Any

from dialogwerk.core.mail import Attachment, send_mail
from dialogwerk.entries.addresses import page_of
from dialogwerk.registrations.calendar import invitation_of, method_of
from dialogwerk.registrations.links import personal_path
from dialogwerk.registrations.models import Registration, SentMail


def tell(registration: Registration, kind: str, *, once: str = "", **context: Any) -> bool:
    """Mail `registrations/mail/<kind>.txt` with a calendar entry; say whether it went out.

    `once` names what it is about where the same may be tried again; without it the mail tells of a change that is
    being made under the lock of the form, and the calendar's sequence grows. Call it inside that transaction; the
    registration's form, event, entry and process must be loaded. Who came without an address is told nothing.
    """
    if not registration.email:
        return False
    if not once:
        registration.sequence += 1
        registration.save(update_fields=["sequence"])
    key = once or f"{kind}:{registration.sequence}"
    if not SentMail.objects.get_or_create(registration=registration, key=key)[1]:
        return False
    form = registration.form
    event = form.event
    send_mail(
        f"registrations/mail/{kind}.txt",
        to=registration.email,
        language=registration.language,
        reply_to=form.contact_email,
        attachments=[_calendar(registration)],
        registration=registration,
        form=form,
        event=event,
        entry=event.entry,
        process=event.entry.process,
        own_path=personal_path(registration),
        event_path=page_of(event.entry),
        **context,
    )
    return True


def _calendar(registration: Registration) -> Attachment:
    content = invitation_of(registration).decode()
    return Attachment("termin.ics", content, "calendar", {"method": method_of(registration)})
