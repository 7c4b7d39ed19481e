"""The team reads what readers miss, answers it in public, and hides what breaks a rule."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dialogwerk.core.gate import may, require
from dialogwerk.core.permissions import Permission
from dialogwerk.synthesis import actions
from dialogwerk.synthesis.access import sortable
from dialogwerk.synthesis.forms.missing import AnswerForm, HideForm
from dialogwerk.synthesis.models import MissingNote, Outcome
from dialogwerk.synthesis.queries.missing import nearest_sentence, notes_of, sentences_in

PER_PAGE = 30
LISTS = ("", "beantwortet", "verborgen")


def notes(request: HttpRequest, process: str) -> HttpResponse:
    """List what waits for an answer, or what was answered or hidden."""
    its_process = sortable(request, process)
    wanted = request.GET.get("liste", "")
    wanted = wanted if wanted in LISTS else ""
    page = Paginator(notes_of(its_process, wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {"process": its_process, "section": "workshop", "page": page, "wanted": wanted}
    return render(request, "synthesis/missing/notes.html", context)


def note(request: HttpRequest, process: str, note: int) -> HttpResponse:
    """Show one note with the sentence that would fit, and take the answer."""
    found = _note(request, process, note)
    challenges = sentences_in(found.challenge_set)
    takes_up = request.POST.get("outcome") == Outcome.TAKEN_UP
    fitting = nearest_sentence(found.entry, challenges)
    form = AnswerForm(
        request.POST or None,
        challenge_set=found.challenge_set,
        challenges=challenges,
        takes_up=takes_up,
        initial={"sentence": fitting.pk if fitting else None},
    )
    if request.method == "POST":
        require(request.user, Permission.WRITE_CHALLENGES, found.challenge_set.process)
        if form.is_valid():
            actions.answer_missing(actor=request.user, note=found, **form.cleaned_data)
            done = _("Aufgenommen und beantwortet.") if takes_up else _("Beantwortet.")
            messages.success(request, done)
            return redirect("synthesis:missing_notes", process=process)
    process_of_it = found.challenge_set.process
    context: dict[str, Any] = {
        "process": process_of_it,
        "section": "workshop",
        "note": found,
        "form": form,
        "fitting": fitting,
        "hide_form": HideForm(process=process_of_it),
        "can_answer": may(request.user, Permission.WRITE_CHALLENGES, process_of_it),
        "can_hide": may(request.user, Permission.MODERATE_ENTRY, found.entry),
    }
    return render(request, "synthesis/missing/note.html", context, status=422 if form.errors else 200)


@require_POST
def reopen(request: HttpRequest, process: str, note: int) -> HttpResponse:
    """Take an answer back."""
    found = _note(request, process, note)
    require(request.user, Permission.WRITE_CHALLENGES, found.challenge_set.process)
    actions.reopen_missing(actor=request.user, note=found)
    messages.success(request, _("Die Antwort ist zurückgenommen."))
    return redirect("synthesis:missing_note", process=process, note=note)


@require_POST
def decide(request: HttpRequest, process: str, note: int) -> HttpResponse:
    """Hide a note by a rule, or let everybody see it."""
    found = _note(request, process, note)
    require(request.user, Permission.MODERATE_ENTRY, found.entry)
    if "release" in request.POST:
        actions.release_missing(actor=request.user, note=found)
        messages.success(request, _("Der Hinweis ist für alle zu sehen."))
        return redirect("synthesis:missing_note", process=process, note=note)
    form = HideForm(request.POST, process=found.challenge_set.process)
    if form.is_valid():
        actions.hide_missing(actor=request.user, note=found, **form.cleaned_data)
        messages.success(request, _("Der Hinweis ist verborgen. Die Person erfährt die Regel."))
    else:
        messages.error(request, _("Bitte wählen Sie die Regel, die verletzt ist."))
    return redirect("synthesis:missing_note", process=process, note=note)


def _note(request: HttpRequest, slug: str, number: int) -> MissingNote:
    process = sortable(request, slug)
    found = MissingNote.objects.select_related(
        "challenge_set", "author", "entry__origin", "sentence__challenge__entry", "answered_by"
    )
    one = get_object_or_404(found, pk=number, challenge_set__process=process)
    one.challenge_set.process = one.entry.process = process
    return one
