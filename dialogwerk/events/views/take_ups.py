"""The back office of ideas that an event takes up again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from dialogwerk.core.conflicts import current_texts, take_version
from dialogwerk.core.errors import Conflict
from dialogwerk.core.gate import require
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.actions.sheets import sheet_of
from dialogwerk.entries.models import Entry, Kind
from dialogwerk.events import queries
from dialogwerk.events.actions.take_ups import take_up_idea, undo_take_up
from dialogwerk.events.forms.take_ups import IdeaSearchForm, TakeUpForm, texts_of
from dialogwerk.events.models import Event
from dialogwerk.events.views.workshop import event_for, page_context


def take_ups(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show which ideas were taken up here, and offer others."""
    event = event_for(request, process, number)
    form = IdeaSearchForm(request.GET or None)
    text = form.cleaned_data["q"] if form.is_valid() else ""
    context = page_context(
        event,
        "take_ups",
        form=form,
        text=text,
        taken=queries.taken_up_at(event),
        offered=queries.ideas_to_take_up(event, request.user, text),
    )
    return render(request, "events/workshop/take_ups.html", context)


def take_up(request: HttpRequest, process: str, number: int, idea: int) -> HttpResponse:
    """Write down what the event made of one idea."""
    event = event_for(request, process, number)
    entry, sheet = _idea(request, event, idea)
    form = TakeUpForm(request.POST or None, event=event, entry=entry, sheet=sheet)
    context, status = page_context(event, "take_ups", form=form, idea=entry), 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            take_up_idea(
                actor=request.user,
                event=event,
                entry=entry,
                expected_version=data["expected_version"] or 0,
                texts=form.texts(),
                reason=data["reason"],
                table=data["table"],
            )
        except Conflict:
            entry, sheet = _idea(request, event, idea)
            context["conflict"], status = current_texts(form, texts_of(entry, sheet)), 409
            take_version(form, entry.version)
        else:
            messages.success(request, _("„%(title)s“ ist als aufgegriffen vermerkt.") % {"title": entry.title})
            return redirect("events:take_ups", process=process, number=number)
    return render(request, "events/workshop/take_up.html", context, status=422 if form.errors else status)


def undo(request: HttpRequest, process: str, number: int, take_up: int) -> HttpResponse:
    """Ask, then take it back."""
    event = event_for(request, process, number)
    found = get_object_or_404(queries.taken_up_at(event), pk=take_up)
    found.event, found.entry.process = event, event.entry.process
    require(request.user, Permission.EDIT_ENTRY, found.entry)
    if request.method == "POST":
        if undo_take_up(actor=request.user, take_up=found):
            messages.success(request, _("Zurückgenommen. Die Idee hat wieder ihre frühere Fassung."))
        else:
            messages.success(
                request, _("Zurückgenommen. Der Text der Idee wurde seither geändert und bleibt, wie er ist.")
            )
        return redirect("events:take_ups", process=process, number=number)
    context = page_context(event, "take_ups", take_up=found)
    return render(request, "events/workshop/take_up_undo.html", context)


def _idea(request: HttpRequest, event: Event, number: int) -> tuple[Entry, Any]:
    entry = (
        Entry.objects.filter(process=event.entry.process, kind=Kind.IDEA, pk=number)
        .select_related("origin__event", "author")
        .first()
    )
    if entry is None:
        raise Http404
    entry.process = event.entry.process
    require(request.user, Permission.EDIT_ENTRY, entry)
    return entry, sheet_of(entry)
