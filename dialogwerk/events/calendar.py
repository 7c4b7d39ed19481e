"""Events as calendar files (iCalendar, RFC 5545 and 7986)."""

import datetime
from collections.abc import Iterable

import icalendar
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogwerk.core.text import plain
from dialogwerk.entries.addresses import page_of
from dialogwerk.events.models import Event, EventStatus
from dialogwerk.processes.models import ProcessRegion


def calendar_of(events: Iterable[Event], *, title: str, source: str = "") -> bytes:
    """Return the calendar file of `events`; `source` is the address of the feed they come from. One query.

    The entry and its process must be loaded. An organiser is named only with the address of an office: the region's
    contact in this process.
    """
    events = list(events)
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Dialogwerk//Termine//DE")
    calendar.add("version", "2.0")
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    if source:
        calendar.add("source", source, parameters={"VALUE": "URI"})
        calendar.add("refresh-interval", datetime.timedelta(hours=12), parameters={"VALUE": "DURATION"})
    offices = _offices(events)
    for event in events:
        calendar.add_component(component_of(event, offices.get((event.entry.process_id, event.entry.region_id or 0))))
    if events:
        calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def component_of(event: Event, office: ProcessRegion | None = None, link: str = "") -> icalendar.Event:
    """Return an event as a part of a calendar file; `link` leads elsewhere than to its page. No query."""
    address = link or settings.BASE_URL + page_of(event.entry)
    component = icalendar.Event()
    component.add("uid", str(event.entry.uuid))
    component.add("sequence", event.sequence)
    component.add("dtstamp", event.entry.changed_at)
    component.add("last-modified", event.entry.changed_at)
    component.add("dtstart", timezone.localtime(event.starts_at))
    component.add("dtend", timezone.localtime(event.ends_at))
    component.add("summary", _title(event))
    component.add("description", _description(event, address))
    component.add("url", address)
    component.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    if event.venue:
        component.add("location", event.venue)
    if event.entry.lat is not None and event.entry.lon is not None:
        component.add("geo", (event.entry.lat, event.entry.lon))
    if office is not None:
        organiser = icalendar.vCalAddress(f"mailto:{office.contact_email}")
        organiser.params["cn"] = icalendar.vText(office.contact_office or str(event.organiser or office.region))
        component["organizer"] = organiser
    return component


def _title(event: Event) -> str:
    if event.status == EventStatus.CANCELLED:
        return _("Abgesagt: %(title)s") % {"title": event.entry.title}
    return event.entry.title


def _description(event: Event, address: str) -> str:
    lines = [event.cancelled_note] if event.is_cancelled else []
    lines += [event.subtitle, plain(event.entry.summary)]
    if event.venue_access:
        lines.append(_("Barrierefreiheit: %(text)s") % {"text": event.venue_access})
    if event.online_link:
        lines.append(_("Online: %(address)s") % {"address": event.online_link})
    lines.append(address)
    return "\n\n".join(line for line in lines if line)


def _offices(events: list[Event]) -> dict[tuple[int, int], ProcessRegion]:
    pairs = {(event.entry.process_id, event.entry.region_id) for event in events if event.entry.region_id}
    found = ProcessRegion.objects.filter(
        process__in={process for process, _region in pairs}, region__in={region for _process, region in pairs}
    ).exclude(contact_email="")
    return {(one.process_id, one.region_id): one for one in found.select_related("region")}
