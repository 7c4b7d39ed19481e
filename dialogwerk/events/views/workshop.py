"""The back office of events: list, make, change, publish, cancel."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST

from dialogwerk.accounts.models import Organisation
from dialogwerk.core.conflicts import current_texts, take_version
from dialogwerk.core.errors import Conflict
from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.forms.bulk import BulkForm
from dialogwerk.entries.models import Entry, Kind
from dialogwerk.entries.views.desk import Desk, act_on_many, take_back
from dialogwerk.events import queries
from dialogwerk.events.actions import (
    cancel_event,
    change_event,
    create_event,
    publish_event,
    reinstate_event,
    unpublish_event,
)
from dialogwerk.events.actions.bulk import EVENT_ACTS
from dialogwerk.events.forms import CancelForm, EventForm, initial_of
from dialogwerk.events.forms.filters import WorkshopEventFilters
from dialogwerk.events.models import Event, EventSeries
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process

PER_PAGE = 40
EVENTS = Desk(
    acts=EVENT_ACTS,
    form=BulkForm,
    page="events:workshop",
    bulk="events:bulk",
    undo="events:undo_bulk",
    counted=ngettext_lazy("%d Termin", "%d Termine"),
)


def event_for(request: HttpRequest, slug: str, number: int) -> Event:
    """Return an event the reader may manage, with its process; refuse others."""
    process = process_for(request, slug)
    require(request.user, Permission.MANAGE_EVENTS, process)
    event = queries.one_event(process, number)
    if event is None:
        raise Http404
    event.entry.process = process
    return event


def page_context(event: Event, tab: str, **more: Any) -> dict[str, Any]:
    """Return what all pages of one event need."""
    return {
        "process": event.entry.process,
        "section": "workshop",
        "event": event,
        "entry": event.entry,
        "tab": tab,
        "conflict": None,
        **more,
    }


def events(request: HttpRequest, process: str) -> HttpResponse:
    """List all events in every state, the newest first, to be filtered, selected and acted on."""
    its_process = _workshop(request, process)
    filters = WorkshopEventFilters(request.GET, choices=queries.choices_of(its_process, request.user))
    found = filters.narrow(queries.events_of(its_process, request.user)).order_by("-starts_at", "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    for event in page:
        event.entry.process = its_process
    context = {
        "process": its_process,
        "section": "workshop",
        "page": page,
        "filters": filters,
        "is_filtered": bool(filters.chosen),
        "acts": EVENTS.choices(),
    }
    return render(request, "events/workshop/events.html", context)


@require_POST
def bulk(request: HttpRequest, process: str) -> HttpResponse:
    """Act on the ticked events."""
    its_process = _workshop(request, process)
    found = Entry.objects.visible_to(request.user).filter(process=its_process, kind=Kind.EVENT)
    return act_on_many(request, its_process, EVENTS, found.select_related("process").order_by("pk"))


@require_POST
def undo_bulk(request: HttpRequest, process: str) -> HttpResponse:
    """Take back what was just done to many events."""
    return take_back(request, _workshop(request, process), EVENTS)


def create(request: HttpRequest, process: str) -> HttpResponse:
    """Make an event as a draft."""
    its_process = _workshop(request, process)
    form = EventForm(request.POST or None, process=its_process)
    if request.method == "POST" and form.is_valid():
        event = create_event(actor=request.user, process=its_process, **form.fields_of_event())
        messages.success(request, _("Der Entwurf ist angelegt. Programm und Tische können Sie jetzt ergänzen."))
        return redirect("events:edit", process=its_process.slug, number=event.pk)
    context = {"process": its_process, "section": "workshop", "form": form, **_offers(its_process)}
    return render(request, "events/workshop/create.html", context, status=422 if form.errors else 200)


def edit(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Change what is told of an event beforehand."""
    event = event_for(request, process, number)
    form = EventForm(request.POST or None, process=event.entry.process, initial=initial_of(event))
    conflict, status = None, 200
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["expected_version"] or 0
        try:
            change_event(actor=request.user, event=event, expected_version=version, **form.fields_of_event())
        except Conflict:
            event = event_for(request, process, number)
            conflict, status = current_texts(form, initial_of(event)), 409
            take_version(form, event.entry.version)
        else:
            messages.success(request, _("Gespeichert."))
            return redirect("events:edit", process=process, number=number)
    context = page_context(event, "edit", form=form, **_offers(event.entry.process)) | {"conflict": conflict}
    return render(request, "events/workshop/edit.html", context, status=422 if form.errors else status)


def cancel(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Ask for the reason and cancel."""
    event = event_for(request, process, number)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        cancel_event(actor=request.user, event=event, reason=form.cleaned_data["reason"])
        messages.success(
            request, _("Die Veranstaltung ist abgesagt. Abonnierte Kalender zeigen es beim nächsten Abruf.")
        )
        return redirect("events:edit", process=process, number=number)
    context = page_context(event, "cancel", form=form)
    return render(request, "events/workshop/cancel.html", context, status=422 if form.errors else 200)


@require_POST
def reinstate(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Take a cancellation back."""
    reinstate_event(actor=request.user, event=event_for(request, process, number))
    messages.success(request, _("Die Absage ist zurückgenommen."))
    return redirect("events:edit", process=process, number=number)


@require_POST
def publish(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show an event to everybody."""
    publish_event(actor=request.user, event=event_for(request, process, number))
    messages.success(request, _("Die Veranstaltung ist veröffentlicht."))
    return redirect("events:edit", process=process, number=number)


@require_POST
def unpublish(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Make an event a draft again."""
    unpublish_event(actor=request.user, event=event_for(request, process, number))
    messages.success(request, _("Die Veranstaltung ist wieder ein Entwurf."))
    return redirect("events:edit", process=process, number=number)


def _workshop(request: HttpRequest, process: str) -> Process:
    its_process = process_for(request, process)
    require(request.user, Permission.MANAGE_EVENTS, its_process)
    return its_process


def _offers(process: Process) -> dict[str, Any]:
    """Return series and organisations that are known here, to choose from while typing."""
    known = Event.objects.filter(entry__process=process).order_by()
    organisations = Organisation.objects.filter(
        pk__in=known.values("organiser").union(known.values("facilitator"), known.values("co_hosts"))
    )
    return {"series": EventSeries.objects.filter(process=process), "organisations": organisations}
