"""Taking part: a questionnaire page by page, statements one at a time, one's own answers. No account is needed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.limits import limit
from dialogwerk.core.text import number_in
from dialogwerk.entries.addresses import page_of
from dialogwerk.surveys import actions
from dialogwerk.surveys.access import answerable, survey_for
from dialogwerk.surveys.forms.taking import PartForm, ProposalForm, VoteForm
from dialogwerk.surveys.keys import new_hash, participation_of
from dialogwerk.surveys.models import Participation, Question, Survey, Vote
from dialogwerk.surveys.queries.surveys import Part, Progress, answers_of, parts_of, progress_of, questions_of
from dialogwerk.surveys.rules import Stage, stage_of
from dialogwerk.surveys.views.public import page_context


def _address(survey: Survey, name: str) -> str:
    entry = survey.entry
    return reverse(f"surveys:{name}", args=[entry.process.slug, entry.pk, entry.slug or "-"])


def _whose(request: HttpRequest, survey: Survey) -> tuple[Participation | None, str]:
    """Return the reader's answer set and the hash for a new one; count the act."""
    mine = participation_of(request, survey)
    limit(request, "answer_survey" if mine else "join_survey")
    return mine, "" if mine else new_hash(request, survey)


@never_cache
def take(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show the next statement, or a page of the questionnaire; take what was answered on it."""
    survey = answerable(request, process, number)
    if survey.has_statements or stage_of(survey) != Stage.OPEN:
        if request.method == "POST":
            raise NotPossibleNow(_("Dieses Stimmungsbild nimmt zurzeit keine Antworten an."))
        if stage_of(survey) != Stage.OPEN:
            return redirect(page_of(survey.entry))
        mine = participation_of(request, survey)
        return _statement_page(request, survey, mine, number_in(request.GET.get("aussage", "")))
    parts = parts_of(questions_of(survey))
    if not parts:
        messages.info(request, _("Hier wird zurzeit nichts gefragt."))
        return redirect(page_of(survey.entry))
    place = min(max(number_in(request.GET.get("teil", "1")) or 1, 1), len(parts))
    if request.method == "POST":
        return _take_part(request, survey, parts, place)
    mine = participation_of(request, survey)
    form = _part_form(survey, parts, place, mine)
    return _part_page(request, survey, parts, place, form, mine)


def _part_form(
    survey: Survey, parts: Sequence[Part], place: int, mine: Participation | None, data: Any = None
) -> PartForm:
    return PartForm(
        data, survey=survey, part=parts[place - 1], is_last=place == len(parts), answers=answers_of(mine),
        participation=mine,
    )  # fmt: skip


def _part_page(
    request: HttpRequest,
    survey: Survey,
    parts: Sequence[Part],
    place: int,
    form: PartForm,
    mine: Participation | None,
    status: int = 200,
) -> HttpResponse:
    context = page_context(request, survey, mine, "take") | {
        "form": form,
        "part": parts[place - 1],
        "place": place,
        "parts": parts,
        "is_last": place == len(parts),
    }
    return render(request, "surveys/take.html", context, status=status)


def _take_part(request: HttpRequest, survey: Survey, parts: Sequence[Part], place: int) -> HttpResponse:
    """Keep every answer that makes sense, then go where the pressed button says, unless something is missing.

    Back one goes with something missing, too, but not where an answer would be lost.
    """
    mine, key = _whose(request, survey)
    shown = _as_sent(survey, parts, place, request.GET.get("fragen"))
    form = _part_form(survey, shown, place, mine, request.POST)
    is_whole, act = form.is_valid(), request.POST.get("act", "weiter")
    answers = form.answers()
    is_end = is_whole and act == "weiter" and place == len(parts)
    gap = _first_gap(parts, mine, answers) if is_end else None
    finishes = is_end and gap is None
    actions.save_answers(
        survey=survey, participation=mine, key=key, answers=answers, about=form.about(), finishes=finishes
    )
    if act == "merken":
        context = {"kept_at": timezone.now(), "loses_something": form.loses_something}
        return render(request, "surveys/_kept.html", context)
    address = _address(survey, "take")
    if act == "zurueck" and not form.loses_something:
        return redirect(f"{address}?teil={max(place - 1, 1)}")
    if not is_whole:
        return _part_page(request, survey, shown, place, form, mine, status=422)
    if gap is not None:
        messages.info(request, _("Fast fertig: In diesem Teil fehlt noch eine Antwort, die gebraucht wird."))
        return redirect(f"{address}?teil={gap}")
    return redirect(_address(survey, "thanks") if finishes else f"{address}?teil={place + 1}")


def _as_sent(survey: Survey, parts: Sequence[Part], place: int, asked: str | None) -> Sequence[Part]:
    """Return the parts, the one at `place` with the questions that stood on the page when it was sent.

    The team may have moved them since, or taken some out: what was typed belongs to these, and nobody said anything
    to others.
    """
    if asked is None:
        return parts
    there = {one.pk: one for part in parts for one in part.questions}
    numbers = [number for text in asked.split(",") if (number := number_in(text)) is not None]
    if not there.keys() >= set(numbers):
        there |= survey.questions.filter(is_out=True).in_bulk(numbers)  # type: ignore[attr-defined]
    sent = [there[number] for number in numbers if number in there]
    return [replace(part, questions=sent) if part.number == place else part for part in parts]


def _first_gap(parts: Sequence[Part], mine: Participation | None, answers: Mapping[Question, Any]) -> int | None:
    """Return the first part in which an answer that must be given is missing, None where nothing is."""
    given = {question.pk for question, answer in answers.items() if answer is not None} | answers_of(mine).keys()
    gaps = (part.number for part in parts for one in part.questions if one.is_required and one.pk not in given)
    return next(gaps, None)


def _statement_context(
    request: HttpRequest, survey: Survey, mine: Participation | None, progress: Progress, **more: Any
) -> dict[str, Any]:
    return page_context(request, survey, mine, "take") | {
        "progress": progress,
        "choices": _choices(),
        "proposal_form": ProposalForm(),
        **more,
    }


def _choices() -> list[tuple[int, Vote]]:
    return list(enumerate(Vote, start=1))


def _statement_page(
    request: HttpRequest, survey: Survey, mine: Participation | None, wanted: int | None
) -> HttpResponse:
    context = _statement_context(request, survey, mine, progress_of(survey, mine, wanted))
    return render(request, "surveys/statements.html", context)


@require_POST
def vote(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponseBase:
    """Take a vote and go on with the next statement."""
    survey = answerable(request, process, number)
    form = VoteForm(request.POST)
    if not survey.has_statements or not form.is_valid():
        raise Http404
    statement = get_object_or_404(Question, survey=survey, pk=form.cleaned_data["statement"])
    mine, key = _whose(request, survey)
    value: Vote = form.cleaned_data["vote"]
    mine = actions.vote(survey=survey, participation=mine, key=key, statement=statement, value=value)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(_address(survey, "take"))
    said = _("Gespeichert: %s.") % value.label
    context = _statement_context(request, survey, mine, progress_of(survey, mine), said=said, is_answer=True)
    return render(request, "surveys/_statement.html", context)


@require_POST
def propose(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Take a proposed statement; the team reads it first."""
    survey = answerable(request, process, number)
    form = ProposalForm(request.POST)
    mine = participation_of(request, survey)
    if not form.is_valid() or request.POST.get("website"):
        context = _statement_context(request, survey, mine, progress_of(survey, mine), proposal_form=form)
        return render(request, "surveys/statements.html", context, status=422)
    limit(request, "propose")
    key = "" if mine else new_hash(request, survey)
    actions.propose_statement(survey=survey, participation=mine, key=key, text=form.cleaned_data["text"])
    messages.success(request, _("Danke! Das Team liest Ihre Aussage. Passt sie, stimmen auch andere darüber ab."))
    return redirect(_address(survey, "take"))


@never_cache
def own(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Show the reader her own answers and proposals, to change them while it is open."""
    survey = survey_for(request, process, number)
    mine = participation_of(request, survey)
    if mine is None:
        return redirect(page_of(survey.entry))
    answers = answers_of(mine)
    told = [(question, answers.get(question.pk, [])) for question in questions_of(survey)]
    context = page_context(request, survey, mine, "own") | {
        "told": told,
        "places": {
            question.pk: part.number for part in parts_of([one for one, _rows in told]) for question in part.questions
        },
        "proposals": list(mine.proposals.all()),  # type: ignore[attr-defined]
    }
    return render(request, "surveys/own.html", context)


@never_cache
def thanks(request: HttpRequest, process: str, number: int, slug: str) -> HttpResponse:
    """Say that everything has arrived and what happens next."""
    survey = survey_for(request, process, number)
    mine = participation_of(request, survey)
    if mine is None:
        return redirect(page_of(survey.entry))
    return render(request, "surveys/thanks.html", page_context(request, survey, mine, "take"))
