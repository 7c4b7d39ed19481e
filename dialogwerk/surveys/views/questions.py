"""The back office: questions, statements and blocks of a survey."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.removal import keep_for_undo, take_kept
from dialogwerk.surveys import actions
from dialogwerk.surveys.access import managed, question_of
from dialogwerk.surveys.actions.questions import is_answered
from dialogwerk.surveys.forms.workshop import BlockForm, QuestionForm, StatementsForm
from dialogwerk.surveys.models import Block, QuestionKind, Survey
from dialogwerk.surveys.queries.surveys import questions_of
from dialogwerk.surveys.views.workshop import context_of

ASKED = (QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.SCALE, QuestionKind.TEXT)


def _back(survey: Survey) -> HttpResponse:
    return redirect("surveys:questions", process=survey.entry.process.slug, number=survey.pk)


@never_cache
def questions(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Show questions and blocks, or statements; add statements or a block."""
    survey = managed(request, process, number)
    form: Any
    if survey.has_statements:
        form = StatementsForm(request.POST or None, process=survey.entry.process)
    else:
        form = BlockForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _add(request, survey, form))
        return _back(survey)
    found = questions_of(survey, with_answered=True)
    blocks: list[tuple[Block | None, list[Any]]] = [
        (block, [one for one in found if one.block_id == (block.pk if block else None) and not one.is_out])
        for block in [None, *survey.blocks.all()]  # type: ignore[attr-defined]
    ]
    context = context_of(
        request,
        survey,
        "questions",
        form=form,
        blocks=[pair for pair in blocks if pair[0] or pair[1]],
        out=[one for one in found if one.is_out],
        kinds=ASKED,
    )
    return render(request, "surveys/workshop/questions.html", context, status=422 if form.errors else 200)


def _add(request: HttpRequest, survey: Survey, form: Any) -> str:
    if not survey.has_statements:
        actions.add_block(actor=request.user, survey=survey, **form.cleaned_data)
        return _("Der Block ist angelegt. Neue Fragen können Sie ihm jetzt zuordnen.")
    given = form.cleaned_data
    made = actions.add_statements(actor=request.user, survey=survey, texts=given["lines"])
    made += actions.statements_from(actor=request.user, survey=survey, entries=given["numbers"])
    left_out = len(given["lines"]) + len(given["numbers"]) - len(made)
    told: str = ngettext("%(count)s Aussage ist dabei.", "%(count)s Aussagen sind dabei.", len(made)) % {
        "count": len(made)
    }
    return told + (" " + _("%d gab es schon.") % left_out if left_out else "")


def add(request: HttpRequest, process: str, number: int, kind: str) -> HttpResponse:
    """Ask one more question of a kind."""
    survey = managed(request, process, number)
    if kind not in ASKED or survey.has_statements:
        raise Http404
    form = QuestionForm(request.POST or None, survey=survey, kind=QuestionKind(kind))
    if request.method == "POST" and form.is_valid():
        actions.add_question(actor=request.user, survey=survey, **form.fields_of_question())
        messages.success(request, _("Die Frage ist aufgenommen."))
        return _back(survey)
    context = context_of(request, survey, "questions", form=form, kind=QuestionKind(kind))
    return render(request, "surveys/workshop/question.html", context, status=422 if form.errors else 200)


def question(request: HttpRequest, process: str, number: int, question: int) -> HttpResponse:
    """Change a question; say why, once somebody answered."""
    survey = managed(request, process, number)
    found = question_of(survey, question)
    answered = is_answered(found)
    options: dict[str, Any] = {
        "survey": survey,
        "kind": QuestionKind(found.kind),
        "question": found,
        "is_answered": answered,
    }
    form = QuestionForm(request.POST or None, **options)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_question(actor=request.user, question=found, **form.fields_of_question())
        except NotPossibleNow as error:
            form.add_error("reason" if "reason" in form.fields else None, f"{error.message} {error.what_to_do}")
        else:
            messages.success(request, _("Gespeichert."))
            return _back(survey)
    context = context_of(request, survey, "questions", form=form, question=found, kind=QuestionKind(found.kind))
    return render(request, "surveys/workshop/question.html", context, status=422 if form.errors else 200)


@require_POST
def act(request: HttpRequest, process: str, number: int, question: int) -> HttpResponse:
    """Move a question, take it out or in again, or delete one nobody answered."""
    survey = managed(request, process, number)
    found = question_of(survey, question)
    wanted = request.POST.get("act")
    if wanted in ("out", "in"):
        actions.set_out(actor=request.user, question=found, is_out=wanted == "out")
        told = {"out": _("Nicht mehr gestellt. Die Antworten bleiben."), "in": _("Wird wieder gestellt.")}
        messages.success(request, told[wanted])
        return _back(survey)
    return _move_or_remove(
        request,
        survey,
        move=partial(actions.move_question, actor=request.user, question=found),
        remove=partial(actions.remove_question, actor=request.user, question=found),
        told=_("Entfernt: %s") % found.text,
        undo="surveys:restore_question",
    )


def _move_or_remove(
    request: HttpRequest,
    survey: Survey,
    *,
    move: Callable[..., Any],
    remove: Callable[..., str],
    told: str,
    undo: str,
) -> HttpResponse:
    wanted = request.POST.get("act")
    if wanted in ("up", "down"):
        move(up=wanted == "up")
    elif wanted == "remove":
        address = reverse(undo, args=[survey.entry.process.slug, survey.pk])
        keep_for_undo(request, told, kept=remove(), address=address)
    return _back(survey)


@require_POST
def restore_question(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Put back the question that was just removed."""
    survey = managed(request, process, number)
    actions.bring_question_back(actor=request.user, survey=survey, kept=take_kept(request))
    messages.success(request, _("Die Frage ist wieder da."))
    return _back(survey)


def _block(survey: Survey, number: int) -> Block:
    found = get_object_or_404(Block, pk=number, survey=survey)
    found.survey = survey
    return found


def block(request: HttpRequest, process: str, number: int, block: int) -> HttpResponse:
    """Change title and introduction of a block."""
    survey = managed(request, process, number)
    found = _block(survey, block)
    form = BlockForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        actions.change_block(actor=request.user, block=found, **form.cleaned_data)
        messages.success(request, _("Gespeichert."))
        return _back(survey)
    context = context_of(request, survey, "questions", form=form, block=found)
    return render(request, "surveys/workshop/block.html", context, status=422 if form.errors else 200)


@require_POST
def act_on_block(request: HttpRequest, process: str, number: int, block: int) -> HttpResponse:
    """Move a block or remove it; its questions stay."""
    survey = managed(request, process, number)
    found = _block(survey, block)
    return _move_or_remove(
        request,
        survey,
        move=partial(actions.move_block, actor=request.user, block=found),
        remove=partial(actions.remove_block, actor=request.user, block=found),
        told=_("Der Block ist entfernt, seine Fragen bleiben."),
        undo="surveys:restore_block",
    )


@require_POST
def restore_block(request: HttpRequest, process: str, number: int) -> HttpResponse:
    """Put back the block that was just removed, with its questions."""
    survey = managed(request, process, number)
    actions.bring_block_back(actor=request.user, survey=survey, kept=take_kept(request))
    messages.success(request, _("Der Block ist wieder da, mit seinen Fragen."))
    return _back(survey)
