"""The calendar entry of one registration: request, update, cancellation (iTIP, RFC 5546)."""

from email.utils import parseaddr

import icalendar
from django.conf import settings
from django.utils import timezone

from dialogwerk.events.calendar import component_of
from dialogwerk.registrations.links import personal_path
from dialogwerk.registrations.models import Registration, RegistrationForm, Status


def method_of(registration: Registration) -> str:
    """Return whether her calendar should keep the date or strike it out."""
    return "CANCEL" if not registration.is_alive or registration.form.event.is_cancelled else "REQUEST"


def invitation_of(registration: Registration) -> bytes:
    """Return the calendar file for one person; form, event, entry and process must be loaded.

    The UID is the registration's own and never changes; `SEQUENCE` grows with each mail.
    """
    form = registration.form
    method = method_of(registration)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Dialogwerk//Anmeldung//DE")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    component = component_of(form.event, link=settings.BASE_URL + personal_path(registration))
    component["uid"] = icalendar.vText(str(registration.pk))
    component["sequence"] = registration.sequence
    component["dtstamp"] = icalendar.vDatetime(timezone.now())
    component["status"] = icalendar.vText(_status(registration, method))
    component["organizer"] = _organiser(form)
    component.add("attendee", _attendee(registration))
    calendar.add_component(component)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _status(registration: Registration, method: str) -> str:
    if method == "CANCEL":
        return "CANCELLED"
    return "CONFIRMED" if registration.status == Status.CONFIRMED else "TENTATIVE"


def _organiser(form: RegistrationForm) -> icalendar.vCalAddress:
    address = form.contact_email or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    organiser = icalendar.vCalAddress(f"mailto:{address}")
    organiser.params["cn"] = icalendar.vText(str(form.event.organiser or form.event.entry.process.owner))
    return organiser


def _attendee(registration: Registration) -> icalendar.vCalAddress:
    attendee = icalendar.vCalAddress(f"mailto:{registration.email}")
    attendee.params["cn"] = icalendar.vText(registration.name)
    attendee.params["role"] = icalendar.vText("REQ-PARTICIPANT")
    is_sure = registration.status == Status.CONFIRMED
    attendee.params["partstat"] = icalendar.vText("ACCEPTED" if is_sure else "TENTATIVE")
    attendee.params["rsvp"] = icalendar.vText("FALSE")
    return attendee
