"""The back office of one event's registration: list, bulk acts, waiting list, export."""

import json
import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.core.removal import keep_for_undo, take_kept
from dialogwerk.core.spreadsheets import CSV
from dialogwerk.events.models import Event
from dialogwerk.events.queries import one_event
from dialogwerk.events.views.workshop import page_context
from dialogwerk.processes.access import process_for
from dialogwerk.registrations import queries
from dialogwerk.registrations.actions import (
    cancel_registrations,
    confirm_registrations,
    keep_numbers,
    mark_present,
    move_on_waiting_list,
    move_to_table,
    record_export,
    restore_registrations,
)
from dialogwerk.registrations.export import XLSX, csv_of, xlsx_of
from dialogwerk.registrations.forms.workshop import BulkForm, ListFilter
from dialogwerk.registrations.models import Registration, RegistrationForm, Status

PER_PAGE = 100


def event_for(request: HttpRequest, slug: str, number: int) -> Event:
    """Return an event whose registrations the reader may manage, with its process; refuse others."""
    process = process_for(request, slug)
    require(request.user, Permission.MANAGE_REGISTRATIONS, process)
    event = one_event(process, number)
    if event is None:
        raise Http404
    event.entry.process = process
    return event


def form_for(event: Event) -> RegistrationForm | None:
    """Return how people register for the event, None while that is not set up."""
    return queries.form_with_seats(event)


def context_of(event: Event, form: RegistrationForm | None, part: str, **more: Any) -> dict[str, Any]:
    """Return what all pages of one registration in the back office need; `part` is the page."""
    return page_context(event, "registration", part=part, form=form, **more)


def needs_form(event: Event) -> RegistrationForm:
    """Return how people register for the event; 404 while that is not set up."""
    form = form_for(event)
    if form is None:
        raise Http404
    return form


@never_cache
def registrations(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """List who comes; do something with the chosen ones."""
    event = event_for(request, process, number)
    form = form_for(event)
    if form is None:
        return redirect("registrations:set_up", process=process, number=number)
    tables = list(event.tables.all())
    bulk = BulkForm(request.POST or None, tables=tables)
    if request.method == "POST" and bulk.is_valid():
        told = _act(request, form, bulk)
        if bulk.cleaned_data["act"] == "cancel":
            address = reverse("registrations:undo_cancel", args=[process, number])
            keep_for_undo(request, told, kept=json.dumps(bulk.cleaned_data["chosen"]), address=address)
        else:
            messages.success(request, told)
        return redirect(request.get_full_path())
    narrowed = ListFilter(request.GET, tables=tables)
    found = narrowed.narrow(queries.registrations_of(form))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    waiting = list(form.registrations.filter(status=Status.WAITING).order_by("waiting_number", "made_at"))  # type: ignore[attr-defined]
    context = context_of(
        event,
        form,
        "list",
        page=page,
        filters=narrowed,
        is_filtered=any(request.GET.get(name) for name in narrowed.fields),
        bulk=bulk,
        figures=queries.figures_of(form),
        state=queries.state_of(form),
        waiting=waiting,
        shows_tables=bool(tables),
    )
    return render(request, "registrations/workshop/list.html", context, status=422 if bulk.errors else 200)


def _act(request: HttpRequest, form: RegistrationForm, bulk: BulkForm) -> str:
    """Do what was chosen and return what to say about it."""
    common: dict[str, Any] = {"actor": request.user, "form": form, "numbers": bulk.cleaned_data["chosen"]}
    act = bulk.cleaned_data["act"]
    if act == "confirm":
        done, full = confirm_registrations(**common)
        told = _count(done, _("%(count)s bestätigt und per Mail benachrichtigt."))
        return told + (" " + _count(full, _("Für %(count)s ist kein Platz frei.")) if full else "")
    if act == "restore":
        seated, waiting = restore_registrations(**common)
        return _restored(seated, waiting)
    if act == "table":
        return _count(move_to_table(**common, table=bulk.table), _("%(count)s umgesetzt und benachrichtigt."))
    if act == "cancel":
        done = cancel_registrations(**common)
        return _count(done, _("%(count)s abgesagt und benachrichtigt."))
    done = mark_present(**common, is_present=act == "present")
    return ngettext("%(count)s Person eingetragen.", "%(count)s Personen eingetragen.", done) % {"count": done}


def _restored(seated: int, waiting: int) -> str:
    words = _("%(seated)s haben wieder einen Platz, %(waiting)s stehen auf der Warteliste.")
    return words % {"seated": seated, "waiting": waiting}


@require_POST
def undo_cancel(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Take back the cancellations that were just made."""
    form = needs_form(event_for(request, process, number))
    chosen = json.loads(take_kept(request))
    messages.success(request, _restored(*restore_registrations(actor=request.user, form=form, numbers=chosen)))
    return redirect("registrations:list", process=process, number=number)


def _count(number: int, words: str) -> str:
    return words % {"count": number}


@never_cache
def registration(request: HttpRequest, process: str, number: int, registration: uuid.UUID) -> HttpResponse:
    """Show everything about one registration."""
    event = event_for(request, process, number)
    form = needs_form(event)
    found = get_object_or_404(queries.registrations_of(form), pk=registration)
    found.form = form
    context = context_of(
        event,
        form,
        "list",
        registration=found,
        answers=list(found.answers.select_related("question")),  # type: ignore[attr-defined]
        mails=list(found.sent_mails.order_by("sent_at")),  # type: ignore[attr-defined]
        bulk=BulkForm(tables=list(event.tables.all())),
    )
    return render(request, "registrations/workshop/registration.html", context)


@require_POST
def move(request: HttpRequest, process: str, number: int, registration: uuid.UUID) -> HttpResponse:
    """Move somebody on the waiting list."""
    form = needs_form(event_for(request, process, number))
    found = get_object_or_404(Registration, pk=registration, form=form)
    to = request.POST.get("to", "")
    if to in ("first", "up", "down"):
        move_on_waiting_list(actor=request.user, registration=found, to=to)
        messages.success(request, _("Die Warteliste ist umgestellt."))
    return redirect("registrations:list", process=process, number=number)


@never_cache
def export(request: HttpRequest, process: str, number: int, kind: str) -> HttpResponse:
    """Return the list as a file, narrowed down as on the page. On record."""
    if kind not in ("csv", "xlsx"):
        raise Http404
    event = event_for(request, process, number)
    form = needs_form(event)
    narrowed = ListFilter(request.GET, tables=list(event.tables.all()))
    found = narrowed.narrow(queries.registrations_of(form)).prefetch_related("answers")
    questions = list(form.questions.all())  # type: ignore[attr-defined]
    content = (csv_of if kind == "csv" else xlsx_of)(found, questions)
    record_export(actor=request.user, form=form, kind=kind)
    response = HttpResponse(content, content_type=CSV if kind == "csv" else XLSX)
    response["Content-Disposition"] = f'attachment; filename="anmeldungen-{event.pk}.{kind}"'
    return response


@require_POST
def numbers(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Take over how many came into the review."""
    form = needs_form(event_for(request, process, number))
    total = keep_numbers(actor=request.user, form=form, replace=True)
    if total:
        words = ngettext(
            "Im Rückblick stehen jetzt %(count)s Person und ihre Gruppe.",
            "Im Rückblick stehen jetzt %(count)s Personen nach Gruppen.",
            total,
        )
        messages.success(request, words % {"count": total})
    else:
        messages.warning(request, _("Noch ist niemand als anwesend eingetragen."))
    return redirect("registrations:list", process=process, number=number)
