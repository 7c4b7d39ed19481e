"""What everybody sees: the list, the page of one event, the calendars."""

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.core.text import slug_of
from dialogwerk.entries.addresses import page_of, short_address
from dialogwerk.events import queries
from dialogwerk.events.calendar import calendar_of
from dialogwerk.events.documentation import (
    FORMATS,
    bar_chart,
    document_file,
    documentation_of,
    made_files,
    must_be_ordered,
)
from dialogwerk.events.documentation.jobs import order_file
from dialogwerk.events.forms import EventFilters
from dialogwerk.events.models import Event, EventSeries
from dialogwerk.places.models import Region
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process

PER_PAGE = 20


def event_list(request: HttpRequest, process: str) -> HttpResponse:
    """List coming and past events; region, kind, series and year narrow the list down."""
    its_process = process_for(request, process)
    filters = EventFilters(request.GET, choices=queries.choices_of(its_process, request.user))
    found = filters.narrow(queries.events_of(its_process, request.user))
    page = Paginator(queries.past(found), PER_PAGE).get_page(request.GET.get("page"))
    coming = list(queries.coming(found)) if page.number == 1 else []
    for event in (*coming, *page):
        event.entry.process = its_process
    context = {
        "process": its_process,
        "section": "events",
        "filters": filters,
        "is_filtered": bool(filters.chosen),
        "coming": coming,
        "page": page,
        "calendar": _subscription(its_process, filters.calendar_query()),
    }
    return render(request, "events/event_list.html", context)


def event(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show one event: before, what to expect; after, what came of it."""
    its_process = process_for(request, process)
    event = _event(its_process, number)
    if not may(request.user, Permission.READ_ENTRY, event.entry):
        return redirect(short_address(event.entry))
    if slug != (event.entry.slug or "-"):
        return redirect(page_of(event.entry), permanent=True)
    before, after = queries.neighbours(event, request.user)
    documentation = documentation_of(event, request.user)
    rows = documentation.attendance.rows
    context = {
        "process": its_process,
        "section": "events",
        "event": event,
        "entry": event.entry,
        "documentation": documentation,
        "chart": bar_chart(rows, title=_("Wer dabei war")) if rows else "",
        "files": made_files(documentation) if documentation.is_over else [],
        "before": before,
        "after": after,
    }
    return render(request, "events/event.html", context)


def documentation(request: HttpRequest, process: str, number: int, slug: str, ending: str) -> HttpResponse:
    """Return what everybody may read of an event as a file. Nothing before its end.

    The file is there, or made now; a large one is ordered, and a page says so until the worker has made it.
    """
    its_process = process_for(request, process)
    event = _event(its_process, number)
    if not may(request.user, Permission.READ_ENTRY, event.entry):
        return redirect(short_address(event.entry))
    if not event.is_over or event.is_cancelled or ending not in FORMATS:
        raise Http404
    if slug != (event.entry.slug or "-"):
        return redirect("events:documentation", process, number, event.entry.slug or "-", ending, permanent=True)
    told = documentation_of(event, AnonymousUser())
    if must_be_ordered(told, ending) and order_file(told, ending) and must_be_ordered(told, ending):
        context = {"process": its_process, "section": "events", "event": event, "entry": event.entry}
        response = render(request, "events/being_made.html", context, status=202)
        add_never_cache_headers(response)
        return response
    response = HttpResponse(document_file(told, ending), content_type=FORMATS[ending].content_type)
    name = f"{slug_of(_('Dokumentation'))}-{event.entry.slug or event.pk}"
    response["Content-Disposition"] = f'inline; filename="{name[:90]}.{ending}"'
    return response


def event_calendar(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Return one event as a calendar file."""
    its_process = process_for(request, process)
    event = _event(its_process, number)
    if not may(request.user, Permission.READ_ENTRY, event.entry):
        raise Http404
    return _calendar_file(calendar_of([event], title=event.entry.title), event.entry.slug or "termin")


def feed(request: HttpRequest, process: str) -> HttpResponse:
    """Return the events of a process, of one region or one series as a calendar to subscribe to."""
    its_process = process_for(request, process)
    events = queries.events_of(its_process, request.user).filter(entry__in=its_process.entries.public().values("pk"))
    parts = [its_process.title]
    if slug := request.GET.get("region"):
        region = get_object_or_404(Region, slug=slug, region_set=its_process.region_set_id)
        events = events.filter(entry__region=region)
        parts.append(region.name)
    if slug := request.GET.get("reihe"):
        series = get_object_or_404(EventSeries, slug=slug, process=its_process)
        events = events.filter(series=series)
        parts.append(series.title)
    found = list(events.select_related("organiser", "entry__region", "entry__process").order_by("starts_at"))
    source = settings.BASE_URL + request.get_full_path()
    title = _("Termine: %(what)s") % {"what": ", ".join(parts)}
    response = _calendar_file(calendar_of(found, title=title, source=source), slug_of(" ".join(parts)))
    response["Cache-Control"] = "private, max-age=900"
    return response


def _calendar_file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{name[:80]}.ics"'
    return response


def _subscription(process: Process, query: str) -> dict[str, str]:
    """Return the addresses of the feed: for the calendar program, to copy, to load."""
    path = reverse("events:feed", kwargs={"process": process.slug}) + query
    address = settings.BASE_URL + path
    return {"path": path, "address": address, "webcal": "webcal:" + address.partition(":")[2]}


def _event(process: Process, number: int) -> Event:
    event = queries.one_event(process, number)
    if event is None:
        raise Http404
    event.entry.process = process
    return event
