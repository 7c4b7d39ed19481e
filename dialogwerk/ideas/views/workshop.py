"""The back office of ideas: one idea with answers, maturity and visibility; offers to join in."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogwerk.core.errors import Conflict
from dialogwerk.core.gate import may, require
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.actions import change_state
from dialogwerk.entries.actions.answers import give_official_answer, mark_of_answer
from dialogwerk.entries.actions.maturity import set_stage
from dialogwerk.entries.actions.moderation import publish_entry
from dialogwerk.entries.actions.writing import TRANSITIONS
from dialogwerk.entries.models import Entry, Kind, State
from dialogwerk.ideas.queries import card_of, support_for
from dialogwerk.ideas.workshop_forms import AnswerForm, StageForm, StateForm
from dialogwerk.processes.access import process_for
from dialogwerk.processes.models import Process
from dialogwerk.processes.queries import contact_for

PER_PAGE = 50
STATE_PERMISSIONS = {State.WITHDRAWN: Permission.WITHDRAW_ENTRY}


def offers(request: HttpRequest, process: str) -> HttpResponse:
    """List who offered to join in."""
    its_process = workshop_of(request, process)
    show = request.GET.get("zeige", "offen")
    found = support_for(its_process, request.user)
    if show == "offen":
        found = found.filter(withdrawn_at=None, settled_at=None)
    elif show == "erledigt":
        found = found.filter(settled_at__isnull=False)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    shows = [("offen", _("offen")), ("erledigt", _("erledigt")), ("alle", _("alle"))]
    context = {"process": its_process, "section": "workshop", "page": page, "show": show, "shows": shows}
    acts = {"settle": _("als erledigt markieren"), "reopen": _("wieder öffnen")}
    context["acts"] = [
        (name, label) for name, label in acts.items() if show == "alle" or (name == "settle") == (show == "offen")
    ]
    return render(request, "ideas/workshop/offers.html", context)


def idea(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show everything the team can do with one idea."""
    return _idea_page(request, _idea(request, process, number))


@require_POST
def answer(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Publish the official answer, or replace it."""
    entry = _idea(request, process, number)
    require(request.user, Permission.ANSWER_ENTRY, entry)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _idea_page(request, entry, answer_form=form, status=422)
    try:
        give_official_answer(actor=request.user, entry=entry, **form.cleaned_data)
    except Conflict as conflict:
        form.refuse(conflict.context["current"])
        return _idea_page(request, entry, answer_form=form, status=conflict.status)
    messages.success(request, _("Die Antwort ist veröffentlicht."))
    return redirect("ideas:workshop_idea", process=process, number=number)


@require_POST
def stage(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Set the maturity, with its public reason."""
    entry = _idea(request, process, number)
    require(request.user, Permission.SET_STAGE, entry)
    form = StageForm(request.POST, entry=entry)
    if not form.is_valid():
        return _idea_page(request, entry, stage_form=form, status=422)
    data = form.cleaned_data
    set_stage(
        actor=request.user, entry=entry, stage=data["stage"], reason=data["reason"], reached_at=data["reached_on"]
    )
    messages.success(request, _("Der Reifegrad ist gesetzt."))
    return redirect("ideas:workshop_idea", process=process, number=number)


@require_POST
def state(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Publish, put back into the draft or withdraw."""
    entry = _idea(request, process, number)
    form = StateForm(request.POST)
    if not form.is_valid():
        raise Http404
    new = State(form.cleaned_data["state"])
    require(request.user, STATE_PERMISSIONS.get(new, Permission.PUBLISH_ENTRY), entry)
    if new == State.PUBLISHED:
        publish_entry(actor=request.user, entry=entry, note=form.cleaned_data["reason"])
    else:
        change_state(actor=request.user, entry=entry, state=new, note=form.cleaned_data["reason"])
    messages.success(request, _("Die Idee ist jetzt: %s.") % new.label)
    return redirect("ideas:workshop_idea", process=process, number=number)


def workshop_of(request: HttpRequest, process: str) -> Process:
    """Return the process if the reader is in its team; refuse others."""
    its_process = process_for(request, process)
    require(request.user, Permission.SEE_WORKSHOP, its_process)
    return its_process


def _idea(request: HttpRequest, process: str, number: int) -> Entry:
    entry = card_of(workshop_of(request, process), number, Kind.IDEA)
    require(request.user, Permission.READ_ENTRY, entry)
    return entry


def _idea_page(request: HttpRequest, entry: Entry, status: int = 200, **forms: Any) -> HttpResponse:
    answer = getattr(entry, "official_answer", None)
    sees_support = may(request.user, Permission.SEE_SUPPORT, entry)
    context = {
        "process": entry.process,
        "section": "workshop",
        "entry": entry,
        "answer": answer,
        "answer_form": forms.get("answer_form") or AnswerForm(initial=_answer_initial(entry, answer)),
        "stage_form": forms.get("stage_form") or StageForm(entry=entry),
        "states": _states(request, entry),
        "support": entry.idea.support.select_related("person", "need") if sees_support else [],
    }
    return render(request, "ideas/workshop/idea.html", context, status=status)


def _answer_initial(entry: Entry, answer: Any) -> dict[str, str]:
    if answer is not None:
        return {"office": answer.office, "text": answer.text, "seen": mark_of_answer(answer)}
    contact = contact_for(entry.process, entry.region_id)
    agency = contact.agency if contact else None
    return {"office": str(agency or entry.process.owner.organisation)}


def _states(request: HttpRequest, entry: Entry) -> list[tuple[str, Any]]:
    """Return the states the reader may bring the idea to, with what the button says."""
    verbs = {
        State.PUBLISHED: _("Veröffentlichen"),
        State.DRAFT: _("Zurück in den Entwurf"),
        State.WITHDRAWN: _("Zurückziehen"),
    }
    return [
        (str(state), verb)
        for state, verb in verbs.items()
        if state in TRANSITIONS[State(entry.state)]
        and may(request.user, STATE_PERMISSIONS.get(state, Permission.PUBLISH_ENTRY), entry)
    ]
