"""The host's page: everything about a running lab on one screen."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.events.models import Event
from dialogwerk.events.queries import one_event
from dialogwerk.labs import queries
from dialogwerk.labs.access import lab_for
from dialogwerk.labs.actions import (
    call_pitch,
    close_lab,
    open_lab,
    pause_timer,
    prepare_lab,
    set_note,
    set_round,
    start_timer,
)
from dialogwerk.labs.forms import NoteForm, RoundForm, TimerForm
from dialogwerk.labs.models import Lab
from dialogwerk.processes.access import process_for


def event_for(request: HttpRequest, slug: str, number: int) -> Event:
    """Return an event whose lab the reader may run; refuse others."""
    process = process_for(request, slug)
    event = one_event(process, number)
    if event is None:
        raise Http404
    event.entry.process = process
    require(request.user, Permission.RUN_LAB, event.entry)
    return event


def host(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show the lab with its tables; before it is prepared, say what preparing does."""
    event = event_for(request, process, number)
    lab = queries.lab_of(number)
    if lab is not None:
        lab.event = event
    template = "labs/_host.html" if request.htmx else "labs/host.html"  # type: ignore[attr-defined]
    return render(request, template, _context(request, event, lab))


@require_POST
def prepare(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Give each table its board and code."""
    prepare_lab(actor=request.user, event=event_for(request, process, number))
    messages.success(request, _("Jeder Tisch hat jetzt eine Tafel und einen Code."))
    return redirect("labs:host", process=process, number=number)


@require_POST
def run(request: HttpRequest, process: str, number: int, act: str) -> HttpResponse:
    """Do one thing: open, close, change the round, the timer, the notice, the pitch."""
    lab = lab_for(request, process, number)
    if act not in _ACTS:
        raise Http404
    fault = _ACTS[act](request, lab)
    if fault:
        messages.error(request, fault)
    return redirect("labs:host", process=process, number=number)


def _open(request: HttpRequest, lab: Lab) -> str:
    open_lab(actor=request.user, lab=lab)
    return ""


def _close(request: HttpRequest, lab: Lab) -> str:
    close_lab(actor=request.user, lab=lab)
    messages.success(request, _("Das Labor ist geschlossen. Was Geräte ohne Netz noch senden, kommt trotzdem an."))
    return ""


def _round(request: HttpRequest, lab: Lab) -> str:
    form = RoundForm(request.POST)
    if not form.is_valid():
        return _("Bitte wählen Sie eine Runde und 1 bis 20 Punkte je Person.")
    set_round(actor=request.user, lab=lab, **form.cleaned_data)
    return ""


def _start(request: HttpRequest, lab: Lab) -> str:
    form = TimerForm(request.POST)
    if not form.is_valid():
        return _("Bitte geben Sie 1 bis 480 Minuten an.")
    start_timer(actor=request.user, lab=lab, seconds=form.cleaned_data["minutes"] * 60)
    return ""


def _go_on(request: HttpRequest, lab: Lab) -> str:
    start_timer(actor=request.user, lab=lab, seconds=lab.timer_left or 0)
    return ""


def _pause(request: HttpRequest, lab: Lab) -> str:
    pause_timer(actor=request.user, lab=lab)
    return ""


def _forget(request: HttpRequest, lab: Lab) -> str:
    pause_timer(actor=request.user, lab=lab, forget=True)
    return ""


def _note(request: HttpRequest, lab: Lab) -> str:
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _("Der Hinweis hat höchstens 200 Zeichen.")
    set_note(actor=request.user, lab=lab, note=form.cleaned_data["note"])
    return ""


def _pitch(request: HttpRequest, lab: Lab) -> str:
    board = lab.boards.filter(code=request.POST.get("code", "")).first()
    call_pitch(actor=request.user, lab=lab, board=board)
    return ""


_ACTS = {
    "eroeffnen": _open,
    "schliessen": _close,
    "runde": _round,
    "uhr": _start,
    "uhr-weiter": _go_on,
    "uhr-anhalten": _pause,
    "uhr-weg": _forget,
    "hinweis": _note,
    "pitch": _pitch,
}


def _context(request: HttpRequest, event: Event, lab: Lab | None) -> dict[str, Any]:
    """Return what the host sees. Two queries beside the lab's own."""
    boards = list(queries.boards_of(lab)) if lab else []
    for board in boards:
        board.address = settings.BASE_URL + reverse("labs:table", args=[board.code])  # type: ignore[attr-defined]
    return {
        "process": event.entry.process,
        "section": "workshop",
        "event": event,
        "entry": event.entry,
        "tab": "lab",
        "conflict": None,
        "lab": lab,
        "boards": boards,
        "missing": event.tables.count() - len(boards) if lab else 0,
        "round_form": RoundForm(initial=_initial(lab)) if lab else None,
        "timer_form": TimerForm(),
        "note_form": NoteForm(initial={"note": lab.note}) if lab else None,
        "told": queries.told_of_lab(lab) if lab else None,
    }


def _initial(lab: Lab) -> dict[str, Any]:
    return {"round": lab.round, "dots_each": lab.dots_each, "dots_hidden": lab.dots_hidden}
